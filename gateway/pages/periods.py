"""The period that a page of figures is about, from its address, and the equally long one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from contracts.language.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = ("today", "week", "month", "quarter", "custom")
WEEK_DAYS = 7
MONTHS_A_QUARTER = 3
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Business days from `start` to `end`, both included, under the word by which they were chosen."""

    word: str
    start: date
    end: date

    @property
    def before(self) -> Period:
        """As many days, up to the one before this begins."""
        length = self.end - self.start
        return Period(self.word, self.start - DAY - length, self.start - DAY)

    @property
    def days(self) -> list[str]:
        """Each day of it, YYYY-MM-DD."""
        return [(self.start + number * DAY).isoformat() for number in range((self.end - self.start).days + 1)]

    @property
    def said(self) -> dict[str, str]:
        """As operations take it."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat()}


def last_days(today: date, count: int) -> Period:
    """The days up to today."""
    return Period("custom", today - (count - 1) * DAY, today)


def chosen(arguments: Mapping[str, str], today: date) -> Period:
    """The period that an address names, by default the last seven days.

    Raises `Invalid` for own days that are none, or that end before they start.
    """
    word = arguments.get("period", "week")
    if word in WORDS and word != "custom":
        return Period(word, _start(word, today), today)
    start, end = (_day(arguments, name, today) for name in ("start", "end"))
    if end < start:
        raise Invalid("The request is not valid.", ["end: Not before the start."])
    return Period("custom", start, end)


def _start(word: str, today: date) -> date:
    match word:
        case "today":
            return today
        case "month":
            return today.replace(day=1)
        case "quarter":
            return today.replace(month=today.month - (today.month - 1) % MONTHS_A_QUARTER, day=1)
    return today - (WEEK_DAYS - 1) * DAY


def _day(arguments: Mapping[str, str], name: str, today: date) -> date:
    text = arguments.get(name, "")
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise Invalid("The request is not valid.", [f"{name}: Not a day, YYYY-MM-DD."]) from None
