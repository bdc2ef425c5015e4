"""Who holds a device: offered by one side, accepted by the other [F4 E4 P12]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import custody
from contracts.language.errors import Invalid, Refused
from contracts.stations import staff
from services.intake import collections as store
from services.intake.actions.orders import emit_ready
from services.intake.actions.posts import is_at_desk, is_lead
from services.intake.rules.orders import Order

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def offer_custody(work: Work, request: custody.OfferCustody) -> Order:
    order = work.get(store.orders, request.order_id)
    engineer_id = engineer_of(work, request)
    order.offer(request.to, engineer_id, work.by, work.at, lead=is_lead(work), at_desk=is_at_desk(work))
    return order


def accept_custody(work: Work, request: custody.AcceptCustody) -> Order:
    order = work.get(store.orders, request.order_id)
    emit_accepted(work, order, order.accept(work.by, work.at, at_desk=is_at_desk(work)))
    return emit_ready(work, order) if order.ready_at else order


def decline_custody(work: Work, request: custody.DeclineCustody) -> Order:
    order = work.get(store.orders, request.order_id)
    order.decline(work.by, work.at, request.reason, at_desk=is_at_desk(work))
    return order


def withdraw_custody(work: Work, request: custody.WithdrawCustody) -> Order:
    order = work.get(store.orders, request.order_id)
    order.withdraw(work.by, work.at, lead=is_lead(work))
    return order


def take_over_custody(work: Work, request: custody.TakeOverCustody) -> Order:
    order = work.get(store.orders, request.order_id)
    emit_accepted(work, order, order.take_over(request.reason, work.at, work.by))
    return emit_ready(work, order) if order.ready_at else order


def name_devices_left(work: Work, data: staff.StaffChanged) -> None:
    """Names every device that somebody holds, or is offered, who is suspended: it must not be forgotten [E4]."""
    if data.active:
        return
    person = work.cause.source_id
    for field in ("custody__holder_id", "custody__offered_id"):
        for order in work.all(store.orders, **{field: person}):
            left = custody.DeviceLeft(code=order.code, engineer_id=person, offered=field == "custody__offered_id")
            work.emit(order, custody.device_left, left)


def check_withdrawal(work: Work, order: Order) -> None:
    order.custody.check_withdrawal(work.by, lead=is_lead(work))


def check_take_over(_work: Work, order: Order) -> None:
    order.custody.check_take_over()


def check_offer(work: Work, order: Order) -> None:
    order.custody.check_offer(work.by, lead=is_lead(work), at_desk=is_at_desk(work))


def check_offered(work: Work, order: Order) -> None:
    order.custody.check_offered(work.by, at_desk=is_at_desk(work))


def emit_accepted(work: Work, order: Order, handed_back_by: str | None) -> None:
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


def engineer_of(work: Work, request: custody.OfferCustody) -> str | None:
    """The engineer that a device is offered to; None for the desk, which is offered it without a name.

    Raises `Refused` for anybody else.
    """
    if request.to == "desk":
        if request.engineer_id:
            raise Invalid("The request is not valid.", ["engineer_id: Unknown where the desk is offered it."])
        return None
    if request.engineer_id is None:
        raise Refused("engineer_missing", "Say which engineer the device is offered to.")
    engineer = work.staff(request.engineer_id)
    if "engineer" not in engineer.posts:
        raise Refused("not_engineer", "That member of staff is not an engineer.")
    return engineer.id
