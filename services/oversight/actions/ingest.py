"""Notes what an event tells in its record's row, within the unit of work in which it is heard.

Only what the figures need is kept, and no personal data: ids, times, counts.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from contracts.intake import custody, findings, orders, payments
from contracts.inventory import borrows, part_requests, parts_receipts, stock, transfers
from contracts.language.operation import Event
from contracts.language.payload import EventData
from contracts.quality import appeasements, audits, calls
from contracts.repair import awaiting_parts, job_waits, unfinished_reports
from contracts.repair import jobs as repair
from contracts.stations import days
from services.oversight import collections as store
from services.oversight.rules import extracts
from services.oversight.rules.figures import RecordedEvent
from services.oversight.rules.records import fen
from services.oversight.rules.rows import Row

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

D = TypeVar("D", bound=EventData)
KEPT: dict[str, tuple[str, type[Any]]] = {
    orders.order_received.type: ("order", extracts.OrderReceived),
    orders.order_rescheduled.type: ("order", extracts.OrderRescheduled),
    custody.bench_accepted.type: ("order", extracts.Nothing),
    orders.order_ready.type: ("order", extracts.OrderMoved),
    orders.customer_notified.type: ("order", extracts.OrderMoved),
    orders.order_released.type: ("order", extracts.OrderMoved),
    orders.order_closed.type: ("order", extracts.OrderMoved),
    orders.order_cancelled.type: ("order", extracts.OrderMoved),
    orders.order_abandoned.type: ("order", extracts.OrderMoved),
    orders.device_handed_back.type: ("order", extracts.Nothing),
    custody.device_overnight.type: ("order", extracts.DeviceOvernight),
    custody.device_brought_back.type: ("order", extracts.DeviceBroughtBack),
    repair.job_finished.type: ("order", extracts.JobFinished),
    job_waits.job_waiting.type: ("order", extracts.Nothing),
    job_waits.job_resumed.type: ("order", extracts.Nothing),
    calls.call_opened.type: ("order", extracts.CallOpened),
    calls.call_rescheduled.type: ("order", extracts.CallOpened),
    calls.call_ended.type: ("order", extracts.CallEnded),
    appeasements.appeasement_opened.type: ("appeasement", extracts.AppeasementOpened),
    appeasements.appeasement_rescheduled.type: ("appeasement", extracts.AppeasementOpened),
    appeasements.appeasement_contacted.type: ("appeasement", extracts.AppeasementContacted),
    appeasements.appeasement_closed.type: ("appeasement", extracts.AppeasementClosed),
    audits.audit_finished.type: ("audit", extracts.AuditFinished),
    findings.finding_opened.type: ("finding", extracts.FindingOpened),
    borrows.part_borrowed.type: ("borrow", extracts.PartBorrowed),
    borrows.borrow_settled.type: ("borrow", extracts.BorrowSettled),
    borrows.borrow_corrected.type: ("borrow", extracts.BorrowCorrected),
    part_requests.request_settled.type: ("request", extracts.RequestSettled),
    parts_receipts.parts_received.type: ("receipt", extracts.PartsReceived),
    parts_receipts.receipt_inspected.type: ("receipt", extracts.ReceiptInspected),
    stock.stock_counted.type: ("stock_day", extracts.StockCounted),
    transfers.transfer_changed.type: ("transfer", extracts.TransferChanged),
    payments.payment_recorded.type: ("payment", extracts.PaymentRecorded),
    days.day_closed.type: ("day", extracts.DayClosed),
    awaiting_parts.awaiting_parts_reported.type: ("awaiting_report", extracts.AwaitingPartsReported),
    unfinished_reports.unfinished_reported.type: ("unfinished_report", extracts.UnfinishedReported),
}
"""By event: the kind of its record's row, and what is kept of it there."""


def row_of(event_type: str, aggregate_id: str, order_id: str | None) -> str:
    """The id of the row that keeps this event: its aggregate's, or the order's where the event is noted of an order.

    A job has one order and an order one job; the three calls of an order share its row.
    """
    kind, _ = KEPT[event_type]
    return order_id if kind == "order" and order_id else aggregate_id


def note(event: Event[D], work: Work, data: D, **more: Any) -> Row:
    """Notes an event in the row that keeps it; `more` is what the figures need and the event says otherwise."""
    kind, extract = KEPT[event.type]
    row_id = row_of(event.type, work.cause.source_id, getattr(data, "order_id", None))
    row = work.find(store.rows, _id=row_id) or work.add(store.rows, Row(row_id, work.station_id, kind))
    names = [kept_field.name for kept_field in fields(extract)]
    values = {name: _plain(more[name] if name in more else getattr(data, name)) for name in names}
    row.add(RecordedEvent(event.type, work.at, work.cause.recorded_at, values), work.station.calendar)
    return row


def _plain(value: Any) -> Any:
    return fen(value) if isinstance(value, Decimal) else value


def note_received(work: Work, data: orders.OrderReceivedData) -> None:
    row = note(orders.order_received, work, data, imported=work.imported)
    row.redo_of = data.redo_of


def note_cancelled(work: Work, data: orders.OrderMoved) -> None:
    """A repeated repair that is cancelled is told to its first order too."""
    row = note(orders.order_cancelled, work, data)
    received = next((event for event in row.told if event.type == orders.order_received.type), None)
    row.redo_of = received.read(extracts.OrderReceived).redo_of if received else None


def note_lists(work: Work, data: awaiting_parts.AwaitingPartsReported) -> None:
    lists = [int(engineer.in_time) for engineer in data.lists]
    note(awaiting_parts.awaiting_parts_reported, work, data, lists=lists)


def note_unfinished(work: Work, data: unfinished_reports.UnfinishedReported) -> None:
    explained = [int(line.reason is not None) for line in data.lines]
    note(unfinished_reports.unfinished_reported, work, data, explained=explained)
