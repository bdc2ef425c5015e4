"""Stock of one part at one station: pieces go from a place to a place, by layer, and nothing else changes a quantity.

Places inside hold layers and are never below zero; places outside are counted negative, so that all places together
are zero. A layer keeps when the network first received it and when it came to this station: nothing makes it younger
(rules §4).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from contracts.language.errors import Refused

STORE = "store"
QUARANTINE = "quarantine"
DEFECTIVE = "defective"
CORE = "core"
SCRAP = "scrap"
MANUFACTURER = "manufacturer"
CUSTOMER = "customer"
LOSS = "loss"
ADJUSTMENT = "adjustment"
NETWORK = "network"

OUTSIDE = frozenset({MANUFACTURER, CUSTOMER, LOSS, ADJUSTMENT, NETWORK})
INSIDE = frozenset({STORE, QUARANTINE, DEFECTIVE, CORE, SCRAP})
ON_ITS_WAY = ("transit_out:", "transit_in:")
INSIDE_OF_ONE = frozenset({"bench", "installed", "transit_out", "transit_in"})


def bench(staff_id: str) -> str:
    """The place of what an engineer has borrowed."""
    return f"bench:{staff_id}"


def installed(job_id: str) -> str:
    """The place of what is in a device that is still in the house."""
    return f"installed:{job_id}"


def transit_out(transfer_id: str) -> str:
    """The sender's place of what is on its way."""
    return f"transit_out:{transfer_id}"


def transit_in(transfer_id: str) -> str:
    """The receiver's place of what is on its way."""
    return f"transit_in:{transfer_id}"


@dataclass(frozen=True)
class Lot:
    """Pieces of one age and cost: first received in the network, arrived at this station; `cost` is of one piece."""

    quantity: int
    received_at: datetime
    arrived_at: datetime
    cost: Decimal


@dataclass(frozen=True)
class Layer(Lot):
    """A lot at the place where it lies; in quarantine it knows the document with which it came."""

    place: str
    came_with: str | None = None


@dataclass(frozen=True)
class Move:
    """One lot that went from a place to a place, why, and for which document."""

    source: str
    target: str
    lot: Lot
    why: str
    at: datetime
    ref: str | None


@dataclass
class Claim:
    """Pieces of the store that are meant for a job or a transfer; it waits while fewer are reserved than it wants."""

    ref: str
    quantity: int
    reserved: int
    since: datetime


@dataclass(frozen=True)
class Left:
    """When pieces first received at an instant had come here, before they went to another station."""

    received_at: datetime
    arrived_at: datetime


