"""Folds rows into facts: every station and day that a changed row touches, its month and year, and all stations' ones.

Nothing is folded before every producer's events have been heard completely: until then old facts stay as they are.
It may be done twice at once: facts made from later rows are never replaced by earlier ones.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from contracts.intake import orders as intake
from contracts.language.ids import derived_id
from services.oversight import collections as store
from services.oversight.rules.facts import (
    LENGTH,
    Facts,
    ordered,
    people_at_close,
    people_of_parts,
    stocks_of_day,
    stocks_of_parts,
    sums_at_close,
    sums_of_parts,
)
from services.oversight.rules.figures import RecordedEvent, sums_of_groups
from services.oversight.rules.orders import REDO_CANCELLED, REDO_RECEIVED
from services.oversight.rules.periods import days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from services.oversight.rules.figures import Sum
    from services.oversight.rules.rows import Row
    from stationkit.storage.documents import Collection
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.work import Work

BATCH = 500
LOOK_BACK = timedelta(days=31)
REDOS = {REDO_RECEIVED: intake.order_received.type, REDO_CANCELLED: intake.order_cancelled.type}
StationDay = tuple[str, str]
_FIRST_OF_ROW = {"$lte": ["$place", 0]}
_ADDED = {
    "numerator": {"$sum": "$figures.numerator"},
    "denominator": {"$sum": "$figures.denominator"},
    "count": {"$sum": 1},
    "weight": {"$sum": {"$cond": [_FIRST_OF_ROW, "$version", 0]}},
}


def fold(system: System) -> None:
    """Brings the facts up to the rows as they are now."""
    link_redos(system)
    while _fold_batch(system) == BATCH:
        pass


def link_redos(system: System) -> None:
    """Tells the row of each redo's first order, which may be another station's, that it was repeated, or was not."""
    last = ""
    while redos := system.all(store.rows, BATCH, redo_of={"$type": "string"}, _id={"$gt": last}):
        for redo in redos:
            _link(system, redo)
        last = redos[-1].id


def _link(system: System, redo: Row) -> None:
    first = system.find(store.rows, _id=str(redo.redo_of))
    if first:
        told = {event.type: event for event in redo.told}
        kind = REDO_CANCELLED if intake.order_cancelled.type in told else REDO_RECEIVED
        cause = told[REDOS[kind]]
        news = RecordedEvent(kind, cause.at, cause.recorded_at, {"order_id": redo.id})
        system.change(kind, store.rows, first, cause.recorded_at, partial(_tell, news))
        system.settle(store.rows, [redo], redo_of=None)


def _tell(news: RecordedEvent, work: Work, row: Row) -> None:
    if not any(event.type == news.type and event.data == news.data for event in row.told):
        row.add(news, work.station.calendar)


def _fold_batch(system: System) -> int:
    """Folds the earliest days first, so that each is added up over all stations as seldom as can be."""
    rows = system.all(store.rows, BATCH, by="day", stale=True)
    days = {(row.station_id, day) for row in rows for day in _days_of(system, row)}
    days |= {
        (facts.station_id, facts.start) for facts in system.all(store.facts, BATCH, by="start", stale=True, span="day")
    }
    system.put(store.facts, [_fold_day(system, *station_day) for station_day in sorted(days)])
    _fold_spans(system, store.facts, days)
    if days:
        _fold_network(system, {day for _, day in days})
    system.settle(store.rows, rows, stale=False)
    return len(rows)


def _days_of(system: System, row: Row) -> Iterator[str]:
    """The days whose facts a changed row may change."""
    if row.kind == "day":
        closed = date.fromisoformat(row.day)
        before = system.find(store.rows, last_by="day", station_id=row.station_id, kind="day", day={"$lt": row.day})
        first = date.fromisoformat(before.day) + timedelta(days=1) if before else closed - LOOK_BACK
        yield from _texts(first, closed)
    elif row.kind == "transfer":
        last = min(str(row.to_day), _closed_until(system, row.station_id))
        if row.from_day and row.from_day <= last:
            yield from _texts(date.fromisoformat(row.from_day), date.fromisoformat(last))
    else:
        yield from row.days


def _fold_day(system: System, station_id: str, day: str) -> Facts:
    close = system.find(store.rows, station_id=station_id, _id=derived_id("day", station_id, day))
    closed_at = close.told[-1].at if close else None
    weight, sums, people = _sums_now(system, station_id, day, closed=day <= _closed_until(system, station_id))
    if closed_at:
        rows = system.all(store.rows, 0, station_id=station_id, days=day)
        transfers = _transfers_on(system, station_id, day)
        calendar = system.in_station(station_id).calendar
        sums = sums_at_close(sums, rows, transfers, day, closed_at, calendar)
        people = people_at_close(people, rows, day, closed_at, calendar)
    sums = ordered(sums)
    facts = _facts(station_id, "day", day, sums, weight + (close.version if close else 0))
    stocks = stocks_of_day(station_id, sums)
    return replace(facts, stocks=stocks, people=ordered(people), closed_at=closed_at)


def _sums_now(system: System, station_id: str, day: str, *, closed: bool) -> tuple[int, dict[str, Sum], dict[str, Sum]]:
    """How late the rows are that ever had a figure on the day, and their sums by KPI and by person, by the database.

    What is due that day and not done counts only once it is closed, or a later one is.
    """
    counts = {"$and": [{"$eq": ["$$one.day", day]}, {"$or": ["$$one.settled", closed]}]}
    figures = {"$filter": {"input": "$figures", "as": "one", "cond": counts}}
    groups = list(
        system.summed(
            store.rows,
            {"$match": {"station_id": station_id, "days": day}},
            {"$project": {"version": 1, "figures": figures}},
            {"$unwind": {"path": "$figures", "includeArrayIndex": "place", "preserveNullAndEmptyArrays": True}},
            {"$group": {"_id": {name: f"$figures.{name}" for name in ("kpi", "value", "person")}} | _ADDED},
        )
    )
    weight = sum(group["weight"] for group in groups)
    return weight, sums_of_groups(groups), sums_of_groups(groups, "person")


def _fold_network(system: System, days: set[str]) -> None:
    """Adds those days up over all stations, then their months and years."""
    head_id = system.head().id
    for day in sorted(days):
        parts = system.all(store.facts, 0, span="day", start=day)
        system.put(store.network_facts, [_together(head_id, "day", day, parts)])
    _fold_spans(system, store.network_facts, {(head_id, day) for day in days})


def _fold_spans(system: System, collection: Collection[Facts], days: set[StationDay]) -> None:
    """The months of those days from their days, then their years from their months."""
    for span, part in (("month", "day"), ("year", "month")):
        starts = {(station_id, day[: LENGTH[span]]) for station_id, day in days}
        system.put(
            collection, [_fold_span(system, collection, *station_start, span, part) for station_start in sorted(starts)]
        )


def _fold_span(
    system: System, collection: Collection[Facts], station_id: str, start: str, span: str, part: str
) -> Facts:
    within = {"$gte": start, "$lt": start + "~"}
    return _together(station_id, span, start, system.all(collection, 0, station_id=station_id, span=part, start=within))


def _together(station_id: str, span: str, start: str, parts: list[Facts]) -> Facts:
    facts = _facts(station_id, span, start, sums_of_parts(parts), sum(part.weight for part in parts))
    return replace(facts, stocks=stocks_of_parts(parts), people=people_of_parts(parts))


def _facts(station_id: str, span: str, start: str, sums: dict[str, Sum], weight: int) -> Facts:
    return Facts(derived_id("facts", station_id, span, start), station_id, span, start, sums, weight)


def _transfers_on(system: System, station_id: str, day: str) -> Iterable[Row]:
    return system.all(
        store.rows, 0, station_id=station_id, kind="transfer", from_day={"$lte": day}, to_day={"$gte": day}
    )


def _closed_until(system: System, station_id: str) -> str:
    """The latest day that the station has closed; before all others where there is none."""
    last = system.find(store.rows, last_by="day", station_id=station_id, kind="day")
    return last.day if last else ""


def _texts(first: date, last: date) -> Iterator[str]:
    return (day.isoformat() for day in days_of(first, last))
