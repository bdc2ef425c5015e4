"""Calls: three to each order's customer, each tried until it is done, refused, unreachable or expired [B2]."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.language.errors import Refused
from contracts.quality.calls import Outcome, State, finish_call
from services.quality.rules.deadlines import CallPolicy
from stationkit.ground.calendar import StationCalendar

SCORED_STAGE = 3
DISSATISFIED = 2


@dataclass
class Attempt:
    """One time that the customer was called."""

    result: str
    note: str
    at: datetime
    by: str


@dataclass
class Checks:
    """Whether what the order says is true, in the customer's words."""

    name: bool
    device: bool
    fault: bool
    accessories: bool

    @property
    def mismatches(self) -> list[str]:
        """What is not true."""
        return [name for name, true in vars(self).items() if not true]


@dataclass
class Call:
    """One call. `due_at` is the last instant at which its result is in time; instants are business time."""

    id: str
    station_id: str
    order_id: str
    party_id: str
    party_kind: str
    stage: int
    opened_at: datetime
    first_due_at: datetime
    due_at: datetime
    policy_number: int
    calendar_provisional: bool = False
    order_received_at: datetime | None = None
    version: int = 0
    state: State = "open"
    attempts: list[Attempt] = field(default_factory=list)
    checks: Checks | None = None
    score: int | None = None
    received: bool = False
    note: str = ""
    ended_at: datetime | None = None
    ended_by: str | None = None

    @property
    def customer_since(self) -> datetime:
        """Since when a change of the customer's contact concerns it: the receipt of the device."""
        return self.order_received_at or self.opened_at

    @property
    def in_time(self) -> bool:
        """Whether it ended within its window."""
        return self.ended_at is not None and self.ended_at <= self.due_at

    @property
    def is_dissatisfied(self) -> bool:
        """Whether the customer's score, 0 to 2, opens an appeasement [B3]."""
        return self.score is not None and self.score <= DISSATISFIED

    def attempt(self, result: str, note: str, by: str, at: datetime) -> None:
        """The customer was not reached. Refused once the call has ended."""
        finish_call.check_state(self.state)
        self.attempts.append(Attempt(result, note, at, by))

    def record_answers(self, checks: Checks | None, score: int | None, *, received: bool) -> None:
        """What the customer says. Refused without the data check, or where call 3 lacks a score or another has one."""
        finish_call.check_state(self.state)
        if checks is None:
            raise Refused("checks_missing", "Say what the customer says of name, device, fault and accessories.")
        if self.stage == SCORED_STAGE and score is None:
            raise Refused("score_missing", "The third call asks for a score.")
        if self.stage != SCORED_STAGE and (score is not None or received):
            raise Refused("not_asked_yet", "Only the third call asks for score and receipt.", stage=str(self.stage))
        self.checks, self.score, self.received = checks, score, received

    def end(self, outcome: Outcome, note: str, by: str, at: datetime) -> None:
        """The customer was reached: the call is `done` or was `refused`. Refused once it has ended."""
        finish_call.check_state(self.state)
        self.attempts.append(Attempt("reached", "", at, by))
        self._close(outcome, at, by)
        self.note = note

    def give_up(self, note: str, by: str, at: datetime, calendar: StationCalendar, policy: CallPolicy) -> None:
        """Nobody was reached. Refused before three attempts on two of the station's days."""
        finish_call.check_state(self.state)
        days = {calendar.day_of(attempt.at) for attempt in self.attempts}
        if len(self.attempts) < policy.attempts or len(days) < policy.attempt_days:
            raise Refused(
                "too_few_attempts",
                f"Unreachable needs {policy.attempts} attempts on {policy.attempt_days} days.",
                attempts=str(len(self.attempts)),
                days=str(len(days)),
            )
        self._close("unreachable", at, by)
        self.note = note

    def expire(self, at: datetime) -> None:
        """Its time is over, or nobody fetches the device."""
        finish_call.check_state(self.state)
        self._close("expired", at, None)

    def drop(self, at: datetime) -> None:
        """Its order was cancelled: nobody is owed it."""
        finish_call.check_state(self.state)
        self._close("not_owed", at, None)

    def _close(self, outcome: Outcome, at: datetime, by: str | None) -> None:
        self.state, self.ended_at, self.ended_by = outcome, at, by
