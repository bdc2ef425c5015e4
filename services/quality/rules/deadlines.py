"""By when a customer is to be called, and a dissatisfied one contacted: opening time and working days (rules §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from stationkit.ground.calendar import StationCalendar

VERY_DISSATISFIED = 0


@dataclass(frozen=True)
class CallPolicy:
    """The policy `calls` [B2]."""

    attempt_opening_minutes: int = 240
    third_attempt_hours: int = 72
    third_after_days: int = 3
    result_working_days: int = 3
    attempts: int = 3
    attempt_days: int = 2


@dataclass(frozen=True)
class AppeasementPolicy:
    """The policy `appeasements` [B3]; `third_person_id` decides on appeals beside those whose post does.

    A month's compensations are at most `compensation_percent` of its wage, and leave the minimum wage.
    """

    very_dissatisfied_minutes: int = 60
    dissatisfied_minutes: int = 240
    finding_working_days: int = 3
    proposal_working_days: int = 5
    appeal_days: int = 7
    compensation_percent: int = 20
    minimum_wage_yuan: int = 2740
    third_person_id: str | None = None


@dataclass(frozen=True)
class CallDue:
    """When a call is first to be tried and by when it has its result, in UTC."""

    first_due_at: datetime
    due_at: datetime
    calendar_provisional: bool


@dataclass(frozen=True)
class AppeasementDue:
    """By when a dissatisfied customer is contacted, and finding and penalty proposal are there, in UTC."""

    contact_due_at: datetime
    finding_due_at: datetime
    proposal_due_at: datetime
    calendar_provisional: bool


def call_due(stage: int, opened_at: datetime, calendar: StationCalendar, policy: CallPolicy) -> CallDue:
    """First attempt within 4 opening hours, at call 3 within 72 hours; result by the close of the third working day."""
    if stage == 3:  # noqa: PLR2004  # the third of three calls
        first = opened_at + timedelta(hours=policy.third_attempt_hours)
    else:
        first = calendar.add_opening_minutes(opened_at, policy.attempt_opening_minutes)
    due = max(first, _close_after(policy.result_working_days, opened_at, calendar))
    return CallDue(first, due, _is_provisional(opened_at, due, calendar))


def appeasement_due(
    score: int, opened_at: datetime, calendar: StationCalendar, policy: AppeasementPolicy
) -> AppeasementDue:
    """First contact within 1 opening hour for score 0, else 4; finding in 3 working days, penalty proposal in 5."""
    minutes = policy.very_dissatisfied_minutes if score == VERY_DISSATISFIED else policy.dissatisfied_minutes
    proposal_due_at = _close_after(policy.proposal_working_days, opened_at, calendar)
    return AppeasementDue(
        contact_due_at=calendar.add_opening_minutes(opened_at, minutes),
        finding_due_at=_close_after(policy.finding_working_days, opened_at, calendar),
        proposal_due_at=proposal_due_at,
        calendar_provisional=_is_provisional(opened_at, proposal_due_at, calendar),
    )


def retime(timed: object, due: CallDue | AppeasementDue) -> bool:
    """Gives a call or appeasement the due times of another calendar; answers whether that makes a difference."""
    before = {name: getattr(timed, name) for name in vars(due)}
    for name, value in vars(due).items():
        setattr(timed, name, value)
    return before != vars(due)


def _is_provisional(opened_at: datetime, due_at: datetime, calendar: StationCalendar) -> bool:
    return calendar.is_provisional(calendar.day_of(opened_at), calendar.day_of(due_at))


def _close_after(working_days: int, opened_at: datetime, calendar: StationCalendar) -> datetime:
    """The close of the n-th working day after, or, where the station is closed then, of its next open day."""
    day = calendar.add_working_days(calendar.day_of(opened_at), working_days)
    return calendar.closing(calendar.first_open(day))
