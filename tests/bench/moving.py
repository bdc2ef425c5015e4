"""Moving stock: borrow a part, ship a transfer, receive it; each is a transaction of several documents."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from contracts.repair.jobs import job_id_of
from tests.bench.ground import STATIONS, Ground, post
from tests.bench.paper import Target, table
from tests.bench.sample import Sample, measure, median, spread
from tests.world.between_stations import head
from tests.world.people import until
from tests.world.store_room import COST, keeper

if TYPE_CHECKING:
    from tests.bench.client import Make
    from tests.world.people import Person
    from tests.world.station import Station

CLIENTS = 32
PARTS = 16
PIECES = 20_000
TRANSFERS = 900
LINES = 8
HEAD = ("32 clients at 8 stations", "answers/s", "p50 ms", "p99 ms", "CPU ms each", "told everywhere/s", "target")
RATE = Target(100, "/s", places=0)
Transfer = tuple[str, str, int]
"""Its id, its part, and the number of its station."""


@dataclass
class Room:
    """What is in the stores: the parts of each station, and a job on the bench of each client."""

    parts: list[list[str]] = field(default_factory=list)
    jobs: list[tuple[Person, str]] = field(default_factory=list)


def move(ground: Ground, rounds: int, show: Callable[[str], None]) -> str:
    """Each round borrows, then makes transfers ready, ships them, and receives them at the head station."""
    room = _furnished(ground)
    show(f"{STATIONS * PARTS} parts in store, {CLIENTS} devices on benches")
    measurements: defaultdict[str, list[Sample]] = defaultdict(list)
    for number in range(rounds):
        ground.refresh()
        measurements["borrow a part"].append(_measured(ground, lambda client: _borrow(room, client)))
        packed = _packed(ground, room)
        waiting = iter(packed)
        measurements["ship a transfer"].append(
            _measured(ground, _each(waiting, lambda transfer: _ship(ground, transfer)))
        )
        shipped = packed[: len(packed) - len(list(waiting))]
        measurements["receive a transfer"].append(
            _measured(ground, _each(shipped, lambda transfer: _receive(ground, transfer)))
        )
        latest = (f"{what} {many[-1].answered:.0f}/s" for what, many in measurements.items())
        show(f"round {number + 1}: {', '.join(latest)}")
    return table(HEAD, (_row(what, samples) for what, samples in measurements.items()))


def _measured(ground: Ground, make: Make) -> Sample:
    return measure(ground.loop(CLIENTS), make, ground.processes, until=ground.quiet.noted)


def _each(transfers: Iterable[Transfer], ask: Callable[[Transfer], bytes]) -> Make:
    """One request for each transfer, whichever client is free."""
    left = iter(transfers)

    def make(_client: int) -> bytes | None:
        transfer = next(left, None)
        return None if transfer is None else ask(transfer)

    return make


def _borrow(room: Room, client: int) -> bytes:
    engineer, job = room.jobs[client]
    part = random.choice(room.parts[client % STATIONS])
    return post(engineer, "/borrows", {"job_id": job, "part_id": part, "quantity": 1})


def _approve(ground: Ground, transfer: Transfer) -> bytes:
    station = ground.stations[transfer[2]]
    return post(station.lead, f"/stations/{station.id}/transfers/{transfer[0]}/approve", {"agreed": True})


def _ship(ground: Ground, transfer: Transfer) -> bytes:
    return post(keeper(ground.stations[transfer[2]]), f"/transfers/{transfer[0]}/ship", {})


def _receive(ground: Ground, transfer: Transfer) -> bytes:
    body = {"lines": [{"part_id": transfer[1], "received": 1}]}
    return post(keeper(ground.network.head), f"/transfers/{transfer[0]}/receive", body)


def _packed(ground: Ground, room: Room) -> list[Transfer]:
    """Transfers of one piece to the head station that are ready to be shipped."""
    loop, expected = ground.loop(CLIENTS), iter(range(TRANSFERS))

    def make(_client: int) -> bytes | None:
        number = next(expected, None)
        if number is None:
            return None
        line = {"part_id": random.choice(room.parts[number % STATIONS]), "quantity": 1}
        return post(keeper(ground.station(number)), "/returns", {"reason": "surplus", "lines": [line]})

    answers = [orjson.loads(body) for body in loop.run(make, keep=True).check().bodies]
    rows = ground.db("inventory").transfers.find({"_id": {"$in": [answer["id"] for answer in answers]}})
    places = {station.id: number for number, station in enumerate(ground.stations)}
    opened = [(row["_id"], row["lines"][0]["part_id"], places[row["station_id"]]) for row in rows]
    random.shuffle(opened)
    loop.run(_each(opened, lambda transfer: _approve(ground, transfer))).check()
    pack = _each(
        opened, lambda transfer: post(keeper(ground.stations[transfer[2]]), f"/transfers/{transfer[0]}/pack", {})
    )
    loop.run(pack).check()
    ground.quiet.wait()
    return opened


def _furnished(ground: Ground) -> Room:
    head(ground.network.a)  # with a keeper
    room = Room(parts=[_stocked(station) for station in ground.stations])
    engineers = [_engineers(station) for station in ground.stations]
    for client in range(CLIENTS):
        engineer = engineers[client % STATIONS][client // STATIONS]
        room.jobs.append((engineer, _job_of(ground.station(client), engineer)))
    for client, (engineer, job) in enumerate(room.jobs):
        part = room.parts[client % STATIONS][0]
        _wait_until_lent(engineer, {"job_id": job, "part_id": part, "quantity": 1})
    ground.quiet.wait()
    return room


def _wait_until_lent(engineer: Person, body: dict[str, Any]) -> None:
    until(lambda: engineer.ask.borrow_part(**body).status == 201, "the store knows the job")


def _stocked(station: Station) -> list[str]:
    """New parts that lie in the station's store."""
    codes = (station.network.unique("BAT-") for _ in range(PARTS))
    catalogue = station.network.supervisor.api
    bodies = ({"code": code, "name": "电池", "category": "battery", "unit_cost": COST} for code in codes)
    parts = [str(catalogue.do.define_part(**body)["id"]) for body in bodies]
    for some in _batches(parts):
        lines = [{"part_id": part, "quantity": PIECES, "unit_cost": COST} for part in some]
        note = {"delivery_note": station.network.unique("HN-"), "lines": lines}
        receipt = keeper(station).do.receive_parts(**note)["id"]
        passed = {"lines": [{"part_id": part, "passed": PIECES} for part in some]}
        station.second_engineer.do.inspect_receipt(receipt_id=receipt, **passed)
    return parts


def _batches(parts: list[str]) -> Iterator[list[str]]:
    return (parts[start : start + LINES] for start in range(0, len(parts), LINES))


def _engineers(station: Station) -> list[Person]:
    engineers = [station.bench, station.second_engineer]
    for number in range(len(engineers), CLIENTS // STATIONS):
        station.people[f"engineer {number}"] = station.network.hire(station.id, "engineer")
        engineers.append(station.people[f"engineer {number}"])
    return engineers


def _job_of(station: Station, engineer: Person) -> str:
    """The job of a device that is on the engineer's bench."""
    order = station.a_received_order()
    station.desk.do.offer_custody(order_id=order.id, to="engineer", engineer_id=engineer.id)
    engineer.do.accept_custody(order_id=order.id)
    return job_id_of(order.id)


def _row(what: str, samples: list[Sample]) -> list[str]:
    return [
        what,
        spread(sample.answered for sample in samples),
        spread((sample.p50 for sample in samples), 1),
        spread((sample.p99 for sample in samples), 1),
        spread((sample.cpu for sample in samples), 1),
        spread(sample.rate for sample in samples),
        RATE.judge(median(sample.answered for sample in samples)),
    ]
