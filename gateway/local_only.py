"""What exists in development only is for programs of this machine: not for whoever comes through a proxy or a page."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from contracts.language.errors import NotLocal

if TYPE_CHECKING:
    from flask import Request

FORWARDED = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Real-IP",
)
"""What proxies add to a request."""


def check_local(asked: Request) -> None:
    """Raises `NotLocal` naming what shows that the request comes from elsewhere."""
    foreign = [name for name in FORWARDED if name in asked.headers]
    if not _is_loopback(urlsplit(f"//{asked.host}").hostname):
        foreign.append("Host")
    if asked.headers.get("Origin", asked.host_url.rstrip("/")) != asked.host_url.rstrip("/"):
        foreign.append("Origin")
    if not _is_loopback(asked.remote_addr):
        foreign.append("address")
    if foreign:
        raise NotLocal("This is for programs of the same machine only.", foreign=foreign)


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
