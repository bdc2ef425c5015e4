"""What the other records add to the KPIs: borrows, requests, receipts, lists, reports, stock, payments and audits.

Money is counted in fen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from contracts.inventory import borrows
from contracts.quality import appeasements as quality
from services.oversight.rules.figures import Figure, RecordedEvent

DayOf = Callable[[datetime], str]
FEN = 100


def figures_of(kind: str, events: list[RecordedEvent], day_of: DayOf) -> list[Figure]:
    """What a record of this kind adds to the KPIs after these events."""
    return list(_FIGURES[kind](events, day_of)) if events and kind in _FIGURES else []


def _borrow(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    lent = _data_of(events, borrows.part_borrowed.type)
    if lent:
        ends = [event.data for event in events if event.type == borrows.borrow_settled.type]
        settled, in_time = (_pieces(ends), _pieces([end for end in ends if end["in_time"]]))
        pieces = lent["quantity"]
        yield Figure("same_day_return", lent["day"], in_time, pieces, settled=settled >= pieces)


def _request(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    data: dict[str, Any] = events[-1].data
    yield Figure("fill_rate", data["day"], int(data["filled"]))


def _receipt(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    for event in events:
        data: dict[str, Any] = event.data
        yield Figure("inspected", data["day"], data["inspected"], data["received"])


def _awaiting(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    data: dict[str, Any] = events[-1].data
    if data["lists"]:
        yield Figure("awaiting_lists", data["day"], sum(data["lists"]), len(data["lists"]))


def _unfinished(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    data = max((event.data for event in events), key=lambda data: _whole(data["closing"]))
    explained: Any = data["explained"]
    if explained:
        yield Figure("unfinished_explained", str(data["day"]), sum(explained), len(explained))


def _stock(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    data: dict[str, Any] = max((event.data for event in events), key=lambda data: _whole(data["closing"]))
    day, value = data["day"], data["value"]
    yield Figure("utilisation", day, value - data["dead_value"], value)
    yield Figure("dead_stock", day, data["dead_value"], value)
    yield Figure("dead_stock_network", day, data["dead_value_network"], value)
    yield Figure("turnover", day, data["consumed"], value)


def _payment(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    for event in events:
        data: dict[str, Any] = event.data
        yield Figure("revenue", data["day"], data["amount"])


def _appeasement(events: list[RecordedEvent], day_of: DayOf) -> Iterator[Figure]:
    opened, contacted = (
        _data_of(events, quality.appeasement_opened.type),
        _data_of(events, quality.appeasement_contacted.type),
    )
    if opened:
        in_time = bool(contacted and contacted["in_time"])
        yield Figure("appeasement", day_of(opened["contact_due_at"]), int(in_time), settled=contacted is not None)


def _audit(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    data: dict[str, Any] = events[-1].data
    yield Figure("audit_score", data["day"], data["points"], data["possible"])


_FIGURES: dict[str, Callable[[list[RecordedEvent], DayOf], Iterator[Figure]]] = {
    "borrow": _borrow,
    "request": _request,
    "receipt": _receipt,
    "awaiting_report": _awaiting,
    "unfinished_report": _unfinished,
    "stock_day": _stock,
    "payment": _payment,
    "appeasement": _appeasement,
    "audit": _audit,
}


def fen(amount: Decimal) -> int:
    """An amount to the cent as a whole number of fen."""
    return int(amount * FEN)


def _data_of(events: list[RecordedEvent], event_type: str) -> dict[str, Any] | None:
    return next((event.data for event in events if event.type == event_type), None)


def _pieces(ends: list[dict[str, Any]]) -> int:
    return sum(end["quantity"] for end in ends)


def _whole(value: Any) -> int:
    return int(value)
