"""How a device is received: what the service `intake` takes and answers."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.intake.order_events import STATES
from contracts.intake.parties import SERVICE, NewParty
from contracts.language import permissions
from contracts.language.fields import Flag, Id, Instant, Text, Word
from contracts.language.operation import History, Nothing, Operation, Reply, Request

IDENTITIES = ("serial", "imei", "provisional")
CATEGORIES = tuple(str(number) for number in range(1, 41))


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


class Receipt(Reply):
    """What is printed on the customer's receipt."""

    code = fields.String(required=True)
    receipt_code = fields.String(required=True)
    due_at = Instant(required=True)


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
