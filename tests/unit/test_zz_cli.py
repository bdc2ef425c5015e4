"""What the command line tool says and how it ends, when nothing runs here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from zz import cli
from zz.commands import platform_commands
from zz.local import startup
from zz.local.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    place = Paths(tmp_path)
    monkeypatch.setattr(platform_commands, "HOME", place)
    return place


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["zz", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert isinstance(end.value.code, int)
    return end.value.code


def test_trouble_ends_with_1_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "status") == 1
    said = capsys.readouterr()
    assert "to do: Run `make run`, or `zz up`." in said.err
    assert said.out == ""


def test_trouble_for_a_machine_is_one_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "status", "--json") == 1
    said = capsys.readouterr()
    assert set(json.loads(said.out)) == {"error", "remedy"}
    assert said.err == ""


@pytest.mark.parametrize("arguments", [["nonsense"], ["up", "--nonsense"], []])
def test_wrong_usage_ends_with_2(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, *arguments) == 2


def test_help_ends_with_0_and_names_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "--help") == 0
    said = capsys.readouterr().out
    assert all(name in said for name in cli.zz.commands)


def test_an_interrupted_command_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_place: Paths, _tell: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(startup, "bring_down", interrupt)
    assert _run(monkeypatch, "down") == 130


def test_stopping_what_does_not_run_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "down", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"is_down": True}


def test_every_trouble_the_doctor_finds_comes_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "doctor", "--json") == 1
    checks = json.loads(capsys.readouterr().out)
    assert {check["name"] for check in checks if not check["is_ok"]} == {"secrets", "installation"}
    assert all(bool(check["remedy"]) != check["is_ok"] for check in checks)


def test_a_wrong_address_is_explained(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ZZ_BIND", "8000")
    assert _run(monkeypatch, "up") == 1
    assert "ZZ_BIND=127.0.0.1:8000" in capsys.readouterr().err
