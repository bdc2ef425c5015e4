"""Parts, transfers and requisitions, found by code, name or number."""

from __future__ import annotations

from typing import Literal

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id
from contracts.language.noun import Noun
from contracts.language.payload import Reply
from contracts.language.search import Found, Search

Kind = Literal["part", "transfer", "requisition"]
NUMBER_LENGTH = 8


def number_of(thing_id: str) -> str:
    """The number by which people call a transfer or a requisition: how its id begins."""
    return thing_id[:NUMBER_LENGTH].upper()


class FoundInStore(Found):
    """A part, called by its code, with its name; or a transfer or requisition, called by its number.

    Of a transfer the other station is named.
    """

    kind: Kind
    name: str | None
    other_station_id: Id | None


class FoundInStores(Reply):
    """What fits whole first, then what only begins so; `more` says that this is not all."""

    items: tuple[FoundInStore, ...]
    more: bool


search_store = Noun(SERVICE, "/search/store").read(
    "search_store",
    "Search parts, transfers and requisitions",
    Search,
    FoundInStores,
    permissions.PART_READ,
    example={"q": "BAT-X50"},
)
