"""What an order adds to the KPIs: its receipt, bench, release, redo and calls, as its events tell them (rules §6).

Of history only that it was received and how it ended: times of day, serials and callers were invented by its import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from contracts.intake import custody, orders
from contracts.quality import calls as quality
from contracts.repair import job_waits
from contracts.repair import jobs as repair
from services.oversight.rules import extracts
from services.oversight.rules.figures import Figure, RecordedEvent, Standing

DayOf = Callable[[datetime], str]
CALLS = (1, 2, 3)
NOT_OWED = "not_owed"
TO_HAND_BACK = "to_hand_back"
REDO_RECEIVED, REDO_CANCELLED = "redo_received", "redo_cancelled"
REACHED = ("done", "refused")
FIXED_DAYS = 30
SATISFIED, DISSATISFIED = 4, 2
MINUTE = timedelta(minutes=1)


@dataclass
class Call:
    """One of the three calls."""

    due_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    in_time: bool = False
    score: int | None = None

    @property
    def is_owed(self) -> bool:
        """Whether it counts: not for an order that was cancelled."""
        return self.outcome != NOT_OWED

    @property
    def is_done(self) -> bool:
        """Whether it was made within its window."""
        return self.outcome == "done" and self.in_time


@dataclass
class Order:
    """An order as its events tell it; the received ones come from another service than job and calls."""

    received_at: datetime | None = None
    imported: bool = False
    party_kind: str = ""
    has_device: bool = False
    bench_due_at: datetime | None = None
    due_at: datetime | None = None
    waits_since: datetime | None = None
    waited_from: datetime | None = None
    redo_of: str | None = None
    received_by: str | None = None
    state: orders.State = "received"
    awaits_parts: bool = False
    outcome: str | None = None
    finished_at: datetime | None = None
    is_bench_done: bool = True
    is_declined: bool = False
    fulfilled_at: datetime | None = None
    turnaround: int | None = None
    released_at: datetime | None = None
    release: str | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None
    handed_back_at: datetime | None = None
    redos: dict[str, datetime] = field(default_factory=dict)
    nights: list[str] = field(default_factory=list)
    calls: dict[int, Call] = field(default_factory=dict)

    @property
    def is_put_off(self) -> bool:
        """Whether the promise does not run: the order has waited for the customer since before it was due."""
        return bool(self.waits_since and self.due_at and self.waits_since <= self.due_at)

    @property
    def is_bench_due(self) -> bool:
        """Not where the customer declined by then, or was last waited for since before then [E1]."""
        asked_at = self.waited_from or self.finished_at
        return not (self.is_declined and asked_at and self.bench_due_at and asked_at <= self.bench_due_at)

    @property
    def redone_at(self) -> datetime | None:
        """When the first repeated repair was received."""
        return min(self.redos.values(), default=None)

    @property
    def has_it_at(self) -> datetime | None:
        """When the customer has it: at the pick-up, or when the receipt of what was sent is known."""
        return self.released_at if self.release == "pickup" else self.closed_at


def order_of(events: list[RecordedEvent]) -> Order:
    """The order after these events."""
    order = Order()
    for event in events:
        _TAKE[event.type](order, event)
    return order


def figures_of(events: list[RecordedEvent], day_of: DayOf) -> list[Figure]:
    """What the order adds to the KPIs; nothing before its receipt is known."""
    order = order_of(events)
    if order.received_at is None:
        return []
    figures = [Figure("received", day_of(order.received_at), 1)]
    if order.released_at and order.outcome:
        figures.append(Figure("repaired", day_of(order.released_at), int(order.outcome == "repaired")))
    if order.imported:
        return figures
    figures.append(Figure("garbage_data", day_of(order.received_at), 0, person=order.received_by))
    parts = (_durations, _promises, _quality_of_work, _nights, _calls, _scores)
    return figures + [figure for part in parts for figure in part(order, day_of)]


def standing_of(events: list[RecordedEvent]) -> Standing:
    """Where the order is now; out once its device has left the house."""
    order = order_of(events)
    if order.received_at is None or order.released_at or order.handed_back_at:
        return Standing()
    if order.ended_at:
        return Standing() if order.imported else Standing(TO_HAND_BACK)
    state = "awaiting_parts" if order.awaits_parts and order.state == "in_repair" else order.state
    return Standing(state, None if order.fulfilled_at or order.is_put_off else order.due_at)


def _durations(order: Order, day_of: DayOf) -> Iterator[Figure]:
    if order.fulfilled_at and order.turnaround is not None:
        yield Figure("turnaround", day_of(order.fulfilled_at), order.turnaround, value=order.turnaround)
    if order.received_at and order.has_it_at:
        minutes = (order.has_it_at - order.received_at) // MINUTE
        yield Figure("customer_cycle", day_of(order.has_it_at), minutes, value=minutes)


def _promises(order: Order, day_of: DayOf) -> Iterator[Figure]:
    done, settled = order.fulfilled_at, order.fulfilled_at is not None or order.ended_at is not None
    is_off = order.is_put_off or (order.due_at and order.ended_at and order.ended_at <= order.due_at)
    if order.due_at and not (done is None and is_off):
        in_time, day = int(done is not None and done <= order.due_at), day_of(order.due_at)
        yield Figure("on_time", day, in_time, settled=settled)
        if order.party_kind == "dealer" and order.has_device:
            yield Figure("dealer_on_time", day, in_time, settled=settled)
    if order.bench_due_at and order.has_device and order.state != "cancelled" and order.is_bench_due:
        finished = order.finished_at
        in_time = int(order.is_bench_done and finished is not None and finished <= order.bench_due_at)
        yield Figure("bench_on_time", day_of(order.bench_due_at), in_time, settled=finished is not None)


def _quality_of_work(order: Order, day_of: DayOf) -> Iterator[Figure]:
    if order.released_at is None or order.redo_of or not order.has_device:
        return
    day = day_of(order.released_at)
    yield Figure("redo", day, int(order.redone_at is not None))
    if order.outcome == "repaired":
        last = date.fromisoformat(day) + timedelta(days=FIXED_DAYS)
        fixed = order.redone_at is None or day_of(order.redone_at) > last.isoformat()
        yield Figure("first_time_fix", day, int(fixed))


def _nights(order: Order, _day_of: DayOf) -> Iterator[Figure]:
    for day in order.nights:
        yield Figure("devices_overnight", day, 1)


def _calls(order: Order, day_of: DayOf) -> Iterator[Figure]:
    for stage, call in sorted(order.calls.items()):
        if not call.is_owed:
            continue
        day, ended = day_of(call.due_at), call.ended_at is not None
        yield Figure(f"call_{stage}", day, int(call.is_done), settled=ended)
        yield Figure("contact_rate", day, int(call.outcome in REACHED), settled=ended)
    third = order.calls.get(CALLS[-1])
    if third and third.is_owed:
        done = all(stage in order.calls and order.calls[stage].is_done for stage in CALLS)
        yield Figure("calls_all", day_of(third.due_at), int(done), settled=third.ended_at is not None)


def _scores(order: Order, day_of: DayOf) -> Iterator[Figure]:
    for call in order.calls.values():
        if call.score is not None and call.ended_at:
            day = day_of(call.ended_at)
            yield Figure("satisfaction", day, int(call.score >= SATISFIED))
            yield Figure("dissatisfaction", day, int(call.score <= DISSATISFIED))
            yield Figure("mean_score", day, call.score)


def _receive(order: Order, event: RecordedEvent) -> None:
    received = event.read(extracts.OrderReceived)
    order.received_at, order.imported = event.at, received.imported
    order.party_kind, order.has_device = received.party_kind, received.category is not None
    order.bench_due_at, order.redo_of = received.bench_due_at, received.redo_of
    order.due_at = order.due_at or received.due_at
    order.received_by = received.received_by


def _reschedule(order: Order, event: RecordedEvent) -> None:
    rescheduled = event.read(extracts.OrderRescheduled)
    order.due_at, order.waits_since = rescheduled.effective_due_at, rescheduled.waits_since
    order.waited_from = order.waits_since or order.waited_from


def _accept(order: Order, _event: RecordedEvent) -> None:
    if order.state == "received":
        order.state = "in_repair"


def _move(order: Order, event: RecordedEvent) -> None:
    moved = event.read(extracts.OrderMoved)
    order.state, order.outcome, order.release = moved.state, moved.outcome, moved.release
    order.due_at, order.fulfilled_at, order.waits_since = moved.effective_due_at, moved.fulfilled_at, None
    order.turnaround = moved.turnaround_minutes


def _release(order: Order, event: RecordedEvent) -> None:
    _move(order, event)
    order.released_at = event.at


def _close(order: Order, event: RecordedEvent) -> None:
    _move(order, event)
    order.closed_at = event.at


def _end(order: Order, event: RecordedEvent) -> None:
    _move(order, event)
    order.ended_at = event.at


def _hand_back(order: Order, event: RecordedEvent) -> None:
    order.handed_back_at = event.at


def _stay(order: Order, event: RecordedEvent) -> None:
    order.nights.append(event.read(extracts.DeviceOvernight).day)


def _come_back(order: Order, event: RecordedEvent) -> None:
    day = event.read(extracts.DeviceBroughtBack).day
    order.nights = [night for night in order.nights if night != day]


def _finish(order: Order, event: RecordedEvent) -> None:
    """What goes back unrepaired and untested is not done [E1]."""
    finished = event.read(extracts.JobFinished)
    order.finished_at, order.awaits_parts = event.at, False
    order.is_bench_done = finished.outcome != "returned_unrepaired" or finished.tested is not False
    order.is_declined = finished.outcome == "declined"


def _wait(order: Order, _event: RecordedEvent) -> None:
    order.awaits_parts = True


def _resume(order: Order, _event: RecordedEvent) -> None:
    order.awaits_parts = False


def _redo(order: Order, event: RecordedEvent) -> None:
    order.redos[event.read(extracts.Redo).order_id] = event.at


def _cancel_redo(order: Order, event: RecordedEvent) -> None:
    order.redos.pop(event.read(extracts.Redo).order_id, None)


def _open_call(order: Order, event: RecordedEvent) -> None:
    opened = event.read(extracts.CallOpened)
    order.calls.setdefault(opened.stage, Call(opened.due_at))


def _reschedule_call(order: Order, event: RecordedEvent) -> None:
    rescheduled = event.read(extracts.CallOpened)
    order.calls.setdefault(rescheduled.stage, Call(rescheduled.due_at)).due_at = rescheduled.due_at


def _end_call(order: Order, event: RecordedEvent) -> None:
    ended = event.read(extracts.CallEnded)
    call = order.calls.setdefault(ended.stage, Call(ended.due_at))
    call.ended_at, call.outcome, call.in_time, call.score = event.at, ended.outcome, ended.in_time, ended.score


_TAKE: dict[str, Callable[[Order, RecordedEvent], None]] = {
    orders.order_received.type: _receive,
    orders.order_rescheduled.type: _reschedule,
    custody.bench_accepted.type: _accept,
    orders.order_ready.type: _move,
    orders.customer_notified.type: _move,
    orders.order_released.type: _release,
    orders.order_closed.type: _close,
    orders.order_cancelled.type: _end,
    orders.order_abandoned.type: _end,
    orders.device_handed_back.type: _hand_back,
    custody.device_overnight.type: _stay,
    custody.device_brought_back.type: _come_back,
    repair.job_finished.type: _finish,
    job_waits.job_waiting.type: _wait,
    job_waits.job_resumed.type: _resume,
    REDO_RECEIVED: _redo,
    REDO_CANCELLED: _cancel_redo,
    quality.call_opened.type: _open_call,
    quality.call_rescheduled.type: _reschedule_call,
    quality.call_ended.type: _end_call,
}
