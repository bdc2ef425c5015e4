"""How a device goes back to its customer [F9]."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

from contracts.intake import orders, releases
from contracts.language.errors import Refused, Throttled
from contracts.language.ids import derived_id
from contracts.quality import calls as quality
from services.intake import collections as store
from services.intake.actions.orders import emit_moved
from services.intake.actions.posts import is_lead
from services.intake.rules import codes, devices
from services.intake.rules.parcels import Parcel
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from services.intake.rules.orders import Order
    from stationkit.storage.counters import Counters
    from stationkit.unit_of_work.work import Work

PICKUP_TRIES = 5
PICKUP_WINDOW = timedelta(minutes=15)
LAST_CALL = 3
WALK_IN = "user"


def notify_customer(work: Work, request: releases.NotifyCustomer) -> Order:
    order = work.get(store.orders, request.order_id)
    order.notify(request.channel, work.at, work.by)
    return emit_moved(work, order, orders.customer_notified, request.channel)


def release_order(work: Work, request: releases.ReleaseOrder) -> Order:
    order = work.get(store.orders, request.order_id)
    if request.how == "pickup":
        check_pickup(order, work.system.counters, request)
    elif not work.imported:
        check_dispatch(work, order, request)
        _put_into_parcel(work, order, request.waybill)
    order.give_out(request.how, request.waybill, request.accessories_missing, work.at, work.by)
    if order.handed_back_at:
        work.emit(order, orders.device_handed_back, orders.DeviceHandedBack.of(order))
        return order
    return emit_moved(work, order, orders.order_released, request.how)


def close_order(work: Work, request: releases.CloseOrder) -> Order:
    order = work.get(store.orders, request.order_id)
    if request.receipt == "recorded_earlier" and not work.imported:
        raise Refused("history_only", "Only earlier records are closed like that.")
    order.close(request.receipt, work.at, work.by)
    return emit_moved(work, order, orders.order_closed, request.receipt)


def check_release(_work: Work, order: Order) -> None:
    order.custody.check_at_desk()


def close_on_call(work: Work, data: quality.CallEnded) -> None:
    order = work.get(store.orders, data.order_id)
    received = data.stage == LAST_CALL and data.outcome == "done" and data.received
    if received and order.state == "released":
        order.close("call", work.at, data.caller_id or work.by)
        emit_moved(work, order, orders.order_closed, "call")


def check_dispatch(work: Work, order: Order, request: releases.ReleaseOrder) -> None:
    """Raises `Refused` where nobody wished it, nobody knows whereto, or the parcel is another customer's."""
    if work.get(store.parties, order.party_id).address is None:
        raise Refused("address_missing", "The customer has no address to send it to.")
    if order.party_kind == WALK_IN and request.wish is None and not is_lead(work):
        raise Refused("wish_missing", "Say how the customer asked for it, or have a lead send it.")
    parcel = work.system.all(store.orders, 0, waybill=request.waybill) if request.waybill else []
    if any(other.party_id != order.party_id for other in parcel):
        raise Refused("waybill_used", "Another customer's device has this waybill.")


def _put_into_parcel(work: Work, order: Order, waybill: str | None) -> None:
    """Whoever gives the same waybill at the same time begins again once this is written."""
    parcel_id = derived_id("parcel", waybill or "")
    if waybill and work.find(store.parcels, _id=parcel_id) is None:
        work.add(store.parcels, Parcel(parcel_id, work.station_id, waybill, order.party_id))


def check_pickup(order: Order, counters: Counters, request: releases.ReleaseOrder) -> None:
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
