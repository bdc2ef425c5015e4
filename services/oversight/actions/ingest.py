"""Notes what an event tells in its record's row, within the unit of work in which it is heard.

Only what the figures need is kept, and no personal data: ids, times, counts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from contracts.intake import custody, orders, payments
from contracts.inventory import borrows, part_requests, parts_receipts, stock, transfers
from contracts.language.operation import Event
from contracts.language.payload import EventData
from contracts.quality import appeasements, audits, calls
from contracts.repair import awaiting_parts, unfinished_reports
from contracts.repair import jobs as repair
from contracts.stations import days
from services.oversight import collections as store
from services.oversight.rules.figures import RecordedEvent
from services.oversight.rules.records import fen
from services.oversight.rules.rows import Row

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

D = TypeVar("D", bound=EventData)
_MOVED = ("state", "outcome", "release", "effective_due_at", "fulfilled_at", "turnaround_minutes")
_KEPT: dict[str, tuple[str, tuple[str, ...]]] = {
    orders.order_received.type: ("order", ("party_kind", "category", "bench_due_at", "due_at", "redo_of", "imported")),
    orders.order_rescheduled.type: ("order", ("effective_due_at",)),
    custody.bench_accepted.type: ("order", ()),
    orders.order_ready.type: ("order", _MOVED),
    orders.customer_notified.type: ("order", _MOVED),
    orders.order_released.type: ("order", _MOVED),
    orders.order_closed.type: ("order", _MOVED),
    orders.order_cancelled.type: ("order", _MOVED),
    orders.order_abandoned.type: ("order", _MOVED),
    custody.device_overnight.type: ("order", ("day",)),
    repair.job_finished.type: ("order", ("engineer_id",)),
    repair.job_waiting.type: ("order", ()),
    repair.job_resumed.type: ("order", ()),
    calls.call_opened.type: ("order", ("stage", "due_at")),
    calls.call_ended.type: ("order", ("stage", "due_at", "outcome", "in_time", "score")),
    appeasements.appeasement_opened.type: ("appeasement", ("order_id", "contact_due_at")),
    appeasements.appeasement_contacted.type: ("appeasement", ("in_time",)),
    appeasements.appeasement_closed.type: ("appeasement", ("upheld",)),
    audits.audit_finished.type: ("audit", ("day", "points", "possible")),
    borrows.part_borrowed.type: ("borrow", ("job_id", "engineer_id", "day", "quantity")),
    borrows.borrow_settled.type: ("borrow", ("day", "quantity", "in_time")),
    part_requests.request_settled.type: ("request", ("job_id", "day", "filled")),
    parts_receipts.receipt_inspected.type: ("receipt", ("day", "received", "inspected")),
    stock.stock_counted.type: (
        "stock_day",
        ("day", "closing", "value", "dead_value", "dead_value_network", "consumed"),
    ),
    transfers.transfer_changed.type: ("transfer", ("state", "due_at", "opened_at", "to_station_id")),
    payments.payment_recorded.type: ("payment", ("order_id", "day", "amount")),
    days.day_closed.type: ("day", ("day", "closing")),
    awaiting_parts.awaiting_parts_reported.type: ("awaiting_report", ("day", "lists")),
    unfinished_reports.unfinished_reported.type: ("unfinished_report", ("day", "closing", "explained")),
}


def row_of(event_type: str, aggregate_id: str, order_id: str | None) -> str:
    """The id of the row that keeps this event: its aggregate's, or the order's where the event is noted of an order.

    A job has one order and an order one job; the three calls of an order share its row.
    """
    kind, _ = _KEPT[event_type]
    return order_id if kind == "order" and order_id else aggregate_id


def note(event: Event[D], work: Work, data: D, **more: Any) -> Row:
    """Notes an event in the row that keeps it; `more` is what the figures need and the event says otherwise."""
    kind, names = _KEPT[event.type]
    row_id = row_of(event.type, work.cause.source_id, getattr(data, "order_id", None))
    row = work.find(store.rows, _id=row_id) or work.add(store.rows, Row(row_id, work.station_id, kind))
    values = {name: _plain(more[name] if name in more else getattr(data, name)) for name in names}
    row.add(RecordedEvent(event.type, work.at, work.cause.recorded_at, values), work.station.calendar)
    return row


def _plain(value: Any) -> Any:
    return fen(value) if isinstance(value, Decimal) else value


def note_received(work: Work, data: orders.OrderReceivedData) -> None:
    row = note(orders.order_received, work, data, imported=work.imported)
    row.redo_of = data.redo_of


def note_lists(work: Work, data: awaiting_parts.AwaitingPartsReported) -> None:
    lists = [int(engineer.in_time) for engineer in data.lists]
    note(awaiting_parts.awaiting_parts_reported, work, data, lists=lists)


def note_unfinished(work: Work, data: unfinished_reports.UnfinishedReported) -> None:
    explained = [int(line.reason is not None) for line in data.lines]
    note(unfinished_reports.unfinished_reported, work, data, explained=explained)
