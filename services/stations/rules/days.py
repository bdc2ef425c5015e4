"""Business days and rosters: a day is closed by a lead or by the clock, and may be opened again until midnight.

A lead closes it from close of business on, when every borrowed piece is settled or signed for (rules §1 §4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from contracts.language.errors import Invalid, Refused
from contracts.stations.days import State

if TYPE_CHECKING:
    from stationkit.ground.calendar import StationCalendar

BY_CLOCK = "clock"
CLOSES_ITSELF = time(23, 59, 59)


@dataclass
class DayStep:
    """One time that a day was closed or opened again, by whom, and why it was opened."""

    what: str
    at: datetime
    by: str
    reason: str | None = None


@dataclass
class BusinessDay:
    """A station's local date that was closed; `closed_at` is business time. `steps` are all that was done to it."""

    id: str
    station_id: str
    day: str
    version: int = 0
    state: State = "open"
    closed_at: datetime | None = None
    closed_by: str | None = None
    reason: str | None = None
    closings: int = 0
    steps: list[DayStep] = field(default_factory=list)

    def close(self, by: str, at: datetime) -> None:
        """Takes violations, reports and facts at this instant. Refused while it is closed."""
        if self.state == "closed":
            raise Refused("day_closed", "The day is closed already.", day=self.day)
        self.state, self.closed_at, self.closed_by = "closed", at, by
        self.closings += 1
        self.steps.append(DayStep("closed", at, by))

    def reopen(self, reason: str, by: str, at: datetime) -> None:
        """Opens it again. Refused unless it is closed."""
        if self.state != "closed":
            raise Refused("day_open", "The day is not closed.", day=self.day)
        self.state, self.reason = "open", reason
        self.steps.append(DayStep("reopened", at, by, reason))


@dataclass
class LentPieces:
    """Pieces of a borrow that are on somebody's bench; `excepted_on` is the day on which a lead let them stay out."""

    id: str
    station_id: str
    engineer_id: str
    out: int
    version: int = 0
    excepted_on: str | None = None


def may_close_at(calendar: StationCalendar, day: date, early_minutes: int) -> datetime:
    """Close of business of an open day, or so much earlier; a day that is not open may be closed at any time."""
    if not calendar.is_open(day):
        return calendar.at(day, time.min)
    return calendar.closing(day) - timedelta(minutes=early_minutes)


def check_reopen(day: str, at: datetime, closes_itself_at: datetime) -> None:
    """Refused once the clock has closed the day: nobody would close it again."""
    if at >= closes_itself_at:
        raise Refused("day_over", "The day is over.", day=day)


def check_close(day: str, at: datetime, may_close_at: datetime, out: Iterable[LentPieces]) -> None:
    """Refused to a lead before close of business, and while pieces are out that nobody has signed for [P1]."""
    if at < may_close_at:
        raise Refused(
            "day_not_over", "The day is closed from close of business on.", closes_at=may_close_at.isoformat()
        )
    if unsigned := [lent for lent in out if lent.excepted_on != day]:
        holders = sorted({lent.engineer_id for lent in unsigned})
        pieces = str(sum(lent.out for lent in unsigned))
        raise Refused(
            "pieces_out", "Borrowed pieces are out that no lead has signed for.", pieces=pieces, holders=holders
        )


@dataclass
class RosterLine:
    """One person on a day: on duty, or on leave with a stand-in."""

    staff_id: str
    duty: str
    stand_in_id: str | None = None


@dataclass
class Roster:
    """Who is on duty at a station on a day; whoever is not named is on duty."""

    id: str
    station_id: str
    day: str
    lines: list[RosterLine] = field(default_factory=list)
    version: int = 0

    def set(self, lines: list[RosterLine], today: str) -> None:
        """Replaces the roster. Refused for a day that is over, and where a stand-in is on leave.

        Raises `Invalid` where somebody stands on two lines.
        """
        if self.day < today:
            raise Refused("day_over", "The day is over.", day=self.day)
        people = [line.staff_id for line in lines]
        if twice := [f"lines.{at}.staff_id: Named before." for at, who in enumerate(people) if who in people[:at]]:
            raise Invalid("The request is not valid.", twice)
        away = {line.staff_id for line in lines if line.duty == "on_leave"}
        if any(line.stand_in_id in away for line in lines):
            raise Refused("stand_in_on_leave", "A stand-in is on leave too.", day=self.day)
        self.lines = lines
