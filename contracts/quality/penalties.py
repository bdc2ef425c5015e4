"""What follows from a low score: appeasements and penalties, more of what `quality` takes and answers."""

from __future__ import annotations

from typing import Annotated

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Money, PositiveMoney, Text, Whole, Word
from contracts.language.ids import derived_id
from contracts.language.noun import Noun
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import PathId, Reply, Request
from contracts.quality.calls import SERVICE

APPEASEMENT_STATES = ("open", "contacted", "found", "closed")
PENALTY_STATES = ("proposed", "approved", "rejected", "appealed", "final", "lifted")


def appeasement_id_of(call_id: str) -> str:
    """The id of the appeasement that a call's score opens, if it opens one."""
    return derived_id("appeasement", call_id)


# --- appeasements ---------------------------------------------------------------------------------------------------


appeasements = Noun(SERVICE, "/appeasements", "appeasement_id")
penalties = Noun(SERVICE, "/penalties", "penalty_id")


class RecordContact(Request):
    """The dissatisfied customer was contacted: what was done, and what they answered (B3)."""

    station_id: PathId
    appeasement_id: PathId
    done: Annotated[str, Text(1000)]
    answer: Annotated[str, Text(1000)]


class RecordFinding(Request):
    """Whether the complaint is upheld, why, and who is responsible, where it is a person."""

    station_id: PathId
    appeasement_id: PathId
    upheld: bool
    text: Annotated[str, Text(2000)]
    responsible_id: Id | None = None


class CloseAppeasement(Request):
    """Everything is done: found, and where it was upheld, a penalty decided on."""

    station_id: PathId
    appeasement_id: PathId
    note: Annotated[str, Text(1000, empty=True)] = ""


class AppeasementState(Reply):
    """Where an appeasement stands after a command."""

    id: Id
    version: int
    state: Annotated[str, Word(APPEASEMENT_STATES)]


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


class Appeasement(Reply):
    """A dissatisfied customer: what is due, what was done, what was found."""

    id: Id
    version: int
    station_id: Id
    order_id: Id
    call_id: Id
    score: Annotated[int, Whole(0, 2)]
    state: Annotated[str, Word(APPEASEMENT_STATES)]
    opened_at: Instant
    contact_due_at: Instant
    finding_due_at: Instant
    proposal_due_at: Instant
    policy_number: int
    contacts: tuple[Contact, ...]
    finding: Finding | None
    penalty_id: Id | None
    closed_at: Instant | None
    note: str


class ListAppeasements(PageRequest):
    """Appeasements by state or order, the first due first."""

    sort: Annotated[str, sorted_by("contact_due_at", "opened_at")] = "contact_due_at"
    state: Annotated[str, Word(APPEASEMENT_STATES)] | None = None
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
)
close_appeasement = appeasements.does(
    "close_appeasement",
    "Close an appeasement",
    CloseAppeasement,
    AppeasementState,
    permissions.APPEASEMENT_HANDLE,
    in_station=True,
    example={"note": "settled"},
)
get_appeasement = appeasements.get("get_appeasement", "Read an appeasement", Appeasement, permissions.APPEASEMENT_READ)
list_appeasements = appeasements.list(
    "list_appeasements", "List appeasements", ListAppeasements, Appeasement, permissions.APPEASEMENT_READ
)

# --- penalties ------------------------------------------------------------------------------------------------------


class ProposePenalty(Request):
    """A penalty for an upheld complaint: on a person, on the station, or both.

    A person gets points; money only as `compensation` of a loss, with the written `agreement`. A station gets points
    and an amount in its monthly settlement.
    """

    station_id: PathId
    appeasement_id: PathId
    person_id: Id | None = None
    points: Annotated[int, Whole(0, 100)] = 0
    compensation: PositiveMoney | None = None
    agreement: Annotated[str, Text(300)] | None = None
    station_points: Annotated[int, Whole(0, 100)] = 0
    station_amount: PositiveMoney | None = None
    evidence: Annotated[str, Text(2000)]


class ApprovePenalty(Request):
    """Another person than the proposer agrees, or not."""

    station_id: PathId
    penalty_id: PathId
    agreed: bool
    note: Annotated[str, Text(1000, empty=True)] = ""


class AppealPenalty(Request):
    """Why whom it concerns does not accept the penalty."""

    penalty_id: PathId
    text: Annotated[str, Text(2000)]


class DecideAppeal(Request):
    """A third person decides: the penalty is upheld, or lifted."""

    station_id: PathId
    penalty_id: PathId
    upheld: bool
    note: Annotated[str, Text(1000)]


class PenaltyState(Reply):
    """Where a penalty stands after a command."""

    id: Id
    version: int
    state: Annotated[str, Word(PENALTY_STATES)]


class Decision(Reply):
    """Who decided what, and when."""

    agreed: bool
    note: str
    at: Instant
    by: Id


class Appeal(Reply):
    """The one appeal against a penalty."""

    text: str
    at: Instant
    by: Id


class Penalty(Reply):
    """A penalty; it counts only when it is `final`."""

    id: Id
    version: int
    station_id: Id
    appeasement_id: Id
    order_id: Id
    person_id: Id | None
    points: int
    compensation: Money | None
    agreement: str | None
    station_points: int
    station_amount: Money | None
    evidence: str
    state: Annotated[str, Word(PENALTY_STATES)]
    proposed_at: Instant
    proposed_by: Id
    in_time: bool
    approval: Decision | None
    appeal_due_at: Instant | None
    appeal: Appeal | None
    verdict: Decision | None


class ListPenalties(PageRequest):
    """Penalties by state or person; whoever neither leads the station nor is of the head sees their own."""

    sort: Annotated[str, sorted_by("proposed_at")] = "proposed_at"
    state: Annotated[str, Word(PENALTY_STATES)] | None = None
    person_id: Id | None = None
    station_id: Id | None = None


propose_penalty = appeasements.does(
    "propose_penalty",
    "Propose a penalty for an upheld complaint",
    ProposePenalty,
    PenaltyState,
    permissions.PENALTY_PROPOSE,
    at="penalties",
    in_station=True,
    status=201,
    example={"station_points": 2, "evidence": "the test protocol of the order is empty"},
)
approve_penalty = penalties.does(
    "approve_penalty",
    "Approve or reject a penalty",
    ApprovePenalty,
    PenaltyState,
    permissions.PENALTY_APPROVE,
    in_station=True,
    example={"agreed": True},
)
appeal_penalty = penalties.does(
    "appeal_penalty",
    "Appeal against a penalty",
    AppealPenalty,
    PenaltyState,
    permissions.PENALTY_APPEAL,
    example={"text": "the device was tested, the protocol is attached to the order"},
)
decide_appeal = penalties.does(
    "decide_appeal",
    "Decide on an appeal",
    DecideAppeal,
    PenaltyState,
    permissions.PENALTY_APPROVE,
    at="verdict",
    in_station=True,
    example={"upheld": False, "note": "the protocol was found"},
)
get_penalty = penalties.get("get_penalty", "Read a penalty", Penalty, permissions.PENALTY_READ)
list_penalties = penalties.list("list_penalties", "List penalties", ListPenalties, Penalty, permissions.PENALTY_READ)
