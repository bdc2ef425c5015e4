"""Stations, staff and accounts, policies, calendar: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts import permissions
from contracts.fields import Day, Flag, Id, Instant, Matching, Text, TimeOfDay, Whole, Word, words_of
from contracts.operation import Empty, Event, EventData, Nothing, Operation, Reply, Request
from contracts.paging import PageRequest, page_of, sorted_by

SERVICE = "stations"
KINDS = ("head", "sub")
STATES = ("planned", "onboarding", "active", "suspended", "closed")
CHECKLIST = ("premises", "staff", "stock", "training", "calendar")
STATION_CODE = "[A-Z0-9]{2,12}"
USERNAME = "[a-z0-9][a-z0-9._-]{2,79}"
HEARERS = ("stations", "intake", "repair", "inventory", "quality", "notifications", "oversight")


def days_of(longest: int = 400) -> fields.List[str]:
    """A list of calendar days, YYYY-MM-DD."""
    return fields.List(Day(), validate=validate.Length(max=longest))


class Hours(Request):
    """Opening hours and open days, in the station's local time."""

    opens = TimeOfDay(required=True)
    closes = TimeOfDay(required=True)
    open_weekdays = fields.List(Whole(1, 7), required=True, validate=validate.Length(1, 7))
    extra_open = days_of()
    extra_closed = days_of()


# --- log-in ---------------------------------------------------------------------------------------------------------


class IssueToken(Request):
    """Log-in. `station_id` opens a session in a station whose history the account may import."""

    username = Text(80, required=True)
    password = fields.String(required=True, validate=validate.Length(1, 200))
    station_id = Id()


class RefreshToken(Request):
    """A refresh token, which is used up by this."""

    refresh_token = fields.String(required=True, validate=validate.Length(20, 200))


class Tokens(Reply):
    """An access token of at most 15 minutes and the refresh token that continues the session."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True)
    refresh_token = fields.String(required=True)


class Me(Reply):
    """Who the token says that I am, and where I stand."""

    account_id = Id(required=True)
    name = fields.String(required=True)
    station_id = Id(required=True)
    station_name = fields.String(required=True)
    station_kind = Word(KINDS, required=True)
    posts = fields.List(fields.String(), required=True)
    permissions = fields.List(fields.String(), required=True)


class ChangePassword(Request):
    """The password now and the one to come (8 to 200 characters, not a common one)."""

    password = fields.String(required=True, validate=validate.Length(1, 200))
    new_password = fields.String(required=True, validate=validate.Length(8, 200))


issue_token = Operation(
    SERVICE,
    "issue_token",
    "Log in",
    "command",
    None,
    IssueToken,
    Tokens,
    keyed=False,
    example={"username": "demo.desk.nj", "password": "correct horse battery"},
)
refresh_token = Operation(
    SERVICE,
    "refresh_token",
    "Continue a session",
    "command",
    None,
    RefreshToken,
    Tokens,
    keyed=False,
    example={"refresh_token": "0b8c6b1e-0000-4000-8000-000000000000.secretsecretsecret"},
)
end_session = Operation(
    SERVICE,
    "end_session",
    "Log out",
    "command",
    None,
    RefreshToken,
    Empty,
    keyed=False,
    example={"refresh_token": "0b8c6b1e-0000-4000-8000-000000000000.secretsecretsecret"},
)
get_me = Operation(SERVICE, "get_me", "Who am I", "query", permissions.ME_READ, Nothing, Me)
change_password = Operation(
    SERVICE,
    "change_password",
    "Change my password; ends my sessions",
    "command",
    permissions.ME_READ,
    ChangePassword,
    Empty,
    before_active=True,
    example={"password": "correct horse battery", "new_password": "battery staple horse"},
)


class FoundNetwork(Request):
    """The head station and its first supervisor; possible once, with the installation's founding key."""

    founding_key = fields.String(required=True, validate=validate.Length(1, 200))
    name = Text(120, required=True)
    code = Matching(STATION_CODE, required=True)
    supervisor = Text(80, required=True)
    username = Matching(USERNAME, required=True)
    password = fields.String(required=True, validate=validate.Length(8, 200))


class Founded(Reply):
    """The head station and its first supervisor."""

    station_id = Id(required=True)
    staff_id = Id(required=True)


found_network = Operation(
    SERVICE,
    "found_network",
    "Found the network: head station and first supervisor",
    "command",
    None,
    FoundNetwork,
    Founded,
    keyed=False,
    example={
        "founding_key": "from the installation's secrets",
        "name": "总站",
        "code": "HEAD",
        "supervisor": "张伟",
        "username": "zhang.wei",
        "password": "correct horse battery",
    },
)

# --- stations -------------------------------------------------------------------------------------------------------


class CreateStation(Request):
    """A planned sub-station. `external_ref` is its name in the network's earlier records, unique."""

    name = Text(120, required=True)
    code = Matching(STATION_CODE, required=True)
    time_zone = Text(60, load_default="Asia/Shanghai")
    hours = fields.Nested(Hours)
    external_ref = Text(200)


