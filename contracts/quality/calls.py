"""Calls: three to each order's customer [B2]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.intake.parties import CONTACTS
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Whole, Word
from contracts.language.ids import derived_id
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing
from contracts.quality import SERVICE

STAGES = (1, 2, 3)
Outcome = Literal["done", "unreachable", "refused", "expired", "not_owed"]
CALL_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
State = Literal["open", Outcome]
CALL_STATES: tuple[State, ...] = get_args(State)
NOT_REACHED = ("no_answer", "busy", "switched_off", "wrong_number", "call_back_later")
CHECKS = ("name", "device", "fault", "accessories")

calls = Noun(SERVICE, "/calls", "call_id")


def call_id_of(order_id: str, stage: int) -> str:
    """The id of an order's call at a stage, known before the call is opened."""
    return derived_id("call", order_id, str(stage))


class RecordAttempt(Request):
    """The customer was called and not reached."""

    station_id: PathId
    call_id: PathId
    result: Annotated[str, Word(NOT_REACHED)]
    note: Annotated[str, Lines(500, empty=True)] = ""


class Checks(Request):
    """Whether what the order says is true, in the customer's words (B2)."""

    name: bool
    device: bool
    fault: bool
    accessories: bool


class FinishCall(Request):
    """How a call ends. `done` brings the data check; call 3 brings the score (B3) and may record the receipt."""

    station_id: PathId
    call_id: PathId
    outcome: Literal["done", "unreachable", "refused"]
    checks: Checks | None = None
    score: Annotated[int, Whole(0, 5)] | None = None
    received: bool = False
    note: Annotated[str, Lines(1000, empty=True)] = ""


class CallState(Reply):
    """Where a call stands after a command."""

    id: Id
    version: int
    state: State


class Attempt(Reply):
    """One time that the customer was called."""

    result: Annotated[str, Word(("reached", *NOT_REACHED))]
    note: str
    at: Instant
    by: Id


class ContactChange(Reply):
    """The customer is called or reached otherwise than when the device came in: what was known before.

    Phone and address are masked; null is what was none, or is not among the `changed`.
    """

    changed: tuple[Annotated[str, Word(CONTACTS)], ...]
    at: Instant
    by: Id
    reason: str | None
    name: str | None
    phone: str | None
    address: str | None


class Call(Thing):
    """One of the three calls to an order's customer: 1 received, 2 leaving the station, 3 in the customer's hands."""

    id: Id
    version: int
    station_id: Id
    order_id: Id
    party_id: Id
    party_kind: str
    stage: Annotated[int, Whole(1, 3)]
    state: State
    opened_at: Instant
    first_due_at: Instant
    due_at: Instant
    policy_number: int
    calendar_provisional: bool
    attempts: tuple[Attempt, ...]
    checks: Checks | None
    score: Annotated[int, Whole(0, 5)] | None
    received: bool
    note: str
    ended_at: Instant | None
    ended_by: Id | None
    contact_changes: tuple[ContactChange, ...]


class ListCalls(PageRequest):
    """Calls by state, stage or order, the first due first."""

    sort: Annotated[str, sorted_by("first_due_at", "due_at", "opened_at")] = "first_due_at"
    state: State | None = None
    stage: Annotated[int, Whole(1, 3)] | None = None
    order_id: Id | None = None
    station_id: Id | None = None


record_attempt = calls.does(
    "record_attempt",
    "Record that a customer was not reached",
    RecordAttempt,
    CallState,
    permissions.CALL_MAKE,
    at="attempts",
    in_station=True,
    example={"result": "no_answer"},
    from_states=("open",),
)
finish_call = calls.does(
    "finish_call",
    "End a call with its result",
    FinishCall,
    CallState,
    permissions.CALL_MAKE,
    in_station=True,
    example={"outcome": "done", "checks": dict.fromkeys(CHECKS, True), "score": 5, "received": True},
    from_states=("open",),
)
get_call = calls.get("get_call", "Read a call", Call, permissions.CALL_READ)
list_calls = calls.list("list_calls", "List calls", ListCalls, Call, permissions.CALL_READ)


class CallOpened(EventData):
    """A call to a customer is due, or due at another time as a calendar year is known otherwise (B2)."""

    order_id: Id
    stage: Annotated[int, Whole(1, 3)]
    first_due_at: Instant
    due_at: Instant


class CallEnded(EventData):
    """A call came to its end; `received` when the customer said at call 3 that they have the device.

    `mismatches` is what the customer said is not as the order has it (F3).
    """

    order_id: Id
    stage: Annotated[int, Whole(1, 3)]
    outcome: Outcome
    in_time: bool
    score: Annotated[int, Whole(0, 5)] | None
    received: bool
    due_at: Instant
    caller_id: Id | None
    mismatches: tuple[Annotated[str, Word(CHECKS)], ...] = ()


call_opened = Event(SERVICE, "call_opened.v1", CallOpened, ("oversight",))
call_rescheduled = Event(SERVICE, "call_rescheduled.v1", CallOpened, ("oversight",))
call_ended = Event(SERVICE, "call_ended.v1", CallEnded, ("intake", "oversight"))
