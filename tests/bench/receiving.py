"""Receiving a device over HTTP, beside the least that could be done: what it costs, alone and with all that follows."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tests.bench.client import request
from tests.bench.ground import Ground, post
from tests.bench.paper import Target, table
from tests.bench.sample import SECONDS, Sample, measure, median, spread

if TYPE_CHECKING:
    from tests.world.station import Station

CLIENTS = (1, 8, 32)
MOST = CLIENTS[-1]
ACCESSORIES = ("charger", "cable", "case", "earphones", "box", "card tray", "pen")
WORDS = ("does", "not", "charge", "screen", "cracked", "speaker", "silent", "camera", "blurred", "hot", "restarts")
HEAD = ("", "clients", "answers/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms each", "of the reference", "target")
ALONE, WHOLE, REFERENCE, NEWCOMER = "command path alone", "with everything at work", "reference", "alone, new customer"
SHARE = {ALONE: Target(0.40), WHOLE: Target(0.15)}
COST = {ALONE: Target(7, " ms", at_most=True, places=0), WHOLE: Target(20, " ms", at_most=True, places=0)}
Samples = dict[tuple[str, int], list[Sample]]


def receive(ground: Ground, rounds: int, show: Callable[[str], None]) -> str:
    """Each round measures the reference, the command path alone and everything, one after the other."""
    measurements: Samples = defaultdict(list)
    for number in range(rounds):
        ground.refresh()
        for clients in CLIENTS:
            _measure_all(ground, clients, measurements)
            latest = (
                f"{what} {samples[-1].rate:.0f}/s" for (what, many), samples in measurements.items() if many == clients
            )
            show(f"round {number + 1}, {clients} clients: {', '.join(latest)}")
    return "\n\n".join((_figures(measurements), _costs(measurements), _noise(measurements)))


def order_at(ground: Ground, station: Station, **more: Any) -> dict[str, Any]:
    """A device that nobody has received before, of one of the station's customers."""
    device = {"category": str(random.randint(1, 40)), "brand": "Honor", "model": random.choice(("X50", "90", "V30"))}
    return {
        "party_id": random.choice(ground.parties[station.id]),
        "device": device | {"identity": "serial", "serial": uuid.uuid4().hex[:14].upper()},
        "accessories": random.sample(ACCESSORIES, 2),
        "condition": " ".join(random.sample(WORDS, 3)),
        "fault": " ".join(random.choices(WORDS, k=8)),
    } | more


def received(ground: Ground, client: int) -> bytes:
    """The client's next request to the platform."""
    station = ground.station(client)
    return post(station.desk, "/orders", order_at(ground, station))


def _of_a_newcomer(ground: Ground, client: int) -> bytes:
    """The same for a customer who has not been here before: two documents and the reply, one transaction."""
    station = ground.station(client)
    body = order_at(ground, station, party={"kind": "user", "name": "韩梅梅", "phone": ground.network.phone()})
    del body["party_id"]
    return post(station.desk, "/orders", body)


def _measure_all(ground: Ground, clients: int, measurements: Samples) -> None:
    def by_reference(client: int) -> bytes:
        return request("POST", "/orders", body=order_at(ground, ground.station(client)))

    def by_platform(client: int) -> bytes:
        return received(ground, client)

    loop = ground.loop(clients)
    with ground.quiet.command_path_alone("intake"):
        bare = measure(ground.reference_loop(clients), by_reference, ground.reference_processes)
        measurements[REFERENCE, clients].append(bare)
        measurements[ALONE, clients].append(measure(loop, by_platform, ground.processes))
        if clients == MOST:
            newcomers = measure(loop, lambda client: _of_a_newcomer(ground, client), ground.processes)
            measurements[NEWCOMER, clients].append(newcomers)
    ground.quiet.wait()
    measurements[WHOLE, clients].append(measure(loop, by_platform, ground.processes, SECONDS, until=ground.quiet.noted))


def _figures(measurements: Samples) -> str:
    order = (REFERENCE, ALONE, WHOLE, NEWCOMER)
    keys = sorted(measurements, key=lambda key: (order.index(key[0]), key[1]))
    return table(HEAD, (_row(key, measurements[key], measurements[REFERENCE, key[1]]) for key in keys))


def _row(key: tuple[str, int], samples: Sequence[Sample], beside: Sequence[Sample]) -> list[str]:
    what, clients = key
    shares = [sample.rate / other.rate for sample, other in zip(samples, beside, strict=True)]
    judged = []
    if what in SHARE and clients == MOST:
        judged = [SHARE[what].judge(median(shares)), COST[what].judge(median(sample.cpu for sample in samples))]
    return [
        what,
        str(clients),
        spread(sample.rate for sample in samples),
        *(spread((getattr(sample, name) for sample in samples), 1) for name in ("p50", "p95", "p99")),
        spread((sample.cpu for sample in samples), 1),
        "" if what == REFERENCE else spread(shares, 2),
        "; ".join(judged),
    ]


def _costs(measurements: Samples) -> str:
    """Which process uses the processor, for one answer at most clients."""
    kinds = (REFERENCE, ALONE, WHOLE)
    names = dict.fromkeys(name for kind in kinds for name in measurements[kind, MOST][0].cpu_ms)
    rows = [
        [name, *(spread((sample.cpu_ms.get(name, 0.0) for sample in measurements[kind, MOST]), 2) for kind in kinds)]
        for name in names
    ]
    return table((f"CPU ms each, {MOST} clients", *kinds), rows)


def _noise(measurements: Samples) -> str:
    samples = [sample for many in measurements.values() for sample in many]
    load, others = max(sample.client for sample in samples), [sample.others for sample in samples]
    return (
        f"The load itself used up to {load:.2f} cores, anything else on the machine {spread(others, 2)} cores. "
        "In brackets the least and the most of the rounds."
    )
