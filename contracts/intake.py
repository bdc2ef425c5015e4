"""Parties, visits, orders, custody: what the service `intake` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts import permissions
from contracts.fields import Flag, Id, Instant, Text, Word
from contracts.operation import Event, EventData, Nothing, Operation, Reply, Request
from contracts.paging import PageRequest, page_of, sorted_by

SERVICE = "intake"
PARTY_KINDS = ("user", "dealer", "merchant", "company", "channel")
VISIT_KINDS = ("pickup", "consultation")
IDENTITIES = ("serial", "imei", "provisional")
STATES = ("received", "in_repair", "ready", "released", "closed", "cancelled", "abandoned")
WAITS = ("awaiting_parts", "awaiting_customer", "sent_out")
OUTCOMES = ("repaired", "unrepairable", "declined", "no_fault_found", "exchanged", "refunded", "returned_unrepaired")
HOLDERS = ("desk", "engineer", "carrier", "customer")
RELEASES = ("pickup", "dispatch")
CATEGORIES = tuple(str(number) for number in range(1, 41))


class History(Request):
    """What an importer of earlier records may say: when it happened and who did it (`history:import` only)."""

    occurred_at = Instant()
    actor_id = Id()


# --- parties and visits ---------------------------------------------------------------------------------------------


class NewParty(Request):
    """A customer: end user, dealer, merchant, the company itself or a sales channel (F2)."""

    kind = Word(PARTY_KINDS, required=True)
    name = Text(120, required=True)
    phone = Text(40, required=True)
    address = Text(300)


class RegisterParty(NewParty, History):
    """A customer to be known at the station."""


class EditParty(Request):
    """What may change on a party; what is left out stays."""

    name = Text(120)
    phone = Text(40)
    address = Text(300)


class Party(Reply):
    """A customer of the station."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    kind = Word(PARTY_KINDS, required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)


class Ref(Reply):
    """The id and version of what a command made or changed."""

    id = Id(required=True)
    version = fields.Integer(required=True)


class ListParties(PageRequest):
    """Parties by phone or kind."""

    sort = sorted_by("name")
    phone = Text(40)
    kind = Word(PARTY_KINDS)


class RecordVisit(Request):
    """A visit that opens no order: a consultation, or a pick-up that came for nothing (F1). A repair is its order."""

    kind = Word(VISIT_KINDS, required=True)
    party_id = Id()
    order_id = Id()
    note = Text(500, required=True)


class Visit(Reply):
    """A contact at the counter."""

    id = Id(required=True)
    station_id = Id(required=True)
    kind = Word(VISIT_KINDS, required=True)
    party_id = Id(required=True, allow_none=True)
    order_id = Id(required=True, allow_none=True)
    note = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class ListVisits(PageRequest):
    """Visits by kind."""

    sort = sorted_by("at")
    kind = Word(VISIT_KINDS)


register_party = Operation(
    SERVICE,
    "register_party",
    "Register a customer",
    "command",
    permissions.PARTY_WRITE,
    RegisterParty,
    Ref,
    takes_history=True,
    example={"kind": "user", "name": "李雷", "phone": "13812345678"},
)
edit_party = Operation(
    SERVICE,
    "edit_party",
    "Edit a customer",
    "command",
    permissions.PARTY_WRITE,
    EditParty,
    Ref,
    ids=("party_id",),
    example={"phone": "13912345678"},
)
get_party = Operation(
    SERVICE, "get_party", "Read a customer", "query", permissions.PARTY_READ, Nothing, Party, ids=("party_id",)
)
list_parties = Operation(
    SERVICE, "list_parties", "List customers", "query", permissions.PARTY_READ, ListParties, page_of(Party)
)
record_visit = Operation(
    SERVICE,
    "record_visit",
    "Record a visit without a new order",
    "command",
    permissions.VISIT_WRITE,
    RecordVisit,
    Ref,
    example={"kind": "consultation", "note": "asked for the price of a battery"},
)
list_visits = Operation(
    SERVICE, "list_visits", "List visits", "query", permissions.VISIT_READ, ListVisits, page_of(Visit)
)