@dataclass
class Stock:
    """All pieces of one part at one station. Instants are business time."""

    id: str
    station_id: str
    part_id: str
    version: int = 0
    part_code: str = ""
    oldest_at: datetime | None = None
    balances: dict[str, int] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    _moved: list[Move] = field(default_factory=list, init=False)
    _arrived: list[Claim] = field(default_factory=list, init=False)

    def balance(self, place: str) -> int:
        """How many pieces a place has; below zero for one outside that gave more than it took."""
        return self.balances.get(place, 0)

    @property
    def in_store(self) -> int:
        """How many pieces are in the store."""
        return self.balance(STORE)

    @property
    def on_its_way(self) -> int:
        """How many pieces come or go."""
        return sum(count for place, count in self.balances.items() if place.startswith(ON_ITS_WAY))

    @property
    def to_send_home(self) -> int:
        """How many pieces are in the house; used parts that are owed follow with their hand-in."""
        elsewhere = (*OUTSIDE, CORE)
        return sum(self.balances[place] for place in self.balances if place not in elsewhere) - self.on_its_way

    @property
    def places(self) -> list[dict[str, object]]:
        """The balances by place."""
        return [{"place": place, "quantity": quantity} for place, quantity in sorted(self.balances.items())]

    @property
    def reserved(self) -> int:
        """How many pieces in the store are meant for somebody."""
        return sum(claim.reserved for claim in self.claims)

    @property
    def free(self) -> int:
        """How many pieces in the store are meant for nobody."""
        return self.in_store - self.reserved

    def reserved_for(self, ref: str) -> int:
        """How many pieces in the store are meant for this job or transfer."""
        return sum(claim.reserved for claim in self.claims if claim.ref == ref)

    def layers_in(self, place: str) -> list[Layer]:
        """The layers of a place, first received first."""
        return sorted((layer for layer in self.layers if layer.place == place), key=_age)

    def move(  # noqa: PLR0913  # what a move is made of
        self,
        quantity: int,
        source: str,
        target: str,
        why: str,
        at: datetime,
        *,
        ref: str | None = None,
        lots: list[Lot] | None = None,
        came_with: str | None = None,
    ) -> list[Layer]:
        """Moves pieces, first received first, and answers the layers as they now lie at the target.

        From outside, and only from there, the lots say what comes. Out of the store, what is reserved for `ref` goes
        first; out of quarantine, what `came_with` a document. Refused for more than there is, and in the store for more
        than is free. Raises `ValueError` for what is no move.
        """
        _check(quantity, source, target)
        if (lots is not None) != (source in OUTSIDE):
            raise ValueError("a move from outside, and no other, says lot by lot what comes")
        taken = self._take(quantity, source, ref, came_with) if lots is None else self._come_in(quantity, source, lots)
        if target.startswith(transit_out("")):
            self._remember(taken)
        self.balances = _added(self.balances, {source: -quantity, target: quantity})
        laid = [_laid(lot, target, ref if target == QUARANTINE else None) for lot in taken]
        if target not in OUTSIDE:
            self.layers = _merged([*self.layers, *laid])
        self.oldest_at = min((layer.received_at for layer in self.layers), default=None)
        self._moved += [Move(source, target, lot, why, at, ref) for lot in taken]
        self._serve()
        return laid

    def reserve(self, ref: str, quantity: int, at: datetime) -> None:
        """Keeps free pieces of the store for somebody. Refused for more than is free."""
        self._check_there(quantity, self.free)
        self._put_claim(Claim(ref, quantity + self.reserved_for(ref), quantity + self.reserved_for(ref), at))

    def wait_for(self, ref: str, quantity: int, at: datetime) -> None:
        """Somebody waits for so many pieces: they are reserved as they come, for who has waited longest first."""
        self._put_claim(Claim(ref, quantity, min(quantity, self.reserved_for(ref)), at))
        self._arrived += [claim for claim in self.claims if claim.ref == ref and claim.reserved == quantity]
        self._serve()

    def stop_waiting(self, ref: str) -> None:
        """Somebody waits no longer; what is reserved already stays so."""
        self.claims = [
            replace(claim, quantity=claim.reserved) if claim.ref == ref else claim
            for claim in self.claims
            if claim.ref != ref or claim.reserved
        ]

    def unreserve(self, ref: str) -> None:
        """Nothing is meant for somebody any more; what was reserved goes to who waits."""
        self.claims = [claim for claim in self.claims if claim.ref != ref]
        self._serve()

    def take_moved(self) -> list[Move]:
        """The moves made since this was read or asked, to be emitted."""
        taken, self._moved = self._moved, []
        return taken

    def take_arrived(self) -> list[Claim]:
        """The claims that became whole since this was read or asked, to be emitted."""
        taken, self._arrived = self._arrived, []
        return taken

    def _come_in(self, quantity: int, source: str, lots: list[Lot]) -> list[Lot]:
        if sum(lot.quantity for lot in lots) != quantity or any(lot.quantity < 1 for lot in lots):
            raise ValueError("the lots of a move are its quantity")
        first_arrivals = {left.received_at: left.arrived_at for left in self.left} if source == NETWORK else {}
        return [
            replace(lot, arrived_at=min(lot.arrived_at, first_arrivals.get(lot.received_at, lot.arrived_at)))
            for lot in lots
        ]

    def _take(self, quantity: int, source: str, ref: str | None, came_with: str | None) -> list[Lot]:
        if source == STORE:
            meant = min(quantity, self.reserved_for(ref)) if ref else 0
            self._check_there(quantity - meant, self.free)
            self._use_claim(ref, quantity)
        self._check_there(quantity, self.balance(source))
        taken, remaining, missing = [], [], quantity
        for layer in sorted(self.layers_in(source), key=lambda layer: layer.came_with != came_with):
            part = min(layer.quantity, missing)
            missing -= part
            taken += [Lot(part, layer.received_at, layer.arrived_at, layer.cost)] if part else []
            remaining += [replace(layer, quantity=layer.quantity - part)] if part < layer.quantity else []
        self.layers = [layer for layer in self.layers if layer.place != source] + remaining
        return taken

    def _use_claim(self, ref: str | None, quantity: int) -> None:
        for claim in self.claims:
            if claim.ref == ref:
                claim.reserved = max(0, claim.reserved - quantity)
                claim.quantity -= quantity
        self.claims = [claim for claim in self.claims if claim.quantity > 0]

    def _put_claim(self, claim: Claim) -> None:
        others = [other for other in self.claims if other.ref != claim.ref]
        self.claims = sorted([*others, claim], key=lambda claim: claim.since)

    def _serve(self) -> None:
        """What is free in the store goes to who has waited longest."""
        for claim in self.claims:
            part = min(self.free, claim.quantity - claim.reserved)
            if part > 0:
                claim.reserved += part
                self._arrived += [claim] if claim.reserved == claim.quantity else []

    def _remember(self, lots: list[Lot]) -> None:
        first_arrivals = {left.received_at: left.arrived_at for left in self.left}
        for lot in lots:
            first_arrivals[lot.received_at] = min(lot.arrived_at, first_arrivals.get(lot.received_at, lot.arrived_at))
        self.left = [Left(received_at, arrived_at) for received_at, arrived_at in sorted(first_arrivals.items())]

    def _check_there(self, quantity: int, available: int) -> None:
        if quantity > available:
            raise Refused("not_enough", "There are not that many.", part_id=self.part_id, available=str(available))


def _check(quantity: int, source: str, target: str) -> None:
    if quantity < 1:
        raise ValueError("a move is of one piece or more")
    if source == target or (source in OUTSIDE and target in OUTSIDE):
        raise ValueError("a move changes where something inside is")
    for place in (source, target):
        kind, _, of = place.partition(":")
        if not (place in OUTSIDE | INSIDE or (kind in INSIDE_OF_ONE and of)):
            raise ValueError(f"there is no place {place!r}")


def _age(layer: Lot) -> tuple[datetime, datetime]:
    return layer.received_at, layer.arrived_at


def _laid(lot: Lot, place: str, came_with: str | None) -> Layer:
    return Layer(lot.quantity, lot.received_at, lot.arrived_at, lot.cost, place, came_with)


def _added(balances: dict[str, int], changes: dict[str, int]) -> dict[str, int]:
    whole = {place: balances.get(place, 0) + changes.get(place, 0) for place in {**balances, **changes}}
    return {place: quantity for place, quantity in whole.items() if quantity}


def _merged(layers: list[Layer]) -> list[Layer]:
    quantities: dict[Layer, int] = {}
    for layer in layers:
        kind = replace(layer, quantity=0)
        quantities[kind] = quantities.get(kind, 0) + layer.quantity
    return [replace(kind, quantity=quantity) for kind, quantity in quantities.items()]
