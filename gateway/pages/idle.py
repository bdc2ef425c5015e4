"""When a page is left alone: a browser in which nobody did anything for as long as the policy says is logged out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Request

UNASKED = "X-Zz-Unasked"
"""With what a page sends by itself; a stream of news cannot carry it, and is known by its address."""
NEWS = "site.news"
AHEAD = timedelta(minutes=1)
"""How far the clocks of two gateways may be apart."""
_PARTED = re.compile(r"left\.([0-9]{1,5})", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,11}", re.ASCII)


def is_asked(request: Request) -> bool:
    """Whether a person made the request, and not a page by itself."""
    return request.endpoint != NEWS and UNASKED not in request.headers


def mark(now: datetime) -> str:
    """What a browser keeps of the last request that a person made, at wall time."""
    return str(int(now.timestamp()))


def parting(idle_minutes: int) -> str:
    """What takes the mark's place when a browser is logged out, whichever request of an open page that was."""
    return f"left.{idle_minutes}"


def parted(seen: str) -> int:
    """After how many minutes a browser was logged out for being left alone; 0 where it was not."""
    match = _PARTED.fullmatch(seen)
    return int(match[1]) if match else 0


def is_left_alone(seen: str, idle_minutes: int, now: datetime) -> bool:
    """Whether nobody used a page for that long; so it is where the mark is gone, or is none that we can have made."""
    if not _SECONDS.fullmatch(seen):
        return True
    ago = now.timestamp() - int(seen)
    return ago < -AHEAD.total_seconds() or ago >= idle_minutes * 60