# --- orders ---------------------------------------------------------------------------------------------------------


class Device(Request):
    """The device as identified at the counter (F1)."""

    category = Word(CATEGORIES, required=True)
    brand = Text(120, required=True)
    model = Text(120, required=True)
    identity = Word(IDENTITIES, required=True)
    serial = Text(60)
    made_in = fields.Integer(strict=True, validate=validate.Range(1900, 2100))


class ReceiveDevice(History):
    """A device, or accessories alone, received over the counter or in a consignment (F1 F2 F5).

    The customer is one who is known (`party_id`) or a new one (`party`).
    """

    party_id = Id()
    party = fields.Nested(NewParty)
    device = fields.Nested(Device)
    accessories = fields.List(Text(80), validate=validate.Length(max=30), load_default=list)
    condition = Text(500, empty=True, load_default="")
    fault = Text(4000, required=True)
    lock_state = Word(("none", "passcode", "activation_lock", "unknown"), load_default="unknown")
    data_loss_consent = Flag(load_default=False)
    purchase_proof = Text(200)
    external_ref = Text(120)


class OrderReceived(Reply):
    """The new order: its code for people, the pick-up code of the receipt, and what was promised."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    receipt_code = fields.String(required=True)
    party_id = Id(required=True)
    state = Word(STATES, required=True)
    bench_due_at = Instant(required=True)
    due_at = Instant(required=True)
    calendar_provisional = fields.Boolean(required=True)
    redo_of = Id(required=True, allow_none=True)


class OrderState(Reply):
    """Where an order stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(STATES, required=True)


class OfferCustody(History):
    """Hand a device over: to an engineer (by id) or back to the desk. The other side must accept."""

    to = Word(("desk", "engineer"), required=True)
    engineer_id = Id()


class AcceptCustody(History):
    """Accept what was offered: the device is in hand."""


class DeclineCustody(Request):
    """Why what was offered is not taken."""

    reason = Text(300, required=True)


class StartWait(Request):
    """What the order waits for. `awaiting_customer` needs the attempt or quote that was made."""

    wait = Word(("awaiting_customer", "sent_out"), required=True)
    reason = Text(500, required=True)
    due_at = Instant()


class EndWait(Request):
    """What ended the wait."""

    wait = Word(("awaiting_customer", "sent_out"), required=True)
    reason = Text(500, required=True)


class Reason(Request):
    """Why."""

    reason = Text(500, required=True)


class NotifyCustomer(History):
    """The customer was told that the device is ready."""

    channel = Word(("phone", "sms", "wechat", "counter"), required=True)


class ReleaseOrder(History):
    """Give the device out: `pickup` against code and serial, `dispatch` with a waybill (F1 F9)."""

    how = Word(RELEASES, required=True)
    receipt_code = Text(40)
    serial = Text(60)
    waybill = Text(80)
    accessories_missing = fields.List(Text(80), validate=validate.Length(max=30), load_default=list)


class CloseOrder(History):
    """The customer has it: how that is known."""

    receipt = Word(("signed", "carrier", "call", "recorded_earlier"), required=True)


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


class Receipt(Reply):
    """What is printed on the customer's receipt."""

    code = fields.String(required=True)
    receipt_code = fields.String(required=True)
    due_at = Instant(required=True)


def _order(
    name: str,
    summary: str,
    permission: str,
    request: type[Request],
    example: dict[str, object],
    *,
    history: bool = False,
) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permission,
        request,
        OrderState,
        ids=("order_id",),
        takes_history=history,
        example=example,
    )


