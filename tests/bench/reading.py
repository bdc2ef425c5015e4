"""Reading one order over HTTP, beside a view that finds the same document by its id and answers it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.bench.client import request
from tests.bench.ground import Ground, get
from tests.bench.paper import Target, table
from tests.bench.receiving import CLIENTS, MOST, received
from tests.bench.sample import Sample, measure, median, spread

if TYPE_CHECKING:
    from tests.bench.client import Make

ORDERS = 2000
HEAD = ("", "clients", "answers/s", "p50 ms", "p99 ms", "CPU ms each", "of the reference", "target")
SHARE = Target(0.5)


def read(ground: Ground, rounds: int, show: Callable[[str], None]) -> str:
    """Each round measures the reference and the platform, one after the other."""
    ids = _orders(ground)
    bare: defaultdict[int, list[Sample]] = defaultdict(list)
    whole: defaultdict[int, list[Sample]] = defaultdict(list)
    for number in range(rounds):
        ground.refresh()
        for clients in CLIENTS:
            processes = ground.reference_processes
            bare[clients].append(measure(ground.reference_loop(clients), _of_reference(ground, ids), processes))
            whole[clients].append(measure(ground.loop(clients), reads(ground, ids), ground.processes))
            rates = f"{bare[clients][-1].rate:.0f}/s and {whole[clients][-1].rate:.0f}/s"
            show(f"round {number + 1}, {clients} clients: reference and platform {rates}")
    rows = [_row("reference", clients, bare[clients], bare[clients]) for clients in CLIENTS]
    rows += [_row("read an order", clients, whole[clients], bare[clients]) for clients in CLIENTS]
    return table(HEAD, rows)


def reads(ground: Ground, ids: dict[str, list[str]]) -> Make:
    """Requests for random orders of each client's own station."""

    def make(client: int) -> bytes:
        station = ground.station(client)
        return get(station.desk, f"/orders/{random.choice(ids[station.id])}")

    return make


def _orders(ground: Ground) -> dict[str, list[str]]:
    """Orders of each station by id; the reference has the same documents."""
    orders = ground.db("intake").orders
    missing = ORDERS - orders.count_documents({}, limit=ORDERS)
    left = iter(range(missing))
    if missing > 0:
        make = lambda client: received(ground, client) if next(left, None) is not None else None  # noqa: E731
        ground.loop(8).run(make).check()
        ground.quiet.wait()
    where = {"db": ground.reference_db.name, "coll": "orders"}
    orders.aggregate([{"$sample": {"size": ORDERS}}, {"$out": where}])
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for row in ground.reference_db.orders.find({}, {"station_id": 1}):
        ids[row["station_id"]].append(row["_id"])
    return ids


def _of_reference(ground: Ground, ids: dict[str, list[str]]) -> Make:
    return lambda client: request("GET", f"/orders/{random.choice(ids[ground.station(client).id])}")


def _row(what: str, clients: int, samples: list[Sample], beside: list[Sample]) -> list[str]:
    shares = [sample.rate / other.rate for sample, other in zip(samples, beside, strict=True)]
    is_reference = samples is beside
    return [
        what,
        str(clients),
        spread(sample.rate for sample in samples),
        spread((sample.p50 for sample in samples), 1),
        spread((sample.p99 for sample in samples), 1),
        spread((sample.cpu for sample in samples), 1),
        "" if is_reference else spread(shares, 2),
        SHARE.judge(median(shares)) if clients == MOST and not is_reference else "",
    ]
