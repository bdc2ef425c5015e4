"""Which broker and database a test run takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ground import choice
from zz.local.program import ADMINISTRATORS
from zz.user_error import UserError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No wish, no servers, no engine."""
    for name in (choice.VARIABLE, *ADMINISTRATORS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")


def test_without_an_engine_they_are_processes_and_the_reason_is_said() -> None:
    assert str(choice.choose()) == "processes (no Docker engine answers on this machine)"


def test_servers_that_are_named_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ADMINISTRATORS:
        monkeypatch.setenv(name, f"address of {name}")
    chosen = choice.choose()
    assert chosen.named is not None
    assert chosen.named.mongo_uri == "address of MONGO_URI"


def test_a_wish_comes_before_servers_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(choice.VARIABLE, choice.PROCESSES)
    for name in ADMINISTRATORS:
        monkeypatch.setenv(name, f"address of {name}")
    assert choice.choose() == choice.Choice(choice.PROCESSES, "ZZ_TEST_BACKING says so")


def test_containers_that_cannot_be_had_are_trouble_and_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(choice.VARIABLE, choice.CONTAINERS)
    with pytest.raises(UserError, match="no Docker engine answers"):
        choice.choose()


def test_a_word_that_means_nothing_is_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(choice.VARIABLE, "container")
    with pytest.raises(UserError, match="'container'"):
        choice.choose()
