"""Addresses, mails, inbox and the day's reports: what the service `notifications` takes and answers."""

from __future__ import annotations

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Day, Flag, Id, Instant, Matching, Word
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of

SERVICE = "notifications"
EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}"
LANGUAGES = ("zh", "en")
REPORT_KINDS = ("awaiting_parts", "unfinished", "overnight", "revenue", "devices")
DELIVERY_STATES = ("queued", "sent", "no_address", "failed")


class SetAddress(Request):
    """Where a person's mails go, and in which language."""

    email = Matching(EMAIL, required=True)
    language = Word(LANGUAGES, load_default="zh")


class Address(Reply):
    """Where a person's mails go."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    staff_id = Id(required=True)
    email = fields.String(required=True)
    language = Word(LANGUAGES, required=True)


class Message(Reply):
    """A message in a person's inbox; `about` is the id of what it speaks of."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    kind = fields.String(required=True)
    about = Id(required=True)
    subject = fields.String(required=True)
    text = fields.String(required=True)
    at = Instant(required=True)
    read = fields.Boolean(required=True)
    read_at = Instant(required=True, allow_none=True)


class MessageState(Reply):
    """A message after it was read."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    read = fields.Boolean(required=True)


class ListInbox(PageRequest):
    """My messages, the latest first by default."""

    sort = Word(("-at", "at"), load_default="-at")
    read = Flag()


class Report(Reply):
    """A station's report of a business day, as it was made at that closing; a later closing corrects it."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    kind = Word(REPORT_KINDS, required=True)
    day = fields.String(required=True)
    closing = fields.Integer(required=True)
    recipient_ids = fields.List(Id(), required=True)
    made_at = Instant(required=True)
    data = fields.Dict(required=True)


class ListReports(PageRequest):
    """Reports by kind and day."""

    sort = Word(("-made_at", "made_at"), load_default="-made_at")
    kind = Word(REPORT_KINDS)
    day = Day()
    station_id = Id()


class Delivery(Reply):
    """A mail on its way to one person."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    report_id = Id(required=True)
    kind = Word(REPORT_KINDS, required=True)
    staff_id = Id(required=True)
    state = Word(DELIVERY_STATES, required=True)
    tries = fields.Integer(required=True)
    made_at = Instant(required=True)
    sent_at = Instant(required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)


class DeliveryState(Reply):
    """Where a delivery stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(DELIVERY_STATES, required=True)


class ListDeliveries(PageRequest):
    """Mails by state and kind."""

    sort = Word(("-made_at", "made_at"), load_default="-made_at")
    state = Word(DELIVERY_STATES)
    kind = Word(REPORT_KINDS)
    station_id = Id()


set_my_address = Operation(
    SERVICE,
    "set_my_address",
    "Say where my mails go",
    "command",
    permissions.ME_READ,
    SetAddress,
    Address,
    example={"email": "li.lei@example.com"},
)
get_my_address = Operation(
    SERVICE, "get_my_address", "Read where my mails go", "query", permissions.ME_READ, Nothing, Address
)
set_address = Operation(
    SERVICE,
    "set_address",
    "Say where a person's mails go",
    "command",
    permissions.STAFF_MANAGE,
    SetAddress,
    Address,
    ids=("station_id", "staff_id"),
    acts_on_station=True,
    before_active=True,
    example={"email": "li.lei@example.com"},
)
list_inbox = Operation(
    SERVICE, "list_inbox", "List my messages", "query", permissions.ME_READ, ListInbox, page_of(Message)
)
read_message = Operation(
    SERVICE,
    "read_message",
    "Mark my message as read",
    "command",
    permissions.ME_READ,
    Nothing,
    MessageState,
    ids=("station_id", "message_id"),
    acts_on_station=True,
    example={},
)
list_reports = Operation(
    SERVICE, "list_reports", "List the day's reports", "query", permissions.REPORT_READ, ListReports, page_of(Report)
)
get_report = Operation(
    SERVICE, "get_report", "Read a report", "query", permissions.REPORT_READ, Nothing, Report, ids=("report_id",)
)
list_deliveries = Operation(
    SERVICE, "list_deliveries", "List mails", "query", permissions.REPORT_READ, ListDeliveries, page_of(Delivery)
)
retry_delivery = Operation(
    SERVICE,
    "retry_delivery",
    "Send a failed mail again",
    "command",
    permissions.REPORT_RETRY,
    Nothing,
    DeliveryState,
    ids=("station_id", "delivery_id"),
    acts_on_station=True,
    example={},
)
