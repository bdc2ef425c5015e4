"""The incoming gate: everything stays in quarantine until an engineer, who did not receive it, inspects it [P13]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contracts.inventory.manufacturer_returns import State as ReturnState
from contracts.inventory.parts_receipts import State
from contracts.language.errors import Invalid, Refused
from contracts.language.identifiers import compact


@dataclass
class ReceiptLine:
    """Pieces of one part that came in, and what became of them; the rest is in quarantine."""

    part_id: str
    quantity: int
    unit_cost: Decimal
    passed: int = 0
    failed: int = 0
    forced: int = 0

    @property
    def waiting(self) -> int:
        """How many pieces still wait for an inspection."""
        return self.quantity - self.passed - self.failed - self.forced


@dataclass
class Receipt:
    """What came to the gate: from the `manufacturer`, or `opened` from a bench. Instants are business time.

    `note_spelling` is the manufacturer's delivery note as it is however it is typed, `returned_by` who opened a piece.
    """

    id: str
    station_id: str
    source: str
    delivery_note: str
    lines: list[ReceiptLine]
    received_by: str
    received_at: datetime
    version: int = 0
    state: State = "quarantine"
    inspected_by: str | None = None
    inspected_at: datetime | None = None
    note: str = ""
    forced_by: str | None = None
    reason: str = ""
    note_spelling: str | None = None
    returned_by: str | None = None

    def __post_init__(self) -> None:
        self.note_spelling = compact(self.delivery_note) if self.source == "manufacturer" else None

    @property
    def came_with(self) -> str:
        """The document with which its pieces came into quarantine: itself, a borrow, or a transfer."""
        return self.id if self.source == "manufacturer" else self.delivery_note

    def inspect(self, part_id: str, passed: int, failed: int, by: str, at: datetime) -> None:
        """An engineer has looked at some pieces. Refused as `check_inspector` does, and for more than wait."""
        self.check_inspector(by)
        line = self._line(part_id, passed + failed)
        line.passed += passed
        line.failed += failed
        self.inspected_by, self.inspected_at = by, at
        self._end_if_nothing_waits()

    def force(self, part_id: str, quantity: int, by: str, reason: str) -> None:
        """Pieces go to the store without an inspection; the keeper is liable. Refused for more than wait."""
        self._line(part_id, quantity).forced += quantity
        self.forced_by, self.reason = by, reason
        self._end_if_nothing_waits()

    def check_inspector(self, by: str) -> None:
        """Refused to who received it, and to who brought it back opened."""
        if by in (self.received_by, self.returned_by):
            raise Refused("own_receipt", "Who received it, or brought it back, does not inspect it.")

    def check_waiting(self) -> None:
        """Refused once nothing of it waits any more."""
        if self.state != "quarantine":
            raise Refused("not_in_quarantine", "Nothing of it waits.", waiting="0")

    def _line(self, part_id: str, quantity: int) -> ReceiptLine:
        line = next((line for line in self.lines if line.part_id == part_id), None)
        if line is None:
            raise Refused("part_not_on_receipt", "That part is not on this receipt.", part_id=part_id)
        if quantity < 1 or quantity > line.waiting:
            raise Refused("not_in_quarantine", "Not that many wait.", part_id=part_id, waiting=str(line.waiting))
        return line

    def _end_if_nothing_waits(self) -> None:
        if not any(line.waiting for line in self.lines):
            self.state = "inspected"


@dataclass
class ManufacturerReturn:
    """Defective pieces that go back to the manufacturer; opened the day they are found [P13]."""

    id: str
    station_id: str
    part_id: str
    quantity: int
    why: str
    ref: str
    opened_by: str
    opened_at: datetime
    version: int = 0
    state: ReturnState = "open"
    sent_by: str | None = None
    sent_at: datetime | None = None
    waybill: str | None = None

    def send(self, waybill: str, by: str, at: datetime) -> None:
        """They are on their way. Refused a second time."""
        self.check_unsent()
        self.state, self.waybill, self.sent_by, self.sent_at = "sent", waybill, by, at

    def check_unsent(self) -> None:
        """Refused once they are on their way."""
        if self.state != "open":
            raise Refused("return_sent", "The return is on its way already.")


def check_parts_once(part_ids: list[str]) -> None:
    """Raises `Invalid` where a part stands on two lines."""
    if len(set(part_ids)) != len(part_ids):
        raise Invalid("The request is not valid.", ["lines: A part stands on two lines."])
