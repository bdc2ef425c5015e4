"""Findings: who is to put right what a rule found in what they entered, by when, and how that ends [F3]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from contracts.intake import findings
from contracts.intake.findings import State
from contracts.language.errors import Refused

if TYPE_CHECKING:
    from services.intake.rules.garbage import Garbage
    from stationkit.ground.calendar import StationCalendar

PARTY = "party"


@dataclass(frozen=True)
class FindingPolicy:
    """The policy `findings`."""

    due_working_days: int = 1


@dataclass(frozen=True)
class Due:
    """By when a finding is to be put right, in UTC, on which business day that is, and under which policy."""

    due_at: datetime
    due_day: str
    policy_number: int
    calendar_provisional: bool = False


@dataclass
class Finding:
    """What a rule found in a field of an object. Instants are business time.

    `open_key` is there until it has ended: one at a time is open for each object, rule and field. `overdue` counts
    against the author and stays, however it ends.
    """

    id: str
    station_id: str
    rule: str
    object_kind: str
    object_id: str
    field: str
    author_id: str
    opened_at: datetime
    due_at: datetime
    due_day: str
    policy_number: int
    open_key: str | None
    calendar_provisional: bool = False
    state: State = "open"
    overdue: bool = False
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None
    version: int = 0

    @classmethod
    def opened(
        cls, finding_id: str, station_id: str, garbage: Garbage, entered: tuple[str, str], at: datetime, due: Due
    ) -> Finding:
        """A new finding in a customer's field; `entered` says which customer, and by whom."""
        (rule, field), (object_id, author_id) = garbage, entered
        key = finding_key(object_id, garbage)
        return cls(finding_id, station_id, rule, PARTY, object_id, field, author_id, at, open_key=key, **vars(due))

    def pass_due(self, at: datetime) -> bool:
        """Becomes overdue where its due time has passed; answers whether it did so just now."""
        if self.state != "open" or at <= self.due_at:
            return False
        self.state, self.overdue = "overdue", True
        return True

    def fix(self, by: str, at: datetime) -> None:
        """The rule finds it no more."""
        self._end("fixed", by, at)

    def accept(self, by: str, at: datetime, reason: str) -> None:
        """What was found is right as it stands. Refused once it has ended, and to the author."""
        findings.accept_finding.check_state(self.state)
        self.check_acceptance(by)
        self._end("accepted_as_is", by, at)
        self.reason = reason

    def check_acceptance(self, by: str) -> None:
        """Refused to the author."""
        if by == self.author_id:
            raise Refused("own_finding", "Nobody accepts what they entered themselves.")

    def retime(self, due: Due, now: datetime) -> None:
        """The due time by another calendar; what is, or was ended, in time by it is overdue no more."""
        self.due_at, self.due_day, self.calendar_provisional = due.due_at, due.due_day, due.calendar_provisional
        if (self.ended_at or now) <= self.due_at:
            self.overdue = False
            self.state = "open" if self.state == "overdue" else self.state

    def _end(self, state: State, by: str, at: datetime) -> None:
        self.state, self.ended_by, self.ended_at, self.open_key = state, by, at, None


def finding_key(object_id: str, garbage: Garbage) -> str:
    """What names the one finding that may be open of an object's field by a rule."""
    return "|".join((object_id, *garbage))


def due_of(opened_at: datetime, calendar: StationCalendar, working_days: int, policy_number: int) -> Due:
    """The close of the n-th working day after, or, where the station is closed then, of its next open day.

    Provisional where a day that was counted lies in a year without a calendar.
    """
    opened = calendar.day_of(opened_at)
    counted = calendar.add_working_days(opened, working_days)
    day = calendar.first_open(counted)
    is_provisional = calendar.is_provisional(opened + timedelta(days=1), counted)
    return Due(calendar.closing(day), day.isoformat(), policy_number, is_provisional)
