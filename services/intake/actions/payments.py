"""Money of an order, taken and given back, on the report of its day [F10b]."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from contracts.intake import payments
from contracts.language.errors import Refused
from contracts.language.operation import ById
from services.intake import collections as store
from services.intake.actions.day_reports import report_of
from services.intake.rules.payments import Payment, PaymentPolicy, balance_of
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work


def record_payment(work: Work, request: payments.RecordPayment) -> Payment:
    """Money for an order, on today's report.

    Refused for an order that was cancelled or abandoned, above the policy's limit, and on a closed day.
    """
    order = work.get(store.orders, request.order_id)
    if order.state in ("cancelled", "abandoned"):
        raise Refused(f"order_{order.state}", f"The order is {order.state}.", state=order.state)
    converter.structure(work.policy("payments").values, PaymentPolicy).check(request.amount)
    return _book(work, order.id, request.method, request.amount)


def refund_payment(work: Work, request: payments.RefundPayment) -> Payment:
    """Money given back the way it came, on today's report. Refused for more than is left, and on a closed day."""
    paid = work.get(store.payments, request.payment_id)
    paid.refund(request.amount)
    refund = _book(work, paid.order_id, paid.method, -request.amount)
    refund.refund_of, refund.reason = paid.id, request.reason
    return refund


def get_order_payments(view: View, request: ById) -> payments.OrderPayments:
    """What was paid for an order, first payment first."""
    order = view.get(store.orders, request.id)
    booked = sorted(view.all(store.payments, order_id=order.id), key=lambda payment: (payment.at, payment.id))
    taken, refunded, balance = balance_of(booked)
    return payments.OrderPayments(
        order_id=order.id, taken=taken, refunded=refunded, balance=balance, payments=payments.Payment.all_of(booked)
    )


def _book(work: Work, order_id: str, method: str, amount: Decimal) -> Payment:
    day = work.station.calendar.day_of(work.at).isoformat()
    report_of(work, day).book(method, amount)
    payment = work.add(
        store.payments, Payment(work.new_id(), work.station_id, order_id, method, amount, day, work.at, work.by)
    )
    work.emit(payment, payments.payment_recorded, payments.PaymentRecorded.of(payment))
    return payment
