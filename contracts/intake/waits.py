"""What an order waits for while it is in repair: the customer, or what was sent out."""

from __future__ import annotations

from typing import Annotated, Literal

from contracts.intake.orders import Channel, OrderState, orders
from contracts.language import permissions
from contracts.language.fields import Instant, Lines
from contracts.language.payload import PathId, Request


class StartWait(Request):
    """What the order waits for: the customer, asked by this `channel`, or what was sent out.

    That is due back within `sent_out_days` of the policy `receipt`.
    """

    order_id: PathId
    wait: Literal["awaiting_customer", "sent_out"]
    reason: Annotated[str, Lines(500)]
    channel: Channel | None = None
    due_at: Instant | None = None


class EndWait(Request):
    """What ended the wait."""

    order_id: PathId
    wait: Literal["awaiting_customer", "sent_out"]
    reason: Annotated[str, Lines(500)]


start_wait = orders.does(
    "start_wait",
    "The order waits",
    StartWait,
    OrderState,
    permissions.ORDER_RECEIVE,
    at="wait",
    example={"wait": "awaiting_customer", "reason": "quote sent", "channel": "wechat"},
    from_states=("in_repair",),
)
end_wait = orders.does(
    "end_wait",
    "The wait is over",
    EndWait,
    OrderState,
    permissions.ORDER_RECEIVE,
    at="resume",
    example={"wait": "awaiting_customer", "reason": "quote accepted"},
)
