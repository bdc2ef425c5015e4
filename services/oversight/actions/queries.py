"""Reads figures: sums of a period from the fewest facts, the records behind them, and what stands open now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from contracts.language.errors import Invalid
from contracts.language.operation import Nothing
from contracts.oversight.board import Board, BoardLine, ReadBoard
from contracts.oversight.kpis import (
    KPIS,
    PER_PERSON,
    Definition,
    Definitions,
    GetKpis,
    KpiGroup,
    KpiRecord,
    Kpis,
    ListKpiRecords,
)
from services.oversight import collections as store
from services.oversight.rules.aggregate import summed, summed_people
from services.oversight.rules.facts import TURNOVER
from services.oversight.rules.kpis import BY_NAME, DEFINITIONS, NO_DATA, kpi_of, misses, part_text, turnover_of
from services.oversight.rules.periods import cut, months_in, within
from services.oversight.rules.transfers import figure_at_close
from stationkit.storage.documents import Document
from stationkit.unit_of_work.view import Rows, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.oversight.rules.aggregate import Summed
    from services.oversight.rules.kpis import Kpi
    from services.oversight.rules.rows import Row

LONGEST_BY_DAY = 92
COARSEST = {"all": "year", "station": "year", "person": "year", "month": "month", "day": "day", "station_day": "day"}
STATION_BY_STATION = ("station", "station_day")


def get_kpis(view: View, request: GetKpis) -> Kpis:
    """The KPIs of a period by group. Raises `Invalid` for a period that ends before it starts, or is too long by day.

    Raises `Invalid` where the days of each station are asked for of more than one KPI, and `NotFound` for a station
    out of reach.
    """
    start, end = _period(request)
    if COARSEST[request.by] == "day" and (end - start).days >= LONGEST_BY_DAY:
        raise Invalid("The request is not valid.", [f"end: At most {LONGEST_BY_DAY} days by day."])
    if request.by == "station_day" and request.kpi is None:
        raise Invalid("The request is not valid.", ["kpi: Name one; the days of each station are of one figure."])
    station_id = _station_of(view, request)
    facts = _facts(view, station_id, cut(start, end, COARSEST[request.by]), request)
    if request.by == "person":
        return Kpis(start=request.start, end=request.end, items=_people(facts, request))
    names = (request.kpi,) if request.kpi is not None else KPIS
    until = min(end, view.station.calendar.day_of(view.now))
    groups = tuple(
        KpiGroup(
            station_id=station, period=period, person_id=None, kpis=_kpis_of(sums, names, within(period, start, until))
        )
        for (station, period), sums in summed(facts, request.by).items()
    )
    return Kpis(start=request.start, end=request.end, items=groups)


def list_kpi_records(view: View, request: ListKpiRecords) -> Rows[KpiRecord]:
    """A page of the records behind a figure of one station, with the part of each; those that miss come first."""
    start, end = _period(request)
    station_id = view.station_within_reach(request.station_id).id
    last = view.summed(
        store.rows,
        station_id,
        {"$match": {"kind": "day"}},
        {"$sort": {"day": -1}},
        {"$limit": 1},
        {"$project": {"day": 1}},
    )
    closed_until = next(last, {"day": ""})["day"]
    request = replace(request, station_id=station_id)
    if request.kpi == "overdue_transfers":
        return _transfers(view, request, start, end, closed_until)
    counted = [{"settled": True}, {"day": {"$lte": closed_until}}]
    days = {"$gte": request.start, "$lte": request.end}
    whose = {"person": request.person_id} if request.person_id else {}
    matching = {"$elemMatch": {"kpi": request.kpi, "day": days, "$or": counted, **whose}}
    make = partial(_record, request=request, closed_until=closed_until)
    if BY_NAME[request.kpi].unit != "share":
        return view.page(store.rows, request, figures=matching).map(make)
    return view.ranked(store.rows, request, _missed(request, closed_until), figures=matching).map(make)


def _missed(request: ListKpiRecords, closed_until: str) -> Document:
    """1 of a row that has a figure which counts and misses, else 0: what `misses` says, for the database."""
    part, whole = "$$figure.numerator", "$$figure.denominator"
    whose = [{"$eq": ["$$figure.person", request.person_id]}] if request.person_id else []
    conditions = (
        *whose,
        {"$eq": ["$$figure.kpi", request.kpi]},
        {"$gte": ["$$figure.day", request.start]},
        {"$lte": ["$$figure.day", request.end]},
        {"$or": ["$$figure.settled", {"$lte": ["$$figure.day", closed_until]}]},
        {"$gt": [part, 0]} if BY_NAME[request.kpi].lower_is_better else {"$lt": [part, whole]},
    )
    figures = {"$filter": {"input": "$figures", "as": "figure", "cond": {"$and": [*conditions]}}}
    return {"$cond": [{"$gt": [{"$size": figures}, 0]}, 1, 0]}


def get_board(view: View, request: ReadBoard) -> Board:
    """What stands open at each station within reach. Raises `NotFound` for a station out of reach."""
    station_id = _station_of(view, request)
    own = view.reference_data.station_ids() if view.caller.network else [view.caller.station_id]
    stations = [view.reference_data.station(station_id) for station_id in ([station_id] if station_id else own)]
    lines = {station.id: _line(station.id, station.name) for station in stations}
    overdue = {"$sum": {"$cond": [{"$and": [{"$gt": ["$due_at", None]}, {"$lt": ["$due_at", view.now]}]}, 1, 0]}}
    key = {"station_id": "$station_id", "kind": "$kind", "state": "$state"}
    open_now = {"$match": {"state": {"$type": "string"}}}
    count = {"$group": {"_id": key, "count": {"$sum": 1}, "overdue": overdue}}
    for group in view.summed(store.rows, station_id, open_now, count):
        line, what = lines[group["_id"]["station_id"]], group["_id"]
        is_order = what["kind"] == "order"
        line[what["state"] if is_order else f"transfers_{_PLACES[what['state']]}"] += group["count"]
        line["overdue" if is_order else "transfers_overdue"] += group["overdue"]
    in_order = sorted(lines.values(), key=lambda line: (line["name"], line["station_id"]))
    return Board(at=view.now, items=tuple(BoardLine(**line) for line in in_order))


_PLACES = {"to_ship": "to_ship", "on_its_way": "on_their_way"}
_COUNTED = ("received", "in_repair", "awaiting_parts", "ready", "to_hand_back", "overdue")
_TRANSFERS = ("transfers_to_ship", "transfers_on_their_way", "transfers_overdue")


def _line(station_id: str, name: str) -> dict[str, Any]:
    return {"station_id": station_id, "name": name, **dict.fromkeys((*_COUNTED, *_TRANSFERS), 0)}


def _period(request: GetKpis | ListKpiRecords) -> tuple[date, date]:
    if request.end < request.start:
        raise Invalid("The request is not valid.", ["end: Not before the start."])
    return date.fromisoformat(request.start), date.fromisoformat(request.end)


def _station_of(view: View, request: GetKpis | ReadBoard) -> str | None:
    """The one station that is asked for, or None for all within reach."""
    return view.station_within_reach(request.station_id).id if request.station_id is not None else None


def _facts(
    view: View, station_id: str | None, runs: list[tuple[str, str, str]], request: GetKpis
) -> Iterable[Document]:
    """The facts of those runs; where all stations are added up anyway, those of all for whoever sees the network."""
    together = request.by not in STATION_BY_STATION and station_id is None and view.caller.network
    kpi = request.kpi
    fields = {"_id": 0, "station_id": 1, "start": 1, f"sums.{kpi}" if kpi else "sums": 1}
    fields |= {"people": 1} if request.by == "person" else {}
    fields |= {"stocks": 1} if kpi in (None, TURNOVER) else {}
    spans = [{"span": span, "start": {"$gte": first, "$lte": last}} for span, first, last in runs]
    collection = store.network_facts if together else store.facts
    return view.summed(collection, station_id, {"$match": {"$or": spans}}, {"$project": fields})


def _people(facts: Iterable[Document], request: GetKpis) -> tuple[KpiGroup, ...]:
    """The figure that is counted for each person, person by person; none where another is asked for."""
    names = PER_PERSON if request.kpi in (None, *PER_PERSON) else ()
    return tuple(
        KpiGroup(station_id=None, period=None, person_id=person_id, kpis=[vars(kpi_of(name, person_sum, None))])
        for name in names
        for person_id, person_sum in summed_people(facts).items()
    )


def _kpis_of(group: Summed, names: tuple[str, ...], period: tuple[date, date]) -> list[dict[str, object]]:
    """The figures of a group. Turnover is by the months of the `period`, which ends today at the latest."""
    return [vars(_kpi_of(group, name, period)) if name in group.sums else NO_DATA[name] for name in names]


def _kpi_of(group: Summed, name: str, period: tuple[date, date]) -> Kpi:
    kpi_sum = group.sums[name]
    if name != TURNOVER:
        return kpi_of(name, kpi_sum, None)
    return kpi_of(name, kpi_sum, turnover_of(kpi_sum.numerator, group.average_stock(), months_in(*period)))


def _record(row: Row, request: ListKpiRecords, closed_until: str) -> KpiRecord:
    figures = [
        figure
        for figure in row.figures
        if figure.kpi == request.kpi and request.start <= figure.day <= request.end
        if figure.settled or figure.day <= closed_until
        if request.person_id in (None, figure.person)
    ]
    return _part(
        row,
        request.kpi,
        sorted({figure.day for figure in figures}),
        sum(figure.numerator for figure in figures),
        sum(figure.denominator for figure in figures),
        missed=any(misses(request.kpi, figure.numerator, figure.denominator) for figure in figures),
    )


def _transfers(view: View, request: ListKpiRecords, start: date, end: date, closed_until: str) -> Rows[KpiRecord]:
    first, last = start.isoformat(), min(end.isoformat(), closed_until)
    closes = {
        row.day: row.told[-1].at
        for row in view.all(store.rows, request.station_id, kind="day", day={"$gte": first, "$lte": last})
    }
    page = view.page(store.rows, request, kind="transfer", from_day={"$lte": last}, to_day={"$gte": first})
    items = []
    for row in page.items:
        figures = [figure for day, at in closes.items() if (figure := figure_at_close(row.told, day, at))]
        if figures:
            overdue = sum(figure.numerator for figure in figures)
            items.append(
                _part(
                    row,
                    request.kpi,
                    sorted(figure.day for figure in figures),
                    overdue,
                    len(figures),
                    missed=overdue > 0,
                )
            )
    return Rows(items, page.next)


def _part(row: Row, kpi: str, days: list[str], numerator: int, denominator: int, *, missed: bool) -> KpiRecord:
    return KpiRecord.of(
        row,
        days=days,
        numerator=part_text(kpi, numerator),
        denominator=part_text(kpi, denominator, is_denominator=True),
        missed=missed,
    )


def get_kpi_definitions(_view: View, _request: Nothing) -> Definitions:
    """What each KPI means."""
    return Definitions(items=Definition.all_of(DEFINITIONS))
