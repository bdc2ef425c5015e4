"""How a device goes back: the customer is told, it is given out, and its receipt is known [F9]."""

from __future__ import annotations

from typing import Annotated, Literal

from marshmallow import validate

from contracts.intake.orders import Channel, OrderState, Release, orders
from contracts.language import permissions
from contracts.language.fields import Lines, Text
from contracts.language.identifiers import Waybill
from contracts.language.payload import History, PathId


class NotifyCustomer(History):
    """The customer was told that the device is ready."""

    order_id: PathId
    channel: Channel


class ReleaseOrder(History):
    """Give the device out: `pickup` against code and serial, `dispatch` with a waybill (F1 F9).

    It is sent to the address that is known; a walk-in's on the `wish` that the customer said, or by a lead.
    """

    order_id: PathId
    how: Release
    receipt_code: Annotated[str, Text(40)] | None = None
    serial: Annotated[str, Text(60)] | None = None
    waybill: Waybill | None = None
    wish: Annotated[str, Lines(300)] | None = None
    accessories_missing: Annotated[tuple[Annotated[str, Text(80)], ...], validate.Length(max=30)] = ()


class CloseOrder(History):
    """The customer has it: how that is known."""

    order_id: PathId
    receipt: Literal["signed", "carrier", "call", "recorded_earlier"]


notify_customer = orders.does(
    "notify_customer",
    "Record that the customer was told",
    NotifyCustomer,
    OrderState,
    permissions.ORDER_RELEASE,
    example={"channel": "phone"},
    from_states=("ready",),
)
release_order = orders.does(
    "release_order",
    "Give the device out",
    ReleaseOrder,
    OrderState,
    permissions.ORDER_RELEASE,
    example={"how": "pickup", "receipt_code": "0000000", "serial": "HX50-0001"},
    from_states=("ready", "cancelled", "abandoned"),
)
close_order = orders.does(
    "close_order",
    "Close the order on the customer's receipt",
    CloseOrder,
    OrderState,
    permissions.ORDER_RELEASE,
    example={"receipt": "signed"},
    from_states=("released",),
)