class EditStation(Request):
    """What may change on a station; what is left out stays."""

    name = Text(120)
    hours = fields.Nested(Hours)


class CheckOnboarding(Request):
    """One item of the onboarding checklist is done."""

    item = Word(CHECKLIST, required=True)


class ChangeState(Request):
    """Why the state changes."""

    reason = Text(500, required=True)


class Station(Reply):
    """A head station or sub-station and where it stands in its life (S6)."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    code = fields.String(required=True)
    kind = Word(KINDS, required=True)
    parent_id = Id(required=True, allow_none=True)
    state = Word(STATES, required=True)
    time_zone = fields.String(required=True)
    hours = fields.Nested(Hours, required=True)
    checklist = words_of(CHECKLIST, required=True)
    active_from = Instant(required=True, allow_none=True)
    external_ref = fields.String(required=True, allow_none=True)


class StationState(Reply):
    """A station's id, version and state after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(STATES, required=True)


class ListStations(PageRequest):
    """Stations by state, name in earlier records."""

    sort = sorted_by("name", "code")
    state = Word(STATES)
    external_ref = Text(200)


def _station(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permissions.STATION_MANAGE,
        request,
        StationState,
        ids=("station_id",),
        before_active=True,
        example=example,
    )


create_station = Operation(
    SERVICE,
    "create_station",
    "Plan a sub-station",
    "command",
    permissions.STATION_MANAGE,
    CreateStation,
    StationState,
    before_active=True,
    example={"name": "南京新街口站", "code": "NJ01"},
)
edit_station = _station("edit_station", "Edit a station", EditStation, {"name": "南京新街口维修站"})
start_onboarding = _station("start_onboarding", "Start onboarding", ChangeState, {"reason": "lease signed"})
check_onboarding = _station("check_onboarding", "Tick an onboarding item", CheckOnboarding, {"item": "premises"})
activate_station = _station("activate_station", "Activate a station", ChangeState, {"reason": "all items are done"})
suspend_station = _station("suspend_station", "Suspend a station", ChangeState, {"reason": "flood"})
close_station = _station("close_station", "Close a station for good", ChangeState, {"reason": "lease ended"})
get_station = Operation(
    SERVICE, "get_station", "Read a station", "query", permissions.STATION_READ, Nothing, Station, ids=("station_id",)
)
list_stations = Operation(
    SERVICE, "list_stations", "List stations", "query", permissions.STATION_READ, ListStations, page_of(Station)
)

# --- staff ----------------------------------------------------------------------------------------------------------


class CreateStaff(Request):
    """A member of staff; with a user name and password, an account."""

    name = Text(80, required=True)
    posts = words_of(permissions.POSTS, required=True)
    grants = words_of(permissions.GRANTS, load_default=list)
    username = Matching(USERNAME)
    password = fields.String(validate=validate.Length(8, 200))


class ChangePosts(Request):
    """The posts that the person holds from now on."""

    posts = words_of(permissions.POSTS, required=True)


class ResetPassword(Request):
    """A new password, set by the lead."""

    new_password = fields.String(required=True, validate=validate.Length(8, 200))


class Staff(Reply):
    """A person of a station and what they do there."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    name = fields.String(required=True)
    posts = fields.List(fields.String(), required=True)
    grants = fields.List(fields.String(), required=True)
    username = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)


class StaffState(Reply):
    """A person's id and version after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    active = fields.Boolean(required=True)


class ListStaff(PageRequest):
    """Staff by station and post."""

    sort = sorted_by("name")
    station_id = Id()
    post = Word(permissions.POSTS)
    active = Flag()


def _staff(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permissions.STAFF_MANAGE,
        request,
        StaffState,
        ids=("station_id", "staff_id"),
        acts_on_station=True,
        before_active=True,
        example=example,
    )


create_staff = Operation(
    SERVICE,
    "create_staff",
    "Add a member of staff to a station",
    "command",
    permissions.STAFF_MANAGE,
    CreateStaff,
    StaffState,
    ids=("station_id",),
    acts_on_station=True,
    before_active=True,
    example={"name": "王芳", "posts": ["front_desk"], "username": "wang.fang", "password": "correct horse battery"},
)
change_posts = _staff("change_posts", "Change a person's posts", ChangePosts, {"posts": ["engineer"]})
suspend_staff = _staff("suspend_staff", "Suspend a person's account", ChangeState, {"reason": "on leave"})
restore_staff = _staff("restore_staff", "Restore a suspended account", ChangeState, {"reason": "back"})
reset_password = _staff(
    "reset_password", "Set a new password for a person", ResetPassword, {"new_password": "battery staple horse"}
)
get_staff = Operation(
    SERVICE, "get_staff", "Read a member of staff", "query", permissions.STAFF_READ, Nothing, Staff, ids=("staff_id",)
)
list_staff = Operation(SERVICE, "list_staff", "List staff", "query", permissions.STAFF_READ, ListStaff, page_of(Staff))

