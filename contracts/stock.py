"""Parts and stock of one station: what the service `inventory` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.fields import Id, Instant, Money
from contracts.operation import Event, EventData

SERVICE = "inventory"


class PartLine(EventData):
    """So many pieces of a part."""

    part_id = Id(required=True)
    quantity = fields.Integer(required=True)


class Move(EventData):
    """Pieces that went from one place to another, by layer."""

    source = fields.String(required=True)
    target = fields.String(required=True)
    quantity = fields.Integer(required=True)
    cost = Money(required=True)
    why = fields.String(required=True)
    ref = fields.String(required=True, allow_none=True)


class StockMoved(EventData):
    """The moves of one part at one station: the ledger is the log of these."""

    part_id = Id(required=True)
    moves = fields.List(fields.Nested(Move), required=True)


class PartsArrived(EventData):
    """A part is in store for a job that waited for it."""

    job_id = Id(required=True)
    part_id = Id(required=True)
    quantity = fields.Integer(required=True)


class PartBorrowed(EventData):
    """An engineer borrowed pieces against a job (P1 E12)."""

    job_id = Id(required=True)
    engineer_id = Id(required=True)
    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    day = fields.String(required=True)


class BorrowSettled(EventData):
    """Pieces of a borrow came to their end; `in_time` by the close of the day on which they were borrowed."""

    quantity = fields.Integer(required=True)
    how = fields.String(required=True)
    in_time = fields.Boolean(required=True)
    day = fields.String(required=True)


class OvernightLine(EventData):
    """Pieces that an engineer still held when the day closed (P1)."""

    borrow_id = Id(required=True)
    job_id = Id(required=True)
    engineer_id = Id(required=True)
    part_id = Id(required=True)
    part_code = fields.String(required=True)
    quantity = fields.Integer(required=True)


class OvernightReported(EventData):
    """What was outside the store when a day closed; told also when it was nothing."""

    day = fields.String(required=True)
    closing = fields.Integer(required=True)
    lines = fields.List(fields.Nested(OvernightLine), required=True)


class StockCounted(EventData):
    """A station's stock when a day closed: value of all layers, of the dead ones by both ages, cost of consumption."""

    day = fields.String(required=True)
    closing = fields.Integer(required=True)
    value = Money(required=True)
    dead_value = Money(required=True)
    dead_value_network = Money(required=True)
    consumed = Money(required=True)


class ReceiptInspected(EventData):
    """Received pieces left quarantine: inspected, or forced past the inspection (P13)."""

    part_id = Id(required=True)
    received = fields.Integer(required=True)
    inspected = fields.Integer(required=True)
    day = fields.String(required=True)


class RequestSettled(EventData):
    """A line of a job's first request: whether it was issued in full from the own store in time (S13)."""

    job_id = Id(required=True)
    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    filled = fields.Boolean(required=True)
    requested_at = Instant(required=True)
    day = fields.String(required=True)


stock_moved = Event(SERVICE, "stock_moved.v1", StockMoved)
parts_arrived = Event(SERVICE, "parts_arrived.v1", PartsArrived, ("repair",))
part_borrowed = Event(SERVICE, "part_borrowed.v1", PartBorrowed, ("oversight",))
borrow_settled = Event(SERVICE, "borrow_settled.v1", BorrowSettled, ("oversight",))
overnight_reported = Event(SERVICE, "overnight_reported.v1", OvernightReported, ("notifications",))
stock_counted = Event(SERVICE, "stock_counted.v1", StockCounted, ("oversight",))
receipt_inspected = Event(SERVICE, "receipt_inspected.v1", ReceiptInspected, ("oversight",))
request_settled = Event(SERVICE, "request_settled.v1", RequestSettled, ("oversight",))
