"""Orders of the service `intake`: how they are read, what is done with them once received, all that is told of them."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.intake import SERVICE
from contracts.intake.parties import PARTY_KINDS
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Text, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing

State = Literal["received", "in_repair", "ready", "released", "closed", "cancelled", "abandoned"]
STATES: tuple[State, ...] = get_args(State)
ENDED: tuple[State, ...] = ("released", "closed", "cancelled", "abandoned")
"""The device has left, or nothing more is promised."""
WaitKind = Literal["awaiting_parts", "awaiting_customer", "sent_out"]
WAITS: tuple[WaitKind, ...] = get_args(WaitKind)
Outcome = Literal[
    "repaired", "unrepairable", "declined", "no_fault_found", "exchanged", "refunded", "returned_unrepaired"
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Holder = Literal["desk", "engineer", "carrier", "customer"]
HOLDERS: tuple[Holder, ...] = get_args(Holder)
Release = Literal["pickup", "dispatch"]
RELEASES: tuple[Release, ...] = get_args(Release)
Channel = Literal["phone", "sms", "wechat", "counter"]
"""How a customer is told or asked."""

orders = Noun(SERVICE, "/orders", "order_id")


class Custody(Reply):
    """Who holds the device and to whom it is offered."""

    holder: Holder
    holder_id: Id | None
    offered_to: Holder | None
    offered_id: Id | None
    since: Instant


class DeviceOut(Reply):
    """The device of an order."""

    category: str
    brand: str
    model: str
    identity: str
    serial: str
    made_in: int | None


class Step(Reply):
    """One line of an order's history."""

    what: str
    at: Instant
    by: str
    reason: str | None


class Order(Thing):
    """An order: device, party, state, custody, promise, history."""

    id: Id
    version: int
    station_id: Id
    code: str
    party_id: Id
    party_kind: Annotated[str, Word(PARTY_KINDS)]
    device: DeviceOut | None
    accessories: tuple[str, ...]
    condition: str
    fault: str
    lock_state: str
    data_loss_consent: bool
    state: State
    waits: tuple[str, ...]
    outcome: Outcome | None
    outcome_reason: str | None
    custody: Custody
    received_at: Instant
    bench_due_at: Instant
    due_at: Instant
    effective_due_at: Instant
    unpack_due_at: Instant | None
    policy_number: int
    calendar_provisional: bool
    special_reason: str | None
    ready_at: Instant | None
    notified_at: Instant | None
    fulfilled_at: Instant | None
    released_at: Instant | None
    handed_back_at: Instant | None
    closed_at: Instant | None
    release: Release | None
    waybill: str | None
    redo: bool
    redo_of: Id | None
    external_ref: str | None
    imported: bool
    steps: tuple[Step, ...]


class OrderLine(Thing):
    """An order in a list."""

    id: Id
    version: int
    station_id: Id
    code: str
    party_id: Id
    party_kind: Annotated[str, Word(PARTY_KINDS)]
    device: DeviceOut | None
    fault: str
    state: State
    waits: tuple[str, ...]
    outcome: Outcome | None
    outcome_reason: str | None
    custody: Custody
    received_at: Instant
    bench_due_at: Instant
    due_at: Instant
    effective_due_at: Instant
    calendar_provisional: bool
    ready_at: Instant | None
    notified_at: Instant | None
    fulfilled_at: Instant | None
    released_at: Instant | None
    handed_back_at: Instant | None
    closed_at: Instant | None
    release: Release | None
    redo: bool
    redo_of: Id | None
    special_reason: str | None
    external_ref: str | None
    imported: bool


class ListOrders(PageRequest):
    """Orders by state, holder, customer, code, reference or serial."""

    sort: Annotated[str, sorted_by("received_at", "bench_due_at")] = "received_at"
    state: State | None = None
    station_id: Id | None = None
    party_id: Id | None = None
    holder_id: Id | None = None
    code: Annotated[str, Text(20)] | None = None
    serial: Annotated[str, Text(60)] | None = None
    external_ref: Annotated[str, Text(120)] | None = None