# --- policies -------------------------------------------------------------------------------------------------------

POLICY_NAMES = ("receipt",)


class PublishPolicy(Request):
    """New values of a policy for the network, or for one station, from an instant at least 10 minutes ahead (S11)."""

    name = Word(POLICY_NAMES, required=True)
    station_id = Id()
    effective_from = Instant(required=True)
    values = fields.Dict(keys=Text(60), values=fields.Raw(), required=True)


class Policy(Reply):
    """One version of a policy: never edited, only followed by the next."""

    id = Id(required=True)
    name = Word(POLICY_NAMES, required=True)
    number = fields.Integer(required=True)
    for_station_id = Id(required=True, allow_none=True)
    effective_from = Instant(required=True)
    values = fields.Dict(required=True)
    author_id = Id(required=True)


class PolicyRef(Reply):
    """The id and number of a published policy."""

    id = Id(required=True)
    number = fields.Integer(required=True)


class ListPolicies(PageRequest):
    """Versions of a policy."""

    sort = sorted_by("number", "effective_from")
    name = Word(POLICY_NAMES)


publish_policy = Operation(
    SERVICE,
    "publish_policy",
    "Publish a policy version",
    "command",
    permissions.POLICY_PUBLISH,
    PublishPolicy,
    PolicyRef,
    before_active=True,
    example={
        "name": "receipt",
        "effective_from": "2030-01-01T00:00:00+08:00",
        "values": {"bench_accept_until": "14:30"},
    },
)
list_policies = Operation(
    SERVICE, "list_policies", "List policy versions", "query", permissions.POLICY_READ, ListPolicies, page_of(Policy)
)

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

# --- business days and roster ---------------------------------------------------------------------------------------

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

# --- development ----------------------------------------------------------------------------------------------------


class MoveClock(Request):
    """The business time to go to: never back once it has been set, at most 32 days ahead.

    The clock stops at each instant at which work falls due; the answer comes when all of it is done.
    """

    now = Instant(required=True)


class ReadClock(Request):
    """With `to` it is refused where one move cannot go to that time."""

    to = Instant()


class Clock(Reply):
    """The business time and how far it is from the wall."""

    now = Instant(required=True)
    offset_seconds = fields.Float(required=True)


move_clock = Operation(
    SERVICE,
    "move_clock",
    "Move the business clock (development only)",
    "command",
    None,
    MoveClock,
    Clock,
    keyed=False,
    example={"now": "2030-01-01T00:00:00+08:00"},
)
get_clock = Operation(
    SERVICE, "get_clock", "Read the business clock (development only)", "query", None, ReadClock, Clock, keyed=False
)

# --- events ---------------------------------------------------------------------------------------------------------


class StationChanged(EventData):
    """The station as it now is."""

    name = fields.String(required=True)
    code = fields.String(required=True)
    kind = Word(KINDS, required=True)
    parent_id = Id(required=True, allow_none=True)
    state = Word(STATES, required=True)
    time_zone = fields.String(required=True)
    hours = fields.Nested(Hours, required=True)
    active_from = Instant(required=True, allow_none=True)


class StaffChanged(EventData):
    """The person as they now are; tokens issued before `valid_from` (wall time) no longer hold."""

    name = fields.String(required=True)
    posts = fields.List(fields.String(), required=True)
    active = fields.Boolean(required=True)
    valid_from = Instant(required=True)


class PolicyPublished(EventData):
    """A policy version, for the network or one station."""

    name = fields.String(required=True)
    number = fields.Integer(required=True)
    for_station_id = Id(required=True, allow_none=True)
    effective_from = Instant(required=True)
    values = fields.Dict(required=True)


class YearPublished(EventData):
    """A year of official working days."""

    year = fields.Integer(required=True)
    official = fields.Boolean(required=True)
    off = fields.List(fields.String(), required=True)
    working = fields.List(fields.String(), required=True)


class SessionEnded(EventData):
    """A session was logged out; its access tokens expire by `until`, wall time."""

    until = Instant(required=True)


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


day_closed = Event(SERVICE, "day_closed.v1", DayClosed, ("intake", "repair", "inventory", "oversight"))
day_reopened = Event(SERVICE, "day_reopened.v1", DayReopened, ("inventory",))
roster_set = Event(SERVICE, "roster_set.v1", RosterSet, HEARERS)


class ClockMoved(EventData):
    """The business clock was moved (development only)."""

    offset_ms = fields.Integer(required=True)


clock_moved = Event(SERVICE, "clock_moved.v1", ClockMoved, HEARERS)
station_changed = Event(SERVICE, "station_changed.v1", StationChanged, HEARERS)
staff_changed = Event(SERVICE, "staff_changed.v1", StaffChanged, HEARERS)
policy_published = Event(SERVICE, "policy_published.v1", PolicyPublished, HEARERS)
year_published = Event(SERVICE, "year_published.v1", YearPublished, HEARERS)
session_ended = Event(SERVICE, "session_ended.v1", SessionEnded, HEARERS)
