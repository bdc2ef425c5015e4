"""Log-in attempts, counted per account and per source, so that guessing is slow and nobody locks another out."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta
from typing import Protocol

from contracts.language.errors import Throttled

WINDOW = timedelta(minutes=15)
REMEMBERED = timedelta(days=30)
PER_ACCOUNT_AND_SOURCE = 10
PER_SOURCE = 60
PER_ACCOUNT = 60


class Counters(Protocol):
    """Where tries are counted; a counter ends by itself."""

    def count(self, key: str, until: datetime, by: int = 1) -> int: ...
    def counted(self, key: str) -> int: ...


class Throttle:
    """A try at one account from one source. A source that has logged in as it before is spared what others guess."""

    def __init__(self, counters: Counters, username: str, source: str) -> None:
        self._counters = counters
        self._account, self._source = _short(username), _short(_network_of(source))

    def begin(self, wall: datetime) -> None:
        """Counts a try before it is made: many at once are no more than many in a row. Raises `Throttled`."""
        limits = self._limits()
        if any(self._counters.counted(_in_window(key, wall)) >= limit for key, limit in limits.items()):
            raise _throttled(wall)
        counts = self._count(wall, 1)
        if any(counts[key] > limit for key, limit in limits.items()):
            self._count(wall, -1)
            raise _throttled(wall)

    def succeeded(self, wall: datetime) -> None:
        """Takes the try that began at `wall` back, for it was none at guessing, and remembers the source."""
        self._count(wall, -1)
        if not self._counters.counted(self._known):
            self._counters.count(self._known, wall + REMEMBERED)

    def _limits(self) -> dict[str, int]:
        limits = {self._pair: PER_ACCOUNT_AND_SOURCE}
        if self._counters.counted(self._known):
            return limits
        return {**limits, f"source:{self._source}": PER_SOURCE, f"account:{self._account}": PER_ACCOUNT}

    def _count(self, wall: datetime, by: int) -> dict[str, int]:
        keys = (self._pair, f"source:{self._source}", f"account:{self._account}")
        return {key: self._counters.count(_in_window(key, wall), wall + WINDOW, by) for key in keys}

    @property
    def _known(self) -> str:
        return f"known:{self._account}:{self._source}"

    @property
    def _pair(self) -> str:
        return f"pair:{self._account}:{self._source}"


def _in_window(key: str, wall: datetime) -> str:
    return f"{key}:{int(wall.timestamp() // WINDOW.total_seconds())}"


def _throttled(wall: datetime) -> Throttled:
    return Throttled("Too many failed log-ins.", retry_after=str(_left(wall)))


def _left(wall: datetime) -> int:
    return int(WINDOW.total_seconds() - wall.timestamp() % WINDOW.total_seconds()) + 1


def _network_of(source: str) -> str:
    """Where a source is: whoever has one IPv6 address has the 2⁶⁴ beside it, and they are one source."""
    try:
        address = ipaddress.ip_address(source)
    except ValueError:
        return source
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return source


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
