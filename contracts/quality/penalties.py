"""What follows from a low score: appeasements and penalties, more of what `quality` takes and answers."""

from __future__ import annotations

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import ABOVE_ZERO, Flag, Id, Instant, Money, Text, Whole, Word
from contracts.language.ids import derived_id
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.quality.calls import SERVICE, of_station, read

APPEASEMENT_STATES = ("open", "contacted", "found", "closed")
PENALTY_STATES = ("proposed", "approved", "rejected", "appealed", "final", "lifted")


def appeasement_id_of(call_id: str) -> str:
    """The id of the appeasement that a call's score opens, if it opens one."""
    return derived_id("appeasement", call_id)


# --- appeasements ---------------------------------------------------------------------------------------------------


class RecordContact(Request):
    """The dissatisfied customer was contacted: what was done, and what they answered (B3)."""

    done = Text(1000, required=True)
    answer = Text(1000, required=True)


class RecordFinding(Request):
    """Whether the complaint is upheld, why, and who is responsible, where it is a person."""

    upheld = Flag(required=True)
    text = Text(2000, required=True)
    responsible_id = Id()


class CloseAppeasement(Request):
    """Everything is done: found, and where it was upheld, a penalty decided on."""

    note = Text(1000, empty=True, load_default="")


class AppeasementState(Reply):
    """Where an appeasement stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(APPEASEMENT_STATES, required=True)


class Contact(Reply):
    """One contact with the dissatisfied customer."""

    done = fields.String(required=True)
    answer = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class Finding(Reply):
    """What was found."""

    upheld = fields.Boolean(required=True)
    text = fields.String(required=True)
    responsible_id = Id(required=True, allow_none=True)
    at = Instant(required=True)
    by = Id(required=True)


class Appeasement(Reply):
    """A dissatisfied customer: what is due, what was done, what was found."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    order_id = Id(required=True)
    call_id = Id(required=True)
    score = Whole(0, 2, required=True)
    state = Word(APPEASEMENT_STATES, required=True)
    opened_at = Instant(required=True)
    contact_due_at = Instant(required=True)
    finding_due_at = Instant(required=True)
    proposal_due_at = Instant(required=True)
    policy_number = fields.Integer(required=True)
    contacts = fields.List(fields.Nested(Contact), required=True)
    finding = fields.Nested(Finding, required=True, allow_none=True)
    penalty_id = Id(required=True, allow_none=True)
    closed_at = Instant(required=True, allow_none=True)
    note = fields.String(required=True)


class ListAppeasements(PageRequest):
    """Appeasements by state or order, the first due first."""

    sort = sorted_by("contact_due_at", "opened_at")
    state = Word(APPEASEMENT_STATES)
    order_id = Id()
    station_id = Id()


def _appeasement(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    permission = permissions.APPEASEMENT_HANDLE
    return of_station(name, summary, permission, request, AppeasementState, example, "appeasement_id")


record_contact = _appeasement(
    "record_contact",
    "Record a contact with a dissatisfied customer",
    RecordContact,
    {"done": "called, apologised, offered a new test", "answer": "will bring it tomorrow"},
)
record_finding = _appeasement(
    "record_finding",
    "Record what was found",
    RecordFinding,
    {"upheld": True, "text": "the screen was not tested before it was given out"},
)
close_appeasement = _appeasement("close_appeasement", "Close an appeasement", CloseAppeasement, {"note": "settled"})
get_appeasement = read(
    "get_appeasement", "Read an appeasement", permissions.APPEASEMENT_READ, Nothing, Appeasement, "appeasement_id"
)
list_appeasements = read(
    "list_appeasements", "List appeasements", permissions.APPEASEMENT_READ, ListAppeasements, page_of(Appeasement)
)

# --- penalties ------------------------------------------------------------------------------------------------------


class ProposePenalty(Request):
    """A penalty for an upheld complaint: on a person, on the station, or both.

    A person gets points; money only as `compensation` of a loss, with the written `agreement`. A station gets points
    and an amount in its monthly settlement.
    """

    person_id = Id()
    points = Whole(0, 100, load_default=0)
    compensation = Money(ABOVE_ZERO)
    agreement = Text(300)
    station_points = Whole(0, 100, load_default=0)
    station_amount = Money(ABOVE_ZERO)
    evidence = Text(2000, required=True)


class ApprovePenalty(Request):
    """Another person than the proposer agrees, or not."""

    agreed = Flag(required=True)
    note = Text(1000, empty=True, load_default="")


class AppealPenalty(Request):
    """Why whom it concerns does not accept the penalty."""

    text = Text(2000, required=True)


class DecideAppeal(Request):
    """A third person decides: the penalty is upheld, or lifted."""

    upheld = Flag(required=True)
    note = Text(1000, required=True)


class PenaltyState(Reply):
    """Where a penalty stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(PENALTY_STATES, required=True)


class Decision(Reply):
    """Who decided what, and when."""

    agreed = fields.Boolean(required=True)
    note = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class Appeal(Reply):
    """The one appeal against a penalty."""

    text = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class Penalty(Reply):
    """A penalty; it counts only when it is `final`."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    appeasement_id = Id(required=True)
    order_id = Id(required=True)
    person_id = Id(required=True, allow_none=True)
    points = fields.Integer(required=True)
    compensation = Money(required=True, allow_none=True)
    agreement = fields.String(required=True, allow_none=True)
    station_points = fields.Integer(required=True)
    station_amount = Money(required=True, allow_none=True)
    evidence = fields.String(required=True)
    state = Word(PENALTY_STATES, required=True)
    proposed_at = Instant(required=True)
    proposed_by = Id(required=True)
    in_time = fields.Boolean(required=True)
    approval = fields.Nested(Decision, required=True, allow_none=True)
    appeal_due_at = Instant(required=True, allow_none=True)
    appeal = fields.Nested(Appeal, required=True, allow_none=True)
    verdict = fields.Nested(Decision, required=True, allow_none=True)


class ListPenalties(PageRequest):
    """Penalties by state or person; whoever neither leads the station nor is of the head sees their own."""

    sort = sorted_by("proposed_at")
    state = Word(PENALTY_STATES)
    person_id = Id()
    station_id = Id()


def _penalty(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    permission = permissions.PENALTY_APPROVE
    return of_station(name, summary, permission, request, PenaltyState, example, "penalty_id")


propose_penalty = of_station(
    "propose_penalty",
    "Propose a penalty for an upheld complaint",
    permissions.PENALTY_PROPOSE,
    ProposePenalty,
    PenaltyState,
    {"station_points": 2, "evidence": "the test protocol of the order is empty"},
    "appeasement_id",
)
approve_penalty = _penalty("approve_penalty", "Approve or reject a penalty", ApprovePenalty, {"agreed": True})
appeal_penalty = Operation(
    SERVICE,
    "appeal_penalty",
    "Appeal against a penalty",
    "command",
    permissions.PENALTY_APPEAL,
    AppealPenalty,
    PenaltyState,
    ids=("penalty_id",),
    example={"text": "the device was tested, the protocol is attached to the order"},
)
decide_appeal = _penalty(
    "decide_appeal", "Decide on an appeal", DecideAppeal, {"upheld": False, "note": "the protocol was found"}
)
get_penalty = read("get_penalty", "Read a penalty", permissions.PENALTY_READ, Nothing, Penalty, "penalty_id")
list_penalties = read("list_penalties", "List penalties", permissions.PENALTY_READ, ListPenalties, page_of(Penalty))
