"""Who holds a device: offered by one side, accepted by the other [F4 E4]."""

from __future__ import annotations

from typing import Annotated, Literal

from contracts.intake import SERVICE
from contracts.intake.orders import OrderState, orders
from contracts.intake.parties import PARTY_KINDS
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Word
from contracts.language.operation import Event
from contracts.language.payload import EventData, History, PathId, Request
from contracts.stations.stations import RemainsCounted


class OfferCustody(History):
    """Hand a device over: to an engineer (by id) or back to the desk. The other side must accept."""

    order_id: PathId
    to: Literal["desk", "engineer"]
    engineer_id: Id | None = None


class AcceptCustody(History):
    """Accept what was offered: the device is in hand."""

    order_id: PathId


class DeclineCustody(Request):
    """Why what was offered is not taken."""

    order_id: PathId
    reason: Annotated[str, Lines(300)]


class WithdrawCustody(Request):
    """What was offered is not handed over after all."""

    order_id: PathId


class TakeOverCustody(Request):
    """Why the desk takes the device from an engineer who does not hand it back."""

    order_id: PathId
    reason: Annotated[str, Lines(300)]


offer_custody = orders.does(
    "offer_custody",
    "Offer the device to bench or desk",
    OfferCustody,
    OrderState,
    permissions.CUSTODY_OFFER,
    example={"to": "engineer", "engineer_id": "00000000-0000-4000-8000-000000000002"},
    from_states=("received", "in_repair"),
)
accept_custody = orders.does(
    "accept_custody",
    "Accept the device that was offered",
    AcceptCustody,
    OrderState,
    permissions.CUSTODY_ACCEPT,
    example={},
)
decline_custody = orders.does(
    "decline_custody",
    "Decline the device that was offered",
    DeclineCustody,
    OrderState,
    permissions.CUSTODY_ACCEPT,
    example={"reason": "wrong device in the bag"},
)


withdraw_custody = orders.does(
    "withdraw_custody", "Take an offer back", WithdrawCustody, OrderState, permissions.CUSTODY_OFFER, example={}
)
take_over_custody = orders.does(
    "take_over_custody",
    "Take the device over from an engineer",
    TakeOverCustody,
    OrderState,
    permissions.ORDER_APPROVE,
    at="take-over",
    example={"reason": "the engineer is ill"},
)


class BenchAccepted(EventData):
    """The bench has the device in hand: a job starts, or goes on."""

    code: str
    engineer_id: Id
    party_kind: Annotated[str, Word(PARTY_KINDS)]
    category: str | None
    brand: str | None
    model: str | None
    fault: str
    bench_due_at: Instant
    redo_of: Id | None
    redo: bool | None = None


class DeskAccepted(EventData):
    """The desk has the device back from the bench."""

    engineer_id: Id


class DeviceOvernight(EventData):
    """An engineer still held a device when the day closed (E4)."""

    code: str
    engineer_id: Id
    day: str


class DeviceBroughtBack(EventData):
    """The day was closed again, and no engineer held the device any more: it was not overnight (E4)."""

    code: str
    day: str


class DeviceLeft(EventData):
    """Somebody who was suspended holds the device, or is offered it: a lead takes it over, or takes the offer back."""

    code: str
    engineer_id: Id
    offered: bool


device_left = Event(SERVICE, "device_left.v1", DeviceLeft, ("notifications",))
device_overnight = Event(SERVICE, "device_overnight.v1", DeviceOvernight, ("notifications", "oversight"))
device_brought_back = Event(SERVICE, "device_brought_back.v1", DeviceBroughtBack, ("oversight",))
bench_accepted = Event(SERVICE, "bench_accepted.v1", BenchAccepted, ("repair", "inventory", "oversight"))
desk_accepted = Event(SERVICE, "desk_accepted.v1", DeskAccepted, ("repair", "inventory"))
devices_counted = Event(SERVICE, "devices_counted.v1", RemainsCounted, ("stations",), acts_in="head_id")
