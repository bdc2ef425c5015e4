"""Calendar, business days and rosters: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Text, Whole, Word
from contracts.language.operation import Event, EventData, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.stations.stations import HEARERS, SERVICE, days_of

# --- calendar -------------------------------------------------------------------------------------------------------


class ImportYear(Request):
    """The official working-day notice of a year: holidays on weekdays, worked weekend days, where it was published."""

    year = Whole(2000, 2100, required=True)
    off = days_of(120)
    working = days_of(60)
    source = Text(300, required=True)


class CalendarYear(Reply):
    """A year of official Chinese working days."""

    year = fields.Integer(required=True)
    official = fields.Boolean(required=True)
    off = fields.List(fields.String(), required=True)
    working = fields.List(fields.String(), required=True)
    source = fields.String(required=True)


class ListDays(Request):
    """Days from `start`, at most 400, as they are at a station."""

    start = Day(required=True)
    days = Whole(1, 400, load_default=31)
    station_id = Id()


class CalendarDay(Reply):
    """One day at a station: open, a working day, known or provisional."""

    day = fields.String(required=True)
    open = fields.Boolean(required=True)
    working = fields.Boolean(required=True)
    provisional = fields.Boolean(required=True)


class CalendarDays(Reply):
    """A run of days."""

    items = fields.List(fields.Nested(CalendarDay), required=True)


class ListYears(PageRequest):
    """The calendar years."""

    sort = sorted_by("year")


import_year = Operation(
    SERVICE,
    "import_year",
    "Import a year's official working days",
    "command",
    permissions.CALENDAR_WRITE,
    ImportYear,
    CalendarYear,
    before_active=True,
    example={"year": 2099, "off": ["2099-01-01"], "working": [], "source": "国务院办公厅通知"},
)
list_years = Operation(
    SERVICE,
    "list_years",
    "List the calendar years",
    "query",
    permissions.CALENDAR_READ,
    ListYears,
    page_of(CalendarYear),
)
list_days = Operation(
    SERVICE,
    "list_days",
    "List days as they are at a station",
    "query",
    permissions.CALENDAR_READ,
    ListDays,
    CalendarDays,
    example={"start": "2026-10-01"},
)


# --- business days and rosters --------------------------------------------------------------------------------------


DAY_STATES = ("open", "closed")
DUTIES = ("on_duty", "on_leave")


class CloseDay(Request):
    """Today is closed: violations, reports and facts are taken now."""


class ReopenDay(Request):
    """Why today is opened again; possible until midnight."""

    reason = Text(300, required=True)


class BusinessDay(Reply):
    """A business day of a station that was closed, by a lead or by the clock at 23:59:59 local."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    day = fields.String(required=True)
    state = Word(DAY_STATES, required=True)
    closed_at = Instant(required=True, allow_none=True)
    closed_by = fields.String(required=True, allow_none=True)
    closings = fields.Integer(required=True)


class ListBusinessDays(PageRequest):
    """Closed days of a station."""

    sort = sorted_by("day")
    station_id = Id()


class RosterLine(Request):
    """One person on a day: on duty, or on leave with a stand-in."""

    staff_id = Id(required=True)
    duty = Word(DUTIES, required=True)
    stand_in_id = Id()


class SetRoster(Request):
    """Who is on duty on a day; whoever is not named is on duty."""

    day = Day(required=True)
    lines = fields.List(fields.Nested(RosterLine), required=True, validate=validate.Length(max=100))


class RosterLineOut(Reply):
    """One person on a day."""

    staff_id = Id(required=True)
    duty = Word(DUTIES, required=True)
    stand_in_id = Id(required=True, allow_none=True)


class Roster(Reply):
    """The roster of a station for a day."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    day = fields.String(required=True)
    lines = fields.List(fields.Nested(RosterLineOut), required=True)


class RosterState(Reply):
    """A roster's id and version after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)


class ListRosters(PageRequest):
    """Rosters of a station by day."""

    sort = sorted_by("day")
    station_id = Id()


close_day = Operation(
    SERVICE, "close_day", "Close today", "command", permissions.DAY_CLOSE, CloseDay, BusinessDay, example={}
)
reopen_day = Operation(
    SERVICE,
    "reopen_day",
    "Open today again",
    "command",
    permissions.DAY_CLOSE,
    ReopenDay,
    BusinessDay,
    example={"reason": "a dealer's parcel came late"},
)
list_business_days = Operation(
    SERVICE,
    "list_business_days",
    "List closed days",
    "query",
    permissions.CALENDAR_READ,
    ListBusinessDays,
    page_of(BusinessDay),
)
set_roster = Operation(
    SERVICE,
    "set_roster",
    "Set a day's roster",
    "command",
    permissions.ROSTER_SET,
    SetRoster,
    RosterState,
    example={"day": "2026-11-24", "lines": [{"staff_id": "00000000-0000-4000-8000-000000000002", "duty": "on_leave"}]},
)
list_rosters = Operation(
    SERVICE, "list_rosters", "List rosters", "query", permissions.STAFF_READ, ListRosters, page_of(Roster)
)


# --- events ---------------------------------------------------------------------------------------------------------


class YearPublished(EventData):
    """A year of official working days."""

    year = fields.Integer(required=True)
    official = fields.Boolean(required=True)
    off = fields.List(fields.String(), required=True)
    working = fields.List(fields.String(), required=True)


class DayClosed(EventData):
    """A business day was closed; `closing` counts how often. The latest closing is what counts."""

    day = fields.String(required=True)
    closed_at = Instant(required=True)
    by = fields.String(required=True)
    closing = fields.Integer(required=True)


class DayReopened(EventData):
    """A business day was opened again."""

    day = fields.String(required=True)


class RosterSet(EventData):
    """Who is on duty on a day."""

    day = fields.String(required=True)
    lines = fields.List(fields.Nested(RosterLineOut), required=True)


year_published = Event(SERVICE, "year_published.v1", YearPublished, HEARERS)
day_closed = Event(SERVICE, "day_closed.v1", DayClosed, ("intake", "repair", "inventory", "oversight"))
day_reopened = Event(SERVICE, "day_reopened.v1", DayReopened, ("intake", "inventory"))
roster_set = Event(SERVICE, "roster_set.v1", RosterSet, HEARERS)
