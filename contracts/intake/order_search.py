"""Orders and customers, found by what somebody has in hand: a code, a serial, a phone number, a name."""

from __future__ import annotations

from typing import Annotated, Literal

from contracts.intake import SERVICE
from contracts.intake.parties import PARTY_KINDS
from contracts.language import permissions
from contracts.language.fields import Phone, Word
from contracts.language.noun import Noun
from contracts.language.payload import Reply
from contracts.language.search import Found, Search

Kind = Literal["order", "party"]


class FoundOrder(Found):
    """An order, called by its code, or a customer; of an order without a device brand, model and serial are null.

    `name`, `phone` and `party_kind` are the customer's, null where the reader may not know them.
    """

    kind: Kind
    brand: str | None
    model: str | None
    serial: str | None
    party_kind: Annotated[str, Word(PARTY_KINDS)] | None
    name: str | None
    phone: Phone | None


class FoundOrders(Reply):
    """What fits whole first, then what only begins so, the newest first; `more` says that this is not all."""

    items: tuple[FoundOrder, ...]
    more: bool


search_orders = Noun(SERVICE, "/search/orders").read(
    "search_orders", "Search orders and customers", Search, FoundOrders, permissions.ORDER_READ, example={"q": "5678"}
)
