"""Requisitions, transfers and returns between stations: what the service `inventory` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.fields import Id, Instant, Money, Word
from contracts.operation import Event, EventData
from contracts.stock import SERVICE, PartLine

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
transfer_shipped = Event(SERVICE, "transfer_shipped.v1", TransferShipped, ("inventory",), acts_in="to_station_id")
transfer_received = Event(SERVICE, "transfer_received.v1", TransferReceived, ("inventory",), acts_in="from_station_id")
transfer_changed = Event(SERVICE, "transfer_changed.v1", TransferChanged, ("notifications", "oversight"))
