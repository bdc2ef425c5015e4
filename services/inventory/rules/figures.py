"""What a station's stock was worth at an instant, how much of that was dead, and what was consumed [P5 S13]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.inventory.rules.ages import StockPolicy, is_dead
from services.inventory.rules.stock import CUSTOMER, DEFECTIVE, QUARANTINE, STORE, Lot

_VALUED = frozenset({STORE, QUARANTINE, DEFECTIVE, "bench", "transit_out"})


@dataclass
class MoveLine:
    """A line of the ledger: one lot of a part that went from a place to a place. It is never changed."""

    id: str
    station_id: str
    part_id: str
    part_code: str
    source: str
    target: str
    quantity: int
    received_at: datetime
    arrived_at: datetime
    cost: Decimal
    why: str
    ref: str | None
    at: datetime
    day: str
    by: str
    version: int = 0


@dataclass(frozen=True)
class Figures:
    """What stock is worth, and what of it is dead: by arrival at the station, by first receipt in the network."""

    value: Decimal
    dead_value: Decimal
    dead_value_network: Decimal


def figures(lots: Iterable[Lot], today: date, day_of: Callable[[datetime], date], policy: StockPolicy) -> Figures:
    """The value of these lots on a business day, dead by arrival here and by first receipt in the network."""
    value = dead = dead_network = Decimal(0)
    for lot in lots:
        worth = lot.quantity * lot.cost
        value += worth
        dead += worth if is_dead(day_of(lot.arrived_at), today, policy) else 0
        dead_network += worth if is_dead(day_of(lot.received_at), today, policy) else 0
    return Figures(value, dead, dead_network)


def valued_lots(places: Iterable[tuple[str, Lot]], later: Iterable[MoveLine]) -> list[Lot]:
    """The lots that had a value for the station before some later moves: store, quarantine, defective, benches, sent.

    What is on its way counts at the sender, what is in a device or owed as a core does not count.
    """
    quantities: defaultdict[tuple[datetime, datetime, Decimal], int] = defaultdict(int)
    for place, lot in places:
        quantities[lot.received_at, lot.arrived_at, lot.cost] += lot.quantity * _counts(place)
    for move in later:
        change = move.quantity * (_counts(move.source) - _counts(move.target))
        quantities[move.received_at, move.arrived_at, move.cost] += change
    return [Lot(quantity, *kind) for kind, quantity in quantities.items() if quantity]


def consumed(moves: Iterable[MoveLine]) -> Decimal:
    """The cost of what was fitted into devices, less what was taken out of them again."""
    return sum((move.quantity * move.cost * (_used(move.target) - _used(move.source)) for move in moves), Decimal(0))


def _counts(place: str) -> int:
    return int(place.partition(":")[0] in _VALUED)


def _used(place: str) -> int:
    return int(place == CUSTOMER or place.startswith("installed:"))
