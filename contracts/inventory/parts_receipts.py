"""Deliveries at the incoming gate and their inspection [P13]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from marshmallow import validate

from contracts.inventory import SERVICE
from contracts.inventory.parts import MOST_PIECES
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Money, Text, UnitCost, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import TAKING, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing

SOURCES = ("manufacturer", "opened", "transfer")
State = Literal["quarantine", "inspected"]
RECEIPT_STATES: tuple[State, ...] = get_args(State)
_PART = "00000000-0000-4000-8000-000000000003"

parts_receipts = Noun(SERVICE, "/parts-receipts", "receipt_id")
_COST = {"amount": "86.00", "currency": "CNY"}


class ReceivedPart(Request):
    """Pieces that came, at what each cost."""

    part_id: Id
    quantity: Annotated[int, Whole(1, MOST_PIECES)]
    unit_cost: UnitCost


class ReceiveParts(Request):
    """A delivery of the manufacturer; everything goes to quarantine (P13).

    A station takes a delivery note once, however it is typed; each sheet of one with several has its page's number.
    """

    delivery_note: Annotated[str, Text(80)]
    lines: Annotated[tuple[ReceivedPart, ...], validate.Length(1, 10)]


class InspectedPart(Request):
    """How many pieces of a part passed, and how many failed."""

    part_id: Id
    passed: Annotated[int, Whole(0, MOST_PIECES)]
    failed: Annotated[int, Whole(0, MOST_PIECES)] = 0


class InspectReceipt(Request):
    """What an engineer found; passed goes to the store, failed back to the manufacturer (P13)."""

    receipt_id: PathId
    lines: Annotated[tuple[InspectedPart, ...], validate.Length(1, 10)]
    note: Annotated[str, Lines(500, empty=True)] = ""


class ForcedPart(Request):
    """Pieces that go to the store without an inspection."""

    part_id: Id
    quantity: Annotated[int, Whole(1, MOST_PIECES)]


class ForceReceipt(Request):
    """Past the inspection, where the policy allows it; the keeper who does it is liable for what comes of it (P13)."""

    receipt_id: PathId
    lines: Annotated[tuple[ForcedPart, ...], validate.Length(1, 10)]
    reason: Annotated[str, Text(200)]


class ReceiptLine(Reply):
    """A line of a receipt: what came, and what became of it; the rest is in quarantine."""

    part_id: Id
    quantity: int
    unit_cost: Money
    passed: int
    failed: int
    forced: int


class PartsReceipt(Thing):
    """Pieces that came to the gate; `opened` ones came back from a bench, `forced_by` is liable for forced ones."""

    id: Id
    version: int
    station_id: Id
    source: Annotated[str, Word(SOURCES)]
    delivery_note: str
    state: State
    lines: tuple[ReceiptLine, ...]
    received_by: Id
    received_at: Instant
    inspected_by: Id | None
    inspected_at: Instant | None
    forced_by: Id | None
    reason: str
    note: str


class ListReceipts(PageRequest):
    """Receipts by state."""

    sort: Annotated[str, sorted_by("received_at")] = "received_at"
    state: State | None = None
    station_id: Id | None = None


receive_parts = parts_receipts.create(
    "receive_parts",
    "Receive parts into quarantine",
    ReceiveParts,
    PartsReceipt,
    permissions.RECEIPT_RECORD,
    example={"delivery_note": "HN-2026-118", "lines": [{"part_id": _PART, "quantity": 5, "unit_cost": _COST}]},
    station_states=TAKING,
)
inspect_receipt = parts_receipts.does(
    "inspect_receipt",
    "Inspect what came in",
    InspectReceipt,
    PartsReceipt,
    permissions.RECEIPT_INSPECT,
    example={"lines": [{"part_id": _PART, "passed": 4, "failed": 1}]},
)
force_receipt = parts_receipts.does(
    "force_receipt",
    "Put parts into the store without an inspection",
    ForceReceipt,
    PartsReceipt,
    permissions.RECEIPT_RECORD,
    example={"lines": [{"part_id": _PART, "quantity": 1}], "reason": "a customer waits"},
)
get_parts_receipt = parts_receipts.get(
    "get_parts_receipt", "Read a receipt of parts", PartsReceipt, permissions.STOCK_READ
)
list_receipts = parts_receipts.list(
    "list_receipts", "List receipts of parts", ListReceipts, PartsReceipt, permissions.STOCK_READ
)


class PartsReceived(EventData):
    """The manufacturer's pieces are in quarantine, to be inspected by the close of an open day (P13)."""

    day: str
    received: int


class ReceiptInspected(EventData):
    """Received pieces left quarantine: inspected, or forced past the inspection (P13)."""

    part_id: Id
    received: int
    inspected: int
    day: str


parts_received = Event(SERVICE, "parts_received.v1", PartsReceived, ("oversight",))
receipt_inspected = Event(SERVICE, "receipt_inspected.v1", ReceiptInspected, ("oversight",))
