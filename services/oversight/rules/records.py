"""What the other records add to the KPIs: borrows, requests, receipts, lists, reports, stock, money, audits, findings.

Money is counted in fen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from contracts.inventory import borrows, parts_receipts
from contracts.quality import appeasements as quality
from services.oversight.rules import extracts
from services.oversight.rules.figures import Figure, RecordedEvent

if TYPE_CHECKING:
    from contracts.language.operation import AnyEvent

DayOf = Callable[[datetime], str]
FEN = 100
X = TypeVar("X")


def figures_of(kind: str, events: list[RecordedEvent], day_of: DayOf) -> list[Figure]:
    """What a record of this kind adds to the KPIs after these events."""
    return list(_FIGURES[kind](events, day_of)) if events and kind in _FIGURES else []


def _borrow(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    lent = _first(events, borrows.part_borrowed, extracts.PartBorrowed)
    if lent:
        ends = _all(events, borrows.borrow_settled, extracts.BorrowSettled)
        corrected = sum(event.quantity for event in _all(events, borrows.borrow_corrected, extracts.BorrowCorrected))
        settled, in_time = _pieces(ends), _pieces([end for end in ends if end.in_time]) + corrected
        yield Figure("same_day_return", lent.day, in_time, lent.quantity, settled=settled >= lent.quantity)


def _request(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    settled = events[-1].read(extracts.RequestSettled)
    yield Figure("fill_rate", settled.day, int(settled.filled))


def _receipt(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    """What is inspected later than by the close of the day on which it came, or was forced, is not inspected [P13].

    Of a receipt from before its coming was told, what left quarantine is all that is known.
    """
    inspections = _all(events, parts_receipts.receipt_inspected, extracts.ReceiptInspected)
    came = _first(events, parts_receipts.parts_received, extracts.PartsReceived)
    if came:
        in_time = sum(pieces.inspected for pieces in inspections if pieces.day <= came.day)
        left = sum(pieces.received for pieces in inspections)
        yield Figure("inspected", came.day, in_time, came.received, settled=left >= came.received)
        return
    for pieces in inspections:
        yield Figure("inspected", pieces.day, pieces.inspected, pieces.received)


def _awaiting(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    reported = events[-1].read(extracts.AwaitingPartsReported)
    if reported.lists:
        yield Figure("awaiting_lists", reported.day, sum(reported.lists), len(reported.lists))


def _unfinished(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    reports = (event.read(extracts.UnfinishedReported) for event in events)
    last = max(reports, key=lambda report: report.closing)
    if last.explained:
        yield Figure("unfinished_explained", last.day, sum(last.explained), len(last.explained))


def _stock(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    """The last closing counts, as it was last told: what was fitted after it is told later [P5]."""
    counts = [event.read(extracts.StockCounted) for event in events]
    last = max(reversed(counts), key=lambda count: count.closing)
    yield Figure("utilisation", last.day, last.value - last.dead_value, last.value)
    yield Figure("dead_stock", last.day, last.dead_value, last.value)
    yield Figure("dead_stock_network", last.day, last.dead_value_network, last.value)
    yield Figure("turnover", last.day, last.consumed, last.value)


def _payment(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    for event in events:
        payment = event.read(extracts.PaymentRecorded)
        yield Figure("revenue", payment.day, payment.amount)


def _appeasement(events: list[RecordedEvent], day_of: DayOf) -> Iterator[Figure]:
    opened = _last_of(events, (quality.appeasement_opened, quality.appeasement_rescheduled), extracts.AppeasementOpened)
    contacted = _first(events, quality.appeasement_contacted, extracts.AppeasementContacted)
    if opened:
        in_time = contacted is not None and contacted.in_time
        yield Figure("appeasement", day_of(opened.contact_due_at), int(in_time), settled=contacted is not None)


def _audit(events: list[RecordedEvent], _day_of: DayOf) -> Iterator[Figure]:
    audit = events[-1].read(extracts.AuditFinished)
    yield Figure("audit_score", audit.day, audit.points, audit.possible)


def _finding(events: list[RecordedEvent], day_of: DayOf) -> Iterator[Figure]:
    """Every finding counts, however it ends: against the orders that its author received [F3]."""
    opened = events[0]
    yield Figure("garbage_data", day_of(opened.at), 1, 0, person=opened.read(extracts.FindingOpened).author_id)


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
    "finding": _finding,
}


def fen(amount: Decimal) -> int:
    """An amount to the cent as a whole number of fen."""
    return int(amount * FEN)


def _first(events: list[RecordedEvent], event_type: AnyEvent, extract: type[X]) -> X | None:
    return next((event.read(extract) for event in events if event.type == event_type.type), None)


def _last_of(events: list[RecordedEvent], event_types: tuple[AnyEvent, ...], extract: type[X]) -> X | None:
    types = [event_type.type for event_type in event_types]
    return next((event.read(extract) for event in reversed(events) if event.type in types), None)


def _all(events: list[RecordedEvent], event_type: AnyEvent, extract: type[X]) -> list[X]:
    return [event.read(extract) for event in events if event.type == event_type.type]


def _pieces(ends: list[extracts.BorrowSettled]) -> int:
    return sum(end.quantity for end in ends)
