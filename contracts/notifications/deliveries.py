"""Mails on their way: one a person and report, and one to an address that was changed."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById
from contracts.language.paging import PageRequest
from contracts.language.payload import Reply, Thing
from contracts.notifications import SERVICE
from contracts.notifications.reports import MAIL_KINDS

State = Literal["queued", "sent", "no_address", "failed"]
DELIVERY_STATES: tuple[State, ...] = get_args(State)

deliveries = Noun(SERVICE, "/deliveries", "delivery_id")


class Delivery(Thing):
    """A mail on its way to one person."""

    id: Id
    version: int
    station_id: Id
    report_id: Id | None
    kind: Annotated[str, Word(MAIL_KINDS)]
    staff_id: Id
    state: State
    tries: int
    made_at: Instant
    sent_at: Instant | None
    error: str | None


class DeliveryState(Reply):
    """Where a delivery stands after a command."""

    id: Id
    version: int
    state: State


class ListDeliveries(PageRequest):
    """Mails by state and kind."""

    sort: Annotated[str, Word(("-made_at", "made_at"))] = "-made_at"
    state: State | None = None
    kind: Annotated[str, Word(MAIL_KINDS)] | None = None
    station_id: Id | None = None


list_deliveries = deliveries.list("list_deliveries", "List mails", ListDeliveries, Delivery, permissions.REPORT_READ)
retry_delivery = deliveries.does(
    "retry_delivery",
    "Send a failed mail again",
    ById,
    DeliveryState,
    permissions.REPORT_RETRY,
    in_station=True,
    example={},
    from_states=("failed", "no_address"),
)
