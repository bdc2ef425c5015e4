"""The store's incoming gate: receipts and their inspection, returns to the manufacturer. More of `inventory`."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.inventory.stock import MOST_PIECES, SERVICE
from contracts.language import permissions
from contracts.language.fields import NOT_NEGATIVE, Id, Instant, Money, Text, Whole, Word
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

SOURCES = ("manufacturer", "opened", "transfer")
RECEIPT_STATES = ("quarantine", "inspected")
RETURN_STATES = ("open", "sent")

_PART = "00000000-0000-4000-8000-000000000003"
_COST = {"amount": "86.00", "currency": "CNY"}


class ReceivedPart(Request):
    """Pieces that came, at what each cost."""

    part_id = Id(required=True)
    quantity = Whole(1, MOST_PIECES, required=True)
    unit_cost = Money(NOT_NEGATIVE, required=True)


class ReceiveParts(Request):
    """A delivery of the manufacturer; everything goes to quarantine (P13)."""

    delivery_note = Text(80, required=True)
    lines = fields.List(fields.Nested(ReceivedPart), required=True, validate=validate.Length(1, 10))


class InspectedPart(Request):
    """How many pieces of a part passed, and how many failed."""

    part_id = Id(required=True)
    passed = Whole(0, MOST_PIECES, required=True)
    failed = Whole(0, MOST_PIECES, load_default=0)


class InspectReceipt(Request):
    """What an engineer found; passed goes to the store, failed back to the manufacturer (P13)."""

    lines = fields.List(fields.Nested(InspectedPart), required=True, validate=validate.Length(1, 10))
    note = Text(500, empty=True, load_default="")


class ForcedPart(Request):
    """Pieces that go to the store without an inspection."""

    part_id = Id(required=True)
    quantity = Whole(1, MOST_PIECES, required=True)


class ForceReceipt(Request):
    """Past the inspection, where the policy allows it; the keeper who does it is liable for what comes of it (P13)."""

    lines = fields.List(fields.Nested(ForcedPart), required=True, validate=validate.Length(1, 10))
    reason = Text(200, required=True)


class ReceiptLine(Reply):
    """A line of a receipt: what came, and what became of it; the rest is in quarantine."""

    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    unit_cost = Money(required=True)
    passed = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    forced = fields.Integer(required=True)


class PartsReceipt(Reply):
    """Pieces that came to the gate; `opened` ones came back from a bench, `forced_by` is liable for forced ones."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    source = Word(SOURCES, required=True)
    delivery_note = fields.String(required=True)
    state = Word(RECEIPT_STATES, required=True)
    lines = fields.List(fields.Nested(ReceiptLine), required=True)
    received_by = Id(required=True)
    received_at = Instant(required=True)
    inspected_by = Id(required=True, allow_none=True)
    inspected_at = Instant(required=True, allow_none=True)
    forced_by = Id(required=True, allow_none=True)
    reason = fields.String(required=True)
    note = fields.String(required=True)


class ListReceipts(PageRequest):
    """Receipts by state."""

    sort = sorted_by("received_at")
    state = Word(RECEIPT_STATES)
    station_id = Id()


class SendReturn(Request):
    """The defective pieces are on their way to the manufacturer."""

    waybill = Text(80, required=True)


class ManufacturerReturn(Reply):
    """Defective pieces that go back to the manufacturer (P13)."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    why = fields.String(required=True)
    ref = Id(required=True)
    state = Word(RETURN_STATES, required=True)
    opened_by = Id(required=True)
    opened_at = Instant(required=True)
    sent_by = Id(required=True, allow_none=True)
    sent_at = Instant(required=True, allow_none=True)
    waybill = fields.String(required=True, allow_none=True)


class ListReturns(PageRequest):
    """Returns to the manufacturer by state."""

    sort = sorted_by("opened_at")
    state = Word(RETURN_STATES)
    station_id = Id()


receive_parts = Operation(
    SERVICE,
    "receive_parts",
    "Receive parts into quarantine",
    "command",
    permissions.RECEIPT_RECORD,
    ReceiveParts,
    PartsReceipt,
    example={"delivery_note": "HN-2026-118", "lines": [{"part_id": _PART, "quantity": 5, "unit_cost": _COST}]},
)
inspect_receipt = Operation(
    SERVICE,
    "inspect_receipt",
    "Inspect what came in",
    "command",
    permissions.RECEIPT_INSPECT,
    InspectReceipt,
    PartsReceipt,
    ids=("receipt_id",),
    example={"lines": [{"part_id": _PART, "passed": 4, "failed": 1}]},
)
force_receipt = Operation(
    SERVICE,
    "force_receipt",
    "Put parts into the store without an inspection",
    "command",
    permissions.RECEIPT_RECORD,
    ForceReceipt,
    PartsReceipt,
    ids=("receipt_id",),
    example={"lines": [{"part_id": _PART, "quantity": 1}], "reason": "a customer waits"},
)
get_parts_receipt = Operation(
    SERVICE,
    "get_parts_receipt",
    "Read a receipt of parts",
    "query",
    permissions.STOCK_READ,
    Nothing,
    PartsReceipt,
    ids=("receipt_id",),
)
list_receipts = Operation(
    SERVICE,
    "list_receipts",
    "List receipts of parts",
    "query",
    permissions.STOCK_READ,
    ListReceipts,
    page_of(PartsReceipt),
)
send_manufacturer_return = Operation(
    SERVICE,
    "send_manufacturer_return",
    "Send defective parts back to the manufacturer",
    "command",
    permissions.RECEIPT_RECORD,
    SendReturn,
    ManufacturerReturn,
    ids=("return_id",),
    example={"waybill": "SF1234567890"},
)
list_manufacturer_returns = Operation(
    SERVICE,
    "list_manufacturer_returns",
    "List returns to the manufacturer",
    "query",
    permissions.STOCK_READ,
    ListReturns,
    page_of(ManufacturerReturn),
)
