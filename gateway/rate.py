"""How often one session, or one source without one, may ask: beyond that it is told when to ask again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from contracts.language.errors import Throttled, Unauthenticated
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from gateway.settings import Settings
    from stationkit.messaging.tokens import Verifier


class RateLimit:
    """Counts requests in this process: of a session by its token if that holds, else of the source address."""

    def __init__(self, settings: Settings, verifier: Verifier) -> None:
        self._rule = parse(settings.rate_limit)
        self._verifier = verifier
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def check(self, token: str | None, source: str) -> None:
        """Counts one request. Raises `Throttled` with the seconds to wait when there were too many."""
        who = self._asker(token, source)
        if not self._limiter.hit(self._rule, who):
            ends = self._limiter.get_window_stats(self._rule, who).reset_time
            wait = max(1, math.ceil(ends - wall_now().timestamp()))
            raise Throttled("Too many requests.", retry_after=str(wait))

    def _asker(self, token: str | None, source: str) -> str:
        try:
            return f"session:{self._verifier.caller(token).session_id}"
        except Unauthenticated:
            return f"source:{source}"
