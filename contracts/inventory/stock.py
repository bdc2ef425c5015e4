"""Parts and stock of one station: what the service `inventory` takes, answers and tells."""

from __future__ import annotations

from typing import Annotated

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Money, NonNegativeMoney, Text, Whole
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request

SERVICE = "inventory"
MOST_PIECES = 100_000

# --- parts ----------------------------------------------------------------------------------------------------------


parts = Noun(SERVICE, "/parts", "part_id")
stock = Noun(SERVICE, "/stock", "stock_id")
moves = Noun(SERVICE, "/moves")


class DefinePart(Request):
    """A part of the network's catalogue, and how many of it a station should have (P4)."""

    code: Annotated[str, Text(40)]
    name: Annotated[str, Text(120)]
    category: Annotated[str, Text(60)]
    unit_cost: NonNegativeMoney
    from_manufacturer: bool = True
    core_owed: bool = False
    minimum: Annotated[int, Whole(0, MOST_PIECES)] = 0
    maximum: Annotated[int, Whole(0, MOST_PIECES)] = MOST_PIECES


class EditPart(Request):
    """What may change on a part; what is left out stays."""

    part_id: PathId
    name: Annotated[str, Text(120)] | None = None
    category: Annotated[str, Text(60)] | None = None
    unit_cost: NonNegativeMoney | None = None
    from_manufacturer: bool | None = None
    core_owed: bool | None = None
    minimum: Annotated[int, Whole(0, MOST_PIECES)] | None = None
    maximum: Annotated[int, Whole(0, MOST_PIECES)] | None = None


class Part(Reply):
    """A part of the network's catalogue; with `core_owed` its used piece goes back to the manufacturer (P3)."""

    id: Id
    version: int
    code: str
    name: str
    category: str
    unit_cost: Money
    from_manufacturer: bool
    core_owed: bool
    minimum: int
    maximum: int


class ListParts(PageRequest):
    """Parts by code or category."""

    sort: Annotated[str, sorted_by("code")] = "code"
    code: Annotated[str, Text(40)] | None = None
    category: Annotated[str, Text(60)] | None = None


define_part = parts.create(
    "define_part",
    "Put a part into the catalogue",
    DefinePart,
    Part,
    permissions.PART_DEFINE,
    example={
        "code": "BAT-X50",
        "name": "battery X50",
        "category": "battery",
        "unit_cost": {"amount": "86.00", "currency": "CNY"},
        "core_owed": True,
    },
)
edit_part = parts.edit(
    "edit_part",
    "Change a part of the catalogue",
    EditPart,
    Part,
    permissions.PART_DEFINE,
    example={"minimum": 2, "maximum": 10},
)
get_part = parts.get("get_part", "Read a part", Part, permissions.PART_READ)
list_parts = parts.list("list_parts", "List parts", ListParts, Part, permissions.PART_READ)

# --- stock and its moves --------------------------------------------------------------------------------------------


class PlaceBalance(Reply):
    """How many pieces a place has; below zero outside: the manufacturer's are those that came from there."""

    place: str
    quantity: int


class Stock(Reply):
    """All pieces of a part at a station; `free` are those in the store that are reserved for nobody."""

    id: Id
    version: int
    station_id: Id
    part_id: Id
    part_code: str
    in_store: int
    reserved: int
    free: int
    places: tuple[PlaceBalance, ...]


class LayerOut(Reply):
    """Pieces of one age and cost at a place: first received in the network, arrived at this station (P5)."""

    place: str
    quantity: int
    received_at: Instant
    arrived_at: Instant
    cost: Money


class ClaimOut(Reply):
    """Pieces meant for a job or a transfer, and how many of them are reserved."""

    ref: Id
    quantity: int
    reserved: int
    since: Instant


class StockWithLayers(Stock):
    """A stock with its layers and with whom its pieces are meant for."""

    layers: tuple[LayerOut, ...]
    claims: tuple[ClaimOut, ...]


class ListStock(PageRequest):
    """Stock by part."""

    sort: Annotated[str, sorted_by("part_code")] = "part_code"
    part_id: Id | None = None
    station_id: Id | None = None


