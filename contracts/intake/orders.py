"""What is done with an order once it is received: custody, waits, release, end; operations of `intake`."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.intake.order_events import RELEASES, STATES
from contracts.intake.parties import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text, Word
from contracts.language.operation import History, Operation, Reply, Request


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
