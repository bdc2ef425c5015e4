"""What a service is told: it does not start without a key that seals."""

from __future__ import annotations

import pytest
from environs import EnvError

from stationkit.ground.settings import read

KEY = "0" * 64
WHOLE = {
    "AMQP_URI": "amqp://localhost",
    "ZZ_HEALTH_PORT": "1",
    "ZZ_TOKEN_PUBLIC_KEYS": "{}",
    "ZZ_AUDIT_KEY": KEY,
    "ZZ_CURSOR_KEY": KEY,
    "ZZ_TOKEN_PRIVATE_KEY": "{}",
}


@pytest.fixture(autouse=True)
def _whole(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("name", ["ZZ_AUDIT_KEY", "ZZ_CURSOR_KEY"])
@pytest.mark.parametrize("value", [None, "", "0" * 31])
def test_a_key_that_is_missing_empty_or_short_is_named(
    name: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read().audit_key == KEY
    monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    with pytest.raises(EnvError, match=name):
        read()


@pytest.mark.parametrize("value", [None, ""])
def test_who_issues_tokens_has_the_key_to_sign_them(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    read().check_issuer()
    monkeypatch.delenv("ZZ_TOKEN_PRIVATE_KEY") if value is None else monkeypatch.setenv("ZZ_TOKEN_PRIVATE_KEY", value)
    with pytest.raises(EnvError, match="ZZ_TOKEN_PRIVATE_KEY"):
        read().check_issuer()
