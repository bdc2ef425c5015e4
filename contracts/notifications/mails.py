"""Addresses, mails, inbox and the day's reports: what the service `notifications` takes and answers."""

from __future__ import annotations

from typing import Annotated, Any

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Matching, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById, Nothing
from contracts.language.paging import PageRequest
from contracts.language.payload import PathId, Reply, Request

SERVICE = "notifications"
EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}"
LANGUAGES = ("zh", "en")
REPORT_KINDS = ("awaiting_parts", "unfinished", "overnight", "revenue", "devices")
DELIVERY_STATES = ("queued", "sent", "no_address", "failed")


me = Noun(SERVICE, "/me")
staff = Noun(SERVICE, "/staff", "staff_id")
inbox = Noun(SERVICE, "/inbox", "message_id")
reports = Noun(SERVICE, "/reports", "report_id")
deliveries = Noun(SERVICE, "/deliveries", "delivery_id")


class SetAddress(Request):
    """Where a person's mails go, and in which language."""

    email: Annotated[str, Matching(EMAIL)]
    language: Annotated[str, Word(LANGUAGES)] = "zh"


class SetStaffAddress(SetAddress):
    """Where a person's mails go, and in which language."""

    station_id: PathId
    staff_id: PathId


class Address(Reply):
    """Where a person's mails go."""

    id: Id
    version: int
    staff_id: Id
    email: str
    language: Annotated[str, Word(LANGUAGES)]


class Message(Reply):
    """A message in a person's inbox; `about` is the id of what it speaks of."""

    id: Id
    version: int
    station_id: Id
    kind: str
    about: Id
    subject: str
    text: str
    at: Instant
    read: bool
    read_at: Instant | None


class MessageState(Reply):
    """A message after it was read."""

    id: Id
    version: int
    read: bool


class ListInbox(PageRequest):
    """My messages, the latest first by default."""

    sort: Annotated[str, Word(("-at", "at"))] = "-at"
    read: bool | None = None


class Report(Reply):
    """A station's report of a business day, as it was made at that closing; a later closing corrects it."""

    id: Id
    version: int
    station_id: Id
    kind: Annotated[str, Word(REPORT_KINDS)]
    day: str
    closing: int
    recipient_ids: tuple[Id, ...]
    made_at: Instant
    data: Annotated[dict[str, Any], fields.Dict()]


class ListReports(PageRequest):
    """Reports by kind and day."""

    sort: Annotated[str, Word(("-made_at", "made_at"))] = "-made_at"
    kind: Annotated[str, Word(REPORT_KINDS)] | None = None
    day: Day | None = None
    station_id: Id | None = None


class Delivery(Reply):
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


set_my_address = me.put(
    "set_my_address",
    "Say where my mails go",
    SetAddress,
    Address,
    permissions.ME_READ,
    at="address",
    example={"email": "li.lei@example.com"},
)
get_my_address = me.read(
    "get_my_address", "Read where my mails go", Nothing, Address, permissions.ME_READ, at="address"
)
set_address = staff.put(
    "set_address",
    "Say where a person's mails go",
    SetStaffAddress,
    Address,
    permissions.STAFF_MANAGE,
    at="{staff_id}/address",
    in_station=True,
    before_active=True,
    example={"email": "li.lei@example.com"},
)
list_inbox = inbox.list("list_inbox", "List my messages", ListInbox, Message, permissions.ME_READ)
read_message = inbox.does(
    "read_message", "Mark my message as read", ById, MessageState, permissions.ME_READ, in_station=True, example={}
)
list_reports = reports.list("list_reports", "List the day's reports", ListReports, Report, permissions.REPORT_READ)
get_report = reports.get("get_report", "Read a report", Report, permissions.REPORT_READ)
list_deliveries = deliveries.list("list_deliveries", "List mails", ListDeliveries, Delivery, permissions.REPORT_READ)
retry_delivery = deliveries.does(
    "retry_delivery",
    "Send a failed mail again",
    ById,
    DeliveryState,
    permissions.REPORT_RETRY,
    in_station=True,
    example={},
)
