"""Log-in attempts, counted per account and per source, so that guessing is slow and nobody locks another out."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Protocol

from contracts.errors import Throttled

WINDOW = timedelta(minutes=15)
REMEMBERED = timedelta(days=30)
PER_ACCOUNT_AND_SOURCE = 10
PER_SOURCE = 60
PER_ACCOUNT = 60


class Counters(Protocol):
    """Where attempts are counted; a counter ends by itself."""

    def count(self, key: str, until: datetime) -> int: ...
    def counted(self, key: str) -> int: ...


class Throttle:
    """The attempts on one account from one source. A source that has logged in before is spared the account's limit."""

    def __init__(self, counters: Counters, username: str, source: str) -> None:
        self._counters = counters
        self._account, self._source = _short(username), _short(source)

    def check(self, wall: datetime) -> None:
        """Raises `Throttled` when there were too many failures in these 15 minutes."""
        limits = {self._pair: PER_ACCOUNT_AND_SOURCE, f"source:{self._source}": PER_SOURCE}
        if not self._counters.counted(f"known:{self._account}:{self._source}"):
            limits[f"account:{self._account}"] = PER_ACCOUNT
        for key, limit in limits.items():
            if self._counters.counted(_in_window(key, wall)) >= limit:
                raise Throttled("Too many failed log-ins.", retry_after=str(_left(wall)))

    def failed(self, wall: datetime) -> None:
        """Counts a failure."""
        for key in (self._pair, f"source:{self._source}", f"account:{self._account}"):
            self._counters.count(_in_window(key, wall), wall + WINDOW)

    def succeeded(self, wall: datetime) -> None:
        """Remembers the source for this account."""
        key = f"known:{self._account}:{self._source}"
        if not self._counters.counted(key):
            self._counters.count(key, wall + REMEMBERED)

    @property
    def _pair(self) -> str:
        return f"pair:{self._account}:{self._source}"


def _in_window(key: str, wall: datetime) -> str:
    return f"{key}:{int(wall.timestamp() // WINDOW.total_seconds())}"


def _left(wall: datetime) -> int:
    return int(WINDOW.total_seconds() - wall.timestamp() % WINDOW.total_seconds()) + 1


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
