"""What is done with an order once it is received, and what others say of it [F9]."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

from contracts.intake import orders
from contracts.language.errors import Refused, Throttled
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from services.intake import collections as store
from services.intake.actions.posts import is_lead
from services.intake.actions.promises import customer_waits, promise_special, put_off, receipt_policy
from services.intake.rules import codes, devices
from services.intake.rules.orders import Order
from services.intake.rules.payments import balance_of
from services.intake.rules.promises import turnaround_minutes
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from contracts.language.operation import Event
    from stationkit.storage.counters import Counters
    from stationkit.unit_of_work.work import Work

PICKUP_TRIES = 5
PICKUP_WINDOW = timedelta(minutes=15)
LAST_CALL = 3
WALK_IN = "user"


def start_wait(work: Work, request: orders.StartWait) -> Order:
    order = work.get(store.orders, request.order_id)
    if request.wait == "awaiting_customer" and request.channel is None:
        raise Refused("attempt_missing", "Say how the customer was asked.")
    latest = work.at + timedelta(days=receipt_policy(work).sent_out_days)
    if request.due_at is not None and request.due_at > latest:
        raise Refused("due_too_far", "What is sent out is due back sooner.", latest=latest.isoformat())
    order.start_wait(request.wait, request.reason, work.at, work.by, request.due_at)
    return put_off(work, order, waited=request.wait == "awaiting_customer")


def end_wait(work: Work, request: orders.EndWait) -> Order:
    order = work.get(store.orders, request.order_id)
    order.end_wait(request.wait, request.reason, work.at, work.by)
    put_off(work, order, waited=request.wait == "awaiting_customer")
    return emit_ready(work, order) if order.ready_at else order


def approve_special(work: Work, request: orders.Reason | orders.GrantSpecial) -> Order:
    order = work.get(store.orders, request.order_id)
    order.approve_special(promise_special(work, order), request.reason, work.at, work.by)
    return put_off(work, order)


def notify_customer(work: Work, request: orders.NotifyCustomer) -> Order:
    order = work.get(store.orders, request.order_id)
    order.notify(request.channel, work.at, work.by)
    return emit_moved(work, order, orders.customer_notified, request.channel)


def release_order(work: Work, request: orders.ReleaseOrder) -> Order:
    order = work.get(store.orders, request.order_id)
    if request.how == "pickup":
        check_pickup(order, work.system.counters, request)
    elif not work.imported:
        check_dispatch(work, order, request)
    order.give_out(request.how, request.waybill, request.accessories_missing, work.at, work.by)
    return order if order.handed_back_at else emit_moved(work, order, orders.order_released, request.how)


def close_order(work: Work, request: orders.CloseOrder) -> Order:
    order = work.get(store.orders, request.order_id)
    if request.receipt == "recorded_earlier" and not work.imported:
        raise Refused("history_only", "Only earlier records are closed like that.")
    order.close(request.receipt, work.at, work.by)
    return emit_moved(work, order, orders.order_closed, request.receipt)


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


def check_resume(_work: Work, order: Order) -> None:
    order.check_resume()


def check_special(work: Work, order: Order) -> None:
    promise_special(work, order)
    order.check_special(work.at)
    order.check_not_receiver(work.by)
    work.check_second_person(order.receiver_id)


def check_unfetched(work: Work, order: Order) -> None:
    order.check_unfetched(work.at, receipt_policy(work).abandon_after_days)


def check_abandonment(work: Work, order: Order) -> None:
    check_unfetched(work, order)
    order.check_abandonment(work.by)
    work.check_second_person(order.abandonment.by if order.abandonment else None)


def check_release(_work: Work, order: Order) -> None:
    order.custody.check_at_desk()


def check_cancel(work: Work, order: Order) -> None:
    """Raises `Refused` while something of what was paid is not given back."""
    balance = balance_of(work.all(store.payments, order_id=order.id))[-1]
    if balance:
        raise Refused("paid", "What was paid is given back first.", balance=f"{balance:.2f}")


def close_on_call(work: Work, data: quality.CallEnded) -> None:
    order = work.get(store.orders, data.order_id)
    received = data.stage == LAST_CALL and data.outcome == "done" and data.received
    if received and order.state == "released":
        order.close("call", work.at, data.caller_id or work.by)
        emit_moved(work, order, orders.order_closed, "call")


def end_of_work(work: Work, data: repair.JobFinished) -> None:
    order = work.get(store.orders, data.order_id)
    waited = order.waits_since is not None
    order.finish(data.outcome, data.reason, work.at, data.engineer_id)
    put_off(work, order, waited=waited)
    if order.ready_at:
        emit_ready(work, order)


def wait_for_parts(work: Work, data: repair.JobWaiting) -> None:
    order = work.get(store.orders, data.order_id)
    order.start_wait("awaiting_parts", ", ".join(data.parts), work.at, work.by)


def go_on(work: Work, data: repair.JobResumed) -> None:
    order = work.get(store.orders, data.order_id)
    order.end_wait("awaiting_parts", "parts are here", work.at, work.by)


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


def check_dispatch(work: Work, order: Order, request: orders.ReleaseOrder) -> None:
    """Raises `Refused` where nobody wished it, nobody knows whereto, or the parcel is another customer's."""
    if work.get(store.parties, order.party_id).address is None:
        raise Refused("address_missing", "The customer has no address to send it to.")
    if order.party_kind == WALK_IN and request.wish is None and not is_lead(work):
        raise Refused("wish_missing", "Say how the customer asked for it, or have a lead send it.")
    parcel = work.system.all(store.orders, 0, waybill=request.waybill) if request.waybill else []
    if any(other.party_id != order.party_id for other in parcel):
        raise Refused("waybill_used", "Another customer's device has this waybill.")


def check_pickup(order: Order, counters: Counters, request: orders.ReleaseOrder) -> None:
    """Raises `Refused` where code or serial are not the order's, `Throttled` after five wrong codes in 15 minutes."""
    code = codes.check_receipt_code(request.receipt_code or "")
    key, until = f"pickup:{order.id}", wall_now() + PICKUP_WINDOW
    if counters.counted(key) >= PICKUP_TRIES or counters.count(key, until) > PICKUP_TRIES:
        raise Throttled("Too many wrong pick-up codes.", retry_after=str(int(PICKUP_WINDOW.total_seconds())))
    if not compare_digest(code, order.receipt_code):
        raise Refused("wrong_receipt_code", "The pick-up code is not that of this order.")
    counters.count(key, until, -1)  # counted before it was judged: many at once are no more than many in a row
    if order.device and devices.serial_of(order.device.identity, request.serial or "") != order.device.serial:
        raise Refused("wrong_serial", "The serial is not that of this order's device.")
