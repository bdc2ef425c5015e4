"""What is done with an order once it is received, and what others say of it [F9]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import orders
from contracts.language.errors import Refused
from contracts.repair import jobs as repair
from services.intake import collections as store
from services.intake.actions.promises import customer_waits, promise_special, put_off, receipt_policy
from services.intake.rules import abandonment
from services.intake.rules.orders import Order
from services.intake.rules.payments import balance_of
from services.intake.rules.promises import turnaround_minutes

if TYPE_CHECKING:
    from contracts.language.operation import Event
    from stationkit.unit_of_work.work import Work


def approve_special(work: Work, request: orders.Reason | orders.GrantSpecial) -> Order:
    order = work.get(store.orders, request.order_id)
    order.approve_special(promise_special(work, order), request.reason, work.at, work.by)
    return put_off(work, order)


def cancel_order(work: Work, request: orders.Reason) -> Order:
    order = work.get(store.orders, request.order_id)
    check_cancel(work, order)
    order.cancel(request.reason, work.at, work.by)
    return emit_moved(work, order, orders.order_cancelled, request.reason)


def request_abandonment(work: Work, request: orders.Reason) -> Order:
    order = work.get(store.orders, request.order_id)
    order.request_abandonment(request.reason, work.at, work.by)
    return order


def abandon_order(work: Work, request: orders.Reason) -> Order:
    order = work.get(store.orders, request.order_id)
    order.abandon(request.reason, work.at, work.by)
    return emit_moved(work, order, orders.order_abandoned, request.reason)


def check_special(work: Work, order: Order) -> None:
    promise_special(work, order)
    order.check_special(work.at)
    order.check_not_receiver(work.by)
    work.check_second_person(order.receiver_id)


def check_unfetched(work: Work, order: Order) -> None:
    abandonment.check_unfetched(order.ready_at, work.at, receipt_policy(work).abandon_after_days)


def check_abandonment(work: Work, order: Order) -> None:
    check_unfetched(work, order)
    abandonment.check_decider(order.abandonment, work.by)
    work.check_second_person(order.abandonment.by if order.abandonment else None)


def check_cancel(work: Work, order: Order) -> None:
    """Raises `Refused` while something of what was paid is not given back."""
    balance = balance_of(work.all(store.payments, order_id=order.id))[-1]
    if balance:
        raise Refused("paid", "What was paid is given back first.", balance=f"{balance:.2f}")


def end_of_work(work: Work, data: repair.JobFinished) -> None:
    order = work.get(store.orders, data.order_id)
    waited = order.waits_since is not None
    order.finish(data.outcome, data.reason, work.at, data.engineer_id)
    put_off(work, order, waited=waited)
    if order.ready_at:
        emit_ready(work, order)


def emit_moved(work: Work, order: Order, event: Event[orders.OrderMoved], reason: str | None = None) -> Order:
    """Tells that the order has reached a state."""
    minutes = None
    if order.fulfilled_at:
        calendar, waits = work.station.calendar, customer_waits(order)
        minutes = turnaround_minutes(order.received_at, order.fulfilled_at, waits, calendar)
    work.emit(order, event, orders.OrderMoved.of(order, reason=reason, turnaround_minutes=minutes))
    return order


def emit_ready(work: Work, order: Order) -> Order:
    """Tells that the order is ready; whatever it still waited for has ended with that."""
    return emit_moved(work, put_off(work, order), orders.order_ready)
