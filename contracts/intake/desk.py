"""Payments and the day's reports of the front desk: what the service `intake` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.intake.order_events import STATES
from contracts.intake.parties import PARTY_KINDS, SERVICE
from contracts.language import permissions
from contracts.language.fields import ABOVE_ZERO, Day, Id, Instant, Money, Text, Word
from contracts.language.operation import Event, EventData, Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

METHODS = ("cash", "card", "wechat", "alipay", "transfer")
AGES = ("0", "1", "2-3", ">3")
CONDITIONS = ("repaired", "unrepaired", "awaiting_parts")


# --- payments -------------------------------------------------------------------------------------------------------


class RecordPayment(Request):
    """Money that was taken for an order, and how."""

    method = Word(METHODS, required=True)
    amount = Money(ABOVE_ZERO, required=True)


class RefundPayment(Request):
    """Money that is given back the way it came, at most what is left of the payment, and why."""

    amount = Money(ABOVE_ZERO, required=True)
    reason = Text(500, required=True)


class PaymentRef(Reply):
    """The id and version of a payment, and the business day it belongs to."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    day = fields.String(required=True)


class Payment(Reply):
    """Money taken for an order, or given back: a refund is negative and names the payment it is of."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    order_id = Id(required=True)
    method = Word(METHODS, required=True)
    amount = Money(required=True)
    day = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)
    refunded = Money(required=True)
    refund_of = Id(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class OrderPayments(Reply):
    """What was paid for an order, what was given back of it, and what is left."""

    order_id = Id(required=True)
    taken = Money(required=True)
    refunded = Money(required=True)
    balance = Money(required=True)
    payments = fields.List(fields.Nested(Payment), required=True)


class ListPayments(PageRequest):
    """Payments and refunds by business day and way of paying."""

    sort = sorted_by("at")
    station_id = Id()
    day = Day()
    method = Word(METHODS)


record_payment = Operation(
    SERVICE,
    "record_payment",
    "Take money for an order",
    "command",
    permissions.PAYMENT_RECORD,
    RecordPayment,
    PaymentRef,
    ids=("order_id",),
    example={"method": "wechat", "amount": {"amount": "128.00", "currency": "CNY"}},
)
refund_payment = Operation(
    SERVICE,
    "refund_payment",
    "Give money back",
    "command",
    permissions.PAYMENT_REFUND,
    RefundPayment,
    PaymentRef,
    ids=("payment_id",),
    example={"amount": {"amount": "28.00", "currency": "CNY"}, "reason": "the screen came cheaper"},
)
get_order_payments = Operation(
    SERVICE,
    "get_order_payments",
    "Read what was paid for an order",
    "query",
    permissions.PAYMENT_READ,
    Nothing,
    OrderPayments,
    ids=("order_id",),
)
list_payments = Operation(
    SERVICE, "list_payments", "List payments", "query", permissions.PAYMENT_READ, ListPayments, page_of(Payment)
)

# --- the day's report -----------------------------------------------------------------------------------------------


class Takings(Reply):
    """What came in and went out by one way of paying."""

    method = Word(METHODS, required=True)
    taken = Money(required=True)
    refunded = Money(required=True)


class DeviceCounts(Reply):
    """Devices received, shipped and collected on the day; and how many were in repair, waiting, ready at its close."""

    received = fields.Integer(required=True)
    in_repair = fields.Integer(required=True)
    awaiting_parts = fields.Integer(required=True)
    ready = fields.Integer(required=True)
    shipped = fields.Integer(required=True)
    collected = fields.Integer(required=True)


class DayReport(Reply):
    """A desk's business day: the money so far, and since it was closed the devices (F10c F11)."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    day = fields.String(required=True)
    closed = fields.Boolean(required=True)
    closing = fields.Integer(required=True)
    closed_at = Instant(required=True, allow_none=True)
    methods = fields.List(fields.Nested(Takings), required=True)
    total = Money(required=True)
    devices = fields.Nested(DeviceCounts, required=True, allow_none=True)


class ListDayReports(PageRequest):
    """The desk's days."""

    sort = sorted_by("day")
    station_id = Id()
    day = Day()


get_day_report = Operation(
    SERVICE,
    "get_day_report",
    "Read a desk's day report",
    "query",
    permissions.REPORT_READ,
    Nothing,
    DayReport,
    ids=("report_id",),
)
list_day_reports = Operation(
    SERVICE,
    "list_day_reports",
    "List the desks' day reports",
    "query",
    permissions.REPORT_READ,
    ListDayReports,
    page_of(DayReport),
)

# --- shelves --------------------------------------------------------------------------------------------------------


class ReadShelfBoard(Request):
    """The shelves of the own station, or for head people of another."""

    station_id = Id()


class ShelvedOrder(Reply):
    """An order whose device lies at the desk."""

    id = Id(required=True)
    code = fields.String(required=True)
    party_kind = Word(PARTY_KINDS, required=True)
    brand = fields.String(required=True)
    model = fields.String(required=True)
    state = Word(STATES, required=True)
    received_at = Instant(required=True)
    effective_due_at = Instant(required=True)
    fulfilled_at = Instant(required=True, allow_none=True)


class Shelf(Reply):
    """The devices of one age, in open days since receipt, and one condition."""

    age = Word(AGES, required=True)
    condition = Word(CONDITIONS, required=True)
    count = fields.Integer(required=True)
    orders = fields.List(fields.Nested(ShelvedOrder), required=True)


class ShelfBoard(Reply):
    """Every shelf of a desk as it should be today (F4)."""

    station_id = Id(required=True)
    day = fields.String(required=True)
    items = fields.List(fields.Nested(Shelf), required=True)


get_shelf_board = Operation(
    SERVICE,
    "get_shelf_board",
    "See the devices at the desk by age and condition",
    "query",
    permissions.ORDER_READ,
    ReadShelfBoard,
    ShelfBoard,
)

# --- events ---------------------------------------------------------------------------------------------------------


class PaymentRecorded(EventData):
    """Money was taken for an order, or given back: a refund is negative."""

    order_id = Id(required=True)
    method = Word(METHODS, required=True)
    amount = Money(required=True)
    day = fields.String(required=True)


class MethodTotal(EventData):
    """What came in by one way of paying."""

    method = Word(METHODS, required=True)
    taken = Money(required=True)
    refunded = Money(required=True)


class DeskDayReported(EventData):
    """The day's revenue (F10c) and devices (F11) when it closed; a later closing of the same day corrects it."""

    day = fields.String(required=True)
    closing = fields.Integer(required=True)
    methods = fields.List(fields.Nested(MethodTotal), required=True)
    total = Money(required=True)
    received = fields.Integer(required=True)
    in_repair = fields.Integer(required=True)
    awaiting_parts = fields.Integer(required=True)
    ready = fields.Integer(required=True)
    shipped = fields.Integer(required=True)
    collected = fields.Integer(required=True)


payment_recorded = Event(SERVICE, "payment_recorded.v1", PaymentRecorded, ("oversight",))
desk_day_reported = Event(SERVICE, "desk_day_reported.v1", DeskDayReported, ("notifications",))
