"""What is promised for an order, and again when more is known [F5]."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from contracts.intake import orders
from contracts.stations import calendar
from services.intake import collections as store
from services.intake.actions.findings import retime_findings
from services.intake.rules.orders import Order
from services.intake.rules.promises import Promise, ReceiptPolicy, Waited, effective_due_at, promise, special_promise
from services.intake.rules.waits import over
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work

PROMISED = ("received", "in_repair", "ready")


def promise_again(work: Work, data: calendar.YearPublished) -> None:
    """Every promise to which the year matters is worked out again while something is promised; findings' dues too."""
    again = partial(_promise_again, data.year)
    work.system.each(store.orders, work.cause, again, state={"$in": PROMISED})
    retime_findings(work)


def _promise_again(year: int, work: Work, order: Order) -> Order:
    days = (work.station.calendar.day_of(at) for at in (order.received_at, order.due_at))
    if not order.calendar_provisional and year not in {day.year for day in days}:
        return order
    policy = receipt_policy(work, order)
    calendar = work.station.calendar
    ordinary = promise(order.party_kind, order.received_at, calendar, policy)
    order.promise_again(promise_special(work, order) if order.special_reason else ordinary, work.at, work.by)
    return put_off(work, order)


def promise_special(work: Work, order: Order) -> Promise:
    """The promise of a special order, under the policy of its receipt."""
    policy = receipt_policy(work, order)
    return special_promise(order.party_kind, order.received_at, work.station.calendar, policy)


def put_off(work: Work, order: Order, *, waited: bool = False) -> Order:
    """The effective due time after the waits for the customer.

    Told where it is another than before, and whenever a wait for the customer begins or ends.
    """
    before = order.effective_due_at
    order.effective_due_at = effective_due_at(order.due_at, customer_waits(order), work.station.calendar)
    if waited or order.effective_due_at != before:
        work.emit(order, orders.order_rescheduled, orders.OrderRescheduled.of(order))
    return order


def order_out(view: View, order: Order) -> Order:
    """An order as it is read: while it waits for the customer, the minutes waited so far count at once."""
    since = order.waits_since
    if since is None:
        return order
    calendar = view.reference_data.station(order.station_id).calendar
    waits = [*customer_waits(order), (since, max(since, view.now))]
    return replace(order, effective_due_at=effective_due_at(order.due_at, waits, calendar))


def customer_waits(order: Order) -> list[Waited]:
    """The waits for the customer that are over."""
    return over(order.wait_log, "awaiting_customer")


def receipt_policy(work: Work, order: Order | None = None) -> ReceiptPolicy:
    """The receipt policy in force now, or when the order was received."""
    policy = work.policy("receipt", order.received_at if order else None)
    return converter.structure({**policy.values, "version": policy.number}, ReceiptPolicy)
