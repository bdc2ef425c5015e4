"""Arrivals: the receiver's half of transfers, more of what the service `inventory` takes and answers."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.inventory.stock import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Whole, Word
from contracts.language.ids import derived_id
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

ARRIVAL_STATES = ("shipped", "partly_received", "received")
LIABLE = ("sender", "carrier", "receiver")


def arrival_id_of(transfer_id: str) -> str:
    """The id of the receiver's half of a transfer, known before it is shipped."""
    return derived_id("arrival", transfer_id)


class ReceivedLine(Request):
    """What became of pieces of a part; whose the damage or loss is."""

    part_id = Id(required=True)
    received = Whole(0, 9999, load_default=0)
    damaged = Whole(0, 9999, load_default=0)
    lost = Whole(0, 9999, load_default=0)
    liable = Word(LIABLE)


class ReceiveTransfer(Request):
    """Some or all of what is on its way."""

    lines = fields.List(fields.Nested(ReceivedLine), required=True, validate=validate.Length(1, 50))


class ArrivalState(Reply):
    """Where an arrival stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(ARRIVAL_STATES, required=True)


class Reception(Reply):
    """What somebody took in of one part, and whose the damage or loss is."""

    part_id = Id(required=True)
    received = fields.Integer(required=True)
    damaged = fields.Integer(required=True)
    lost = fields.Integer(required=True)
    liable = Word(LIABLE, required=True, allow_none=True)
    by = Id(required=True)
    at = Instant(required=True)


class ArrivalLineReply(Reply):
    """One part of an arrival, as its receiver knows it."""

    part_id = Id(required=True)
    shipped = fields.Integer(required=True)
    received = fields.Integer(required=True)
    damaged = fields.Integer(required=True)
    lost = fields.Integer(required=True)
    in_transit = fields.Integer(required=True)


class Arrival(Reply):
    """The receiver's half of a transfer."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    from_station_id = Id(required=True)
    from_station_name = fields.String(required=True)
    transfer_id = Id(required=True)
    state = Word(ARRIVAL_STATES, required=True)
    reason = fields.String(required=True)
    lines = fields.List(fields.Nested(ArrivalLineReply), required=True)
    receptions = fields.List(fields.Nested(Reception), required=True)
    shipped_at = Instant(required=True)
    due_at = Instant(required=True)


class ListArrivals(PageRequest):
    """Arrivals of their receiver, by state."""

    sort = sorted_by("due_at")
    state = Word(ARRIVAL_STATES)
    station_id = Id()


receive_transfer = Operation(
    SERVICE,
    "receive_transfer",
    "Receive pieces of a transfer: whole, damaged, lost",
    "command",
    permissions.TRANSFER_WORK,
    ReceiveTransfer,
    ArrivalState,
    ids=("transfer_id",),
    example={"lines": [{"part_id": "00000000-0000-4000-8000-000000000003", "received": 2}]},
)
get_arrival = Operation(
    SERVICE, "get_arrival", "Read an arrival", "query", permissions.TRANSFER_READ, Nothing, Arrival, ids=("arrival_id",)
)
list_arrivals = Operation(
    SERVICE,
    "list_arrivals",
    "List what comes to a station",
    "query",
    permissions.TRANSFER_READ,
    ListArrivals,
    page_of(Arrival),
)
