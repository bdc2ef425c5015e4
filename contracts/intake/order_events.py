"""Orders as they are read, and all that the service `intake` tells of them."""

from __future__ import annotations

from marshmallow import fields

from contracts.intake.parties import PARTY_KINDS, SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text, Word
from contracts.language.operation import Event, EventData, Nothing, Operation, Reply
from contracts.language.paging import PageRequest, page_of, sorted_by

STATES = ("received", "in_repair", "ready", "released", "closed", "cancelled", "abandoned")
WAITS = ("awaiting_parts", "awaiting_customer", "sent_out")
OUTCOMES = ("repaired", "unrepairable", "declined", "no_fault_found", "exchanged", "refunded", "returned_unrepaired")
HOLDERS = ("desk", "engineer", "carrier", "customer")
RELEASES = ("pickup", "dispatch")


# --- orders ---------------------------------------------------------------------------------------------------------


class Custody(Reply):
    """Who holds the device and to whom it is offered."""

    holder = Word(HOLDERS, required=True)
    holder_id = Id(required=True, allow_none=True)
    offered_to = Word(HOLDERS, required=True, allow_none=True)
    offered_id = Id(required=True, allow_none=True)
    since = Instant(required=True)


class DeviceOut(Reply):
    """The device of an order."""

    category = fields.String(required=True)
    brand = fields.String(required=True)
    model = fields.String(required=True)
    identity = fields.String(required=True)
    serial = fields.String(required=True)
    made_in = fields.Integer(required=True, allow_none=True)


class Step(Reply):
    """One line of an order's history."""

    what = fields.String(required=True)
    at = Instant(required=True)
    by = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class Order(Reply):
    """An order: device, party, state, custody, promise, history."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    code = fields.String(required=True)
    party_id = Id(required=True)
    party_kind = Word(PARTY_KINDS, required=True)
    device = fields.Nested(DeviceOut, required=True, allow_none=True)
    accessories = fields.List(fields.String(), required=True)
    condition = fields.String(required=True)
    fault = fields.String(required=True)
    lock_state = fields.String(required=True)
    data_loss_consent = fields.Boolean(required=True)
    state = Word(STATES, required=True)
    waits = fields.List(fields.String(), required=True)
    outcome = Word(OUTCOMES, required=True, allow_none=True)
    outcome_reason = fields.String(required=True, allow_none=True)
    custody = fields.Nested(Custody, required=True)
    received_at = Instant(required=True)
    bench_due_at = Instant(required=True)
    due_at = Instant(required=True)
    effective_due_at = Instant(required=True)
    unpack_due_at = Instant(required=True, allow_none=True)
    policy_number = fields.Integer(required=True)
    calendar_provisional = fields.Boolean(required=True)
    special_reason = fields.String(required=True, allow_none=True)
    ready_at = Instant(required=True, allow_none=True)
    notified_at = Instant(required=True, allow_none=True)
    fulfilled_at = Instant(required=True, allow_none=True)
    released_at = Instant(required=True, allow_none=True)
    closed_at = Instant(required=True, allow_none=True)
    release = Word(RELEASES, required=True, allow_none=True)
    waybill = fields.String(required=True, allow_none=True)
    redo_of = Id(required=True, allow_none=True)
    external_ref = fields.String(required=True, allow_none=True)
    imported = fields.Boolean(required=True)
    steps = fields.List(fields.Nested(Step), required=True)


class OrderLine(Reply):
    """An order in a list."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    code = fields.String(required=True)
    party_id = Id(required=True)
    party_kind = Word(PARTY_KINDS, required=True)
    device = fields.Nested(DeviceOut, required=True, allow_none=True)
    fault = fields.String(required=True)
    state = Word(STATES, required=True)
    waits = fields.List(fields.String(), required=True)
    outcome = Word(OUTCOMES, required=True, allow_none=True)
    outcome_reason = fields.String(required=True, allow_none=True)
    custody = fields.Nested(Custody, required=True)
    received_at = Instant(required=True)
    bench_due_at = Instant(required=True)
    effective_due_at = Instant(required=True)
    fulfilled_at = Instant(required=True, allow_none=True)
    closed_at = Instant(required=True, allow_none=True)
    external_ref = fields.String(required=True, allow_none=True)
    imported = fields.Boolean(required=True)


