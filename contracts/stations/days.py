"""Calendar, business days and rosters: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from typing import Annotated

from marshmallow import validate

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Text, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.language.payload import EventData, Reply, Request
from contracts.stations.stations import HEARERS, SERVICE

# --- calendar -------------------------------------------------------------------------------------------------------


calendar = Noun(SERVICE, "/calendar")
days = Noun(SERVICE, "/days")
rosters = Noun(SERVICE, "/rosters")


class ImportYear(Request):
    """The official working-day notice of a year: holidays on weekdays, worked weekend days, where it was published."""

    year: Annotated[int, Whole(2000, 2100)]
    off: Annotated[tuple[Day, ...], validate.Length(max=120)] | None = None
    working: Annotated[tuple[Day, ...], validate.Length(max=60)] | None = None
    source: Annotated[str, Text(300)]


class CalendarYear(Reply):
    """A year of official Chinese working days."""

    year: int
    official: bool
    off: tuple[str, ...]
    working: tuple[str, ...]
    source: str


class ListDays(Request):
    """Days from `start`, at most 400, as they are at a station."""

    start: Day
    days: Annotated[int, Whole(1, 400)] = 31
    station_id: Id | None = None


class CalendarDay(Reply):
    """One day at a station: open, a working day, known or provisional."""

    day: str
    open: bool
    working: bool
    provisional: bool


class CalendarDays(Reply):
    """A run of days."""

    items: tuple[CalendarDay, ...]


class ListYears(PageRequest):
    """The calendar years."""

    sort: Annotated[str, sorted_by("year")] = "year"


import_year = calendar.command(
    "import_year",
    "Import a year's official working days",
    ImportYear,
    CalendarYear,
    permissions.CALENDAR_WRITE,
    at="years",
    status=201,
    before_active=True,
    example={"year": 2099, "off": ["2099-01-01"], "working": [], "source": "国务院办公厅通知"},
)
list_years = calendar.read(
    "list_years", "List the calendar years", ListYears, page_of(CalendarYear), permissions.CALENDAR_READ, at="years"
)
list_days = calendar.read(
    "list_days",
    "List days as they are at a station",
    ListDays,
    CalendarDays,
    permissions.CALENDAR_READ,
    at="days",
    example={"start": "2026-10-01"},
)


# --- business days and rosters --------------------------------------------------------------------------------------


DAY_STATES = ("open", "closed")
DUTIES = ("on_duty", "on_leave")


class CloseDay(Request):
    """Today is closed: violations, reports and facts are taken now."""


class ReopenDay(Request):
    """Why today is opened again; possible until midnight."""

    reason: Annotated[str, Text(300)]


class BusinessDay(Reply):
    """A business day of a station that was closed, by a lead or by the clock at 23:59:59 local."""

    id: Id
    version: int
    station_id: Id
    day: str
    state: Annotated[str, Word(DAY_STATES)]
    closed_at: Instant | None
    closed_by: str | None
    closings: int


class ListBusinessDays(PageRequest):
    """Closed days of a station."""

    sort: Annotated[str, sorted_by("day")] = "day"
    station_id: Id | None = None


class RosterLine(Request):
    """One person on a day: on duty, or on leave with a stand-in."""

    staff_id: Id
    duty: Annotated[str, Word(DUTIES)]
    stand_in_id: Id | None = None


class SetRoster(Request):
    """Who is on duty on a day; whoever is not named is on duty."""

    day: Day
    lines: Annotated[tuple[RosterLine, ...], validate.Length(max=100)]


class RosterLineOut(Reply):
    """One person on a day."""

    staff_id: Id
    duty: Annotated[str, Word(DUTIES)]
    stand_in_id: Id | None


class Roster(Reply):
    """The roster of a station for a day."""

    id: Id
    version: int
    station_id: Id
    day: str
    lines: tuple[RosterLineOut, ...]


class RosterState(Reply):
    """A roster's id and version after a command."""

    id: Id
    version: int


class ListRosters(PageRequest):
    """Rosters of a station by day."""

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
set_roster = rosters.command(
    "set_roster",
    "Set a day's roster",
    SetRoster,
    RosterState,
    permissions.ROSTER_SET,
    example={"day": "2026-11-24", "lines": [{"staff_id": "00000000-0000-4000-8000-000000000002", "duty": "on_leave"}]},
)
list_rosters = rosters.list("list_rosters", "List rosters", ListRosters, Roster, permissions.STAFF_READ)


# --- events ---------------------------------------------------------------------------------------------------------


class YearPublished(EventData):
    """A year of official working days."""

    year: int
    official: bool
    off: tuple[str, ...]
    working: tuple[str, ...]


class DayClosed(EventData):
    """A business day was closed; `closing` counts how often. The latest closing is what counts."""

    day: str
    closed_at: Instant
    by: str
    closing: int


class DayReopened(EventData):
    """A business day was opened again."""

    day: str


class RosterSet(EventData):
    """Who is on duty on a day."""

    day: str
    lines: tuple[RosterLineOut, ...]


year_published = Event(SERVICE, "year_published.v1", YearPublished, HEARERS)
day_closed = Event(SERVICE, "day_closed.v1", DayClosed, ("intake", "repair", "inventory", "oversight"))
day_reopened = Event(SERVICE, "day_reopened.v1", DayReopened, ("intake", "inventory"))
roster_set = Event(SERVICE, "roster_set.v1", RosterSet, HEARERS)
