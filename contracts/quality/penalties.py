"""Penalties for upheld complaints, from proposal to appeal [B3 B4]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Money, PositiveMoney, Whole
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing
from contracts.quality import SERVICE
from contracts.quality.appeasements import appeasements

State = Literal["proposed", "approved", "rejected", "appealed", "final", "lifted"]
PENALTY_STATES: tuple[State, ...] = get_args(State)

penalties = Noun(SERVICE, "/penalties", "penalty_id")


class PenaltyProposed(EventData):
    """Somebody proposes a penalty (B3): `points` on a person, `station_points` on the station, or both."""

    appeasement_id: Id
    person_id: Id | None
    points: int
    station_points: int = 0
    compensation: Money | None = None
    station_amount: Money | None = None


class PenaltyApproved(EventData):
    """Another person approved a penalty; whom it concerns may appeal until `appeal_due_at`."""

    person_id: Id | None
    points: int
    station_points: int
    appeal_due_at: Instant
    compensation: Money | None = None
    station_amount: Money | None = None


class PenaltyFinal(EventData):
    """A penalty counts from now on, or does not."""

    person_id: Id | None
    points: int
    station_points: int = 0
    upheld: bool
    compensation: Money | None = None
    station_amount: Money | None = None


class ProposePenalty(Request):
    """A penalty for an upheld complaint: on the person whom the finding names, on the station, or both.

    A person gets points; money only as `compensation` of a loss, with the written `agreement` and the `monthly_wage` by
    which it is measured: all of a month together is at most 20 % of it and leaves the minimum wage. A station gets
    points and an amount in its monthly settlement.
    """

    station_id: PathId
    appeasement_id: PathId
    person_id: Id | None = None
    points: Annotated[int, Whole(0, 100)] = 0
    compensation: PositiveMoney | None = None
    agreement: Annotated[str, Lines(300)] | None = None
    monthly_wage: PositiveMoney | None = None
    station_points: Annotated[int, Whole(0, 100)] = 0
    station_amount: PositiveMoney | None = None
    evidence: Annotated[str, Lines(2000)]


class ApprovePenalty(Request):
    """Another person than the proposer agrees, or not."""

    station_id: PathId
    penalty_id: PathId
    agreed: bool
    note: Annotated[str, Lines(1000, empty=True)] = ""


class AppealPenalty(Request):
    """Why whom it concerns does not accept the penalty."""

    penalty_id: PathId
    text: Annotated[str, Lines(2000)]


class DecideAppeal(Request):
    """A third person decides: the penalty is upheld, or lifted.

    Another supervisor or base lead, the general manager, or whom the policy names as `third_person_id`.
    """

    station_id: PathId
    penalty_id: PathId
    upheld: bool
    note: Annotated[str, Lines(1000)]


class PenaltyState(Reply):
    """Where a penalty stands after a command."""

    id: Id
    version: int
    state: State


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


class Penalty(Thing):
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
    monthly_wage: Money | None
    station_points: int
    station_amount: Money | None
    evidence: str
    month: str
    state: State
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
    state: State | None = None
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
    from_states=("found",),
)
approve_penalty = penalties.does(
    "approve_penalty",
    "Approve or reject a penalty",
    ApprovePenalty,
    PenaltyState,
    permissions.PENALTY_APPROVE,
    in_station=True,
    example={"agreed": True},
    from_states=("proposed",),
)
appeal_penalty = penalties.does(
    "appeal_penalty",
    "Appeal against a penalty",
    AppealPenalty,
    PenaltyState,
    permissions.PENALTY_APPEAL,
    example={"text": "the device was tested, the protocol is attached to the order"},
    from_states=("approved",),
)
decide_appeal = penalties.does(
    "decide_appeal",
    "Decide on an appeal",
    DecideAppeal,
    PenaltyState,
    permissions.PENALTY_DECIDE,
    at="verdict",
    in_station=True,
    example={"upheld": False, "note": "the protocol was found"},
    from_states=("appealed",),
)
get_penalty = penalties.get("get_penalty", "Read a penalty", Penalty, permissions.PENALTY_READ)
list_penalties = penalties.list("list_penalties", "List penalties", ListPenalties, Penalty, permissions.PENALTY_READ)


penalty_proposed = Event(SERVICE, "penalty_proposed.v1", PenaltyProposed, ("notifications",))
penalty_approved = Event(SERVICE, "penalty_approved.v1", PenaltyApproved, ("notifications",))
penalty_final = Event(SERVICE, "penalty_final.v1", PenaltyFinal, ("notifications",))
