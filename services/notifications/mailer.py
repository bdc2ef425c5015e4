"""Hands mails to the mail server that the environment names, over SMTP."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from environs import Env

if TYPE_CHECKING:
    from services.notifications.rules.deliveries import Delivery

SECONDS = 20
PERMANENT = 500
LONGEST_REASON = 300
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class NotTakenNow(Exception):  # a signal to try again
    """The mail server is away or asks to come again."""


class NeverTaken(Exception):  # a signal to give up
    """The mail server refuses this mail for good."""


@dataclass(frozen=True)
class Mailer:
    """One mail server: `smtp://`, `smtp+starttls://` or `smtps://`, with log-in where it asks for one.

    The latter two show a certificate for their name, of an authority that this machine or else `authorities`, a file of
    certificates, knows; before that neither log-in nor mail is sent.
    """

    uri: str
    sender: str
    authorities: str | None = None

    def send(self, delivery: Delivery) -> None:
        """Returns when the server has taken the mail. Raises `NotTakenNow` or `NeverTaken`."""
        try:
            mail = written(delivery, self.sender)
        except Exception as error:  # whatever is wrong with it will be so the next time, and others wait behind it
            raise NeverTaken(f"cannot be written: {error}"[:LONGEST_REASON]) from error
        try:
            with self._session() as session:
                session.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(next(iter(error.recipients.values()))[0], "recipient refused") from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, type(error).__name__) from error
        except ssl.SSLCertVerificationError as error:
            raise NotTakenNow(f"certificate refused: {error.verify_message}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotTakenNow(type(error).__name__) from error

    def _session(self) -> smtplib.SMTP:
        url = urlsplit(self.uri)
        host, port = url.hostname or "", url.port or PORTS[url.scheme]
        if url.scheme == "smtps":
            session: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=self._checking())
        else:
            session = smtplib.SMTP(host, port, timeout=SECONDS)
        if url.scheme == "smtp+starttls":
            session.starttls(context=self._checking())
        if url.username:
            session.login(unquote(url.username), unquote(url.password or ""))
        return session

    def _checking(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authorities)


def mailer() -> Mailer | None:
    """The mail server of the environment; None where it names none, and mails wait."""
    env = Env()
    uri = env.str("ZZ_SMTP_URI", "")
    sender, authorities = env.str("ZZ_MAIL_FROM", "zongzhan@localhost"), env.str("ZZ_SMTP_CA", "") or None
    return Mailer(uri, sender, authorities) if uri else None


def written(delivery: Delivery, sender: str) -> EmailMessage:
    """The mail; its Message-ID is the delivery's, so that a repeat can be told from a second mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, delivery.email, delivery.subject
    mail["Date"] = format_datetime(delivery.made_at)
    mail["Message-ID"] = f"<{delivery.id}@zongzhan>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(delivery.text)
    return mail


def _refusal(code: int, what: str) -> NotTakenNow | NeverTaken:
    return NeverTaken(f"{code} {what}") if code >= PERMANENT else NotTakenNow(f"{code} {what}")
