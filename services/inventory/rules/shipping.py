"""What a transfer does to the stock of its two stations, each by itself: the sender's half and the receiver's [P4 P6].

`stocks` are one station's, by part. Instants are business time. All raise `Refused` as transfer, arrival and stock do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.inventory.rules.arrivals import Arrival, ArrivalLine, Loss, Reception
from services.inventory.rules.stock import (
    DEFECTIVE,
    LOSS,
    NETWORK,
    QUARANTINE,
    STORE,
    Layer,
    Lot,
    Stock,
    transit_in,
    transit_out,
)
from services.inventory.rules.transfers import Transfer

Stocks = Mapping[str, Stock]


@dataclass(frozen=True)
class Outcome:
    """What the receiver said became of pieces of a part."""

    part_id: str
    received: int
    damaged: int
    lost: int

    @property
    def pieces(self) -> int:
        """All of them."""
        return self.received + self.damaged + self.lost


def pack(transfer: Transfer, quantities: Mapping[str, int], stocks: Stocks, by: str, at: datetime) -> None:
    """Keeps the pieces in the store for the transfer. Refused for more than is free there."""
    transfer.pack(quantities, by)
    for part_id, quantity in quantities.items():
        stocks[part_id].reserve(transfer.id, quantity, at)


def cancel(transfer: Transfer, stocks: Stocks, reason: str) -> None:
    """Nothing is sent, and what was packed is free again."""
    transfer.cancel(reason)
    for line in transfer.lines:
        stocks[line.part_id].unreserve(transfer.id)


def ship(transfer: Transfer, stocks: Stocks, due_at: datetime, by: str, at: datetime) -> dict[str, list[Layer]]:
    """Puts the packed pieces on their way and answers their layers, by part."""
    transfer.ship(due_at, by, at)
    return {
        line.part_id: stocks[line.part_id].move(
            line.shipped, STORE, transit_out(transfer.id), "shipped", at, ref=transfer.id
        )
        for line in transfer.lines
        if line.shipped
    }


def follow(transfer: Transfer, outcomes: Iterable[Outcome], stocks: Stocks, at: datetime) -> None:
    """What the receiver took in, or found damaged or lost, has left the sender."""
    for outcome in outcomes:
        transfer.follow(outcome.part_id, outcome.received, outcome.damaged, outcome.lost)
        stocks[outcome.part_id].move(
            outcome.pieces, transit_out(transfer.id), NETWORK, "transferred", at, ref=transfer.id
        )
    transfer.settle()


def expect(arrival: Arrival, lots: Mapping[str, list[Lot]], stocks: Stocks, at: datetime) -> None:
    """What was shipped is on its way to this station."""
    for part_id, shipped in lots.items():
        quantity = sum(lot.quantity for lot in shipped)
        arrival.lines.append(ArrivalLine(part_id, quantity))
        stocks[part_id].move(
            quantity, NETWORK, transit_in(arrival.transfer_id), "shipped", at, ref=arrival.transfer_id, lots=shipped
        )


def receive(arrival: Arrival, receptions: list[Reception], stocks: Stocks, at: datetime) -> None:
    """Takes the whole pieces in to quarantine; damaged and lost ones stay on their way."""
    arrival.receive(receptions)
    for reception in receptions:
        _arrive(stocks[reception.part_id], arrival.transfer_id, reception.received, QUARANTINE, at)


def decide_losses(arrival: Arrival, stocks: Stocks, note: str, by: str, at: datetime, *, agreed: bool) -> list[Outcome]:
    """What is lost becomes a loss and what is damaged defective, and both are answered, or they stay on their way."""
    transfer_id, confirmed = arrival.transfer_id, arrival.decide_losses(note, by, at, agreed=agreed)
    for loss in confirmed:
        if loss.kind == "damaged":
            _arrive(stocks[loss.part_id], transfer_id, loss.quantity, DEFECTIVE, at)
        else:
            stocks[loss.part_id].move(loss.quantity, transit_in(transfer_id), LOSS, "lost", at, ref=transfer_id)
    return [_outcome_of(loss) for loss in confirmed]


def _outcome_of(loss: Loss) -> Outcome:
    damaged = loss.quantity if loss.kind == "damaged" else 0
    return Outcome(loss.part_id, 0, damaged, loss.quantity - damaged)


def _arrive(stock: Stock, transfer_id: str, quantity: int, place: str, at: datetime) -> None:
    """Pieces on their way are here from now on, or from when they first were: they come in from the network anew."""
    if quantity:
        lots = stock.move(quantity, transit_in(transfer_id), NETWORK, "received", at, ref=transfer_id)
        here = [Lot(lot.quantity, lot.received_at, at, lot.cost) for lot in lots]
        stock.move(quantity, NETWORK, place, "received", at, ref=transfer_id, lots=here)
