"""When a station is open, and which days count for promises: pure date arithmetic in the station's own time zone.

Two kinds of days, never mixed (rules §1). *Open days* are the station's own: they drive receipt, bench, close and
daily duties. *Working days* are the official Chinese ones, with public holidays and shifted working days (调休): they
count promises to customers [F5].

Instants are aware datetimes in UTC, cut to milliseconds; a naive one raises ValueError. Days are local dates of the
station. A cut-off is an instant that still belongs to the time before it: what is done at exactly the cut-off is in
time, so compare with `<=`. Elapsed time is counted in UTC and is right across a change of summer time; a local time
that a change skips or repeats means what it would have meant without the change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = timedelta(days=1)
_MILLISECOND = timedelta(milliseconds=1)
_MINUTE = timedelta(minutes=1)
_NONE = timedelta(0)
_FRIDAY = 5
_WEEKDAYS = frozenset(range(1, 8))


def as_instant(moment: datetime) -> datetime:
    """The same moment in UTC, cut (not rounded) to milliseconds. Raises ValueError when it has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


@dataclass(frozen=True)
class Year:
    """What the State Council's notice says of a year: weekdays that are off, weekend days that are worked (调休).

    A year that is not official carries no days of its own: Monday to Friday is used and the result is provisional.
    Raises ValueError for a day of another year, a weekend day in `off`, a weekday in `working`, or days without notice.
    """

    year: int
    official: bool
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        listed = self.off | self.working
        if listed and not self.official:
            raise ValueError(f"{self.year} lists days but is not official")
        if any(day.year != self.year for day in listed):
            raise ValueError(f"{self.year} lists a day of another year")
        if any(_is_weekend(day) for day in self.off):
            raise ValueError(f"{self.year} lists a weekend day as off")
        if not all(_is_weekend(day) for day in self.working):
            raise ValueError(f"{self.year} lists a weekday as shifted working day")


@dataclass(frozen=True)
class StationCalendar:
    """One station's hours, open days and the official years known to it.

    `opens` and `closes` are local times of the same day. `open_weekdays` are ISO weekdays (1 = Monday); `extra_open`
    and `extra_closed` are the station's own exceptions. Raises ValueError when these contradict each other, when no
    weekday is open, or when the IANA time zone is unknown.
    """

    time_zone: str
    opens: time
    closes: time
    open_weekdays: frozenset[int]
    extra_open: frozenset[date]
    extra_closed: frozenset[date]
    years: Mapping[int, Year]

    def __post_init__(self) -> None:
        _check_zone(self.time_zone)
        if self.opens.tzinfo or self.closes.tzinfo or self.opens >= self.closes:
            raise ValueError("opening hours are two local times of one day, the earlier first")
        if not self.open_weekdays or not self.open_weekdays <= _WEEKDAYS:
            raise ValueError("open weekdays are one or more of 1 (Monday) to 7 (Sunday)")
        if self.extra_open & self.extra_closed:
            raise ValueError("a day is both extra open and extra closed")
        if any(number != year.year for number, year in self.years.items()):
            raise ValueError("a year is filed under another number")

    # Days and instants

    def day_of(self, instant: datetime) -> date:
        """The business day of an instant: the station's local date. Raises ValueError for a naive instant."""
        return as_instant(instant).astimezone(self._zone).date()

    def at(self, day: date, local: time) -> datetime:
        """The instant, in UTC, at which the station's clocks show `local` on `day`."""
        return as_instant(datetime.combine(day, local.replace(tzinfo=self._zone)))

    def opening(self, day: date) -> datetime:
        """When the station opens on `day`, in UTC, were it an open day."""
        return self.at(day, self.opens)

    def closing(self, day: date) -> datetime:
        """When the station closes on `day`, in UTC, were it an open day."""
        return self.at(day, self.closes)

    def last_moment(self, day: date) -> datetime:
        """The last millisecond of `day`, in UTC: what has to be done by midnight is in time until then."""
        return self.at(day + _DAY, time.min) - _MILLISECOND

    # Open days

    def is_open(self, day: date) -> bool:
        """Whether the station opens on `day`; its own exceptions go before the weekly pattern."""
        if day in self.extra_closed:
            return False
        return day in self.extra_open or day.isoweekday() in self.open_weekdays

    def next_open(self, day: date) -> date:
        """The first open day strictly after `day`."""
        return self.first_open(day + _DAY)

    def first_open(self, day: date) -> date:
        """`day` itself when it is open, else the next open day."""
        while not self.is_open(day):
            day += _DAY
        return day

    # Working days

    def is_working(self, day: date) -> bool:
        """Whether `day` is an official working day [F5]; Monday to Friday in a year without official data."""
        year = self.years.get(day.year)
        if year is not None and day in year.working:
            return True
        return not _is_weekend(day) and (year is None or day not in year.off)

    def next_working(self, day: date) -> date:
        """The first working day strictly after `day`."""
        day += _DAY
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself, whatever it is, for 0. ValueError below 0."""
        if count < 0:
            raise ValueError("working days are counted forwards")
        for _ in range(count):
            day = self.next_working(day)
        return day

    def is_provisional(self, first: date, last: date | None = None) -> bool:
        """Whether `first`, or any day from `first` to `last`, lies in a year without official data."""
        return not all(self._is_official(year) for year in range(first.year, (last or first).year + 1))

    # Opening time

    def opening_time(self, start: datetime, end: datetime) -> timedelta:
        """How long the station was open between two instants, to the millisecond.

        Raises ValueError when `end` is before `start` or either is naive.
        """
        start, end = as_instant(start), as_instant(end)
        if end < start:
            raise ValueError("the end is before the start")
        total, day, last = _NONE, self.first_open(self.day_of(start)), self.day_of(end)
        while day <= last:
            total += self._open_within(day, start, min(self.closing(day), end))
            day = self.next_open(day)
        return total

    def add_opening_time(self, start: datetime, span: timedelta) -> datetime:
        """The earliest instant, in UTC, not before `start`, by which the station has been open for `span`.

        A span that fills a day ends at its close, not at the next opening; a span of zero ends at `start`, be the
        station open or not. Raises ValueError for a negative span or a naive start.
        """
        if span < _NONE:
            raise ValueError("opening time is added forwards")
        start, left = as_instant(start), span
        if not left:
            return start
        day = self.first_open(self.day_of(start))
        while left > (room := self._open_within(day, start, self.closing(day))):
            left -= room
            day = self.next_open(day)
        return as_instant(max(self.opening(day), start) + left)

    def opening_minutes(self, start: datetime, end: datetime) -> int:
        """Whole opening minutes between two instants; a begun minute does not count. Raises as `opening_time`."""
        return self.opening_time(start, end) // _MINUTE

    def add_opening_minutes(self, start: datetime, minutes: int) -> datetime:
        """The earliest instant, in UTC, `minutes` opening minutes after `start`. Raises as `add_opening_time`."""
        return self.add_opening_time(start, minutes * _MINUTE)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def _is_official(self, number: int) -> bool:
        year = self.years.get(number)
        return year is not None and year.official

    def _open_within(self, day: date, start: datetime, end: datetime) -> timedelta:
        return max(_NONE, end - max(self.opening(day), start))


def _is_weekend(day: date) -> bool:
    return day.isoweekday() > _FRIDAY


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f"{name!r} is not an IANA time zone") from error
