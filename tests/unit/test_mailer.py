"""Mail goes only to the server that it is meant for: over TLS its certificate is its own, valid, and vouched for."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import trustme

from services.notifications.mailer import Mailer, NeverTaken, NotTakenNow
from services.notifications.rules.deliveries import Delivery
from tests.ground.mailbox import mail_server
from zz.local import ports

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)  # noqa: TID251  # a certificate is judged by the machine's clock
SCHEMES = ("smtps", "smtp+starttls")
HOST = "localhost"


@pytest.fixture
def port() -> int:
    return ports.choose(("mail",))["mail"]


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def authorities(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "authorities.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def delivery() -> Delivery:
    return Delivery(
        "id", "station", "report", "revenue", "staff", "a@example.com", "收入日报", "共 1 元\n", NOW, NOW, NOW
    )


def context_of(authority: trustme.CA, *names: str, ends: datetime | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, not_after=ends).configure_cert(context)
    return context


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_server_with_a_good_certificate_is_given_the_mail(
    scheme: str, port: int, authority: trustme.CA, authorities: str
) -> None:
    with mail_server(port, context_of(authority, HOST), scheme) as mailbox:
        Mailer(f"{scheme}://{HOST}:{port}", "zz@example.com", authorities).send(delivery())
    assert [mail["To"] for mail in mailbox.mails] == ["a@example.com"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", ["another's name", "expired", "nobody's authority"])
def test_a_server_with_another_certificate_gets_neither_log_in_nor_mail(
    scheme: str, kind: str, port: int, authority: trustme.CA, authorities: str
) -> None:
    contexts = {
        "another's name": context_of(authority, "mail.example.com"),
        "expired": context_of(authority, HOST, ends=NOW - timedelta(minutes=1)),
        "nobody's authority": context_of(trustme.CA(), HOST),
    }
    with mail_server(port, contexts[kind], scheme) as mailbox, pytest.raises(NotTakenNow) as refusal:
        Mailer(f"{scheme}://user:secret@{HOST}:{port}", "zz@example.com", authorities).send(delivery())
    assert str(refusal.value).startswith("certificate refused: ")
    assert (mailbox.mails, mailbox.log_ins) == ([], 0)


@pytest.mark.parametrize("subject", ["收入日报\u2028南京", "收入日报\r\nBcc: b@example.com"])
def test_a_mail_that_cannot_be_written_is_given_up_with_its_reason(subject: str, port: int) -> None:
    broken = replace(delivery(), subject=subject)
    with mail_server(port) as mailbox, pytest.raises(NeverTaken, match="cannot be written"):
        Mailer(f"smtp://{HOST}:{port}", "zz@example.com").send(broken)
    assert mailbox.mails == []
