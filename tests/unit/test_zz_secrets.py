"""Passwords and keys are made once and readable by their owner only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zz.local import secrets
from zz.user_error import UserError


def test_they_are_made_once(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    assert secrets.load_or_make(path, ["intake"]) == secrets.load_or_make(path, ["intake"])


def test_a_new_service_gets_its_own_and_changes_no_other(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    before = secrets.load_or_make(path, ["intake"])
    after = secrets.load_or_make(path, ["intake", "repair"])
    assert after.passwords["intake"] == before.passwords["intake"]
    assert after.token_key == before.token_key
    assert set(after.passwords) == set(after.audit_keys) == set(after.cursor_keys) == {"intake", "repair"}


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    secrets.load_or_make(tmp_path / "secrets.json", ["intake"])
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_printing_them_tells_nothing(tmp_path: Path) -> None:
    keys = secrets.load_or_make(tmp_path / "secrets.json", ["intake"])
    assert repr(keys) == "Secrets()"


def test_keys_have_32_bytes(tmp_path: Path) -> None:
    keys = secrets.load_or_make(tmp_path / "secrets.json", ["intake"])
    assert len(bytes.fromhex(keys.audit_keys["intake"])) == 32
    assert len(bytes.fromhex(keys.cursor_keys["intake"])) == 32


def test_a_damaged_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    secrets.load_or_make(path, ["intake"])
    path.write_text(path.read_text()[:-10])
    with pytest.raises(UserError, match="not readable"):
        secrets.load_or_make(path, ["intake"])


def test_a_place_that_cannot_be_written_to_is_said_with_what_to_do() -> None:
    with pytest.raises(UserError, match="lacks keys, and they cannot be added") as caught:
        secrets.load_or_make(Path("/proc/nowhere/secrets.json"), ["intake"])
    assert "zz secrets" in caught.value.remedy


def test_the_public_keys_hold_no_private_part(tmp_path: Path) -> None:
    keys = secrets.load_or_make(tmp_path / "secrets.json", [])
    assert keys.token_key["d"] not in json.dumps(keys.public_token_keys())
