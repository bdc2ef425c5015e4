"""The shelves of a desk as they should be [F4]."""

from __future__ import annotations

from typing import Annotated

from contracts.intake import SERVICE
from contracts.intake.orders import State
from contracts.intake.parties import PARTY_KINDS
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Word
from contracts.language.noun import Noun
from contracts.language.payload import Reply, Request

AGES = ("0", "1", "2-3", ">3")
CONDITIONS = ("repaired", "unrepaired", "awaiting_parts")

shelves = Noun(SERVICE, "/shelves")


class ReadShelfBoard(Request):
    """The shelves of the own station, or for head people of another."""

    station_id: Id | None = None


class ShelvedOrder(Reply):
    """An order whose device lies at the desk."""

    id: Id
    code: str
    party_kind: Annotated[str, Word(PARTY_KINDS)]
    brand: str
    model: str
    state: State
    received_at: Instant
    effective_due_at: Instant
    fulfilled_at: Instant | None


class Shelf(Reply):
    """The devices of one age, in open days since receipt, and one condition."""

    age: Annotated[str, Word(AGES)]
    condition: Annotated[str, Word(CONDITIONS)]
    count: int
    orders: tuple[ShelvedOrder, ...]


class ShelfBoard(Reply):
    """Every shelf of a desk as it should be today (F4)."""

    station_id: Id
    day: str
    items: tuple[Shelf, ...]


get_shelf_board = shelves.read(
    "get_shelf_board",
    "See the devices at the desk by age and condition",
    ReadShelfBoard,
    ShelfBoard,
    permissions.ORDER_READ,
)
