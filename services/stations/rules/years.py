"""Official Chinese years out of the library chinesecalendar, which carries the State Council's notices."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from stationkit.ground.calendar import Year

_FRIDAY = 5
_OCTOBER = 10


def official_year(year: int) -> Year | None:
    """The days of `year` that differ from Monday to Friday [F5]; None while the library has no notice for that year.

    A year is known when its 1 October is listed. The library itself answers for every year up to that of its last
    holiday, but the notice of one year may name a day of the next, which does not make the next year known. Raises
    ValueError for a year that a date cannot have.
    """
    if date(year, _OCTOBER, 1) not in chinese_calendar.holidays:
        return None
    days = _days_of(year)
    off = frozenset(day for day in days if day.isoweekday() <= _FRIDAY and chinese_calendar.is_holiday(day))
    working = frozenset(day for day in days if day.isoweekday() > _FRIDAY and chinese_calendar.is_workday(day))
    return Year(year=year, official=True, off=off, working=working)


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
