"""A real SMTP server on loopback that keeps what it is given, and can refuse as real ones do."""

from __future__ import annotations

import email
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator

TAKEN = "250 taken"


class Mailbox:
    """Everything that came, in order; `answer` is what the next mails are answered with."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = TAKEN

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer == TAKEN:
            self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return self.answer

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


@contextmanager
def mail_server(port: int) -> Iterator[Mailbox]:
    """The server, listening until the end."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
