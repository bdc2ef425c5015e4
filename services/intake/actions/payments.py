"""Money of an order, taken and given back, on the report of its day [F10b]."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from contracts.intake import payments
from contracts.language.operation import ById
from services.intake import collections as store
from services.intake.actions.day_reports import report_of_today
from services.intake.actions.posts import is_lead
from services.intake.rules.payments import LEAST, Payment, PaymentPolicy, RefundAsked, balance_of
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from services.intake.rules.orders import Order
    from stationkit.unit_of_work.view import View
    from stationkit.unit_of_work.work import Work


def record_payment(work: Work, request: payments.RecordPayment) -> Payment:
    """Money for an order, on today's report.

    Refused for an order that was cancelled or abandoned, above the policy's limit, and on a closed day.
    """
    order = work.get(store.orders, request.order_id)
    order.check_payable()
    _policy(work).check(request.amount)
    return _book(work, order.id, request.method, request.amount)


def refund_payment(work: Work, request: payments.RefundPayment) -> Payment:
    """Money given back the way it came, on today's report.

    Refused for more than is left, for more than the desk may give back without a lead, or a lead without a second
    person, and on a closed day.
    """
    paid = work.get(store.payments, request.payment_id)
    given_back = _given_back(work, paid) + request.amount
    if not is_lead(work):
        _policy(work).check_refund(given_back)
    _check_asked(work, paid, request.amount, given_back)
    paid.refund(request.amount)
    refund = _book(work, paid.order_id, paid.method, -request.amount)
    refund.refund_of, refund.reason = paid.id, request.reason
    return refund


def request_refund(work: Work, request: payments.RequestRefund) -> Payment:
    paid = work.get(store.payments, request.payment_id)
    paid.ask_refund(RefundAsked(request.amount, request.reason, work.at, work.by))
    return paid


def withdraw_refund(work: Work, request: payments.WithdrawRefund) -> Payment:
    paid = work.get(store.payments, request.payment_id)
    paid.withdraw_refund(work.by, lead=is_lead(work))
    return paid


def check_payable(work: Work, order: Order) -> None:
    order.check_payable()
    report_of_today(work).check_open()


def check_asking(work: Work, paid: Payment) -> None:
    paid.check_asking(work.by)
    report_of_today(work).check_open()


def check_withdrawal(work: Work, paid: Payment) -> None:
    paid.check_withdrawal(work.by, lead=is_lead(work))


def check_refund(work: Work, paid: Payment) -> None:
    paid.check_refund()
    report_of_today(work).check_open()
    if not is_lead(work):
        _policy(work).check_refund(_given_back(work, paid) + LEAST)


def get_order_payments(view: View, request: ById) -> payments.OrderPayments:
    """What was paid for an order, first payment first."""
    order = view.get(store.orders, request.id)
    booked = sorted(view.all(store.payments, order_id=order.id), key=lambda payment: (payment.at, payment.id))
    taken, refunded, balance = balance_of(booked)
    return payments.OrderPayments(
        order_id=order.id, taken=taken, refunded=refunded, balance=balance, payments=payments.Payment.all_of(booked)
    )


def _given_back(work: Work, paid: Payment) -> Decimal:
    """What was given back of the payment's order, all in all."""
    return balance_of(work.all(store.payments, order_id=paid.order_id))[1]


def _check_asked(work: Work, paid: Payment, amount: Decimal, given_back: Decimal) -> None:
    """Whoever gives back more of an order than one may alone was asked to by an independent person.

    What was given back of it before counts, so that nobody gives back in parts.
    """
    if given_back > _policy(work).refund_alone_yuan:
        work.check_second_person(paid.check_asked(amount, work.by).by)


def _policy(work: Work) -> PaymentPolicy:
    return converter.structure(work.policy("payments").values, PaymentPolicy)


def _book(work: Work, order_id: str, method: str, amount: Decimal) -> Payment:
    """Puts it on today's report. The order is held: its state and what was paid of it decide on each other."""
    work.hold(work.get(store.orders, order_id))
    report = report_of_today(work)
    report.book(method, amount)
    payment = work.add(
        store.payments, Payment(work.new_id(), work.station_id, order_id, method, amount, report.day, work.at, work.by)
    )
    work.emit(payment, payments.payment_recorded, payments.PaymentRecorded.of(payment))
    return payment
