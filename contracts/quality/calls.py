"""Calls to customers and their scores, and all that the service `quality` tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Flag, Id, Instant, Text, Whole, Word
from contracts.language.ids import derived_id
from contracts.language.operation import Event, EventData, Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

SERVICE = "quality"
STAGES = (1, 2, 3)
CALL_OUTCOMES = ("done", "unreachable", "refused", "expired")
CALL_STATES = ("open", *CALL_OUTCOMES)
NOT_REACHED = ("no_answer", "busy", "switched_off", "wrong_number", "call_back_later")
CHECKS = ("name", "device", "fault", "accessories")


def call_id_of(order_id: str, stage: int) -> str:
    """The id of an order's call at a stage, known before the call is opened."""
    return derived_id("call", order_id, str(stage))


# --- calls ----------------------------------------------------------------------------------------------------------


class RecordAttempt(Request):
    """The customer was called and not reached."""

    result = Word(NOT_REACHED, required=True)
    note = Text(500, empty=True, load_default="")


class Checks(Request):
    """Whether what the order says is true, in the customer's words (B2)."""

    name = Flag(required=True)
    device = Flag(required=True)
    fault = Flag(required=True)
    accessories = Flag(required=True)


class FinishCall(Request):
    """How a call ends. `done` brings the data check; call 3 brings the score (B3) and may record the receipt."""

    outcome = Word(("done", "unreachable", "refused"), required=True)
    checks = fields.Nested(Checks)
    score = Whole(0, 5)
    received = Flag(load_default=False)
    note = Text(1000, empty=True, load_default="")


class CallState(Reply):
    """Where a call stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(CALL_STATES, required=True)


class Attempt(Reply):
    """One time that the customer was called."""

    result = Word(("reached", *NOT_REACHED), required=True)
    note = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class Call(Reply):
    """One of the three calls to an order's customer: 1 received, 2 leaving the station, 3 in the customer's hands."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    order_id = Id(required=True)
    party_id = Id(required=True)
    party_kind = fields.String(required=True)
    stage = Whole(1, 3, required=True)
    state = Word(CALL_STATES, required=True)
    opened_at = Instant(required=True)
    first_due_at = Instant(required=True)
    due_at = Instant(required=True)
    policy_number = fields.Integer(required=True)
    attempts = fields.List(fields.Nested(Attempt), required=True)
    checks = fields.Nested(Checks, required=True, allow_none=True)
    score = Whole(0, 5, required=True, allow_none=True)
    received = fields.Boolean(required=True)
    note = fields.String(required=True)
    ended_at = Instant(required=True, allow_none=True)
    ended_by = Id(required=True, allow_none=True)


class ListCalls(PageRequest):
    """Calls by state, stage or order, the first due first."""

    sort = sorted_by("first_due_at", "due_at", "opened_at")
    state = Word(CALL_STATES)
    stage = Whole(1, 3)
    order_id = Id()
    station_id = Id()


def of_station(
    name: str,
    summary: str,
    permission: str,
    request: type[Request],
    reply: type[Reply],
    example: dict[str, object],
    *ids: str,
) -> Operation:
    """A command of `quality` that the station's own people and those of the head carry out in the station's scope."""
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permission,
        request,
        reply,
        ids=("station_id", *ids),
        acts_on_station=True,
        example=example,
    )


def read(name: str, summary: str, permission: str, request: type[Request], reply: type[Reply], *ids: str) -> Operation:
    """A query of `quality`."""
    return Operation(SERVICE, name, summary, "query", permission, request, reply, ids=ids)


record_attempt = of_station(
    "record_attempt",
    "Record that a customer was not reached",
    permissions.CALL_MAKE,
    RecordAttempt,
    CallState,
    {"result": "no_answer"},
    "call_id",
)
finish_call = of_station(
    "finish_call",
    "End a call with its result",
    permissions.CALL_MAKE,
    FinishCall,
    CallState,
    {"outcome": "done", "checks": dict.fromkeys(CHECKS, True), "score": 5, "received": True},
    "call_id",
)
get_call = read("get_call", "Read a call", permissions.CALL_READ, Nothing, Call, "call_id")
list_calls = read("list_calls", "List calls", permissions.CALL_READ, ListCalls, page_of(Call))

