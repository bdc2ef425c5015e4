"""Mail in development: a real SMTP server on loopback that keeps every mail as a file, and sends nothing on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from zz.local.ports import LOOPBACK
from zz.local.program import Program
from zz.local.settings import SMTP_URI

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zz.local.paths import Paths

NAME = "mail"
HANDLER = "aiosmtpd.handlers.Mailbox"


def uri(environment: str, ports: Mapping[str, int], settings: Mapping[str, str]) -> str:
    """The mail server that was named; in development else our own; in production else none: mails wait."""
    return settings.get(SMTP_URI, "") or (own_uri(ports) if environment == "development" else "")


def own_uri(ports: Mapping[str, int]) -> str:
    """Where our own server listens."""
    return f"smtp://{LOOPBACK}:{ports[NAME]}"


def program(place: Paths, ports: Mapping[str, int]) -> Program:
    """The server; mails lie in a Maildir under the installation's data."""
    address = f"{LOOPBACK}:{ports[NAME]}"
    server = (sys.executable, "-W", "ignore", "-m", "aiosmtpd", "-n", "-u", "-l", address)
    return Program(NAME, (*server, "-c", HANDLER, str(place.mail)))
