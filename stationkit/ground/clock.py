"""The only place that asks what time it is. Business time comes with each call; see `stationkit.messaging.call`."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def wall_now() -> datetime:
    """The real time, for tokens, leases, retries and time-outs: aware UTC, cut to milliseconds."""
    now = datetime.now(UTC)  # the one clock
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def monotonic() -> float:
    """Seconds that only ever go forward, for measuring spans."""
    return time.monotonic()  # the one clock
