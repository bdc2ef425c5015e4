"""Stations, their hours and their life: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Matching, Text, TimeOfDay, Whole, Word, words_of
from contracts.language.operation import Event, EventData, Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

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


station_changed = Event(SERVICE, "station_changed.v1", StationChanged, HEARERS)
