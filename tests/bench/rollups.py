"""Roll-ups of 190 stations over eight years: rows are put in through the service's store, and it folds them itself."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pymongo.write_concern import WriteConcern

from contracts.language.permissions import KPI_READ
from services.oversight import collections as store
from services.oversight.rules.figures import RecordedEvent
from services.oversight.rules.rows import Row
from stationkit.storage.reference_data import calendar_of
from tests.bench.ground import Ground, get, post
from tests.bench.paper import Target, table
from tests.bench.sample import percentile, spread

if TYPE_CHECKING:
    from stationkit.ground.calendar import StationCalendar

STATIONS = 190
ORDERS = 20_190
FIRST, LAST = datetime(2018, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
PERIODS = {"whole years": ("2018-01-01", "2025-12-31"), "from and to within months": ("2018-01-18", "2025-12-11")}
GROUPS = ("all", "station", "month")
TIMES = 12
BATCH = 1000
HEAD = (f"{STATIONS} stations, 8 years, every KPI", "period", "p50 ms", "p95 ms", "kB", "target of p95")
P95 = Target(200, " ms", at_most=True, places=0)
FOLD_SECONDS = 900


def roll_up(ground: Ground, rounds: int, show: Callable[[str], None]) -> str:
    """Each round asks for every kind of roll-up, one after the other, one client."""
    _open_stations(ground)
    seconds = _fill(ground)
    show(f"{ORDERS:,} orders folded in {seconds:.0f} s")
    kinds = [(by, name) for by in GROUPS for name in PERIODS]
    times: dict[tuple[str, str], list[list[float]]] = {kind: [] for kind in kinds}
    sizes: dict[tuple[str, str], int] = {}
    for number in range(rounds):
        ground.refresh()
        for kind in kinds:
            taken, sizes[kind] = _ask(ground, *kind)
            times[kind].append(taken)
        latest = (f"by {by} {percentile(taken[-1], 95):.0f} ms" for (by, _), taken in times.items())
        show(f"round {number + 1}: {', '.join(latest)}")
    rows = [_row(kind, times[kind], sizes[kind]) for kind in kinds]
    facts = ground.db("oversight").facts.count_documents({})
    return f"{table(HEAD, rows)}\n\n{ORDERS:,} orders, folded into {facts:,} facts in {seconds:.0f} s."


def _ask(ground: Ground, by: str, period: str) -> tuple[list[float], int]:
    start, end = PERIODS[period]
    reader = ground.network.head.who_may(KPI_READ)
    assert reader
    asked = get(reader, f"/kpis?{urlencode({'start': start, 'end': end, 'by': by})}")
    left = iter(range(TIMES))
    run = ground.loop(1).run(lambda _: asked if next(left, None) is not None else None, keep=True).check()
    return run.milliseconds, len(run.bodies[0])


def _open_stations(ground: Ground) -> None:
    """As many stations as a network has."""
    missing = iter(range(STATIONS - ground.db("stations").stations.count_documents({"kind": {"$ne": "head"}})))
    supervisor, unique = ground.network.supervisor, ground.network.unique

    def make(_client: int) -> bytes | None:
        if next(missing, None) is None:
            return None
        return post(supervisor, "/stations", {"name": unique("分站"), "code": unique("SUB")})

    ground.loop(4).run(make).check()
    ground.quiet.wait()


def _fill(ground: Ground) -> float:
    """Puts rows of orders in, and returns after how many seconds the service had folded them."""
    db, calendar = ground.db("oversight"), _calendar()
    rows = db.get_collection("rows", write_concern=WriteConcern(w=1))
    stations = [row["_id"] for row in ground.db("stations").stations.find({"kind": {"$ne": "head"}})]
    documents = [_document(row) for row in _rows(sorted(stations), calendar)]
    began = time.monotonic()
    for start in range(0, len(documents), BATCH):
        rows.insert_many(documents[start : start + BATCH], ordered=False)
    while rows.find_one({"stale": True}):
        assert time.monotonic() < began + FOLD_SECONDS, f"not folded after {FOLD_SECONDS} s"
        time.sleep(1)
    return time.monotonic() - began


def _rows(stations: list[str], calendar: StationCalendar) -> Iterator[Row]:
    """The same number of orders at each station; ids in the order of stations and days, so that few days are folded
    twice."""
    for number in range(ORDERS):
        place, turn = divmod(number, -(-ORDERS // len(stations)))
        at = FIRST + (LAST - FIRST) * turn / (ORDERS / len(stations))
        row = Row(f"{number:08x}-0000-4000-8000-000000000000", stations[place], "order")
        for event in _story(at.replace(hour=2, microsecond=0)):
            row.add(event, calendar)
        yield row


def _story(at: datetime) -> Iterator[RecordedEvent]:
    """An order that is received, repaired, and collected the same day or some days later."""
    minutes = random.randint(20, 900)
    end = at + timedelta(minutes=minutes, days=random.choice((0, 0, 1, 3)))
    due = {"bench_due_at": at + timedelta(hours=6), "due_at": at + timedelta(days=1)}
    order = {"party_kind": "user", "category": str(random.randint(1, 40)), "redo_of": None, "imported": False}
    yield RecordedEvent("order_received.v1", at, at, {**order, **due})
    yield RecordedEvent("bench_accepted.v1", at, at + timedelta(minutes=1), {})
    yield RecordedEvent("job_finished.v1", end, end, {"engineer_id": ""})
    ended: dict[str, Any] = {"outcome": random.choice(("repaired", "repaired", "unrepairable")), "release": "pickup"}
    ended |= {"effective_due_at": due["due_at"], "fulfilled_at": end, "turnaround_minutes": minutes}
    yield RecordedEvent("order_released.v1", end, end + timedelta(minutes=1), {**ended, "state": "released"})
    yield RecordedEvent("order_closed.v1", end, end + timedelta(minutes=2), {**ended, "state": "closed"})


def _calendar() -> StationCalendar:
    hours = {"opens": "09:00", "closes": "18:00", "open_weekdays": list(range(1, 8))}
    return calendar_of("Asia/Shanghai", hours, {})


def _document(row: Row) -> dict[str, Any]:
    kit = {"_id": row.id, "station_id": row.station_id, "version": 1, "schema": store.rows.schema}
    return {**kit, **store.rows.to_document(row), "counts": {}, "heard": {}, "pending": []}


def _row(kind: tuple[str, str], rounds: list[list[float]], size: int) -> list[str]:
    by, period = kind
    p95 = [percentile(times, 95) for times in rounds]
    p50 = [percentile(times, 50) for times in rounds]
    together = [value for times in rounds for value in times]
    return [f"by {by}", period, spread(p50), spread(p95), f"{size / 1000:.0f}", P95.judge(percentile(together, 95))]
