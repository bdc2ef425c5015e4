"""Parts on their way between stations: the receiver's half [P2 P6]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from marshmallow import validate

from contracts.inventory import SERVICE
from contracts.inventory.transfers import transfers
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Money, Whole, Word
from contracts.language.ids import derived_id
from contracts.language.noun import Noun
from contracts.language.operation import SENDING, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing

State = Literal["shipped", "partly_received", "received"]
ARRIVAL_STATES: tuple[State, ...] = get_args(State)
LossState = Literal["waiting", "confirmed", "rejected"]
LossKind = Literal["lost", "damaged"]
LOSS_KINDS: tuple[LossKind, ...] = get_args(LossKind)
LIABLE = ("sender", "carrier", "receiver")

arrivals = Noun(SERVICE, "/arrivals", "arrival_id")


def arrival_id_of(transfer_id: str) -> str:
    """The id of the receiver's half of a transfer, known before it is shipped."""
    return derived_id("arrival", transfer_id)


class ReceivedLine(Request):
    """What became of pieces of a part; whose the damage or loss is."""

    part_id: Id
    received: Annotated[int, Whole(0, 9999)] = 0
    damaged: Annotated[int, Whole(0, 9999)] = 0
    lost: Annotated[int, Whole(0, 9999)] = 0
    liable: Annotated[str, Word(LIABLE)] | None = None


class ReceiveTransfer(Request):
    """Some or all of what is on its way; what is lost or damaged stays there until the head confirms it."""

    transfer_id: PathId
    lines: Annotated[tuple[ReceivedLine, ...], validate.Length(1, 50)]


class DecideLoss(Request):
    """The head's word on all that the receiver says is lost or damaged: it is so, or is to be looked at again."""

    station_id: PathId
    arrival_id: PathId
    agreed: bool
    note: Annotated[str, Lines(500, empty=True)] = ""


class ArrivalState(Reply):
    """Where an arrival stands after a command."""

    id: Id
    version: int
    state: State


class Reception(Reply):
    """What somebody took in of one part, and whose the damage or loss is."""

    part_id: Id
    received: int
    damaged: int
    lost: int
    liable: Annotated[str, Word(LIABLE)] | None
    by: Id
    at: Instant


class Loss(Reply):
    """Pieces that somebody says are lost or damaged, what they are worth, and the head's word."""

    part_id: Id
    quantity: int
    value: Money
    liable: Annotated[str, Word(LIABLE)]
    by: Id
    at: Instant
    kind: LossKind
    state: LossState
    decided_by: Id | None
    decided_at: Instant | None
    decision: str


class ArrivalLineReply(Reply):
    """One part of an arrival, as its receiver knows it; `missing` is what of it waits for the head's word."""

    part_id: Id
    shipped: int
    received: int
    damaged: int
    lost: int
    missing: int
    in_transit: int


class Arrival(Thing):
    """The receiver's half of a transfer."""

    id: Id
    version: int
    station_id: Id
    from_station_id: Id
    from_station_name: str
    transfer_id: Id
    state: State
    reason: str
    lines: tuple[ArrivalLineReply, ...]
    receptions: tuple[Reception, ...]
    losses: tuple[Loss, ...]
    shipped_at: Instant
    due_at: Instant


class ListArrivals(PageRequest):
    """Arrivals of their receiver, by state."""

    sort: Annotated[str, sorted_by("due_at")] = "due_at"
    state: State | None = None
    station_id: Id | None = None


receive_transfer = transfers.does(
    "receive_transfer",
    "Receive pieces of a transfer: whole, damaged, lost",
    ReceiveTransfer,
    ArrivalState,
    permissions.TRANSFER_WORK,
    example={"lines": [{"part_id": "00000000-0000-4000-8000-000000000003", "received": 2}]},
    station_states=SENDING,
)
decide_loss = arrivals.does(
    "decide_loss",
    "Confirm or reject what is said to be lost or damaged",
    DecideLoss,
    ArrivalState,
    permissions.WRITE_OFF_APPROVE,
    at="decide-loss",
    in_station=True,
    example={"agreed": True},
    station_states=SENDING,
)
get_arrival = arrivals.get("get_arrival", "Read an arrival", Arrival, permissions.TRANSFER_READ)
list_arrivals = arrivals.list(
    "list_arrivals", "List what comes to a station", ListArrivals, Arrival, permissions.TRANSFER_READ
)


class LossLine(EventData):
    """Pieces that are said to be lost or damaged, what they are worth, and whose loss it is said to be."""

    part_id: Id
    part_code: str
    quantity: int
    value: Money
    liable: Annotated[str, Word(LIABLE)]
    kind: LossKind | None = None


class LossReported(EventData):
    """A receiver says that pieces were lost or damaged on their way; the head decides."""

    from_station_id: Id
    lines: tuple[LossLine, ...]


class LossDecided(EventData):
    """What was said to be lost or damaged is so, or is on its way still."""

    from_station_id: Id
    agreed: bool
    note: str


loss_reported = Event(SERVICE, "loss_reported.v1", LossReported, ("notifications",))
loss_decided = Event(SERVICE, "loss_decided.v1", LossDecided, ("notifications",))
