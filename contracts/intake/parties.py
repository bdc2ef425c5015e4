"""Customers of a station: who they are and how they are reached [F2]."""

from __future__ import annotations

from typing import Annotated

from contracts.intake import SERVICE
from contracts.language import permissions
from contracts.language.fields import Address, Id, Instant, Lines, Phone, Text, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, History, PathId, Reply, Request, Thing

PARTY_KINDS = ("user", "dealer", "merchant", "company", "channel")

CONTACTS = ("name", "phone", "address")
"""What a customer is called, and how they are reached."""

parties = Noun(SERVICE, "/parties", "party_id")


class NewParty(Request):
    """A customer: end user, dealer, merchant, the company itself or a sales channel (F2).

    A lead registers the company itself, which is not called (B2).
    """

    kind: Annotated[str, Word(PARTY_KINDS)]
    name: Annotated[str, Text(120)]
    phone: Annotated[str, Text(40)]
    address: Annotated[str, Lines(300)] | None = None


class RegisterParty(NewParty, History):
    """A customer to be known at the station."""


class EditParty(Request):
    """What may change on a party; what is left out stays. An empty address is none.

    While an order of the party is open, a change has its `reason`.
    """

    party_id: PathId
    name: Annotated[str, Text(120)] | None = None
    phone: Annotated[str, Text(40)] | None = None
    address: Annotated[str, Lines(300, empty=True)] | None = None
    reason: Annotated[str, Lines(500)] | None = None


class EarlierContact(Reply):
    """What was known of a customer until somebody changed it; null where it was none, or is not among the `changed`."""

    changed: tuple[Annotated[str, Word(CONTACTS)], ...]
    at: Instant
    by: Id
    reason: str | None
    name: str | None
    phone: Phone | None
    address: Address | None


class PartyLine(Thing):
    """A customer in a list."""

    id: Id
    version: int
    station_id: Id
    kind: Annotated[str, Word(PARTY_KINDS)]
    name: str
    phone: Phone
    address: Address | None


class Party(PartyLine):
    """A customer of the station, and what was known of them earlier."""

    earlier: tuple[EarlierContact, ...]


class Ref(Reply):
    """The id and version of what a command made or changed."""

    id: Id
    version: int


class ListParties(PageRequest):
    """Parties by phone or kind."""

    sort: Annotated[str, sorted_by("name")] = "name"
    phone: Annotated[str, Text(40)] | None = None
    kind: Annotated[str, Word(PARTY_KINDS)] | None = None


register_party = parties.create(
    "register_party",
    "Register a customer",
    RegisterParty,
    Ref,
    permissions.PARTY_WRITE,
    example={"kind": "user", "name": "李雷", "phone": "13812345678"},
)
edit_party = parties.edit(
    "edit_party",
    "Edit a customer",
    EditParty,
    Ref,
    permissions.PARTY_WRITE,
    example={"phone": "13912345678", "reason": "the customer has a new number"},
)
get_party = parties.get("get_party", "Read a customer", Party, permissions.PARTY_READ)
list_parties = parties.list("list_parties", "List customers", ListParties, PartyLine, permissions.PARTY_READ)


class ContactChanged(EventData):
    """A customer is called or reached otherwise: what was known before, phone and address masked."""

    changed: tuple[Annotated[str, Word(CONTACTS)], ...]
    reason: str | None
    name: str | None
    phone: Phone | None
    address: Address | None


contact_changed = Event(SERVICE, "contact_changed.v1", ContactChanged, ("quality",))