class ListOrders(PageRequest):
    """Orders by state, holder, customer, code, reference or serial."""

    sort = sorted_by("received_at", "bench_due_at")
    state = Word(STATES)
    station_id = Id()
    party_id = Id()
    holder_id = Id()
    code = Text(20)
    serial = Text(60)
    external_ref = Text(120)


get_order = Operation(
    SERVICE, "get_order", "Read an order", "query", permissions.ORDER_READ, Nothing, Order, ids=("order_id",)
)
list_orders = Operation(
    SERVICE, "list_orders", "List orders", "query", permissions.ORDER_READ, ListOrders, page_of(OrderLine)
)


# --- events ---------------------------------------------------------------------------------------------------------


class OrderReceivedData(EventData):
    """A device was received."""

    code = fields.String(required=True)
    party_id = Id(required=True)
    party_kind = Word(PARTY_KINDS, required=True)
    category = fields.String(required=True, allow_none=True)
    received_by = Id(required=True)
    due_at = Instant(required=True)
    bench_due_at = Instant(required=True)
    redo_of = Id(required=True, allow_none=True)


class BenchAccepted(EventData):
    """The bench has the device in hand: a job starts, or goes on."""

    code = fields.String(required=True)
    engineer_id = Id(required=True)
    party_kind = Word(PARTY_KINDS, required=True)
    category = fields.String(required=True, allow_none=True)
    brand = fields.String(required=True, allow_none=True)
    model = fields.String(required=True, allow_none=True)
    fault = fields.String(required=True)
    bench_due_at = Instant(required=True)
    redo_of = Id(required=True, allow_none=True)


class DeskAccepted(EventData):
    """The desk has the device back from the bench."""

    engineer_id = Id(required=True)


class OrderMoved(EventData):
    """An order reached another state.

    `turnaround_minutes` are the opening minutes from receipt to fulfilment, less the waits for the customer (B2).
    """

    party_id = Id(required=True)
    party_kind = Word(PARTY_KINDS, required=True)
    state = Word(STATES, required=True)
    outcome = Word(OUTCOMES, required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    release = Word(RELEASES, required=True, allow_none=True)
    effective_due_at = Instant(required=True)
    fulfilled_at = Instant(required=True, allow_none=True)
    turnaround_minutes = fields.Integer(load_default=None, allow_none=True)


class OrderRescheduled(EventData):
    """The time by which the order is due moved: a lead approved it as special, or a wait for the customer ended."""

    due_at = Instant(required=True)
    effective_due_at = Instant(required=True)


class DeviceOvernight(EventData):
    """An engineer still held a device when the day closed (E4)."""

    code = fields.String(required=True)
    engineer_id = Id(required=True)
    day = fields.String(required=True)


device_overnight = Event(SERVICE, "device_overnight.v1", DeviceOvernight, ("notifications", "oversight"))
order_received = Event(SERVICE, "order_received.v1", OrderReceivedData, ("quality", "oversight"))
order_rescheduled = Event(SERVICE, "order_rescheduled.v1", OrderRescheduled, ("oversight",))
bench_accepted = Event(SERVICE, "bench_accepted.v1", BenchAccepted, ("repair", "inventory", "oversight"))
desk_accepted = Event(SERVICE, "desk_accepted.v1", DeskAccepted, ("repair", "inventory"))
order_ready = Event(SERVICE, "order_ready.v1", OrderMoved, ("oversight",))
customer_notified = Event(SERVICE, "customer_notified.v1", OrderMoved, ("quality", "oversight"))
order_released = Event(SERVICE, "order_released.v1", OrderMoved, ("inventory", "quality", "oversight"))
order_closed = Event(SERVICE, "order_closed.v1", OrderMoved, ("quality", "oversight"))
order_cancelled = Event(SERVICE, "order_cancelled.v1", OrderMoved, ("quality", "oversight"))
order_abandoned = Event(SERVICE, "order_abandoned.v1", OrderMoved, ("quality", "oversight"))
