"""Parts on their way between stations: the sender's half [P2 P6]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.inventory import SERVICE
from contracts.inventory.requisitions import WantedLines
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Money
from contracts.language.noun import Noun
from contracts.language.operation import SENDING, ById, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing

State = Literal[
    "requested", "approved", "packed", "shipped", "partly_received", "received", "closed", "rejected", "cancelled"
]
TRANSFER_STATES: tuple[State, ...] = get_args(State)

transfers = Noun(SERVICE, "/transfers", "transfer_id")


class PackTransfer(Request):
    """What is put aside, by part, where it is less than was approved."""

    transfer_id: PathId
    lines: WantedLines | None = None


class CancelTransfer(Request):
    """Why nothing is sent."""

    transfer_id: PathId
    reason: Annotated[str, Lines(500)]


class TransferState(Reply):
    """Where a transfer stands after a command."""

    id: Id
    version: int
    state: State
    due_at: Instant | None


class TransferLine(Reply):
    """One part of a transfer, as its sender knows it."""

    part_id: Id
    quantity: int
    packed: int
    shipped: int
    received: int
    damaged: int
    lost: int
    in_transit: int


class Transfer(Thing):
    """The sender's half of a transfer."""

    id: Id
    version: int
    station_id: Id
    to_station_id: Id
    to_station_name: str
    state: State
    reason: str
    lines: tuple[TransferLine, ...]
    requisition_id: Id | None
    opened_at: Instant
    due_at: Instant | None
    calendar_provisional: bool
    shipped_at: Instant | None
    cancelled_for: str | None


class ListTransfers(PageRequest):
    """Transfers of their sender, by state."""

    sort: Annotated[str, sorted_by("opened_at")] = "opened_at"
    state: State | None = None
    station_id: Id | None = None


pack_transfer = transfers.does(
    "pack_transfer",
    "Pack a transfer: put its pieces aside",
    PackTransfer,
    TransferState,
    permissions.TRANSFER_WORK,
    example={},
    from_states=("approved",),
    station_states=SENDING,
)
ship_transfer = transfers.does(
    "ship_transfer",
    "Ship a packed transfer",
    ById,
    TransferState,
    permissions.TRANSFER_WORK,
    example={},
    from_states=("packed",),
    station_states=SENDING,
)
cancel_transfer = transfers.does(
    "cancel_transfer",
    "Cancel a transfer before it is shipped",
    CancelTransfer,
    TransferState,
    permissions.TRANSFER_WORK,
    example={"reason": "used"},
    from_states=("requested", "approved", "packed"),
    station_states=SENDING,
)
get_transfer = transfers.get("get_transfer", "Read a transfer", Transfer, permissions.TRANSFER_READ)
list_transfers = transfers.list(
    "list_transfers", "List what a station sends", ListTransfers, Transfer, permissions.TRANSFER_READ
)


class ShippedLayer(EventData):
    """Pieces of one layer on their way: when the network first received them, and what they cost."""

    part_id: Id
    quantity: int
    received_at: Instant
    cost: Money


class TransferShipped(EventData):
    """The sender's half is on its way; the receiver's half opens (P4 P6)."""

    to_station_id: Id
    from_station_id: Id
    reason: str
    layers: tuple[ShippedLayer, ...]
    due_at: Instant


class ArrivalLine(EventData):
    """What became of a shipped line."""

    part_id: Id
    received: int
    damaged: int
    lost: int


class TransferReceived(EventData):
    """The receiver took lines in; the sender's half follows. `whole` when nothing is on its way any more."""

    transfer_id: Id
    from_station_id: Id
    lines: tuple[ArrivalLine, ...]
    whole: bool


class TransferCancelled(EventData):
    """The sender sends nothing; the requisition may be approved from elsewhere."""

    to_station_id: Id
    requisition_id: Id | None


class TransferRescheduled(EventData):
    """By when it is to be received now, as a calendar year is known otherwise (rules §1)."""

    to_station_id: Id
    due_at: Instant


class TransferChanged(EventData):
    """Where a transfer stands, as its sender knows it; `rescheduled` where only its due time is another."""

    state: State
    from_station_id: Id
    to_station_id: Id
    reason: str
    due_at: Instant | None
    opened_at: Instant
    rescheduled: bool | None = None


transfer_shipped = Event(
    SERVICE, "transfer_shipped.v1", TransferShipped, ("inventory", "notifications"), acts_in="to_station_id"
)
transfer_received = Event(SERVICE, "transfer_received.v1", TransferReceived, ("inventory",), acts_in="from_station_id")
transfer_rescheduled = Event(
    SERVICE, "transfer_rescheduled.v1", TransferRescheduled, ("inventory",), acts_in="to_station_id"
)
transfer_changed = Event(SERVICE, "transfer_changed.v1", TransferChanged, ("notifications", "oversight"))
transfer_cancelled = Event(SERVICE, "transfer_cancelled.v1", TransferCancelled, ("inventory",), acts_in="to_station_id")