get_order = orders.get("get_order", "Read an order", Order, permissions.ORDER_READ)
list_orders = orders.list("list_orders", "List orders", ListOrders, OrderLine, permissions.ORDER_READ)


class OrderState(Reply):
    """Where an order stands after a command."""

    id: Id
    version: int
    state: State


class Reason(Request):
    """Why."""

    order_id: PathId
    reason: Annotated[str, Lines(500)]


class GrantSpecial(Request):
    """Why, in the word of the head where nobody else of the station may."""

    station_id: PathId
    order_id: PathId
    reason: Annotated[str, Lines(500)]


approve_special = orders.does(
    "approve_special",
    "Approve three working days for a special order",
    Reason,
    OrderState,
    permissions.ORDER_APPROVE,
    at="special",
    example={"reason": "water damage, must dry"},
    from_states=("received", "in_repair"),
)
grant_special = orders.does(
    "grant_special",
    "Approve a special order of a station from the head",
    GrantSpecial,
    OrderState,
    permissions.ORDER_DECIDE,
    at="special",
    in_station=True,
    example={"reason": "water damage, must dry"},
    from_states=("received", "in_repair"),
)
cancel_order = orders.does(
    "cancel_order",
    "Cancel before a bench has the device",
    Reason,
    OrderState,
    permissions.ORDER_RECEIVE,
    example={"reason": "customer changed their mind"},
    from_states=("received",),
)
request_abandonment = orders.does(
    "request_abandonment",
    "Ask to write off a device that nobody fetches",
    Reason,
    OrderState,
    permissions.ORDER_RELEASE,
    at="request-abandonment",
    example={"reason": "not fetched in 6 months, notice served"},
    from_states=("ready",),
)
abandon_order = orders.does(
    "abandon_order",
    "Write off a device that nobody fetches",
    Reason,
    OrderState,
    permissions.ORDER_APPROVE,
    example={"reason": "not fetched in 6 months, notice served"},
    from_states=("ready",),
)


class OrderReceivedData(EventData):
    """A device was received."""

    code: str
    party_id: Id
    party_kind: Annotated[str, Word(PARTY_KINDS)]
    category: str | None
    received_by: Id
    due_at: Instant
    bench_due_at: Instant
    redo_of: Id | None


class OrderMoved(EventData):
    """An order reached another state.

    `turnaround_minutes` are the opening minutes from receipt to fulfilment, less the waits for the customer (B2).
    """

    party_id: Id
    party_kind: Annotated[str, Word(PARTY_KINDS)]
    state: State
    outcome: Outcome | None
    reason: str | None
    release: Release | None
    effective_due_at: Instant
    fulfilled_at: Instant | None
    turnaround_minutes: int | None = None


class DeviceHandedBack(EventData):
    """The device of an order that came to nothing left the house; the order stays what it is."""

    state: State
    release: Release


class OrderRescheduled(EventData):
    """By when the order is due now: a lead approved it as special, or a wait for the customer began or ended.

    Since `waits_since` it waits for the customer, and the minutes of that are not counted in yet.
    """

    due_at: Instant
    effective_due_at: Instant
    waits_since: Instant | None = None


order_received = Event(SERVICE, "order_received.v1", OrderReceivedData, ("quality", "oversight"))
order_rescheduled = Event(SERVICE, "order_rescheduled.v1", OrderRescheduled, ("oversight",))
order_ready = Event(SERVICE, "order_ready.v1", OrderMoved, ("oversight",))
customer_notified = Event(SERVICE, "customer_notified.v1", OrderMoved, ("quality", "oversight"))
order_released = Event(SERVICE, "order_released.v1", OrderMoved, ("inventory", "quality", "oversight"))
order_closed = Event(SERVICE, "order_closed.v1", OrderMoved, ("quality", "oversight"))
order_cancelled = Event(SERVICE, "order_cancelled.v1", OrderMoved, ("quality", "oversight"))
order_abandoned = Event(SERVICE, "order_abandoned.v1", OrderMoved, ("quality", "oversight"))
device_handed_back = Event(SERVICE, "device_handed_back.v1", DeviceHandedBack, ("inventory", "oversight"))
