"""What several of the desk's operations do within their unit of work: parties, devices, promises, pick-ups."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

from contracts.intake import custody, orders, receiving
from contracts.intake.parties import NewParty
from contracts.language.errors import Invalid, Refused, Throttled
from services.intake import collections as store
from services.intake.rules import codes, devices, receipt
from services.intake.rules.orders import Device, Order
from services.intake.rules.parties import Party
from services.intake.rules.promises import (
    Promise,
    ReceiptPolicy,
    Wait,
    effective_due_at,
    promise,
    special_promise,
    turnaround_minutes,
)
from stationkit.ground.clock import wall_now
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from contracts.language.operation import Event
    from stationkit.storage.counters import Counters
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.work import Work

AT_DESK = frozenset({"front_desk", "station_lead", "storekeeper"})
PICKUP_TRIES = 5
PICKUP_WINDOW = timedelta(minutes=15)


def open_order(work: Work, system: System, request: receiving.ReceiveDevice) -> Order:
    """The order for what was received; its party may be new."""
    party = party_of(work, request)
    device = device_of(work, request.device)
    promised = promise(party.kind, work.at, work.station.calendar, receipt_policy(work))
    order = receipt.open_order(_names(work), party, device, request, promised, work.at)
    order.imported, order.redo_of = work.imported, _redo_of(work, system, device)
    order.note("received", work.at, work.by)
    return work.add(store.orders, order)


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


def is_at_desk(work: Work) -> bool:
    """Whether who acts may hold a device for the desk: front desk, lead, or the keeper who helps out [P12]."""
    return bool(AT_DESK.intersection(work.posts))


def engineer_of(work: Work, request: custody.OfferCustody) -> str | None:
    """The engineer that a device is offered to; None for the desk. Raises `Refused` for anybody else."""
    if request.to == "desk":
        return None
    if request.engineer_id is None:
        raise Refused("engineer_missing", "Say which engineer the device is offered to.")
    engineer = work.staff(request.engineer_id)
    if "engineer" not in engineer.posts:
        raise Refused("not_engineer", "That member of staff is not an engineer.")
    return engineer.id


def promise_special(work: Work, order: Order) -> Promise:
    """The promise of a special order, under the policy of its receipt."""
    policy = receipt_policy(work, order)
    return special_promise(order.party_kind, order.received_at, work.station.calendar, policy)


def promise_again(work: Work, order: Order) -> Order:
    """Works a provisional promise out again from the calendar that is known now."""
    policy = receipt_policy(work, order)
    calendar = work.station.calendar
    ordinary = promise(order.party_kind, order.received_at, calendar, policy)
    order.promise_again(promise_special(work, order) if order.special_reason else ordinary, work.at, work.by)
    return put_off(work, order)


def put_off(work: Work, order: Order) -> Order:
    """The effective due time after the waits for the customer; told where it is another than before."""
    before = order.effective_due_at
    order.effective_due_at = effective_due_at(order.due_at, customer_waits(order), work.station.calendar)
    if order.effective_due_at != before:
        work.emit(
            order,
            orders.order_rescheduled,
            orders.OrderRescheduled(due_at=order.due_at, effective_due_at=order.effective_due_at),
        )
    return order


def customer_waits(order: Order) -> list[Wait]:
    """The waits for the customer that are over."""
    return [(wait.began, wait.ended) for wait in order.wait_log if wait.kind == "awaiting_customer" and wait.ended]


def tell(work: Work, order: Order, event: Event[orders.OrderMoved], reason: str | None = None) -> Order:
    """Tells that the order has reached a state."""
    minutes = None
    if order.fulfilled_at:
        calendar, waits = work.station.calendar, customer_waits(order)
        minutes = turnaround_minutes(order.received_at, order.fulfilled_at, waits, calendar)
    work.emit(order, event, orders.OrderMoved.of(order, reason=reason, turnaround_minutes=minutes))
    return order


def tell_ready(work: Work, order: Order) -> Order:
    """Tells that the order is ready; whatever it still waited for has ended with that."""
    return tell(work, put_off(work, order), orders.order_ready)


def tell_accepted(work: Work, order: Order, handed_back_by: str | None) -> None:
    """Tells who has the device now: the bench, or the desk again."""
    if order.custody.holder == "desk":
        work.emit(order, custody.desk_accepted, custody.DeskAccepted.of(order, engineer_id=handed_back_by))
        return
    device = order.device
    accepted = custody.BenchAccepted.of(
        order,
        engineer_id=order.custody.holder_id,
        category=device.category if device else None,
        brand=device.brand if device else None,
        model=device.model if device else None,
    )
    work.emit(order, custody.bench_accepted, accepted)


def _redo_of(work: Work, system: System, device: Device | None) -> str | None:
    if device is None or device.identity == "provisional":
        return None
    before = system.last(store.orders, "device.serial", device.serial, "released_at")
    calendar = work.station.calendar
    released = before.released_at if before else None
    return receipt.redo_of(before, calendar.day_of(released) if released else None, calendar.day_of(work.at))


def _names(work: Work) -> dict[str, str]:
    return {
        "id": work.new_id(),
        "station_id": work.station_id,
        "code": codes.make_code(work.random(codes.CODE_BYTES)),
        "receipt_code": codes.make_receipt_code(work.random(codes.RECEIPT_CODE_BYTES)),
    }


def new_party(work: Work, party_id: str, given: NewParty) -> Party:
    """A customer from what was written down. Raises `Invalid` for a phone number that cannot exist."""
    return Party(
        id=party_id,
        station_id=work.station_id,
        kind=given.kind,
        name=given.name,
        phone=devices.phone_of(given.phone),
        address=given.address,
    )


def party_of(work: Work, request: receiving.ReceiveDevice) -> Party:
    """The customer that a request names, known or new. Raises `Invalid` unless it is one of the two."""
    if request.party_id is not None and request.party is None:
        return work.get(store.parties, request.party_id)
    if request.party is not None and request.party_id is None:
        return work.add(store.parties, new_party(work, work.new_id("party"), request.party))
    raise Invalid("The request is not valid.", ["party_id: Name either a known party or a new one."])


def device_of(work: Work, given: receiving.Device | None) -> Device | None:
    """The device as identified; one that cannot be read gets a provisional serial. Raises `Invalid`."""
    if given is None:
        return None
    serial = given.serial or ""
    if given.identity == "provisional" and not serial:
        serial = devices.provisional_serial(work.random(codes.CODE_BYTES))
    stored = devices.serial_of(given.identity, serial)
    return Device(given.category, given.brand, given.model, given.identity, stored, given.made_in)


def receipt_policy(work: Work, order: Order | None = None) -> ReceiptPolicy:
    """The receipt policy in force now, or when the order was received."""
    policy = work.policy("receipt", order.received_at if order else None)
    return converter.structure({**policy.values, "version": policy.number}, ReceiptPolicy)
