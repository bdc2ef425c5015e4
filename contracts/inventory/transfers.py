"""Requisitions, transfers and returns between stations: what the service `inventory` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.inventory.requisitions import wanted_lines
from contracts.inventory.stock import SERVICE, PartLine
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Money, Text, Word
from contracts.language.operation import Event, EventData, Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

TRANSFER_STATES = (
    "requested",
    "approved",
    "packed",
    "shipped",
    "partly_received",
    "received",
    "closed",
    "rejected",
    "cancelled",
)


RETURN_REASONS = ("dead_stock", "overdue", "surplus", "recall")
_PART = "00000000-0000-4000-8000-000000000003"


class PackTransfer(Request):
    """What is put aside, by part, where it is less than was approved."""

    lines = wanted_lines()


class CancelTransfer(Request):
    """Why nothing is sent."""

    reason = Text(500, required=True)


class OpenReturn(Request):
    """What goes back to the head station, and why (P4 P6)."""

    reason = Word(RETURN_REASONS, required=True)
    lines = wanted_lines(required=True)


class TransferState(Reply):
    """Where a transfer stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(TRANSFER_STATES, required=True)
    due_at = Instant(required=True, allow_none=True)


class TransferLine(Reply):
    """One part of a transfer, as its sender knows it."""

    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    packed = fields.Integer(required=True)
    shipped = fields.Integer(required=True)
    received = fields.Integer(required=True)
    damaged = fields.Integer(required=True)
    lost = fields.Integer(required=True)
    in_transit = fields.Integer(required=True)


class Transfer(Reply):
    """The sender's half of a transfer."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    to_station_id = Id(required=True)
    to_station_name = fields.String(required=True)
    state = Word(TRANSFER_STATES, required=True)
    reason = fields.String(required=True)
    lines = fields.List(fields.Nested(TransferLine), required=True)
    requisition_id = Id(required=True, allow_none=True)
    opened_at = Instant(required=True)
    due_at = Instant(required=True, allow_none=True)
    shipped_at = Instant(required=True, allow_none=True)
    cancelled_for = fields.String(required=True, allow_none=True)


class ListTransfers(PageRequest):
    """Transfers of their sender, by state."""

    sort = sorted_by("opened_at")
    state = Word(TRANSFER_STATES)
    station_id = Id()


def _sender(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permissions.TRANSFER_WORK,
        request,
        TransferState,
        ids=("transfer_id",),
        example=example,
    )


def _read(name: str, summary: str, request: type[Request], reply: type[Reply], *ids: str) -> Operation:
    return Operation(SERVICE, name, summary, "query", permissions.TRANSFER_READ, request, reply, ids=ids)


_RETURN: dict[str, object] = {"reason": "surplus", "lines": [{"part_id": _PART, "quantity": 2}]}

pack_transfer = _sender("pack_transfer", "Pack a transfer: put its pieces aside", PackTransfer, {})
ship_transfer = _sender("ship_transfer", "Ship a packed transfer", Nothing, {})
cancel_transfer = _sender(
    "cancel_transfer", "Cancel a transfer before it is shipped", CancelTransfer, {"reason": "used"}
)
open_return = Operation(
    SERVICE,
    "open_return",
    "Return parts to the head station",
    "command",
    permissions.TRANSFER_WORK,
    OpenReturn,
    TransferState,
    example=_RETURN,
)
recall_parts = Operation(
    SERVICE,
    "recall_parts",
    "Recall parts from a station to the head",
    "command",
    permissions.TRANSFER_RECALL,
    OpenReturn,
    TransferState,
    ids=("station_id",),
    acts_on_station=True,
    example=_RETURN,
)
get_transfer = _read("get_transfer", "Read a transfer", Nothing, Transfer, "transfer_id")
list_transfers = _read("list_transfers", "List what a station sends", ListTransfers, page_of(Transfer))


class RequisitionOpened(EventData):
    """A station asks the head for parts (P2)."""

    reason = fields.String(required=True)
    lines = fields.List(fields.Nested(PartLine), required=True)


class RequisitionApproved(EventData):
    """The head said from where the parts come; a transfer opens there."""

    transfer_id = Id(required=True)
    from_station_id = Id(required=True)
    to_station_id = Id(required=True)
    reason = fields.String(required=True)
    lines = fields.List(fields.Nested(PartLine), required=True)


class RequisitionRejected(EventData):
    """The head said no, and why."""

    reason = fields.String(required=True)


class ShippedLayer(EventData):
    """Pieces of one layer on their way: when the network first received them, and what they cost."""

    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    received_at = Instant(required=True)
    cost = Money(required=True)


class TransferShipped(EventData):
    """The sender's half is on its way; the receiver's half opens (P4 P6)."""

    to_station_id = Id(required=True)
    from_station_id = Id(required=True)
    reason = fields.String(required=True)
    layers = fields.List(fields.Nested(ShippedLayer), required=True)
    due_at = Instant(required=True)


class ArrivalLine(EventData):
    """What became of a shipped line."""

    part_id = Id(required=True)
    received = fields.Integer(required=True)
    damaged = fields.Integer(required=True)
    lost = fields.Integer(required=True)


class TransferReceived(EventData):
    """The receiver took lines in; the sender's half follows. `whole` when nothing is on its way any more."""

    transfer_id = Id(required=True)
    from_station_id = Id(required=True)
    lines = fields.List(fields.Nested(ArrivalLine), required=True)
    whole = fields.Boolean(required=True)


class TransferCancelled(EventData):
    """The sender sends nothing; the requisition may be approved from elsewhere."""

    to_station_id = Id(required=True)
    requisition_id = Id(required=True, allow_none=True)


class TransferChanged(EventData):
    """Where a transfer stands, as its sender knows it."""

    state = Word(TRANSFER_STATES, required=True)
    from_station_id = Id(required=True)
    to_station_id = Id(required=True)
    reason = fields.String(required=True)
    due_at = Instant(required=True, allow_none=True)
    opened_at = Instant(required=True)


requisition_opened = Event(SERVICE, "requisition_opened.v1", RequisitionOpened, ("notifications",))
requisition_approved = Event(
    SERVICE, "requisition_approved.v1", RequisitionApproved, ("inventory",), acts_in="from_station_id"
)
requisition_rejected = Event(SERVICE, "requisition_rejected.v1", RequisitionRejected, ("notifications",))
transfer_shipped = Event(
    SERVICE, "transfer_shipped.v1", TransferShipped, ("inventory", "notifications"), acts_in="to_station_id"
)
transfer_received = Event(SERVICE, "transfer_received.v1", TransferReceived, ("inventory",), acts_in="from_station_id")
transfer_changed = Event(SERVICE, "transfer_changed.v1", TransferChanged, ("notifications", "oversight"))
transfer_cancelled = Event(SERVICE, "transfer_cancelled.v1", TransferCancelled, ("inventory",), acts_in="to_station_id")
