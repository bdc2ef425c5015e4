"""Payments and the day's reports of the front desk: what the service `intake` takes, answers and tells."""

from __future__ import annotations

from typing import Annotated

from contracts.intake.orders import STATES, orders
from contracts.intake.parties import PARTY_KINDS, SERVICE
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Money, PositiveMoney, Text, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request

METHODS = ("cash", "card", "wechat", "alipay", "transfer")
AGES = ("0", "1", "2-3", ">3")
CONDITIONS = ("repaired", "unrepaired", "awaiting_parts")


# --- payments -------------------------------------------------------------------------------------------------------


payments = Noun(SERVICE, "/payments", "payment_id")
day_reports = Noun(SERVICE, "/day-reports", "report_id")
shelves = Noun(SERVICE, "/shelves")


class RecordPayment(Request):
    """Money that was taken for an order, and how."""

    order_id: PathId
    method: Annotated[str, Word(METHODS)]
    amount: PositiveMoney


class RefundPayment(Request):
    """Money that is given back the way it came, at most what is left of the payment, and why."""

    payment_id: PathId
    amount: PositiveMoney
    reason: Annotated[str, Text(500)]


class PaymentRef(Reply):
    """The id and version of a payment, and the business day it belongs to."""

    id: Id
    version: int
    day: str


class Payment(Reply):
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

# --- the day's report -----------------------------------------------------------------------------------------------


class Takings(Reply):
    """What came in and went out by one way of paying."""

    method: Annotated[str, Word(METHODS)]
    taken: Money
    refunded: Money


class DeviceCounts(Reply):
    """Devices received, shipped and collected on the day; and how many were in repair, waiting, ready at its close."""

    received: int
    in_repair: int
    awaiting_parts: int
    ready: int
    shipped: int
    collected: int


class DayReport(Reply):
    """A desk's business day: the money so far, and since it was closed the devices (F10c F11)."""

    id: Id
    version: int
    station_id: Id
    day: str
    closed: bool
    closing: int
    closed_at: Instant | None
    methods: tuple[Takings, ...]
    total: Money
    devices: DeviceCounts | None


class ListDayReports(PageRequest):
    """The desk's days."""

    sort: Annotated[str, sorted_by("day")] = "day"
    station_id: Id | None = None
    day: Day | None = None


get_day_report = day_reports.get("get_day_report", "Read a desk's day report", DayReport, permissions.REPORT_READ)
list_day_reports = day_reports.list(
    "list_day_reports", "List the desks' day reports", ListDayReports, DayReport, permissions.REPORT_READ
)

# --- shelves --------------------------------------------------------------------------------------------------------


class ReadShelfBoard(Request):
    """The shelves of the own station, or for head people of another."""

    station_id: Id | None = None


class ShelvedOrder(Reply):
    """An order whose device lies at the desk."""

    id: Id
    code: str
    party_kind: Annotated[str, Word(PARTY_KINDS)]
    brand: str
    model: str
    state: Annotated[str, Word(STATES)]
    received_at: Instant
    effective_due_at: Instant
    fulfilled_at: Instant | None


class Shelf(Reply):
    """The devices of one age, in open days since receipt, and one condition."""

    age: Annotated[str, Word(AGES)]
    condition: Annotated[str, Word(CONDITIONS)]
    count: int
    orders: tuple[ShelvedOrder, ...]


class ShelfBoard(Reply):
    """Every shelf of a desk as it should be today (F4)."""

    station_id: Id
    day: str
    items: tuple[Shelf, ...]


get_shelf_board = shelves.read(
    "get_shelf_board",
    "See the devices at the desk by age and condition",
    ReadShelfBoard,
    ShelfBoard,
    permissions.ORDER_READ,
)

# --- events ---------------------------------------------------------------------------------------------------------


class PaymentRecorded(EventData):
    """Money was taken for an order, or given back: a refund is negative."""

    order_id: Id
    method: Annotated[str, Word(METHODS)]
    amount: Money
    day: str


class MethodTotal(EventData):
    """What came in by one way of paying."""

    method: Annotated[str, Word(METHODS)]
    taken: Money
    refunded: Money


class DeskDayReported(EventData):
    """The day's revenue (F10c) and devices (F11) when it closed; a later closing of the same day corrects it."""

    day: str
    closing: int
    methods: tuple[MethodTotal, ...]
    total: Money
    received: int
    in_repair: int
    awaiting_parts: int
    ready: int
    shipped: int
    collected: int


payment_recorded = Event(SERVICE, "payment_recorded.v1", PaymentRecorded, ("oversight",))
desk_day_reported = Event(SERVICE, "desk_day_reported.v1", DeskDayReported, ("notifications",))
