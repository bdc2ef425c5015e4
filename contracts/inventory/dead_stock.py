"""Stock by the age of its layers [P4]."""

from __future__ import annotations

from typing import Annotated

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Money, Word
from contracts.language.noun import Noun
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import Reply

AGES = ("fresh", "warning", "dead")

dead_stock = Noun(SERVICE, "/dead-stock")


class AgedLayer(Reply):
    """Pieces of one age: their value, and how they stand at the station and in the network."""

    place: str
    quantity: int
    value: Money
    arrived_at: Instant
    received_at: Instant
    station_age: Annotated[str, Word(AGES)]
    network_age: Annotated[str, Word(AGES)]


class DeadStock(Reply):
    """A station's layers of a part that are dead or near it (P5 P10)."""

    id: Id
    station_id: Id
    part_id: Id
    part_code: str
    oldest_at: Instant
    layers: tuple[AgedLayer, ...]


class ListDeadStock(PageRequest):
    """Stock with layers of at least this age in the network, the oldest first."""

    sort: Annotated[str, sorted_by("oldest_at")] = "oldest_at"
    age: Annotated[str, Word(AGES)] = "warning"
    station_id: Id | None = None


list_dead_stock = dead_stock.list(
    "list_dead_stock", "List stock that is dead or near it", ListDeadStock, DeadStock, permissions.TRANSFER_READ
)