# --- events ---------------------------------------------------------------------------------------------------------


class CallOpened(EventData):
    """A call to a customer is due (B2)."""

    order_id = Id(required=True)
    stage = Whole(1, 3, required=True)
    first_due_at = Instant(required=True)
    due_at = Instant(required=True)


class CallEnded(EventData):
    """A call came to its end; `received` when the customer said at call 3 that they have the device.

    `mismatches` is what the customer said is not as the order has it (F3).
    """

    order_id = Id(required=True)
    stage = Whole(1, 3, required=True)
    outcome = Word(CALL_OUTCOMES, required=True)
    in_time = fields.Boolean(required=True)
    score = Whole(0, 5, required=True, allow_none=True)
    received = fields.Boolean(required=True)
    due_at = Instant(required=True)
    caller_id = Id(required=True, allow_none=True)
    mismatches = fields.List(Word(CHECKS), load_default=list)


class AppeasementOpened(EventData):
    """A customer was dissatisfied (score 0 to 2): they are to be contacted (B3)."""

    order_id = Id(required=True)
    score = Whole(0, 2, required=True)
    contact_due_at = Instant(required=True)


class AppeasementContacted(EventData):
    """The dissatisfied customer was contacted for the first time."""

    order_id = Id(required=True)
    in_time = fields.Boolean(required=True)


class AppeasementClosed(EventData):
    """What was found, and whether it was upheld."""

    order_id = Id(required=True)
    upheld = fields.Boolean(required=True)


class PenaltyProposed(EventData):
    """Somebody proposes a penalty (B3): `points` on a person, `station_points` on the station, or both."""

    appeasement_id = Id(required=True)
    person_id = Id(required=True, allow_none=True)
    points = fields.Integer(required=True)
    station_points = fields.Integer(load_default=0)


class PenaltyApproved(EventData):
    """Another person approved a penalty; whom it concerns may appeal until `appeal_due_at`."""

    person_id = Id(required=True, allow_none=True)
    points = fields.Integer(required=True)
    station_points = fields.Integer(required=True)
    appeal_due_at = Instant(required=True)


class PenaltyFinal(EventData):
    """A penalty counts from now on, or does not."""

    person_id = Id(required=True, allow_none=True)
    points = fields.Integer(required=True)
    station_points = fields.Integer(load_default=0)
    upheld = fields.Boolean(required=True)


class AuditFinished(EventData):
    """A station was audited by phone or on site: points of possible points (B4)."""

    kind = fields.String(required=True)
    points = fields.Integer(required=True)
    possible = fields.Integer(required=True)
    findings = fields.Integer(required=True)
    day = fields.String(required=True)


call_opened = Event(SERVICE, "call_opened.v1", CallOpened, ("oversight",))
call_ended = Event(SERVICE, "call_ended.v1", CallEnded, ("intake", "oversight"))
appeasement_opened = Event(SERVICE, "appeasement_opened.v1", AppeasementOpened, ("notifications", "oversight"))
appeasement_contacted = Event(SERVICE, "appeasement_contacted.v1", AppeasementContacted, ("oversight",))
appeasement_closed = Event(SERVICE, "appeasement_closed.v1", AppeasementClosed, ("oversight",))
penalty_proposed = Event(SERVICE, "penalty_proposed.v1", PenaltyProposed, ("notifications",))
penalty_approved = Event(SERVICE, "penalty_approved.v1", PenaltyApproved, ("notifications",))
penalty_final = Event(SERVICE, "penalty_final.v1", PenaltyFinal, ("notifications",))
audit_finished = Event(SERVICE, "audit_finished.v1", AuditFinished, ("notifications", "oversight"))
