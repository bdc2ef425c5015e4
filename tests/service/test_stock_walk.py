"""A random walk through the parts of three stations, every command sent twice: what the rules promise holds after each
step, and in the end the ledger agrees with itself."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from contracts.inventory.arrivals import arrival_id_of
from tests.ground.seed import SEED
from tests.world import between_stations as between
from tests.world.people import until
from tests.world.store_room import a_part, keeper
from zz.checks import conservation

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.station import Station

DONE = 25
MOST_STEPS = 500
MOSTLY = 0.8
OUTSIDE = ("manufacturer", "customer", "loss", "adjustment", "network")


class Walk:
    """Keepers and a supervisor who do one thing after the other, sensible or not."""

    def __init__(self, network: Network, seed: int) -> None:
        self.random = random.Random(seed)
        self.network = network
        self.done = 0
        self.stations = [
            between.with_a_store(at) for at in (network.head, network.an_open_station(), network.an_open_station())
        ]
        self.parts = [a_part(network.head) for _ in range(2)]
        self.ways: list[Callable[[], None]] = [
            *(self.supply, self.ask, self.decide, self.decide, self.send_back, self.write_off),
            *(self.pack, self.pack, self.ship, self.ship, self.cancel),
            *(self.receive, self.receive, self.receive, self.decide_loss, self.inspect),
        ]

    def step(self) -> None:
        self.random.choice(self.ways)()

    def send(self, ask: Callable[..., Answer], **said: Any) -> None:
        """Once and again with the same key: what was done is answered the same and not done twice."""
        key = self.random.randbytes(16).hex()
        first = ask(**said, key=key)
        assert first.status < 300 or first.code in ("refused", "not_found", "not_yet"), first
        if first.status < 300:
            self.done += 1
            again = ask(**said, key=key)
            assert (again.status, again.body) == (first.status, first.body)

    def supply(self) -> None:
        between.put_into_store(self.a_station(), self.a_part(), self.random.randint(1, 6))

    def ask(self) -> None:
        at = self.a_station()
        self.send(keeper(at).ask.open_requisition, reason="usage", lines=[self.a_line()])

    def decide(self) -> None:
        at = self.a_station()
        if requisition := self.one_of(at, "list_requisitions", "opened_at", "requested"):
            what = {"station_id": at.id, "requisition_id": requisition["id"]}
            self.send(self.network.supervisor.ask.approve_requisition, **what, from_station_id=self.a_station().id)

    def send_back(self) -> None:
        at = self.a_station()
        self.send(keeper(at).ask.open_return, reason="surplus", lines=[self.a_line()])
        if transfer := self.one_of(at, "list_transfers", "opened_at", "requested"):
            what = {"station_id": at.id, "transfer_id": transfer["id"]}
            self.send(self.network.supervisor.ask.approve_return, **what, agreed=True)

    def write_off(self) -> None:
        at, lost = self.a_station(), {**self.a_line(), "place": self.random.choice(["store", "defective"])}
        self.send(keeper(at).ask.request_write_off, reason="crushed", lines=[lost])
        if write_off := self.one_of(at, "list_write_offs", "requested_at", "requested"):
            what = {"station_id": at.id, "write_off_id": write_off["id"]}
            self.send(self.network.supervisor.ask.approve_write_off, **what)

    def pack(self) -> None:
        self.on_transfer("pack_transfer", "approved")

    def ship(self) -> None:
        self.on_transfer("ship_transfer", "packed")

    def cancel(self) -> None:
        self.on_transfer("cancel_transfer", "packed", reason="changed")

    def receive(self) -> None:
        at = self.a_station()
        if arrival := self.one_of(at, "list_arrivals", "due_at", "shipped", "partly_received"):
            part = self.random.choice(arrival["lines"])["part_id"]
            counts = {name: self.random.choice([0, 0, 1, 2]) for name in ("received", "damaged", "lost")}
            lines = [{"part_id": part, **counts, "liable": "carrier"}]
            self.send(keeper(at).ask.receive_transfer, transfer_id=arrival["transfer_id"], lines=lines)

    def decide_loss(self) -> None:
        at = self.a_station()
        if arrival := self.one_of(at, "list_arrivals", "due_at", "partly_received"):
            what = {"station_id": at.id, "arrival_id": arrival["id"], "agreed": self.random.choice([True, False])}
            self.send(self.network.supervisor.ask.decide_loss, **what)

    def inspect(self) -> None:
        at = self.a_station()
        if receipt := self.one_of(at, "list_receipts", "received_at", "quarantine"):
            line = {"part_id": receipt["lines"][0]["part_id"], "passed": 1, "failed": self.random.choice([0, 1])}
            self.send(at.second_engineer.ask.inspect_receipt, receipt_id=receipt["id"], lines=[line])

    def on_transfer(self, verb: str, fitting: str, **said: Any) -> None:
        at = self.a_station()
        if transfer := self.one_of(at, "list_transfers", "opened_at", fitting):
            self.send(getattr(keeper(at).ask, verb), transfer_id=transfer["id"], **said)

    def a_station(self) -> Station:
        return self.random.choice(self.stations)

    def a_part(self) -> str:
        return self.random.choice(self.parts)

    def a_line(self) -> dict[str, Any]:
        return {"part_id": self.a_part(), "quantity": self.random.randint(1, 4)}

    def one_of(self, at: Station, listed: str, sort: str, *fitting: str) -> dict[str, Any] | None:
        """Something of this walk's parts at the station: mostly where the next thing fits, else in whatever state."""
        items = getattr(keeper(at).do, listed)(limit=200, sort=f"-{sort}", station_id=at.id)["items"]
        own = [item for item in items if item["lines"][0]["part_id"] in self.parts]
        fits = [row for row in own if row["state"] in fitting]
        choice = fits if fits and self.random.random() < MOSTLY else own
        return self.random.choice(choice) if choice else None

    def check(self) -> None:
        for at in self.stations:
            for part in self.parts:
                for stock in keeper(at).do.list_stock(part_id=part, station_id=at.id)["items"]:
                    places = {place["place"]: place["quantity"] for place in stock["places"]}
                    assert sum(places.values()) == 0
                    assert all(count > 0 for place, count in places.items() if place not in OUTSIDE)
                    assert 0 <= stock["reserved"] <= places.get("store", 0)

    def agree(self) -> bool:
        """Whether both halves of every transfer say the same."""
        return all(self.both_say_the_same(transfer) for at in self.stations for transfer in self.shipped_from(at))

    def shipped_from(self, at: Station) -> list[dict[str, Any]]:
        items = keeper(at).do.list_transfers(limit=200, sort="-opened_at", station_id=at.id)["items"]
        return [item for item in items if item["shipped_at"] and item["lines"][0]["part_id"] in self.parts]

    def both_say_the_same(self, transfer: dict[str, Any]) -> bool:
        answer = self.network.supervisor.ask.get_arrival(arrival_id=arrival_id_of(transfer["id"]))
        return answer.status == 200 and _outcomes(answer.body) == _outcomes(transfer)


def _outcomes(half: dict[str, Any]) -> list[tuple[int, ...]]:
    names = ("shipped", "received", "damaged", "lost", "in_transit")
    lines = [tuple(line[name] for name in names) for line in half["lines"] if line["shipped"]]
    assert all(shipped == sum(rest) and min(rest) >= 0 for shipped, *rest in lines)
    return lines


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_random_walk_conserves_the_stock_of_three_stations(network: Network) -> None:
    walk = Walk(network, SEED)
    for at in walk.stations:
        for part in walk.parts:
            between.put_into_store(at, part, 6)
    for _ in range(MOST_STEPS):
        walk.step()
        walk.check()
        if walk.done >= DONE:
            break
    assert walk.done >= DONE
    until(walk.agree, "both halves of every transfer agree")
    conserved = conservation.verify(network.platform.backing.mongo_uri, network.platform.prefix)
    assert conserved.differences == []
    assert {at.id for at in walk.stations} <= set(conserved.stations)
