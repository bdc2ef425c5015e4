"""Who holds a device: offered by one side, accepted by the other [F4 E4 P12]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import custody
from contracts.language.errors import Refused
from services.intake import collections as store
from services.intake.actions.orders import emit_ready
from services.intake.rules.orders import Order

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

AT_DESK = frozenset({"front_desk", "station_lead", "storekeeper"})


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


def is_at_desk(work: Work) -> bool:
    """Whether who acts may hold a device for the desk: front desk, lead, or the keeper who helps out [P12]."""
    return bool(AT_DESK.intersection(work.posts))


def is_lead(work: Work) -> bool:
    """Whether who acts leads the station."""
    return "station_lead" in work.posts


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
