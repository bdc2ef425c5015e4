"""Dead stock: how old layers are at their station and in the network, and the return of a dead one [P4 P5 P10]."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from contracts.inventory.return_proposals import State, accept_return_proposal
from services.inventory.rules.ages import StockPolicy, is_dead, is_warned
from services.inventory.rules.stock import Layer

AGES = ("fresh", "warning", "dead")


@dataclass(frozen=True)
class AgedLayer:
    """Pieces of one age: what they are worth, how they stand by arrival at the station and by first receipt."""

    place: str
    quantity: int
    value: Decimal
    arrived_at: datetime
    received_at: datetime
    station_age: str
    network_age: str


@dataclass
class ReturnProposal:
    """A layer that died in a sub-station's store and ought to go back to the head. Instants are business time."""

    id: str
    station_id: str
    part_id: str
    quantity: int
    arrived_at: datetime
    received_at: datetime
    cost: Decimal
    proposed_at: datetime
    day: str
    version: int = 0
    state: State = "proposed"
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str = ""
    transfer_id: str | None = None

    def accept(self, transfer_id: str, by: str, at: datetime) -> None:
        """The layer goes back with that transfer. Refused once decided."""
        self._decide("accepted", by, at)
        self.transfer_id = transfer_id

    def decline(self, reason: str, by: str, at: datetime) -> None:
        """The layer stays, and why. Refused once decided."""
        self._decide("declined", by, at)
        self.decision = reason

    def _decide(self, state: State, by: str, at: datetime) -> None:
        accept_return_proposal.check_state(self.state)
        self.state, self.decided_by, self.decided_at = state, by, at


def age_of(since: date, today: date, policy: StockPolicy) -> str:
    """How stock of a day stands on another: `fresh`, `warning` or `dead`."""
    if is_dead(since, today, policy):
        return "dead"
    return "warning" if is_warned(since, today, policy) else "fresh"


def aged(
    layers: Iterable[Layer], today: date, day_of: Callable[[datetime], date], policy: StockPolicy, least: str
) -> list[AgedLayer]:
    """The layers that are at least so old in the network, where nothing is younger than at a station; oldest first."""
    aged_layers = [
        AgedLayer(
            layer.place,
            layer.quantity,
            layer.quantity * layer.cost,
            layer.arrived_at,
            layer.received_at,
            age_of(day_of(layer.arrived_at), today, policy),
            age_of(day_of(layer.received_at), today, policy),
        )
        for layer in sorted(layers, key=lambda layer: (layer.received_at, layer.place))
    ]
    return [layer for layer in aged_layers if AGES.index(layer.network_age) >= AGES.index(least)]
