"""The head station and its sub-stations, and where each stands in its life [S6]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from marshmallow import validate

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Lines, Matching, Text, TimeOfDay, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import ANY_STATE, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing
from contracts.stations import SERVICE

KINDS = ("head", "sub")
State = Literal["planned", "onboarding", "active", "suspended", "winding_up", "closed"]
STATES: tuple[State, ...] = get_args(State)
CHECKLIST = ("premises", "staff", "stock", "training", "calendar")
STATION_CODE = "[A-Z0-9]{2,12}"
AreaCode = Annotated[str, Matching("0(10|2[0-9]|[3-9][0-9]{2})")]
USERNAME = "[a-z0-9][a-z0-9._-]{2,79}"
REMAINS = ("devices", "pieces", "pieces_on_their_way")
"""What hangs on a station until it can be closed: customers' devices, parts in the house, parts that come or go."""
SUBSCRIBERS = ("stations", "intake", "repair", "inventory", "quality", "notifications", "oversight")

stations = Noun(SERVICE, "/stations", "station_id")


class Hours(Request):
    """Opening hours and open days, in the station's local time."""

    opens: TimeOfDay
    closes: TimeOfDay
    open_weekdays: Annotated[tuple[Annotated[int, Whole(1, 7)], ...], validate.Length(1, 7)]
    extra_open: Annotated[tuple[Day, ...], validate.Length(max=400)] | None = None
    extra_closed: Annotated[tuple[Day, ...], validate.Length(max=400)] | None = None


class CreateStation(Request):
    """A planned sub-station. `external_ref` is its name in the network's earlier records, unique.

    A phone number that is written there without an area code gets `area_code`.
    """

    name: Annotated[str, Text(120)]
    code: Annotated[str, Matching(STATION_CODE)]
    time_zone: Annotated[str, Text(60)] = "Asia/Shanghai"
    hours: Hours | None = None
    area_code: AreaCode | None = None
    external_ref: Annotated[str, Text(200)] | None = None


class EditStation(Request):
    """What may change on a station; what is left out stays."""

    station_id: PathId
    name: Annotated[str, Text(120)] | None = None
    area_code: AreaCode | None = None
    hours: Hours | None = None


class CheckOnboarding(Request):
    """One item of the onboarding checklist is done."""

    station_id: PathId
    item: Annotated[str, Word(CHECKLIST)]


class ChangeState(Request):
    """Why the state changes."""

    station_id: PathId
    reason: Annotated[str, Lines(500)]


class Remaining(Reply):
    """How many of something are still at a station that is wound up."""

    what: Annotated[str, Word(REMAINS)]
    count: int


class Station(Thing):
    """A head station or sub-station and where it stands in its life (S6).

    `remains` is what was counted while it is wound up; what is not named has not been counted yet.
    """

    id: Id
    version: int
    name: str
    code: str
    kind: Annotated[str, Word(KINDS)]
    parent_id: Id | None
    state: State
    time_zone: str
    hours: Hours
    checklist: Annotated[tuple[Annotated[str, Word(CHECKLIST)], ...], validate.Length(max=20)]
    active_from: Instant | None
    area_code: str | None
    external_ref: str | None
    remains: tuple[Remaining, ...]


class StationState(Reply):
    """A station's id, version and state after a command."""

    id: Id
    version: int
    state: State


class ListStations(PageRequest):
    """Stations by state, name in earlier records."""

    sort: Annotated[str, sorted_by("name", "code")] = "name"
    state: State | None = None
    external_ref: Annotated[str, Text(200)] | None = None


create_station = stations.create(
    "create_station",
    "Plan a sub-station",
    CreateStation,
    StationState,
    permissions.STATION_MANAGE,
    station_states=ANY_STATE,
    example={"name": "南京新街口站", "code": "NJ01"},
)
edit_station = stations.edit(
    "edit_station",
    "Edit a station",
    EditStation,
    StationState,
    permissions.STATION_MANAGE,
    station_states=ANY_STATE,
    example={"name": "南京新街口维修站"},
)
start_onboarding = stations.does(
    "start_onboarding",
    "Start onboarding",
    ChangeState,
    StationState,
    permissions.STATION_MANAGE,
    at="onboard",
    station_states=ANY_STATE,
    example={"reason": "lease signed"},
)
check_onboarding = stations.does(
    "check_onboarding",
    "Tick an onboarding item",
    CheckOnboarding,
    StationState,
    permissions.STATION_MANAGE,
    at="checklist",
    station_states=ANY_STATE,
    example={"item": "premises"},
)
activate_station = stations.does(
    "activate_station",
    "Activate a station",
    ChangeState,
    StationState,
    permissions.STATION_MANAGE,
    station_states=ANY_STATE,
    example={"reason": "all items are done"},
)
suspend_station = stations.does(
    "suspend_station",
    "Suspend a station",
    ChangeState,
    StationState,
    permissions.STATION_MANAGE,
    station_states=ANY_STATE,
    example={"reason": "flood"},
)
wind_up_station = stations.does(
    "wind_up_station",
    "Wind a station up: nothing new, everything out",
    ChangeState,
    StationState,
    permissions.STATION_MANAGE,
    at="wind-up",
    station_states=ANY_STATE,
    example={"reason": "lease ends in June"},
)
close_station = stations.does(
    "close_station",
    "Close a station for good",
    ChangeState,
    StationState,
    permissions.STATION_MANAGE,
    station_states=ANY_STATE,
    example={"reason": "lease ended"},
)
get_station = stations.get("get_station", "Read a station", Station, permissions.STATION_READ)
list_stations = stations.list("list_stations", "List stations", ListStations, Station, permissions.STATION_READ)


class StationChanged(EventData):
    """The station as it now is."""

    name: str
    code: str
    kind: Annotated[str, Word(KINDS)]
    parent_id: Id | None
    state: State
    time_zone: str
    hours: Hours
    active_from: Instant | None
    area_code: str | None = None


station_changed = Event(SERVICE, "station_changed.v1", StationChanged, SUBSCRIBERS)


class RemainsCounted(EventData):
    """What a service counts at a station that is wound up; told to the head when it changes."""

    head_id: Id
    counted_at_id: Id
    remains: tuple[Remaining, ...]
