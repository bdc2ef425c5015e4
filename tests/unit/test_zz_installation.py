"""What may be started, and where it may be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zz.local import installation
from zz.local.paths import Paths
from zz.user_error import UserError

if TYPE_CHECKING:
    from pathlib import Path


def plan(folder: Path, monkeypatch: pytest.MonkeyPatch, **environment: str) -> installation.Installation:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return installation.plan(Paths(folder), is_running=False)


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.0.2.7:8000"])
def test_a_development_set_up_is_not_reached_from_outside(
    bind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="development"):
        plan(tmp_path, monkeypatch, ZZ_BIND=bind, ZZ_ENV="development")


@pytest.mark.parametrize(("bind", "environment"), [("127.0.0.1:8000", "development"), ("0.0.0.0:8000", "production")])
def test_one_of_production_may_be(bind: str, environment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plan(tmp_path, monkeypatch, ZZ_BIND=bind, ZZ_ENV=environment).bind == bind


def test_what_was_production_is_not_started_as_development(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installation.save(Paths(tmp_path), plan(tmp_path, monkeypatch, ZZ_ENV="production"))
    with pytest.raises(UserError, match="was started as production"):
        plan(tmp_path, monkeypatch, ZZ_ENV="development")
    monkeypatch.delenv("ZZ_ENV")
    assert plan(tmp_path, monkeypatch).environment == "production"


def test_a_setting_is_remembered_until_it_is_given_without_a_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"ZZ_SMTP_URI": "smtp://mail.example.com", "ZZ_TRUSTED_PROXIES": "1"}
    installation.save(Paths(tmp_path), plan(tmp_path, monkeypatch, ZZ_ENV="production", **named))
    for name in named:
        monkeypatch.delenv(name)
    again = plan(tmp_path, monkeypatch)
    assert (again.smtp_uri, again.settings) == (named["ZZ_SMTP_URI"], named)
    forgotten = plan(tmp_path, monkeypatch, ZZ_SMTP_URI="")
    assert (forgotten.smtp_uri, forgotten.settings) == ("", {"ZZ_TRUSTED_PROXIES": "1"})
