"""When the story happens: on three days, the last of them the one on which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = 3
MORNING = timedelta(hours=10, minutes=30)


@dataclass(frozen=True)
class Moment:
    """A local time of day, so many days after the one on which an order's own story begins."""

    clock: str
    days: int = 0


@dataclass(frozen=True)
class Timetable:
    """Instants of a story that is told at `told_at`, an aware instant; what lies after it has not happened yet."""

    told_at: datetime

    def instant(self, day: int, clock: str, delay: timedelta = timedelta()) -> datetime:
        """The instant, in UTC, so long after a local time such as `09:30` on a day of the story, counted from 0.

        When it is told before half past ten, the last day passes so much faster that its morning is over.
        """
        last = datetime.combine(self.told_at.astimezone(ZONE).date(), time.min, ZONE)
        of_day = datetime.combine(last, time.fromisoformat(clock), ZONE) - last + delay
        if day == DAYS - 1:
            of_day *= min((self.told_at - last) / MORNING, 1)
        return (last + timedelta(days=day - DAYS + 1) + of_day).astimezone(UTC)
