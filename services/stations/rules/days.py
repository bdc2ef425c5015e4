"""Business days and rosters: a day is closed once by a lead or by the clock, and may be opened again until midnight."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.language.errors import Refused
from contracts.stations.days import State

BY_CLOCK = "clock"


@dataclass
class BusinessDay:
    """A station's local date that was closed; `closed_at` is business time."""

    id: str
    station_id: str
    day: str
    version: int = 0
    state: State = "open"
    closed_at: datetime | None = None
    closed_by: str | None = None
    reason: str | None = None
    closings: int = 0

    def close(self, by: str, at: datetime) -> None:
        """Takes violations, reports and facts at this instant. Refused while it is closed."""
        if self.state == "closed":
            raise Refused("day_closed", "The day is closed already.", day=self.day)
        self.state, self.closed_at, self.closed_by = "closed", at, by
        self.closings += 1

    def reopen(self, reason: str) -> None:
        """Opens it again. Refused unless it is closed."""
        if self.state != "closed":
            raise Refused("day_open", "The day is not closed.", day=self.day)
        self.state, self.reason = "open", reason


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
        """Replaces the roster. Refused for a day that is over, and where a stand-in is on leave."""
        if self.day < today:
            raise Refused("day_over", "The day is over.", day=self.day)
        away = {line.staff_id for line in lines if line.duty == "on_leave"}
        if any(line.stand_in_id in away for line in lines):
            raise Refused("stand_in_on_leave", "A stand-in is on leave too.", day=self.day)
        self.lines = lines
