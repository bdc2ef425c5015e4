"""Money taken for an order, or given back [F10b]."""

from __future__ import annotations

from typing import Annotated

from contracts.intake import SERVICE
from contracts.intake.orders import orders
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Lines, Money, PositiveMoney, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing

METHODS = ("cash", "card", "wechat", "alipay", "transfer")

payments = Noun(SERVICE, "/payments", "payment_id")


class RecordPayment(Request):
    """Money that was taken for an order, and how."""

    order_id: PathId
    method: Annotated[str, Word(METHODS)]
    amount: PositiveMoney


class RefundPayment(Request):
    """Money that is given back the way it came, at most what is left of the payment, and why.

    Once more than the policy's `refund_alone_yuan` is given back of an order, another person has asked for it.
    """

    payment_id: PathId
    amount: PositiveMoney
    reason: Annotated[str, Lines(500)]


class RequestRefund(Request):
    """Money that another person is asked to give back, and why.

    It stands until it is given back or withdrawn; only who asked for it may ask for it anew.
    """

    payment_id: PathId
    amount: PositiveMoney
    reason: Annotated[str, Lines(500)]


class WithdrawRefund(Request):
    """Who asked for it does so no longer, or a lead turns it down; then another may ask."""

    payment_id: PathId


class PaymentRef(Reply):
    """The id and version of a payment, and the business day it belongs to."""

    id: Id
    version: int
    day: str


class RefundAsked(Reply):
    """What somebody asks another person to give back."""

    amount: Money
    reason: str
    at: Instant
    by: Id


class Payment(Thing):
    """Money taken for an order, or given back: a refund is negative and names the payment it is of."""

    id: Id
    version: int
    station_id: Id
    order_id: Id
    method: Annotated[str, Word(METHODS)]
    amount: Money
    day: str
    at: Instant
    by: Id
    refunded: Money
    refund_of: Id | None
    reason: str | None
    refund_asked: RefundAsked | None


class OrderPayments(Reply):
    """What was paid for an order, what was given back of it, and what is left."""

    order_id: Id
    taken: Money
    refunded: Money
    balance: Money
    payments: tuple[Payment, ...]


class ListPayments(PageRequest):
    """Payments and refunds by business day and way of paying."""

    sort: Annotated[str, sorted_by("at")] = "at"
    station_id: Id | None = None
    day: Day | None = None
    method: Annotated[str, Word(METHODS)] | None = None


record_payment = orders.does(
    "record_payment",
    "Take money for an order",
    RecordPayment,
    PaymentRef,
    permissions.PAYMENT_RECORD,
    at="payments",
    status=201,
    example={"method": "wechat", "amount": {"amount": "128.00", "currency": "CNY"}},
)
request_refund = payments.does(
    "request_refund",
    "Ask another person to give money back",
    RequestRefund,
    PaymentRef,
    permissions.PAYMENT_REFUND,
    at="request-refund",
    example={"amount": {"amount": "28.00", "currency": "CNY"}, "reason": "the screen came cheaper"},
)
withdraw_refund = payments.does(
    "withdraw_refund",
    "Withdraw what somebody asked to give back",
    WithdrawRefund,
    PaymentRef,
    permissions.PAYMENT_REFUND,
    at="withdraw-refund",
    example={},
)
refund_payment = payments.does(
    "refund_payment",
    "Give money back",
    RefundPayment,
    PaymentRef,
    permissions.PAYMENT_REFUND,
    status=201,
    example={"amount": {"amount": "28.00", "currency": "CNY"}, "reason": "the screen came cheaper"},
)
get_order_payments = orders.read(
    "get_order_payments",
    "Read what was paid for an order",
    ById,
    OrderPayments,
    permissions.PAYMENT_READ,
    at="{order_id}/payments",
)
list_payments = payments.list("list_payments", "List payments", ListPayments, Payment, permissions.PAYMENT_READ)


class PaymentRecorded(EventData):
    """Money was taken for an order, or given back: a refund is negative."""

    order_id: Id
    method: Annotated[str, Word(METHODS)]
    amount: Money
    day: str


payment_recorded = Event(SERVICE, "payment_recorded.v1", PaymentRecorded, ("oversight",))
