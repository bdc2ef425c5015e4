"""Settings that people give to `zz up`, remembered by the installation and handed to the processes they are for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SMTP_URI, TRUSTED_PROXIES = "ZZ_SMTP_URI", "ZZ_TRUSTED_PROXIES"
OF_ALL = ("ZZ_LOG_LEVEL",)
OF_THE_GATEWAY = (TRUSTED_PROXIES, "ZZ_BODY_LIMIT", "ZZ_RATE_LIMIT", "ZZ_CONNECTIONS_PER_SOURCE", "ZZ_API_DOCUMENTS")
OF_THE_MAILER = (SMTP_URI, "ZZ_MAIL_FROM", "ZZ_SMTP_CA")
REMEMBERED = (*OF_ALL, *OF_THE_GATEWAY, *OF_THE_MAILER)


def chosen(before: Mapping[str, str]) -> dict[str, str]:
    """What the environment says, else what was said before; what is given without a value is forgotten."""
    values = {name: os.environ.get(name, before.get(name, "")) for name in REMEMBERED}
    return {name: value for name, value in values.items() if value}
