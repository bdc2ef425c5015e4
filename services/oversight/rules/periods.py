"""Periods of business days: cut into whole years, whole months and days, and how many months they are."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

DAY = timedelta(days=1)


def days_of(start: date, end: date) -> Iterator[date]:
    """Every day from `start` to `end`, both included."""
    while start <= end:
        yield start
        start += DAY


def cut(start: date, end: date, coarsest: str) -> list[tuple[str, str, str]]:
    """The fewest `year`, `month` and `day` spans, none coarser than that, that make up the period.

    They come as runs in the order of time: what spans they are, and the starts of the first and the last of them.
    """
    runs: list[tuple[str, str, str]] = []
    day = start
    while day <= end:
        span, last = _largest(day, end, coarsest)
        begins = day.isoformat()[: {"year": 4, "month": 7, "day": 10}[span]]
        first = runs.pop()[1] if runs and runs[-1][0] == span else begins
        runs.append((span, first, begins))
        day = last + DAY
    return runs


@lru_cache
def months_in(start: date, end: date) -> Fraction:
    """How many months the period is: each day is the part of its own month."""
    total, day = Fraction(0), start
    while day <= end:
        length = monthrange(day.year, day.month)[1]
        last = min(end, date(day.year, day.month, length))
        total += Fraction((last - day).days + 1, length)
        day = last + DAY
    return total


def within(period: str | None, start: date, end: date) -> tuple[date, date]:
    """The part of `start` to `end` that lies in a month (YYYY-MM) or is a day (YYYY-MM-DD); all of it for None."""
    if period is None:
        return start, end
    if len(period) == len("YYYY-MM-DD"):
        return date.fromisoformat(period), date.fromisoformat(period)
    first = date.fromisoformat(f"{period}-01")
    return max(start, first), min(end, first.replace(day=monthrange(first.year, first.month)[1]))


def _largest(day: date, end: date, coarsest: str) -> tuple[str, date]:
    year_end = date(day.year, 12, 31)
    if coarsest == "year" and day == date(day.year, 1, 1) and year_end <= end:
        return "year", year_end
    month_end = date(day.year, day.month, monthrange(day.year, day.month)[1])
    if coarsest in ("year", "month") and day.day == 1 and month_end <= end:
        return "month", month_end
    return "day", day
