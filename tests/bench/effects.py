"""How long it takes from a commit to its effect in the services that hear of it, at a steady pace.

Both instants are those of the database's own log of writes (its oplog), so there is one clock and nothing is asked of
the services: an event is in the write that commits it, and its id in the write that is its effect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bson import Timestamp

from contracts.language.catalogue import SERVICES
from stationkit.ground.clock import wall_now
from tests.bench.paper import Target, table
from tests.bench.receiving import received
from tests.bench.sample import percentile, spread

if TYPE_CHECKING:
    from tests.bench.ground import Ground

PRODUCER = "intake"
RATE = 50.0
SECONDS = 20.0
CLIENTS = 32
HEAD = ("", "events", "p50 ms", "p95 ms", "p99 ms", "most ms", "target of p99")
P99 = Target(300, " ms", at_most=True, places=0)
Document = dict[str, Any]


def effects(ground: Ground, rounds: int, show: Callable[[str], None]) -> str:
    """Each round receives devices at a steady pace with everything at work."""
    delays: defaultdict[str, list[list[float]]] = defaultdict(list)
    paces = []
    for number in range(rounds):
        ground.refresh()
        began = Timestamp(int(wall_now().timestamp()), 0)
        run = ground.loop(CLIENTS).run(lambda client: received(ground, client), SECONDS, rate=RATE).check()
        paces.append(run.rate)
        ground.quiet.wait()
        for hearer, times in _delays(ground, began).items():
            delays[hearer].append(times)
        latest = (f"{hearer} p99 {percentile(times[-1], 99):.0f} ms" for hearer, times in delays.items())
        show(f"round {number + 1}: {', '.join(latest)}")
    rows = [_row(hearer, times) for hearer, times in sorted(delays.items())]
    return f"{table(HEAD, rows)}\n\nOrders received each second: {spread(paces, 1)}."


def _delays(ground: Ground, began: Timestamp) -> dict[str, list[float]]:
    """Milliseconds from commit to effect, by hearer, of every event that the producer committed since then."""
    owner = {ground.db(service).name: service for service in SERVICES}
    commits: dict[str, datetime] = {}
    heard: defaultdict[str, list[tuple[str, datetime]]] = defaultdict(list)
    log = ground.client.local["oplog.rs"].find({"ts": {"$gte": began}, "op": {"$in": ["i", "c"]}})
    for entry in log:
        for database, document in _inserted(entry):
            service = owner.get(database, "")
            for pending in document.get("pending") or ():
                if service == PRODUCER:
                    commits.update({event["id"]: entry["wall"] for event in pending["events"]})
                elif service:
                    heard[service].append((pending["id"], entry["wall"]))
    return {
        service: [(at - commits[cause]).total_seconds() * 1000 for cause, at in pairs if cause in commits]
        for service, pairs in heard.items()
        if any(cause in commits for cause, _ in pairs)
    }


def _inserted(entry: Document) -> Iterator[tuple[str, Document]]:
    """The database and content of each document that a log entry inserted, alone or in a transaction."""
    for change in entry["o"].get("applyOps", [entry]) if entry["op"] == "c" else [entry]:
        if change["op"] == "i":
            yield change["ns"].partition(".")[0], change["o"]


def _row(hearer: str, rounds: list[list[float]]) -> list[str]:
    p99 = [percentile(times, 99) for times in rounds]
    together = [value for times in rounds for value in times]
    return [
        f"{PRODUCER} → {hearer}",
        f"{len(together):,}",
        *(spread(percentile(times, percent) for times in rounds) for percent in (50, 95)),
        spread(p99),
        f"{max(together):,.0f}",
        P99.judge(percentile(together, 99)),
    ]
