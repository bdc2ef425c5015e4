"""Lines of the ledger: what moved, whence and whither."""

from __future__ import annotations

from typing import Annotated

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Money
from contracts.language.noun import Noun
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import Reply

moves = Noun(SERVICE, "/moves")


class MoveOut(Reply):
    """Pieces of one layer that went from a place to a place: a line of the ledger; `cost` is of one piece."""

    id: Id
    station_id: Id
    part_id: Id
    part_code: str
    source: str
    target: str
    quantity: int
    cost: Money
    received_at: Instant
    arrived_at: Instant
    why: str
    ref: str | None
    at: Instant
    day: str
    by: str


class ListMoves(PageRequest):
    """Moves by part, document or day."""

    sort: Annotated[str, sorted_by("at")] = "at"
    part_id: Id | None = None
    ref: Id | None = None
    day: Day | None = None
    station_id: Id | None = None


list_moves = moves.list("list_moves", "List moves", ListMoves, MoveOut, permissions.STOCK_READ)
