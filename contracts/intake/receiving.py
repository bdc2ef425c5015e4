"""How a device is received: what the service `intake` takes and answers."""

from __future__ import annotations

from typing import Annotated

from marshmallow import fields, validate

from contracts.intake.orders import State, orders
from contracts.intake.parties import NewParty
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Text, Word
from contracts.language.operation import TAKING, ById
from contracts.language.payload import History, Reply, Request

IDENTITIES = ("serial", "imei", "provisional")


CATEGORIES = tuple(str(number) for number in range(1, 41))


class Device(Request):
    """The device as identified at the counter (F1)."""

    category: Annotated[str, Word(CATEGORIES)]
    brand: Annotated[str, Text(120)]
    model: Annotated[str, Text(120)]
    identity: Annotated[str, Word(IDENTITIES)]
    serial: Annotated[str, Text(60)] | None = None
    made_in: Annotated[int, fields.Integer(strict=True, validate=validate.Range(1900, 2100))] | None = None


class ReceiveDevice(History):
    """A device, or accessories alone, received over the counter or in a consignment (F1 F2 F5).

    The customer is one who is known (`party_id`) or a new one (`party`).
    """

    party_id: Id | None = None
    party: NewParty | None = None
    device: Device | None = None
    accessories: Annotated[tuple[Annotated[str, Text(80)], ...], validate.Length(max=30)] = ()
    condition: Annotated[str, Lines(500, empty=True)] = ""
    fault: Annotated[str, Lines(4000)]
    lock_state: Annotated[str, Word(("none", "passcode", "activation_lock", "unknown"))] = "unknown"
    data_loss_consent: bool = False
    purchase_proof: Annotated[str, Text(200)] | None = None
    external_ref: Annotated[str, Text(120)] | None = None


class OrderReceived(Reply):
    """The new order: its code for people, the pick-up code of the receipt, and what was promised."""

    id: Id
    version: int
    code: str
    receipt_code: str
    party_id: Id
    state: State
    bench_due_at: Instant
    due_at: Instant
    calendar_provisional: bool
    redo: bool
    redo_of: Id | None


class Receipt(Reply):
    """What is printed on the customer's receipt."""

    code: str
    receipt_code: str
    due_at: Instant


receive_device = orders.create(
    "receive_device",
    "Receive a device",
    ReceiveDevice,
    OrderReceived,
    permissions.ORDER_RECEIVE,
    example={
        "party_id": "00000000-0000-4000-8000-000000000001",
        "device": {"category": "19", "brand": "Honor", "model": "X50", "identity": "serial", "serial": "HX50-0001"},
        "accessories": ["charger"],
        "condition": "screen cracked",
        "fault": "does not charge",
    },
    station_states=TAKING,
)
get_receipt = orders.read(
    "get_receipt", "Read an order's receipt", ById, Receipt, permissions.ORDER_RECEIVE, at="{order_id}/receipt"
)
