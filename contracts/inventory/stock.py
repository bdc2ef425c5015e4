"""Parts and stock of one station: what the service `inventory` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import NOT_NEGATIVE, Day, Flag, Id, Instant, Money, Text, Whole
from contracts.language.operation import Event, EventData, Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

SERVICE = "inventory"
MOST_PIECES = 100_000

# --- parts ----------------------------------------------------------------------------------------------------------


class DefinePart(Request):
    """A part of the network's catalogue, and how many of it a station should have (P4)."""

    code = Text(40, required=True)
    name = Text(120, required=True)
    category = Text(60, required=True)
    unit_cost = Money(NOT_NEGATIVE, required=True)
    from_manufacturer = Flag(load_default=True)
    core_owed = Flag(load_default=False)
    minimum = Whole(0, MOST_PIECES, load_default=0)
    maximum = Whole(0, MOST_PIECES, load_default=MOST_PIECES)


class EditPart(Request):
    """What may change on a part; what is left out stays."""

    name = Text(120)
    category = Text(60)
    unit_cost = Money(NOT_NEGATIVE)
    from_manufacturer = Flag()
    core_owed = Flag()
    minimum = Whole(0, MOST_PIECES)
    maximum = Whole(0, MOST_PIECES)


class Part(Reply):
    """A part of the network's catalogue; with `core_owed` its used piece goes back to the manufacturer (P3)."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    unit_cost = Money(required=True)
    from_manufacturer = fields.Boolean(required=True)
    core_owed = fields.Boolean(required=True)
    minimum = fields.Integer(required=True)
    maximum = fields.Integer(required=True)


class ListParts(PageRequest):
    """Parts by code or category."""

    sort = sorted_by("code")
    code = Text(40)
    category = Text(60)


define_part = Operation(
    SERVICE,
    "define_part",
    "Put a part into the catalogue",
    "command",
    permissions.PART_DEFINE,
    DefinePart,
    Part,
    example={
        "code": "BAT-X50",
        "name": "battery X50",
        "category": "battery",
        "unit_cost": {"amount": "86.00", "currency": "CNY"},
        "core_owed": True,
    },
)
edit_part = Operation(
    SERVICE,
    "edit_part",
    "Change a part of the catalogue",
    "command",
    permissions.PART_DEFINE,
    EditPart,
    Part,
    ids=("part_id",),
    example={"minimum": 2, "maximum": 10},
)
get_part = Operation(
    SERVICE, "get_part", "Read a part", "query", permissions.PART_READ, Nothing, Part, ids=("part_id",)
)
list_parts = Operation(SERVICE, "list_parts", "List parts", "query", permissions.PART_READ, ListParts, page_of(Part))

# --- stock and its moves --------------------------------------------------------------------------------------------


class PlaceBalance(Reply):
    """How many pieces a place has; below zero outside: the manufacturer's are those that came from there."""

    place = fields.String(required=True)
    quantity = fields.Integer(required=True)


class Stock(Reply):
    """All pieces of a part at a station; `free` are those in the store that are reserved for nobody."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    part_id = Id(required=True)
    part_code = fields.String(required=True)
    in_store = fields.Integer(required=True)
    reserved = fields.Integer(required=True)
    free = fields.Integer(required=True)
    places = fields.List(fields.Nested(PlaceBalance), required=True)


class LayerOut(Reply):
    """Pieces of one age and cost at a place: first received in the network, arrived at this station (P5)."""

    place = fields.String(required=True)
    quantity = fields.Integer(required=True)
    received_at = Instant(required=True)
    arrived_at = Instant(required=True)
    cost = Money(required=True)


class ClaimOut(Reply):
    """Pieces meant for a job or a transfer, and how many of them are reserved."""

    ref = Id(required=True)
    quantity = fields.Integer(required=True)
    reserved = fields.Integer(required=True)
    since = Instant(required=True)


class StockWithLayers(Stock):
    """A stock with its layers and with whom its pieces are meant for."""

    layers = fields.List(fields.Nested(LayerOut), required=True)
    claims = fields.List(fields.Nested(ClaimOut), required=True)


class ListStock(PageRequest):
    """Stock by part."""

    sort = sorted_by("part_code")
    part_id = Id()
    station_id = Id()


class MoveOut(Reply):
    """Pieces of one layer that went from a place to a place: a line of the ledger; `cost` is of one piece."""

    id = Id(required=True)
    station_id = Id(required=True)
    part_id = Id(required=True)
    part_code = fields.String(required=True)
    source = fields.String(required=True)
    target = fields.String(required=True)
    quantity = fields.Integer(required=True)
    cost = Money(required=True)
    received_at = Instant(required=True)
    arrived_at = Instant(required=True)
    why = fields.String(required=True)
    ref = fields.String(required=True, allow_none=True)
    at = Instant(required=True)
    day = fields.String(required=True)
    by = fields.String(required=True)


class ListMoves(PageRequest):
    """Moves by part, document or day."""

    sort = sorted_by("at")
    part_id = Id()
    ref = Id()
    day = Day()
    station_id = Id()


get_stock = Operation(
    SERVICE,
    "get_stock",
    "Read the stock of a part",
    "query",
    permissions.STOCK_READ,
    Nothing,
    StockWithLayers,
    ids=("stock_id",),
)
list_stock = Operation(SERVICE, "list_stock", "List stock", "query", permissions.STOCK_READ, ListStock, page_of(Stock))
list_moves = Operation(
    SERVICE, "list_moves", "List moves", "query", permissions.STOCK_READ, ListMoves, page_of(MoveOut)
)

# --- events ---------------------------------------------------------------------------------------------------------


class PartLine(EventData):
    """So many pieces of a part."""

    part_id = Id(required=True)
    quantity = fields.Integer(required=True)


class Move(EventData):
    """Pieces of one layer that went from one place to another; `cost` is of one piece."""

    source = fields.String(required=True)
    target = fields.String(required=True)
    quantity = fields.Integer(required=True)
    cost = Money(required=True)
    received_at = Instant(required=True)
    arrived_at = Instant(required=True)
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
    """Pieces that an engineer still held when the day closed (P1); `excepted` where a lead had signed for it."""

    borrow_id = Id(required=True)
    job_id = Id(required=True)
    engineer_id = Id(required=True)
    part_id = Id(required=True)
    part_code = fields.String(required=True)
    quantity = fields.Integer(required=True)
    excepted = fields.Boolean(required=True)


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
