"""Customers and visits: what the service `intake` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text, Word
from contracts.language.operation import History, Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

SERVICE = "intake"
PARTY_KINDS = ("user", "dealer", "merchant", "company", "channel")
VISIT_KINDS = ("pickup", "consultation")


class NewParty(Request):
    """A customer: end user, dealer, merchant, the company itself or a sales channel (F2)."""

    kind = Word(PARTY_KINDS, required=True)
    name = Text(120, required=True)
    phone = Text(40, required=True)
    address = Text(300)


class RegisterParty(NewParty, History):
    """A customer to be known at the station."""


class EditParty(Request):
    """What may change on a party; what is left out stays."""

    name = Text(120)
    phone = Text(40)
    address = Text(300)


class Party(Reply):
    """A customer of the station."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    kind = Word(PARTY_KINDS, required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)


class Ref(Reply):
    """The id and version of what a command made or changed."""

    id = Id(required=True)
    version = fields.Integer(required=True)


class ListParties(PageRequest):
    """Parties by phone or kind."""

    sort = sorted_by("name")
    phone = Text(40)
    kind = Word(PARTY_KINDS)


class RecordVisit(Request):
    """A visit that opens no order: a consultation, or a pick-up that came for nothing (F1). A repair is its order."""

    kind = Word(VISIT_KINDS, required=True)
    party_id = Id()
    order_id = Id()
    note = Text(500, required=True)


class Visit(Reply):
    """A contact at the counter."""

    id = Id(required=True)
    station_id = Id(required=True)
    kind = Word(VISIT_KINDS, required=True)
    party_id = Id(required=True, allow_none=True)
    order_id = Id(required=True, allow_none=True)
    note = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class ListVisits(PageRequest):
    """Visits by kind."""

    sort = sorted_by("at")
    kind = Word(VISIT_KINDS)


register_party = Operation(
    SERVICE,
    "register_party",
    "Register a customer",
    "command",
    permissions.PARTY_WRITE,
    RegisterParty,
    Ref,
    takes_history=True,
    example={"kind": "user", "name": "李雷", "phone": "13812345678"},
)
edit_party = Operation(
    SERVICE,
    "edit_party",
    "Edit a customer",
    "command",
    permissions.PARTY_WRITE,
    EditParty,
    Ref,
    ids=("party_id",),
    example={"phone": "13912345678"},
)
get_party = Operation(
    SERVICE, "get_party", "Read a customer", "query", permissions.PARTY_READ, Nothing, Party, ids=("party_id",)
)
list_parties = Operation(
    SERVICE, "list_parties", "List customers", "query", permissions.PARTY_READ, ListParties, page_of(Party)
)
record_visit = Operation(
    SERVICE,
    "record_visit",
    "Record a visit without a new order",
    "command",
    permissions.VISIT_WRITE,
    RecordVisit,
    Ref,
    example={"kind": "consultation", "note": "asked for the price of a battery"},
)
list_visits = Operation(
    SERVICE, "list_visits", "List visits", "query", permissions.VISIT_READ, ListVisits, page_of(Visit)
)
