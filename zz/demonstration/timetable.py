"""When the story happens: on three days, the last of them the one on which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = 3
MORNING_ENDS = time(10, 30)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Moment:
    """A local time of day, so many days after the one on which an order's own story begins."""

    clock: str
    days: int = 0


@dataclass(frozen=True)
class Timetable:
    """Instants of a story that is told at `told_at`, an aware instant; what lies after it has not happened yet."""

    told_at: datetime

    def instant(self, day: int, clock: str) -> datetime:
        """The instant, in UTC, of a local time such as `09:30` on a day of the story, counted from 0.

        When it is told before half past ten, the last day began earlier than others, so that its morning is over.
        """
        last = self.told_at.astimezone(ZONE).date()
        local = datetime.combine(last + timedelta(days=day - DAYS + 1), time.fromisoformat(clock), ZONE)
        if day == DAYS - 1:
            midnight = datetime.combine(last, time.min, ZONE)
            local = max(local - self._head_start(), midnight + _SECOND)
        return local.astimezone(UTC)

    def _head_start(self) -> timedelta:
        morning_ends = datetime.combine(self.told_at.astimezone(ZONE).date(), MORNING_ENDS, ZONE)
        return max(morning_ends - self.told_at, timedelta(0))
