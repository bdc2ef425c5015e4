"""The incoming gate: receive, inspect, force [P13]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.inventory import parts_receipts as contract
from contracts.inventory.parts_receipts import ForceReceipt, InspectReceipt, ReceiveParts
from contracts.language.errors import Refused
from contracts.language.identifiers import compact
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.actions.manufacturer_returns import open_return
from services.inventory.rules.receipts import Receipt, ReceiptLine, check_parts_once
from services.inventory.rules.stock import DEFECTIVE, MANUFACTURER, QUARANTINE, STORE, Lot

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def receive_parts(work: Work, request: ReceiveParts) -> Receipt:
    """A delivery of the manufacturer goes to quarantine.

    Raises `Invalid` for a part on two lines, `Refused` for a delivery note that was taken before, and for a cost above
    the policy's limit.
    """
    ledger.check_open(work)
    check_parts_once([line.part_id for line in request.lines])
    _check_note(work, request.delivery_note)
    for received in request.lines:
        ledger.stock_policy(work).check_cost(received.unit_cost)
    lines = [ReceiptLine(line.part_id, line.quantity, line.unit_cost) for line in request.lines]
    receipt = open_receipt(work, work.new_id(), "manufacturer", request.delivery_note, lines)
    for line in lines:
        stock = ledger.stock_of(work, line.part_id)
        lots = [Lot(line.quantity, work.at, work.at, line.unit_cost)]
        stock.move(line.quantity, MANUFACTURER, QUARANTINE, "receipt", work.at, ref=receipt.id, lots=lots)
        ledger.post(work, stock)
    calendar = work.station.calendar
    day = calendar.first_open(calendar.day_of(work.at)).isoformat()
    pieces = contract.PartsReceived(day=day, received=sum(line.quantity for line in lines))
    work.emit(receipt, contract.parts_received, pieces)
    return receipt


def _check_note(work: Work, delivery_note: str) -> None:
    """Raises `Refused`, naming the earlier receipt, where the station has taken a delivery with this note."""
    earlier = work.find(store.receipts, note_spelling=compact(delivery_note))
    if earlier is not None:
        raise Refused("delivery_note_used", "This delivery note was taken before.", receipt_id=earlier.id)


def open_receipt(
    work: Work,
    receipt_id: str,
    source: str,
    delivery_note: str,
    lines: list[ReceiptLine],
    returned_by: str | None = None,
) -> Receipt:
    """Pieces that are in quarantine now wait for an engineer who neither received them here nor brought them back."""
    receipt = Receipt(
        id=receipt_id,
        station_id=work.station_id,
        source=source,
        delivery_note=delivery_note,
        lines=lines,
        received_by=work.by,
        received_at=work.at,
        returned_by=returned_by,
    )
    return work.add(store.receipts, receipt)


def inspect_receipt(work: Work, request: InspectReceipt) -> Receipt:
    """An engineer's findings: passed to the store, failed to be given back to the manufacturer."""
    ledger.check_open(work)
    check_parts_once([line.part_id for line in request.lines])
    receipt = work.get(store.receipts, request.receipt_id)
    receipt.note = request.note or receipt.note
    for line in request.lines:
        part_id, passed, failed = line.part_id, line.passed, line.failed
        receipt.inspect(part_id, passed, failed, work.by, work.at)
        _leave_quarantine(work, receipt, part_id, passed, STORE)
        _leave_quarantine(work, receipt, part_id, failed, DEFECTIVE)
        _tell(work, receipt, part_id, received=passed + failed, inspected=passed + failed)
    return receipt


def force_receipt(work: Work, request: ForceReceipt) -> Receipt:
    """Past the inspection. Raises `Refused` unless the station's policy lets it be recorded."""
    ledger.check_open(work)
    check_parts_once([line.part_id for line in request.lines])
    receipt = work.get(store.receipts, request.receipt_id)
    _check_forceable(work)
    for line in request.lines:
        part_id, quantity = line.part_id, line.quantity
        receipt.force(part_id, quantity, work.by, request.reason)
        _leave_quarantine(work, receipt, part_id, quantity, STORE)
        _tell(work, receipt, part_id, received=quantity, inspected=0)
    return receipt


def check_inspection(work: Work, receipt: Receipt) -> None:
    ledger.check_open(work)
    receipt.check_inspector(work.by)
    work.check_second_person(receipt.received_by, receipt.returned_by)
    receipt.check_waiting()


def check_force(work: Work, receipt: Receipt) -> None:
    ledger.check_open(work)
    _check_forceable(work)
    receipt.check_waiting()


def _check_forceable(work: Work) -> None:
    if not ledger.stock_policy(work).records_forced_pass:
        raise Refused("not_inspected", "Nothing goes to the store before an engineer has inspected it.")


def _leave_quarantine(work: Work, receipt: Receipt, part_id: str, quantity: int, target: str) -> None:
    if quantity:
        stock = ledger.stock_of(work, part_id)
        stock.move(quantity, QUARANTINE, target, "inspection", work.at, ref=receipt.id, came_with=receipt.came_with)
        ledger.post(work, stock)
        if target == DEFECTIVE:
            open_return(work, part_id, quantity, "failed_inspection", receipt.id)


def _tell(work: Work, receipt: Receipt, part_id: str, *, received: int, inspected: int) -> None:
    """Only what the manufacturer sent counts as received; what came back from a bench was inspected once."""
    if receipt.source == "manufacturer":
        pieces = contract.ReceiptInspected(
            part_id=part_id, received=received, inspected=inspected, day=ledger.today(work)
        )
        work.emit(receipt, contract.receipt_inspected, pieces)
