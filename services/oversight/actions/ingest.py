"""Notes what an event tells in its record's row, within the unit of work in which it is heard.

Only what the figures need is kept, and no personal data: ids, times, counts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.oversight import collections as store
from services.oversight.rules.figures import Told
from services.oversight.rules.records import fen
from services.oversight.rules.rows import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationkit.unit_of_work.work import Work

Request = dict[str, Any]
_MOVED = ("state", "outcome", "release", "effective_due_at", "fulfilled_at", "turnaround_minutes")
_KEPT: dict[str, tuple[str, tuple[str, ...]]] = {
    "order_received.v1": ("order", ("party_kind", "category", "bench_due_at", "due_at", "redo_of", "imported")),
    "order_rescheduled.v1": ("order", ("effective_due_at",)),
    "bench_accepted.v1": ("order", ()),
    "order_ready.v1": ("order", _MOVED),
    "customer_notified.v1": ("order", _MOVED),
    "order_released.v1": ("order", _MOVED),
    "order_closed.v1": ("order", _MOVED),
    "order_cancelled.v1": ("order", _MOVED),
    "order_abandoned.v1": ("order", _MOVED),
    "device_overnight.v1": ("order", ("day",)),
    "job_finished.v1": ("order", ("engineer_id",)),
    "job_waiting.v1": ("order", ()),
    "job_resumed.v1": ("order", ()),
    "call_opened.v1": ("order", ("stage", "due_at")),
    "call_ended.v1": ("order", ("stage", "due_at", "outcome", "in_time", "score")),
    "appeasement_opened.v1": ("appeasement", ("order_id", "contact_due_at")),
    "appeasement_contacted.v1": ("appeasement", ("in_time",)),
    "appeasement_closed.v1": ("appeasement", ("upheld",)),
    "audit_finished.v1": ("audit", ("day", "points", "possible")),
    "part_borrowed.v1": ("borrow", ("job_id", "engineer_id", "day", "quantity")),
    "borrow_settled.v1": ("borrow", ("day", "quantity", "in_time")),
    "request_settled.v1": ("request", ("job_id", "day", "filled")),
    "receipt_inspected.v1": ("receipt", ("day", "received", "inspected")),
    "stock_counted.v1": ("stock_day", ("day", "closing", "value", "dead_value", "dead_value_network", "consumed")),
    "transfer_changed.v1": ("transfer", ("state", "due_at", "opened_at", "to_station_id")),
    "payment_recorded.v1": ("payment", ("order_id", "day", "amount")),
    "day_closed.v1": ("day", ("day", "closing")),
    "awaiting_parts_reported.v1": ("awaiting_report", ("day", "lists")),
    "unfinished_reported.v1": ("unfinished_report", ("day", "closing", "explained")),
}


def row_of(event_type: str, aggregate_id: str, data: Mapping[str, Any]) -> str:
    """The id of the row that keeps this event: its aggregate's, or the order's where the event is noted of an order.

    A job has one order and an order one job; the three calls of an order share its row.
    """
    kind, _ = _KEPT[event_type]
    return str(data.get("order_id", aggregate_id) if kind == "order" else aggregate_id)


def note(work: Work, event_type: str, data: Request) -> Row:
    """Notes an event in the row that keeps it."""
    kind, kept = _KEPT[event_type]
    row_id = row_of(event_type, data["aggregate_id"], data)
    row = work.find(store.rows, _id=row_id) or work.add(store.rows, Row(row_id, work.station_id, kind))
    news = Told(event_type, work.at, work.cause.recorded_at, {name: _plain(data[name]) for name in kept})
    row.tell(news, work.station.calendar)
    return row


def _plain(value: Any) -> Any:
    return fen(value) if isinstance(value, Decimal) else value
