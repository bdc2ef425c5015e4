"""Notes what an event tells in its record's row, within the unit of work in which it is heard.

Only what the figures need is kept, and no personal data: ids, times, counts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from contracts.intake import desk
from contracts.intake import orders as intake
from contracts.inventory import stock, transfers
from contracts.language.operation import Event
from contracts.language.payload import EventData
from contracts.quality import calls as quality
from contracts.repair import awaiting
from contracts.repair import jobs as repair
from contracts.stations import days
from services.oversight import collections as store
from services.oversight.rules.figures import Told
from services.oversight.rules.records import fen
from services.oversight.rules.rows import Row

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

D = TypeVar("D", bound=EventData)
_MOVED = ("state", "outcome", "release", "effective_due_at", "fulfilled_at", "turnaround_minutes")
_KEPT: dict[str, tuple[str, tuple[str, ...]]] = {
    intake.order_received.type: ("order", ("party_kind", "category", "bench_due_at", "due_at", "redo_of", "imported")),
    intake.order_rescheduled.type: ("order", ("effective_due_at",)),
    intake.bench_accepted.type: ("order", ()),
    intake.order_ready.type: ("order", _MOVED),
    intake.customer_notified.type: ("order", _MOVED),
    intake.order_released.type: ("order", _MOVED),
    intake.order_closed.type: ("order", _MOVED),
    intake.order_cancelled.type: ("order", _MOVED),
    intake.order_abandoned.type: ("order", _MOVED),
    intake.device_overnight.type: ("order", ("day",)),
    repair.job_finished.type: ("order", ("engineer_id",)),
    repair.job_waiting.type: ("order", ()),
    repair.job_resumed.type: ("order", ()),
    quality.call_opened.type: ("order", ("stage", "due_at")),
    quality.call_ended.type: ("order", ("stage", "due_at", "outcome", "in_time", "score")),
    quality.appeasement_opened.type: ("appeasement", ("order_id", "contact_due_at")),
    quality.appeasement_contacted.type: ("appeasement", ("in_time",)),
    quality.appeasement_closed.type: ("appeasement", ("upheld",)),
    quality.audit_finished.type: ("audit", ("day", "points", "possible")),
    stock.part_borrowed.type: ("borrow", ("job_id", "engineer_id", "day", "quantity")),
    stock.borrow_settled.type: ("borrow", ("day", "quantity", "in_time")),
    stock.request_settled.type: ("request", ("job_id", "day", "filled")),
    stock.receipt_inspected.type: ("receipt", ("day", "received", "inspected")),
    stock.stock_counted.type: (
        "stock_day",
        ("day", "closing", "value", "dead_value", "dead_value_network", "consumed"),
    ),
    transfers.transfer_changed.type: ("transfer", ("state", "due_at", "opened_at", "to_station_id")),
    desk.payment_recorded.type: ("payment", ("order_id", "day", "amount")),
    days.day_closed.type: ("day", ("day", "closing")),
    awaiting.awaiting_parts_reported.type: ("awaiting_report", ("day", "lists")),
    awaiting.unfinished_reported.type: ("unfinished_report", ("day", "closing", "explained")),
}


def row_of(event_type: str, aggregate_id: str, order_id: str | None) -> str:
    """The id of the row that keeps this event: its aggregate's, or the order's where the event is noted of an order.

    A job has one order and an order one job; the three calls of an order share its row.
    """
    kind, _ = _KEPT[event_type]
    return order_id if kind == "order" and order_id else aggregate_id


def note(work: Work, event: Event[D], data: D, **more: Any) -> Row:
    """Notes an event in the row that keeps it; `more` is what the figures need and the event says otherwise."""
    kind, names = _KEPT[event.type]
    row_id = row_of(event.type, work.cause.source_id, getattr(data, "order_id", None))
    row = work.find(store.rows, _id=row_id) or work.add(store.rows, Row(row_id, work.station_id, kind))
    kept = {name: _plain(more[name] if name in more else getattr(data, name)) for name in names}
    row.tell(Told(event.type, work.at, work.cause.recorded_at, kept), work.station.calendar)
    return row


def _plain(value: Any) -> Any:
    return fen(value) if isinstance(value, Decimal) else value
