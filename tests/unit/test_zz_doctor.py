"""What the doctor says of mail and of a proxy, and what the gateway counts for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway import metrics
from tests.unit.gateway_alone import gateway_alone
from zz.checks import doctor
from zz.local import health, installation
from zz.local.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plan(tmp_path: Path) -> installation.Installation:
    return installation.plan(Paths(tmp_path), is_running=False)


def test_a_mail_server_that_nobody_named_is_a_trouble(plan: installation.Installation) -> None:
    assert doctor._mail(plan).is_ok
    check = doctor._mail(replace(plan, smtp_uri=""))
    assert not check.is_ok
    assert "ZZ_SMTP_URI=" in check.remedy


def test_the_log_in_at_the_mail_server_is_not_shown(plan: installation.Installation) -> None:
    assert doctor._mail(replace(plan, smtp_uri="smtps://me:secret@mail.example.com")).detail == "by mail.example.com"


@pytest.mark.parametrize("count", [0.0, 3.0])
def test_a_proxy_that_is_not_believed_is_a_trouble(
    count: float, plan: installation.Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "figure", lambda _port, _metric: count)
    check = doctor._proxy(plan)
    assert check.is_ok == (not count)
    assert ("ZZ_TRUSTED_PROXIES=1" in check.remedy) == bool(count)


@pytest.mark.parametrize(
    ("source", "proxies", "counted"),
    [("127.0.0.1", "0", 1), ("10.1.2.3", "0", 1), ("8.8.8.8", "0", 0), ("::1", "1", 0)],
)
def test_only_what_a_proxy_near_by_sends_is_counted(source: str, proxies: str, counted: int) -> None:
    client = gateway_alone(ZZ_TRUSTED_PROXIES=proxies)
    before = metrics.not_believed._value.get()
    client.get("/", headers={"X-Forwarded-For": "192.0.2.1"}, environ_base={"REMOTE_ADDR": source})
    client.get("/", environ_base={"REMOTE_ADDR": source})
    assert metrics.not_believed._value.get() - before == counted
