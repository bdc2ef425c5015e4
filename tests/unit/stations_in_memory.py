"""Three stations' stock and transfers without a platform: commands that change all or nothing, events that come when
they like, twice and in any order, and are heard by the inbox's own rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from contracts.inventory.arrivals import LOSS_KINDS, arrival_id_of
from contracts.language.catalogue import subscriptions_of
from contracts.language.errors import Refused
from services.inventory.rules import shipping
from services.inventory.rules.arrivals import Arrival, Loss, Reception
from services.inventory.rules.requisitions import Requisition
from services.inventory.rules.stock import OUTSIDE, Layer, Lot, Move, Stock
from services.inventory.rules.transfers import Transfer, TransferLine
from stationkit.ground.names import field_of
from stationkit.unit_of_work.inbox import Consumed

TYPES = subscriptions_of("inventory")["inventory"]
PARTS = ("battery", "display")
LotAt = tuple[str, datetime, datetime, Decimal]


@dataclass
class Message:
    """An event on its way: what the inbox judges it by, where it is heard and what it does there."""

    envelope: dict[str, Any]
    station: str
    effect: Callable[[Room, datetime], None]


@dataclass
class Room:
    """One station: its documents, and the journal of its moves."""

    name: str
    stocks: dict[str, Stock]
    requisitions: dict[str, Requisition] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    arrivals: dict[str, Arrival] = field(default_factory=dict)
    journal: list[tuple[str, Move]] = field(default_factory=list)
    counts: defaultdict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def emitted(self, aggregate_id: str, event_type: str) -> dict[str, Any]:
        """The envelope of the next event of an aggregate."""
        counts = self.counts[aggregate_id]
        counts[event_type] = counts.get(event_type, 0) + 1
        return {"type": event_type, "aggregate_id": aggregate_id, "counts": dict(counts)}

    def write(self) -> None:
        """Puts what was moved into the journal."""
        self.journal += [(part, move) for part, stock in self.stocks.items() for move in stock.take_moved()]

    def fold(self, part: str) -> tuple[Counter[str], Counter[LotAt]]:
        """The balances, and the pieces of each lot at each place, that the moves of a part come to."""
        balances: Counter[str] = Counter()
        layers: Counter[LotAt] = Counter()
        for moved, move in self.journal:
            if moved == part:
                for place, quantity in ((move.source, -move.lot.quantity), (move.target, move.lot.quantity)):
                    balances[place] += quantity
                    if place not in OUTSIDE:
                        layers[place, move.lot.received_at, move.lot.arrived_at, move.lot.cost] += quantity
        return balances, layers


def lot_of(layer: Layer) -> LotAt:
    return layer.place, layer.received_at, layer.arrived_at, layer.cost


def _room(name: str) -> Room:
    return Room(name, {part: Stock(f"{name} {part}", name, part) for part in PARTS})


class Network:
    """The stations, the events between them, and the time, which only goes on."""

    def __init__(self) -> None:
        self.rooms = {name: _room(name) for name in ("head", "a", "b")}
        self.messages: list[Message] = []
        self.heard: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.now = datetime(2026, 11, 23, 1, tzinfo=UTC)
        self.numbers = 0

    def new_id(self, kind: str) -> str:
        self.numbers += 1
        return f"{kind} {self.numbers}"

    def do(self, station: str, command: Callable[[Room, datetime], list[Message] | None]) -> bool:
        """Carries a command out whole, or, where it is refused, not at all."""
        self.now += timedelta(minutes=1)
        room = deepcopy(self.rooms[station])
        try:
            messages = command(room, self.now) or []
        except Refused:
            return False
        room.write()
        self.rooms[station] = room
        self.messages += messages
        return True

    def deliver(self, message: Message) -> None:
        """Gives an event its effect if it is the next of its aggregate: a repeat and one after a gap have none."""
        aggregate, event_type = message.envelope["aggregate_id"], message.envelope["type"]
        consumed = Consumed("marks", aggregate, "", self.heard[aggregate])
        if consumed.judge(message.envelope, TYPES) == "next":
            room = self.rooms[message.station]
            message.effect(room, self.now)
            room.write()
            self.heard[aggregate][field_of(event_type)] = message.envelope["counts"][event_type]

    # What the service does with its units of work: the documents and events of each step.

    def approve(self, room: Room, requisition: Requisition, source: str, by: str, at: datetime) -> list[Message]:
        requisition.approve(source, self.new_id("transfer"), by, at)
        lines = {line.part_id: line.quantity for line in requisition.lines}
        opened = self._opens(str(requisition.transfer_id), room.name, lines, at, requisition.id)
        return [Message(room.emitted(requisition.id, "requisition_approved.v1"), source, opened)]

    def open_return(self, room: Room, part: str, quantity: int, at: datetime) -> list[Message]:
        self._opens(self.new_id("return"), "head", {part: quantity}, at, None)(room, at)
        return []

    def cancel(self, room: Room, transfer_id: str, _at: datetime) -> list[Message]:
        transfer = room.transfers[transfer_id]
        shipping.cancel(transfer, room.stocks, "changed")

        def ask_again(hearer: Room, _at: datetime) -> None:
            if transfer.requisition_id:
                hearer.requisitions[transfer.requisition_id].ask_again()

        return [Message(room.emitted(transfer.id, "transfer_cancelled.v1"), transfer.to_station_id, ask_again)]

    def ship(self, room: Room, transfer_id: str, at: datetime) -> list[Message]:
        transfer = room.transfers[transfer_id]
        shipped = shipping.ship(transfer, room.stocks, at + timedelta(days=3), "keeper", at)
        lots = {
            part: [Lot(layer.quantity, layer.received_at, at, layer.cost) for layer in layers]
            for part, layers in shipped.items()
        }

        def expect(hearer: Room, _at: datetime) -> None:
            arrival = Arrival(arrival_id_of(transfer.id), hearer.name, transfer.id, room.name, "", [], at, at)
            shipping.expect(arrival, lots, hearer.stocks, at)
            hearer.arrivals[arrival.id] = arrival

        return [Message(room.emitted(transfer.id, "transfer_shipped.v1"), transfer.to_station_id, expect)]

    def receive(self, room: Room, arrival_id: str, outcome: shipping.Outcome, at: datetime) -> list[Message]:
        arrival = room.arrivals[arrival_id]
        reception = Reception(outcome.part_id, outcome.received, outcome.damaged, outcome.lost, "carrier", "keeper", at)
        shipping.receive(arrival, [reception], room.stocks, at)
        arrival.losses += [
            Loss(outcome.part_id, getattr(outcome, kind), Decimal(1), "carrier", "keeper", at, kind)
            for kind in LOSS_KINDS
            if getattr(outcome, kind)
        ]
        here = shipping.Outcome(outcome.part_id, outcome.received, 0, 0)
        return self._followed(room, arrival, [here] if here.pieces else [], at)

    def decide_losses(self, room: Room, arrival_id: str, at: datetime, *, agreed: bool) -> list[Message]:
        arrival = room.arrivals[arrival_id]
        lost = shipping.decide_losses(arrival, room.stocks, "", "supervisor", at, agreed=agreed)
        return self._followed(room, arrival, lost, at)

    @staticmethod
    def _followed(room: Room, arrival: Arrival, outcomes: list[shipping.Outcome], at: datetime) -> list[Message]:
        for requisition in room.requisitions.values():
            if arrival.state == "received" and requisition.transfer_id == arrival.transfer_id:
                requisition.fill()

        def follow(hearer: Room, _at: datetime) -> None:
            shipping.follow(hearer.transfers[arrival.transfer_id], outcomes, hearer.stocks, at)

        if not outcomes:
            return []
        return [Message(room.emitted(arrival.id, "transfer_received.v1"), arrival.from_station_id, follow)]

    @staticmethod
    def _opens(
        transfer_id: str, target: str, lines: dict[str, int], due_at: datetime, requisition_id: str | None
    ) -> Callable[[Room, datetime], None]:
        def opens(room: Room, at: datetime) -> None:
            expected = [TransferLine(part, quantity) for part, quantity in lines.items()]
            room.transfers[transfer_id] = Transfer(
                transfer_id, room.name, target, "usage", expected, "somebody", at, due_at, 0, requisition_id
            )

        return opens
