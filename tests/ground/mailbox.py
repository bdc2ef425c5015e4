"""A real SMTP server on loopback that keeps what it is given, and can refuse or be silent as real ones do."""

from __future__ import annotations

import asyncio
import email
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

TAKEN = "250 taken"
FOREVER_SECONDS = 3600


class Mailbox:
    """Everything that came, in order; `answer` is what the next mails are answered with, `after_seconds`.

    While it is `silent` a mail is neither answered nor kept. `unanswered` counts those that wait for an answer.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = TAKEN
        self.after_seconds = 0.0
        self.silent = False
        self.unanswered = 0
        self.log_ins = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.unanswered += 1
        await asyncio.sleep(FOREVER_SECONDS if self.silent else self.after_seconds)
        self.unanswered -= 1
        if self.answer == TAKEN:
            self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return self.answer

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


@contextmanager
def mail_server(port: int, tls: ssl.SSLContext | None = None, scheme: str = "smtp") -> Iterator[Mailbox]:
    """The server, listening until the end: plain, or with TLS at once (`smtps`) or when asked (`smtp+starttls`)."""
    mailbox = Mailbox()

    def log_in(*_: Any) -> AuthResult:
        mailbox.log_ins += 1
        return AuthResult(success=True)

    later: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if scheme == "smtp+starttls" else {}
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls if scheme == "smtps" else None,
        authenticator=log_in,
        **later,
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
