"""Business days: open until they are closed."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply, Request
from contracts.stations import SERVICE

State = Literal["open", "closed"]
DAY_STATES: tuple[State, ...] = get_args(State)
DAY_STEPS = ("closed", "reopened")

days = Noun(SERVICE, "/days")


class CloseDay(Request):
    """Today is closed: violations, reports and facts are taken now."""


class ReopenDay(Request):
    """Why today is opened again; possible until midnight."""

    reason: Annotated[str, Lines(300)]


class DayStep(Reply):
    """One time that the day was closed, or opened again and why."""

    what: Annotated[str, Word(DAY_STEPS)]
    at: Instant
    by: str
    reason: str | None


class BusinessDay(Reply):
    """A business day of a station that was closed, by a lead or by the clock at 23:59:59 local."""

    id: Id
    version: int
    station_id: Id
    day: str
    state: State
    closed_at: Instant | None
    closed_by: str | None
    closings: int
    steps: tuple[DayStep, ...]


class ListBusinessDays(PageRequest):
    """Closed days of a station."""

    sort: Annotated[str, sorted_by("day")] = "day"
    station_id: Id | None = None


close_day = days.command(
    "close_day", "Close today", CloseDay, BusinessDay, permissions.DAY_CLOSE, at="close", example={}
)
reopen_day = days.command(
    "reopen_day",
    "Open today again",
    ReopenDay,
    BusinessDay,
    permissions.DAY_CLOSE,
    at="reopen",
    example={"reason": "a dealer's parcel came late"},
)
list_business_days = days.list(
    "list_business_days", "List closed days", ListBusinessDays, BusinessDay, permissions.CALENDAR_READ
)


class DayClosed(EventData):
    """A business day was closed; `closing` counts how often. The latest closing is what counts."""

    day: str
    closed_at: Instant
    by: str
    closing: int


class DayReopened(EventData):
    """A business day was opened again."""

    day: str


day_closed = Event(SERVICE, "day_closed.v1", DayClosed, ("intake", "repair", "inventory", "oversight"))
day_reopened = Event(SERVICE, "day_reopened.v1", DayReopened, ("intake", "inventory"))
