"""Mails on their way, one a person and report."""

from __future__ import annotations

from typing import Annotated

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById
from contracts.language.paging import PageRequest
from contracts.language.payload import Reply, Thing
from contracts.notifications import SERVICE
from contracts.notifications.reports import REPORT_KINDS

DELIVERY_STATES = ("queued", "sent", "no_address", "failed")

deliveries = Noun(SERVICE, "/deliveries", "delivery_id")


class Delivery(Thing):
    """A mail on its way to one person."""

    id: Id
    version: int
    station_id: Id
    report_id: Id
    kind: Annotated[str, Word(REPORT_KINDS)]
    staff_id: Id
    state: Annotated[str, Word(DELIVERY_STATES)]
    tries: int
    made_at: Instant
    sent_at: Instant | None
    error: str | None


class DeliveryState(Reply):
    """Where a delivery stands after a command."""

    id: Id
    version: int
    state: Annotated[str, Word(DELIVERY_STATES)]


class ListDeliveries(PageRequest):
    """Mails by state and kind."""

    sort: Annotated[str, Word(("-made_at", "made_at"))] = "-made_at"
    state: Annotated[str, Word(DELIVERY_STATES)] | None = None
    kind: Annotated[str, Word(REPORT_KINDS)] | None = None
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
