"""The day of a repair, as the standard writes it or a spreadsheet saves it, and the year in which a thing was made."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from zz.importing.values import NotARecord

if TYPE_CHECKING:
    from zz.importing.values import Values

DAY, YEAR = "event_date", "year_of_manufacture"
FIRST_DAY = date(1970, 1, 1)
YEARS = range(1900, 2101)
_OF_SPREADSHEET = (
    re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"),
    re.compile(r"([0-9]{4})\s*(年)\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]"),
)
"""Year first; which of day and month comes first elsewhere, nobody can see."""
_NOT_KNOWN = re.compile(r"[0-9?]{0,4}")
_NUMBER = re.compile(r"([0-9]{1,4})(?:[.,]0*)?\s*年?")


def day_of(values: Values, today: date) -> date:
    """The day, which is over. Raises `NotARecord`."""
    text = values.get(DAY)
    day = _day_in(text)
    if day is None:
        raise NotARecord("not_a_day", f"{DAY} {text!r} is not a day, YYYY-MM-DD.")
    if day >= today:
        raise NotARecord("day_not_over", f"{DAY} {text} is not over yet.")
    if day < FIRST_DAY:
        raise NotARecord("day_too_early", f"{DAY} {text} is before {FIRST_DAY}.")
    if text != day.isoformat():
        values.change("day_read", f"{DAY} {text!r} is read as {day}.")
    return day


def _day_in(text: str) -> date | None:
    plain = unicodedata.normalize("NFKC", text)
    parts = next((parts for form in _OF_SPREADSHEET if (parts := form.fullmatch(plain))), None)
    try:
        return date(int(parts[1]), int(parts[3]), int(parts[4])) if parts else None
    except ValueError:
        return None


def year_of(values: Values) -> int | None:
    """The year, or None where the file says that it is not known: by nothing or, in older releases, question marks."""
    text = values.get(YEAR)
    if _NOT_KNOWN.fullmatch(text) and not text.isdigit():
        return None
    parts = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    year = int(parts[1]) if parts else None
    if year not in YEARS:
        values.change("year_dropped", f"{YEAR} {text!r} is not a year.")
        return None
    if text != str(year):
        values.change("year_read", f"{YEAR} {text!r} is read as {year}.")
    return year
