"""The same commands with few orders in the database and with a million."""

from __future__ import annotations

import random
import secrets
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
from pymongo.write_concern import WriteConcern

from services.intake import collections as store
from services.intake.rules.orders import Order
from tests.bench.client import request
from tests.bench.ground import Ground, get
from tests.bench.paper import Target, table
from tests.bench.reading import reads
from tests.bench.receiving import order_at, received
from tests.bench.sample import Sample, measure, median, spread

if TYPE_CHECKING:
    from tests.bench.client import Make

FEW, MANY = 10_000, 1_000_000
CLIENTS = 8
BATCH = 2_000
READ_BACK = 100
KNOWN = 5_000
YEARS = timedelta(days=8 * 365)
HEAD = ("p50 ms, 8 clients", f"at {FEW:,} orders", f"at {MANY:,} orders", "ratio", "target")
RATIO = Target(1.3, at_most=True, places=1)
Document = dict[str, Any]
Times = dict[str, list[Sample]]


def grow(ground: Ground, rounds: int, show: Callable[[str], None]) -> str:
    """Fills the database through the service's own mapping, and measures the command path alone before and after."""
    ground.stations[0].a_received_order()  # the pattern of all others
    _fill(ground, FEW)
    few = _measured(ground, rounds)
    began = time.monotonic()
    _fill(ground, MANY)
    summary = f"{MANY:,} orders were made and written in {time.monotonic() - began:.0f} s"
    show(summary)
    many = _measured(ground, rounds)
    rows = []
    for what, samples in few.items():
        ratio = median(sample.p50 for sample in many[what]) / median(sample.p50 for sample in samples)
        target = "" if what == "reference" else RATIO.judge(ratio)
        both = (spread((sample.p50 for sample in of), 1) for of in (samples, many[what]))
        rows.append([what, *both, f"{ratio:.2f}", target])
    return f"{table(HEAD, rows)}\n\n{summary}; {READ_BACK} random ones were read back over HTTP and compared."


def _measured(ground: Ground, rounds: int) -> Times:
    ids = _read_back(ground)
    measurements: Times = defaultdict(list)
    for _ in range(rounds):
        ground.refresh()
        with ground.quiet.command_path_alone("intake"):
            for what, loop, make, processes in _kinds(ground, ids):
                measurements[what].append(measure(loop, make, processes))
        ground.quiet.wait()
    return measurements


def _kinds(ground: Ground, ids: dict[str, list[str]]) -> Iterator[tuple[str, Any, Make, dict[str, int]]]:
    def by_reference(client: int) -> bytes:
        return request("POST", "/orders", body=order_at(ground, ground.station(client)))

    loop = ground.loop(CLIENTS)
    yield "reference", ground.reference_loop(CLIENTS), by_reference, ground.reference_processes
    yield "receive a device", loop, lambda client: received(ground, client), ground.processes
    yield "read an order", loop, reads(ground, ids), ground.processes


def _fill(ground: Ground, size: int) -> None:
    """Adds orders until there are so many, one batch being written while the next is made."""
    orders = ground.db("intake").get_collection("orders", write_concern=WriteConcern(w=1))
    pattern = store.orders.from_document(orders.find_one({"device": {"$ne": None}}) or {})
    missing = size - orders.estimated_document_count()
    with ThreadPoolExecutor(1) as writer:
        written = None
        for start in range(0, missing, BATCH):
            batch = [_document(_like(ground, pattern)) for _ in range(min(BATCH, missing - start))]
            if written:
                written.result()
            written = writer.submit(orders.insert_many, batch, ordered=False)
        if written:
            written.result()


def _like(ground: Ground, pattern: Order) -> Order:
    """A closed order of some station and time of the last eight years that is no other's."""
    assert pattern.device
    number, before = secrets.token_hex(7).upper(), YEARS * random.random()
    at = pattern.received_at - timedelta(milliseconds=before // timedelta(milliseconds=1))
    station = random.choice(ground.stations)
    return replace(
        pattern,
        id=str(uuid.uuid4()),
        station_id=station.id,
        code=f"X{number}",
        party_id=random.choice(ground.parties[station.id]),
        device=replace(pattern.device, serial=number),
        open_serial=None,
        state="closed",
        outcome="repaired",
        received_at=at,
        bench_due_at=at + (pattern.bench_due_at - pattern.received_at),
        due_at=at + (pattern.due_at - pattern.received_at),
        released_at=at + timedelta(days=1),
        closed_at=at + timedelta(days=1),
    )


def _document(order: Order) -> Document:
    """As the kit would have written it, and the relay left it."""
    kit = {"_id": order.id, "station_id": order.station_id, "version": 1, "schema": store.orders.schema}
    return {**kit, **store.orders.to_document(order), "counts": {}, "heard": {}, "pending": []}


def _read_back(ground: Ground) -> dict[str, list[str]]:
    """Random orders of each station by id, of which some are asked for over HTTP and are what they should be."""
    rows = list(ground.db("intake").orders.aggregate([{"$sample": {"size": KNOWN}}]))
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        ids[row["station_id"]].append(row["_id"])
    desks = {station.id: station.desk for station in ground.stations}
    left = iter(rows[:READ_BACK])
    make = lambda _: get(desks[row["station_id"]], f"/orders/{row['_id']}") if (row := next(left, None)) else None  # noqa: E731
    answers = [orjson.loads(body) for body in ground.loop(1).run(make, keep=True).check().bodies]
    for answer, row in zip(answers, rows, strict=False):
        assert (answer["id"], answer["code"], answer["device"]["serial"]) == _named(row), (answer, row)
    assert len(answers) == READ_BACK
    return ids


def _named(row: Document) -> tuple[str, str, str]:
    return row["_id"], row["code"], row["device"]["serial"]