receive_device = Operation(
    SERVICE,
    "receive_device",
    "Receive a device",
    "command",
    permissions.ORDER_RECEIVE,
    ReceiveDevice,
    OrderReceived,
    takes_history=True,
    example={
        "party_id": "00000000-0000-4000-8000-000000000001",
        "device": {"category": "19", "brand": "Honor", "model": "X50", "identity": "serial", "serial": "HX50-0001"},
        "accessories": ["charger"],
        "condition": "screen cracked",
        "fault": "does not charge",
    },
)
offer_custody = _order(
    "offer_custody",
    "Offer the device to bench or desk",
    permissions.CUSTODY_OFFER,
    OfferCustody,
    {"to": "engineer", "engineer_id": "00000000-0000-4000-8000-000000000002"},
    history=True,
)
accept_custody = _order(
    "accept_custody", "Accept the device that was offered", permissions.CUSTODY_ACCEPT, AcceptCustody, {}, history=True
)
decline_custody = _order(
    "decline_custody",
    "Decline the device that was offered",
    permissions.CUSTODY_ACCEPT,
    DeclineCustody,
    {"reason": "wrong device in the bag"},
)
start_wait = _order(
    "start_wait",
    "The order waits",
    permissions.ORDER_RECEIVE,
    StartWait,
    {"wait": "awaiting_customer", "reason": "quote sent"},
)
end_wait = _order(
    "end_wait",
    "The wait is over",
    permissions.ORDER_RECEIVE,
    EndWait,
    {"wait": "awaiting_customer", "reason": "quote accepted"},
)
approve_special = _order(
    "approve_special",
    "Approve three working days for a special order",
    permissions.ORDER_APPROVE,
    Reason,
    {"reason": "water damage, must dry"},
)
notify_customer = _order(
    "notify_customer",
    "Record that the customer was told",
    permissions.ORDER_RELEASE,
    NotifyCustomer,
    {"channel": "phone"},
    history=True,
)
release_order = _order(
    "release_order",
    "Give the device out",
    permissions.ORDER_RELEASE,
    ReleaseOrder,
    {"how": "pickup", "receipt_code": "000000", "serial": "HX50-0001"},
    history=True,
)
close_order = _order(
    "close_order",
    "Close the order on the customer's receipt",
    permissions.ORDER_RELEASE,
    CloseOrder,
    {"receipt": "signed"},
    history=True,
)
cancel_order = _order(
    "cancel_order",
    "Cancel before the device was offered to the bench",
    permissions.ORDER_RECEIVE,
    Reason,
    {"reason": "customer changed their mind"},
)
abandon_order = _order(
    "abandon_order",
    "Write off a device that nobody fetches",
    permissions.ORDER_APPROVE,
    Reason,
    {"reason": "not fetched in 6 months, notice served"},
)
get_order = Operation(
    SERVICE, "get_order", "Read an order", "query", permissions.ORDER_READ, Nothing, Order, ids=("order_id",)
)
get_receipt = Operation(
    SERVICE,
    "get_receipt",
    "Read an order's receipt",
    "query",
    permissions.ORDER_RECEIVE,
    Nothing,
    Receipt,
    ids=("order_id",),
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
    """An order reached another state."""

    party_id = Id(required=True)
    party_kind = Word(PARTY_KINDS, required=True)
    state = Word(STATES, required=True)
    outcome = Word(OUTCOMES, required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    release = Word(RELEASES, required=True, allow_none=True)
    effective_due_at = Instant(required=True)
    fulfilled_at = Instant(required=True, allow_none=True)


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
bench_accepted = Event(SERVICE, "bench_accepted.v1", BenchAccepted, ("repair", "inventory"))
desk_accepted = Event(SERVICE, "desk_accepted.v1", DeskAccepted, ("repair",))
order_ready = Event(SERVICE, "order_ready.v1", OrderMoved, ("quality", "oversight"))
customer_notified = Event(SERVICE, "customer_notified.v1", OrderMoved, ("quality", "oversight"))
order_released = Event(SERVICE, "order_released.v1", OrderMoved, ("inventory", "quality", "oversight"))
order_closed = Event(SERVICE, "order_closed.v1", OrderMoved, ("quality", "oversight"))
order_cancelled = Event(SERVICE, "order_cancelled.v1", OrderMoved, ("quality", "oversight"))
order_abandoned = Event(SERVICE, "order_abandoned.v1", OrderMoved, ("quality", "oversight"))