class MoveOut(Reply):
    """Pieces of one layer that went from a place to a place: a line of the ledger; `cost` is of one piece."""

    id: Id
    station_id: Id
    part_id: Id
    part_code: str
    source: str
    target: str
    quantity: int
    cost: Money
    received_at: Instant
    arrived_at: Instant
    why: str
    ref: str | None
    at: Instant
    day: str
    by: str


class ListMoves(PageRequest):
    """Moves by part, document or day."""

    sort: Annotated[str, sorted_by("at")] = "at"
    part_id: Id | None = None
    ref: Id | None = None
    day: Day | None = None
    station_id: Id | None = None


get_stock = stock.get("get_stock", "Read the stock of a part", StockWithLayers, permissions.STOCK_READ)
list_stock = stock.list("list_stock", "List stock", ListStock, Stock, permissions.STOCK_READ)
list_moves = moves.list("list_moves", "List moves", ListMoves, MoveOut, permissions.STOCK_READ)

# --- events ---------------------------------------------------------------------------------------------------------


class PartLine(EventData):
    """So many pieces of a part."""

    part_id: Id
    quantity: int


class Move(EventData):
    """Pieces of one layer that went from one place to another; `cost` is of one piece."""

    source: str
    target: str
    quantity: int
    cost: Money
    received_at: Instant
    arrived_at: Instant
    why: str
    ref: str | None


class StockMoved(EventData):
    """The moves of one part at one station: the ledger is the log of these."""

    part_id: Id
    moves: tuple[Move, ...]


class PartsArrived(EventData):
    """A part is in store for a job that waited for it."""

    job_id: Id
    part_id: Id
    quantity: int


class PartBorrowed(EventData):
    """An engineer borrowed pieces against a job (P1 E12)."""

    job_id: Id
    engineer_id: Id
    part_id: Id
    quantity: int
    day: str


class BorrowSettled(EventData):
    """Pieces of a borrow came to their end; `in_time` by the close of the day on which they were borrowed."""

    quantity: int
    how: str
    in_time: bool
    day: str


class OvernightLine(EventData):
    """Pieces that an engineer still held when the day closed (P1); `excepted` where a lead had signed for it."""

    borrow_id: Id
    job_id: Id
    engineer_id: Id
    part_id: Id
    part_code: str
    quantity: int
    excepted: bool


class OvernightReported(EventData):
    """What was outside the store when a day closed; told also when it was nothing."""

    day: str
    closing: int
    lines: tuple[OvernightLine, ...]


class StockCounted(EventData):
    """A station's stock when a day closed: value of all layers, of the dead ones by both ages, cost of consumption."""

    day: str
    closing: int
    value: Money
    dead_value: Money
    dead_value_network: Money
    consumed: Money


class ReceiptInspected(EventData):
    """Received pieces left quarantine: inspected, or forced past the inspection (P13)."""

    part_id: Id
    received: int
    inspected: int
    day: str


class RequestSettled(EventData):
    """A line of a job's first request: whether it was issued in full from the own store in time (S13)."""

    job_id: Id
    part_id: Id
    quantity: int
    filled: bool
    requested_at: Instant
    day: str


stock_moved = Event(SERVICE, "stock_moved.v1", StockMoved)
parts_arrived = Event(SERVICE, "parts_arrived.v1", PartsArrived, ("repair",))
part_borrowed = Event(SERVICE, "part_borrowed.v1", PartBorrowed, ("oversight",))
borrow_settled = Event(SERVICE, "borrow_settled.v1", BorrowSettled, ("oversight",))
overnight_reported = Event(SERVICE, "overnight_reported.v1", OvernightReported, ("notifications",))
stock_counted = Event(SERVICE, "stock_counted.v1", StockCounted, ("oversight",))
receipt_inspected = Event(SERVICE, "receipt_inspected.v1", ReceiptInspected, ("oversight",))
request_settled = Event(SERVICE, "request_settled.v1", RequestSettled, ("oversight",))
