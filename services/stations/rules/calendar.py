"""The calendar years as they were published, and the movable business clock of development."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.language.errors import Invalid, Refused
from stationkit.ground.calendar import Year


@dataclass
class CalendarYear:
    """A year of official working days, as it was published."""

    id: str
    station_id: str
    year: int
    official: bool
    off: tuple[str, ...]
    working: tuple[str, ...]
    source: str
    version: int = 0

    def publish(self, off: Iterable[str], working: Iterable[str], source: str, *, replace: bool) -> None:
        """The notice of this year. Refused where it would take a day away unsaid."""
        removed = sorted({*self.off, *self.working} - {*off, *working})
        if removed and not replace:
            raise Refused("days_removed", "Days that were listed are not any more.", days=removed)
        self.official, self.source = True, source
        self.off, self.working = tuple(sorted(off)), tuple(sorted(working))

    def add(self, off: Iterable[str], working: Iterable[str], source: str) -> None:
        """Days of this year that stand in the notice of a neighbouring one."""
        self.off = tuple(sorted({*self.off, *off} - {*working}))
        self.working = tuple(sorted({*self.working, *working} - {*off}))
        self.source = f"{self.source}; {source}"


@dataclass
class BusinessClock:
    """How far business time is from the wall, in milliseconds; only in development."""

    id: str
    station_id: str
    offset_ms: int
    version: int = 0


LONGEST_MOVE = timedelta(days=32)
_MILLISECOND = timedelta(milliseconds=1)


def offset_to(target: datetime, wall: datetime, offset_ms: int | None) -> int:
    """Milliseconds from the wall to the wanted business time.

    Refused when it would go back once it has been set, or more than 32 days ahead: a longer play is several moves.
    """
    present = wall + (offset_ms or 0) * _MILLISECOND
    if offset_ms is not None and target < present:
        raise Refused("clock_goes_forward", "The business clock only goes forward.")
    if target > present + LONGEST_MOVE:
        days = str(LONGEST_MOVE.days)
        raise Refused("clock_too_far", f"One move goes at most {days} days ahead: send several.", days=days)
    return (target - wall) // _MILLISECOND


def check_year(year: int, off: Sequence[str], working: Sequence[str]) -> None:
    """Raises `Invalid` for a day of another year, a weekend day that is off, a weekday that is worked."""
    try:
        Year(year, True, frozenset(map(date.fromisoformat, off)), frozenset(map(date.fromisoformat, working)))
    except ValueError as error:
        raise Invalid("The request is not valid.", [f"year: {error}"]) from error
