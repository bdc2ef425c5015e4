"""Stock is conserved: random commands at three stations, refused ones too, joined by events that come late, twice and
in any order; after each step every invariant of the rules holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from contracts.inventory.arrivals import arrival_id_of
from services.inventory.rules.arrivals import ArrivalLine
from services.inventory.rules.requisitions import Line, Requisition
from services.inventory.rules.shipping import Outcome, pack
from services.inventory.rules.stock import (
    CUSTOMER,
    INSIDE,
    LOSS,
    MANUFACTURER,
    NETWORK,
    OUTSIDE,
    QUARANTINE,
    STORE,
    Lot,
    bench,
    installed,
    transit_in,
    transit_out,
)
from services.inventory.rules.transfers import TransferLine
from tests.unit.stations_in_memory import PARTS, Message, Network, Room, lot_of

T = TypeVar("T")
INNER = (*sorted(INSIDE), bench("li"), bench("wang"), installed("job"))
BY_HAND = (*INNER, CUSTOMER, LOSS, MANUFACTURER)

stations = st.sampled_from(["head", "a", "b"])
parts = st.sampled_from(PARTS)
few = st.integers(1, 4)
some = st.integers(0, 3)
which = st.integers(0, 30)


def mostly(usual: str, *others: str) -> st.SearchStrategy[str]:
    return st.sampled_from([usual, usual, usual, *others])


some_of_them = st.lists(which, min_size=1, max_size=6)
OUTCOMES = ((1, 0, 0), (2, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (0, 0, 0), (9, 0, 0))


class StockMachine(RuleBasedStateMachine):
    """Everything that may be done to stock, by anybody, at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.network = Network()

    @initialize()
    def there_is_some_of_everything(self) -> None:
        for station in self.network.rooms:
            for part in PARTS:
                self.receive_from_the_manufacturer(station, part, 9, "1.00")

    @rule(station=stations, part=parts, quantity=few, cost=st.sampled_from(["1.00", "2.50"]))
    def receive_from_the_manufacturer(self, station: str, part: str, quantity: int, cost: str) -> None:
        def come_in(room: Room, at: datetime) -> None:
            lots = [Lot(quantity, at, at, Decimal(cost))]
            room.stocks[part].move(quantity, MANUFACTURER, QUARANTINE, "receipt", at, lots=lots)
            room.stocks[part].move(quantity, QUARANTINE, STORE, "inspection", at)

        assert self.network.do(station, come_in)

    @rule(station=stations, part=parts, quantity=few, source=st.sampled_from(INNER), goal=st.sampled_from(BY_HAND))
    def move(self, station: str, part: str, quantity: int, source: str, goal: str) -> None:
        if source != goal:
            self.network.do(
                station, _emitting(lambda room, at: room.stocks[part].move(quantity, source, goal, "x", at))
            )

    @rule(station=stations, part=parts, quantity=some, job=st.sampled_from(["job", "next job"]))
    def wait_for_parts(self, station: str, part: str, quantity: int, job: str) -> None:
        def wait(room: Room, at: datetime) -> None:
            if quantity:
                room.stocks[part].wait_for(job, quantity, at)
            else:
                room.stocks[part].unreserve(job)

        assert self.network.do(station, wait)

    @rule(station=stations, lines=st.dictionaries(parts, few, min_size=1))
    def open_requisition(self, station: str, lines: dict[str, int]) -> None:
        requisition_id = self.network.new_id("requisition")

        def open_one(room: Room, at: datetime) -> None:
            expected = [Line(part, quantity) for part, quantity in lines.items()]
            room.requisitions[requisition_id] = Requisition(
                requisition_id, room.name, "usage", "", expected, "keeper", at
            )

        assert self.network.do(station, open_one)

    @rule(station=stations, source=stations, part=parts, outcomes=st.lists(st.sampled_from(OUTCOMES), max_size=4))
    def go_the_whole_way(self, station: str, source: str, part: str, outcomes: list[tuple[int, int, int]]) -> None:
        """A transfer's steps one after the other, each tried twice: at random they seldom meet the same transfer."""
        self.open_requisition(station, {part: 2})
        net, requisition_id = self.network, list(self.network.rooms[station].requisitions)[-1]
        if not net.do(
            station, lambda room, at: net.approve(room, room.requisitions[requisition_id], source, "supervisor", at)
        ):
            return
        net.deliver(net.messages[-1])
        transfer = str(net.rooms[station].requisitions[requisition_id].transfer_id)
        for _ in range(2):
            net.do(source, lambda room, at: pack(room.transfers[transfer], {part: 2}, room.stocks, "keeper", at))
        shipped = [net.do(source, lambda room, at: net.ship(room, transfer, at)) for _ in range(2)]
        net.deliver(net.messages[-1])
        for counts in outcomes if any(shipped) else ():
            self._receive(station, arrival_id_of(transfer), Outcome(part, *counts))
            net.do(station, lambda room, at: net.decide_losses(room, arrival_id_of(transfer), at, agreed=True))
        self._inspect(station, part)

    @rule(station=stations, source=stations, part=parts)
    def go_there_and_back(self, station: str, source: str, part: str) -> None:
        self.go_the_whole_way(station, source, part, [(2, 0, 0)])
        self.go_the_whole_way(source, station, part, [(2, 0, 0)])

    @rule(number=which, source=mostly("head", "a", "b", ""), by=mostly("supervisor", "keeper"))
    def decide_requisition(self, number: int, source: str, by: str) -> None:
        def decide(room: Room, requisition_id: str, at: datetime) -> list[Message]:
            if source:
                return self.network.approve(room, room.requisitions[requisition_id], source, by, at)
            room.requisitions[requisition_id].reject("enough", by, at)
            return []

        self._on_one("requisitions", number, ("requested",), decide)

    @rule(station=st.sampled_from(["a", "b"]), part=parts, quantity=few)
    def open_return(self, station: str, part: str, quantity: int) -> None:
        assert self.network.do(station, lambda room, at: self.network.open_return(room, part, quantity, at))

    @rule(numbers=some_of_them, doing=mostly("next", "pack", "ship", "cancel"), more=mostly("", "more"))
    def send_transfers(self, numbers: list[int], doing: str, more: str) -> None:
        def send(room: Room, transfer_id: str, at: datetime) -> list[Message]:
            transfer = room.transfers[transfer_id]
            if doing == "pack" or (doing == "next" and transfer.state == "approved"):
                quantities = {line.part_id: line.quantity + len(more) for line in transfer.lines}
                pack(transfer, quantities, room.stocks, "keeper", at)
                return []
            return (self.network.cancel if doing == "cancel" else self.network.ship)(room, transfer_id, at)

        for number in numbers:
            self._on_one("transfers", number, ("approved", "packed") if doing == "next" else (), send)

    @rule(numbers=some_of_them, line=which, counts=st.sampled_from(OUTCOMES))
    def receive_transfers(self, numbers: list[int], line: int, counts: tuple[int, int, int]) -> None:
        def receive(room: Room, arrival_id: str, at: datetime) -> list[Message]:
            part = pick([line.part_id for line in room.arrivals[arrival_id].lines], line)
            return self.network.receive(room, arrival_id, Outcome(str(part), *counts), at)

        for number in numbers:
            self._on_one("arrivals", number, ("shipped", "partly_received"), receive)

    @rule(numbers=some_of_them, agreed=st.booleans())
    def decide_losses(self, numbers: list[int], *, agreed: bool) -> None:
        def decide(room: Room, arrival_id: str, at: datetime) -> list[Message]:
            return self.network.decide_losses(room, arrival_id, at, agreed=agreed)

        for number in numbers:
            self._on_one("arrivals", number, ("partly_received",), decide)

    @rule(numbers=some_of_them)
    def deliver(self, numbers: list[int]) -> None:
        for number in numbers:
            if message := pick(self.network.messages[::-1], number):
                self.network.deliver(message)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.network.now += timedelta(days=days)

    def _receive(self, station: str, arrival: str, outcome: Outcome) -> None:
        self.network.do(station, lambda room, at: self.network.receive(room, arrival, outcome, at))

    def _inspect(self, station: str, part: str) -> None:
        if waiting := self.network.rooms[station].stocks[part].balance(QUARANTINE):
            passed = _emitting(lambda room, at: room.stocks[part].move(waiting, QUARANTINE, STORE, "inspection", at))
            assert self.network.do(station, passed)

    def _on_one(
        self, kind: str, number: int, states: Sequence[str], command: Callable[[Room, str, datetime], list[Message]]
    ) -> None:
        """Lets the command loose on a document in one of these states; on any where there is none."""
        pairs = [
            (room.name, document) for room in self.network.rooms.values() for document in getattr(room, kind).values()
        ]
        station, document = pick([each for each in pairs if each[1].state in states] or pairs, number) or ("", None)
        if document:
            self.network.do(station, lambda room, at: command(room, document.id, at))

    @invariant()
    def all_places_of_a_part_are_zero_together_and_none_inside_is_below(self) -> None:
        for room in self.network.rooms.values():
            for stock in room.stocks.values():
                assert sum(stock.balances.values()) == 0
                assert all(count > 0 for place, count in stock.balances.items() if place not in OUTSIDE)

    @invariant()
    def no_more_is_reserved_than_is_in_the_store(self) -> None:
        for room in self.network.rooms.values():
            for stock in room.stocks.values():
                assert 0 <= stock.reserved <= stock.balance(STORE)
                assert all(0 <= claim.reserved <= claim.quantity for claim in stock.claims)

    @invariant()
    def what_is_packed_is_reserved_for_its_transfer(self) -> None:
        for room in self.network.rooms.values():
            for transfer in room.transfers.values():
                for line in transfer.lines:
                    reserved = line.packed if transfer.state == "packed" else 0
                    assert room.stocks[line.part_id].reserved_for(transfer.id) == reserved

    @invariant()
    def balances_and_layers_are_the_fold_of_the_moves(self) -> None:
        for room in self.network.rooms.values():
            for part, stock in room.stocks.items():
                balances, layers = room.fold(part)
                assert stock.balances == {place: count for place, count in balances.items() if count}
                assert Counter({lot_of(layer): layer.quantity for layer in stock.layers}) == +layers
                assert not -layers

    @invariant()
    def what_was_shipped_is_received_damaged_lost_or_on_its_way(self) -> None:
        for room in self.network.rooms.values():
            for transfer in room.transfers.values():
                arrival = self.network.rooms[transfer.to_station_id].arrivals.get(arrival_id_of(transfer.id))
                for line in transfer.lines:
                    assert line.shipped == line.received + line.damaged + line.lost + line.in_transit
                    assert room.stocks[line.part_id].balance(transit_out(transfer.id)) == line.in_transit >= 0
                    lines_by_part = {line.part_id: line for line in arrival.lines} if arrival else {}
                    if line.part_id in lines_by_part:
                        arrival_line = lines_by_part[line.part_id]
                        assert arrival_line.shipped == line.shipped
                        assert line.in_transit >= arrival_line.in_transit >= 0
                assert (transfer.state == "closed") == (
                    transfer.shipped_at is not None and not any(line.in_transit for line in transfer.lines)
                )

    @invariant()
    def the_receiver_holds_what_it_has_not_received(self) -> None:
        for room in self.network.rooms.values():
            for arrival in room.arrivals.values():
                for line in arrival.lines:
                    held = room.stocks[line.part_id].balance(transit_in(arrival.transfer_id))
                    assert held == line.in_transit == line.shipped - line.received - line.damaged - line.lost
                    waiting = (loss for loss in arrival.waiting_losses if loss.part_id == line.part_id)
                    assert 0 <= line.missing == sum(loss.quantity for loss in waiting) <= line.in_transit

    @invariant()
    def what_two_stations_count_is_what_is_on_its_way_between_them(self) -> None:
        for part in PARTS:
            twice = 0
            for room in self.network.rooms.values():
                for arrival in room.arrivals.values():
                    sender = self.network.rooms[arrival.from_station_id]
                    twice += sender.stocks[part].balance(transit_out(arrival.transfer_id))
            assert sum(room.stocks[part].balance(NETWORK) for room in self.network.rooms.values()) == -twice

    @invariant()
    def nothing_becomes_younger(self) -> None:
        for room in self.network.rooms.values():
            oldest: dict[tuple[str, datetime], datetime] = {}
            for part, move in room.journal:
                batch = (part, move.lot.received_at)
                assert move.lot.received_at <= move.lot.arrived_at <= move.at
                if move.source == NETWORK and batch in oldest:
                    assert move.lot.arrived_at <= oldest[batch]
                if move.target.startswith("transit_out:"):
                    oldest[batch] = min(move.lot.arrived_at, oldest.get(batch, move.lot.arrived_at))

    def teardown(self) -> None:
        """Once every event was heard, both halves of every transfer agree."""
        for _ in range(len(self.network.messages)):
            for message in self.network.messages:
                self.network.deliver(message)
        for room in self.network.rooms.values():
            for transfer in room.transfers.values():
                arrival = self.network.rooms[transfer.to_station_id].arrivals.get(arrival_id_of(transfer.id))
                sent = {line.part_id: _state(line) for line in transfer.lines if line.shipped}
                assert sent == {line.part_id: _state(line) for line in (arrival.lines if arrival else ())}


def _emitting(command: Callable[[Room, datetime], object]) -> Callable[[Room, datetime], None]:
    def tells_nothing(room: Room, at: datetime) -> None:
        command(room, at)

    return tells_nothing


def pick(choices: Sequence[T], number: int) -> T | None:
    return choices[number % len(choices)] if choices else None


def _state(line: TransferLine | ArrivalLine) -> tuple[int, int, int, int]:
    return line.shipped, line.received, line.damaged, line.lost


TestStock = StockMachine.TestCase
TestStock.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
