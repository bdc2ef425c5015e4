"""What follows from a bad score [B3]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Whole
from contracts.language.ids import derived_id
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing
from contracts.quality import SERVICE

State = Literal["open", "contacted", "found", "closed"]
APPEASEMENT_STATES: tuple[State, ...] = get_args(State)

appeasements = Noun(SERVICE, "/appeasements", "appeasement_id")


class AppeasementOpened(EventData):
    """A customer was dissatisfied (score 0 to 2): they are to be contacted (B3)."""

    order_id: Id
    score: Annotated[int, Whole(0, 2)]
    contact_due_at: Instant


class AppeasementContacted(EventData):
    """The dissatisfied customer was contacted for the first time."""

    order_id: Id
    in_time: bool


class AppeasementClosed(EventData):
    """What was found, and whether it was upheld."""

    order_id: Id
    upheld: bool


def appeasement_id_of(call_id: str) -> str:
    """The id of the appeasement that a call's score opens, if it opens one."""
    return derived_id("appeasement", call_id)


class RecordContact(Request):
    """The dissatisfied customer was contacted: what was done, and what they answered (B3)."""

    station_id: PathId
    appeasement_id: PathId
    done: Annotated[str, Lines(1000)]
    answer: Annotated[str, Lines(1000)]


class RecordFinding(Request):
    """Whether the complaint is upheld, why, and who is responsible, where it is a person."""

    station_id: PathId
    appeasement_id: PathId
    upheld: bool
    text: Annotated[str, Lines(2000)]
    responsible_id: Id | None = None


class CloseAppeasement(Request):
    """Everything is done: found, and where it was upheld, a penalty decided on."""

    station_id: PathId
    appeasement_id: PathId
    note: Annotated[str, Lines(1000, empty=True)] = ""


class AppeasementState(Reply):
    """Where an appeasement stands after a command."""

    id: Id
    version: int
    state: State


class Contact(Reply):
    """One contact with the dissatisfied customer."""

    done: str
    answer: str
    at: Instant
    by: Id


class Finding(Reply):
    """What was found."""

    upheld: bool
    text: str
    responsible_id: Id | None
    at: Instant
    by: Id


class Appeasement(Thing):
    """A dissatisfied customer: what is due, what was done, what was found."""

    id: Id
    version: int
    station_id: Id
    order_id: Id
    call_id: Id
    score: Annotated[int, Whole(0, 2)]
    state: State
    opened_at: Instant
    contact_due_at: Instant
    finding_due_at: Instant
    proposal_due_at: Instant
    policy_number: int
    calendar_provisional: bool
    contacts: tuple[Contact, ...]
    finding: Finding | None
    penalty_id: Id | None
    closed_at: Instant | None
    note: str


class ListAppeasements(PageRequest):
    """Appeasements by state or order, the first due first."""

    sort: Annotated[str, sorted_by("contact_due_at", "opened_at")] = "contact_due_at"
    state: State | None = None
    order_id: Id | None = None
    station_id: Id | None = None


record_contact = appeasements.does(
    "record_contact",
    "Record a contact with a dissatisfied customer",
    RecordContact,
    AppeasementState,
    permissions.APPEASEMENT_HANDLE,
    at="contacts",
    in_station=True,
    example={"done": "called, apologised, offered a new test", "answer": "will bring it tomorrow"},
    from_states=("open", "contacted", "found"),
)
record_finding = appeasements.does(
    "record_finding",
    "Record what was found",
    RecordFinding,
    AppeasementState,
    permissions.APPEASEMENT_HANDLE,
    at="finding",
    in_station=True,
    example={"upheld": True, "text": "the screen was not tested before it was given out"},
    from_states=("contacted",),
)
close_appeasement = appeasements.does(
    "close_appeasement",
    "Close an appeasement",
    CloseAppeasement,
    AppeasementState,
    permissions.APPEASEMENT_HANDLE,
    in_station=True,
    example={"note": "settled"},
    from_states=("found",),
)
get_appeasement = appeasements.get("get_appeasement", "Read an appeasement", Appeasement, permissions.APPEASEMENT_READ)
list_appeasements = appeasements.list(
    "list_appeasements", "List appeasements", ListAppeasements, Appeasement, permissions.APPEASEMENT_READ
)


appeasement_opened = Event(SERVICE, "appeasement_opened.v1", AppeasementOpened, ("notifications", "oversight"))
appeasement_rescheduled = Event(SERVICE, "appeasement_rescheduled.v1", AppeasementOpened, ("oversight",))
appeasement_contacted = Event(SERVICE, "appeasement_contacted.v1", AppeasementContacted, ("oversight",))
appeasement_closed = Event(SERVICE, "appeasement_closed.v1", AppeasementClosed, ("oversight",))
