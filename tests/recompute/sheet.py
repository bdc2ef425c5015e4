"""One station's sheet: numerators, denominators and durations by KPI, for the business days that are asked for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

Document = dict[str, Any]


@dataclass
class Line:
    """A KPI's sums; `minutes` are the single durations."""

    numerator: int = 0
    denominator: int = 0
    minutes: list[int] = field(default_factory=list)


@dataclass
class Station:
    """What the sheet must know of a station: its clock, its hours, when it closed its days."""

    id: str
    zone: ZoneInfo
    hours: Document
    closes: dict[str, dt.datetime]

    @property
    def closed_until(self) -> str:
        return max(self.closes, default="")

    def day_of(self, instant: dt.datetime) -> str:
        return instant.astimezone(self.zone).date().isoformat()

    def open_day_of(self, instant: dt.datetime) -> str:
        """The day of an instant, or the first open one after it."""
        day = instant.astimezone(self.zone).date()
        while not self._is_open(day):
            day += dt.timedelta(days=1)
        return day.isoformat()

    def open_minutes(self, start: dt.datetime, end: dt.datetime) -> float:
        """The minutes between two instants at which the station is open, counted day by day."""
        total, day = 0.0, start.astimezone(self.zone).date()
        while day <= end.astimezone(self.zone).date():
            if self._is_open(day):
                opens, closes = (
                    dt.datetime.combine(day, dt.time.fromisoformat(self.hours[name]), self.zone)
                    for name in ("opens", "closes")
                )
                total += max(0.0, (min(end, closes) - max(start, opens)).total_seconds() / 60)
            day += dt.timedelta(days=1)
        return total

    def _is_open(self, day: dt.date) -> bool:
        if day.isoformat() in self.hours["extra_closed"]:
            return False
        return day.isoformat() in self.hours["extra_open"] or day.isoweekday() in self.hours["open_weekdays"]


@dataclass
class Sheet:
    """The KPIs of one station over a period."""

    station: Station
    start: str
    end: str
    lines: dict[str, Line] = field(default_factory=lambda: defaultdict(Line))

    def add(self, kpi: str, day: str, numerator: int, denominator: int = 1, *, minutes: int | None = None) -> None:
        """Counts something on a business day, where that is asked for."""
        if self.start <= day <= self.end:
            line = self.lines[kpi]
            line.numerator += numerator
            line.denominator += denominator
            if minutes is not None:
                line.minutes.append(minutes)

    def add_due(self, kpi: str, due: dt.datetime, *, in_time: bool, is_over: bool) -> None:
        """Counts what was due at an instant: at once when it is over, else when its day has been closed."""
        day = self.station.day_of(due)
        if is_over or day <= self.station.closed_until:
            self.add(kpi, day, int(in_time))
