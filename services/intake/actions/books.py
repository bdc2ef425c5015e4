"""The desk's books within its units of work: payments, the day's report at its close, the shelf board."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from contracts.intake import custody as intake
from contracts.intake import day_reports, shelves
from contracts.intake import payments as payments_contract
from contracts.language.errors import Refused
from contracts.language.ids import derived_id
from contracts.stations.days import DayClosed
from services.intake import collections as store
from services.intake.rules.day import DayReport, DeviceCounts
from services.intake.rules.orders import Order
from services.intake.rules.payments import Payment, PaymentPolicy, balance_of
from services.intake.rules.shelves import AGES, CONDITIONS, Shelved, shelve
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work

_WAITS_FOR_PARTS = {"$elemMatch": {"kind": "awaiting_parts", "ended": None}}
_AT_DESK = {"$in": ("received", "in_repair", "ready")}


def take_payment(work: Work, request: payments_contract.RecordPayment) -> Payment:
    """Money for an order, on today's report.

    Refused for an order that was cancelled or abandoned, above the policy's limit, and on a closed day.
    """
    order = work.get(store.orders, request.order_id)
    if order.state in ("cancelled", "abandoned"):
        raise Refused(f"order_{order.state}", f"The order is {order.state}.", state=order.state)
    converter.structure(work.policy("payments").values, PaymentPolicy).check(request.amount)
    return _book(work, order.id, request.method, request.amount)


def refund_payment(work: Work, request: payments_contract.RefundPayment) -> Payment:
    """Money given back the way it came, on today's report. Refused for more than is left, and on a closed day."""
    paid = work.get(store.payments, request.payment_id)
    paid.refund(request.amount)
    refund = _book(work, paid.order_id, paid.method, -request.amount)
    refund.refund_of, refund.reason = paid.id, request.reason
    return refund


def payments_of(view: View, order_id: str) -> payments_contract.OrderPayments:
    """What was paid for an order, first payment first."""
    order = view.get(store.orders, order_id)
    payments = sorted(view.all(store.payments, order_id=order.id), key=lambda payment: (payment.at, payment.id))
    taken, refunded, balance = balance_of(payments)
    return payments_contract.OrderPayments(
        order_id=order.id,
        taken=taken,
        refunded=refunded,
        balance=balance,
        payments=payments_contract.Payment.all_of(payments),
    )


def close_day(work: Work, system: System, data: DayClosed) -> None:
    """Who still holds a device is named [E4]; then the day's report is made and told [F10c F11].

    Done again, also after marks were lost, it tells nothing twice: orders remember the day, the report its closings.
    """
    day, closed_at = data.day, data.closed_at

    def note(inner: Work, order: Order) -> None:
        if order.stay_overnight(day, work.at, work.by):
            overnight = intake.DeviceOvernight.of(order, engineer_id=order.custody.holder_id, day=day)
            inner.emit(order, intake.device_overnight, overnight)

    system.each(store.orders, work.cause, note, **{"station_id": work.station_id, "custody.holder": "engineer"})
    report = _report_of(work, day)
    devices = _devices(work, date.fromisoformat(day))
    if report.close(data.closing, closed_at, devices):
        reported = day_reports.DeskDayReported.of(report, **vars(devices))
        work.emit(report, day_reports.desk_day_reported, reported)


def reopen_day(work: Work, day: str) -> None:
    """Money may be taken on that day again."""
    _report_of(work, day).reopen()


def shelf_board(view: View, request: shelves.ReadShelfBoard) -> shelves.ShelfBoard:
    """Every shelf of a desk as it should be today. Raises `NotFound` for a station out of reach."""
    station = view.station_within_reach(request.station_id)
    today = station.calendar.day_of(view.now)
    orders = view.all(store.orders, station.id, state=_AT_DESK, custody__holder="desk")
    shelved = shelve(orders, today, station.calendar)
    items = tuple(_shelf(shelved, age, condition) for age in AGES for condition in CONDITIONS)
    return shelves.ShelfBoard(station_id=station.id, day=today.isoformat(), items=items)


def _book(work: Work, order_id: str, method: str, amount: Decimal) -> Payment:
    day = work.station.calendar.day_of(work.at).isoformat()
    _report_of(work, day).book(method, amount)
    payment = work.add(
        store.payments, Payment(work.new_id(), work.station_id, order_id, method, amount, day, work.at, work.by)
    )
    work.emit(payment, payments_contract.payment_recorded, payments_contract.PaymentRecorded.of(payment))
    return payment


def _report_of(work: Work, day: str) -> DayReport:
    report_id = derived_id("day_report", work.station_id, day)
    return work.find(store.day_reports, _id=report_id) or work.add(
        store.day_reports, DayReport(report_id, work.station_id, day)
    )


def _devices(work: Work, day: date) -> DeviceCounts:
    calendar = work.station.calendar
    today = {"$gte": calendar.at(day, time.min), "$lt": calendar.at(day + timedelta(days=1), time.min)}

    def count(**wanted: Any) -> int:
        return work.count(store.orders, device={"$ne": None}, **wanted)

    waiting = count(state="in_repair", wait_log=_WAITS_FOR_PARTS)
    return DeviceCounts(
        received=count(received_at=today),
        in_repair=count(state="in_repair") - waiting,
        awaiting_parts=waiting,
        ready=count(state="ready"),
        shipped=count(released_at=today, release="dispatch"),
        collected=count(released_at=today, release="pickup"),
    )


def _shelf(shelved: list[Shelved], age: str, condition: str) -> shelves.Shelf:
    orders = tuple(
        shelves.ShelvedOrder.of(there.order, brand=there.device.brand, model=there.device.model)
        for there in shelved
        if (there.age, there.condition) == (age, condition)
    )
    return shelves.Shelf(age=age, condition=condition, count=len(orders), orders=orders)
