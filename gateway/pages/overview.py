"""What the overview says of the network in a period; as many calls, however many stations there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.oversight import board as board_contract
from gateway.pages import headline, kpis, periods, queries, scorecard, standing, trend
from gateway.pages.figures import NONE, Figure, figures_of
from gateway.pages.kpis import Kpis
from gateway.pages.periods import Period
from gateway.pages.scorecard import Score
from gateway.pages.standing import Standing

Row = dict[str, Any]
TILES = ("received", "on_time", "bench_on_time", "satisfaction")
SPARK_DAYS = 14


@dataclass(frozen=True)
class Overview:
    """The network: the sentence over it, its tiles, its stations with the worst first, and the trend of one KPI.

    `board` is None where the service is away.
    """

    sentence: str
    tiles: dict[str, Score]
    board: Row | None
    network: dict[str, Figure]
    ordered: list[Standing]
    named: list[Standing]
    trend: trend.Trend | None
    definitions: Kpis

    @property
    def overdue(self) -> int | None:
        """How many orders are past due now; None where nobody can say."""
        return None if self.board is None else sum(line["overdue"] for line in self.board["items"])

    @property
    def late_stations(self) -> int:
        """At how many stations they are."""
        return sum(1 for line in self.board["items"] if line["overdue"]) if self.board else 0


def of(period: Period, shown: Sequence[str], kpi: str) -> Overview:
    """The network in that period, by those KPIs, with the trend of that one."""
    definitions, together, board = kpis.definitions(), kpis.of(period), kpis.or_none(board_contract.get_board)
    ordered = _ordered(period, definitions, shown, board)
    recent = _recent()
    days = scorecard.every_day(recent.days, kpis.by_day(recent))
    tiles = scorecard.scores(together, kpis.of(period.before), definitions, TILES, _last(days))
    on_time = next((score.figure for score in tiles if score.kpi == "on_time"), NONE)
    return Overview(
        sentence=headline.of_network(on_time, definitions.get("on_time"), period.word, ordered),
        tiles={score.kpi: score for score in tiles},
        board=board,
        network=figures_of(together, definitions, shown),
        ordered=ordered,
        named=standing.named(ordered),
        trend=_trend(kpi, definitions, ordered, recent, days),
        definitions=definitions,
    )


def _ordered(period: Period, definitions: Kpis, shown: Sequence[str], board: Row | None) -> list[Standing]:
    """The stations that work, the worst first; the head station only where it has figures of its own."""
    lines = {line["station_id"]: line for line in board["items"]} if board else {}
    working = {key: station for key, station in queries.all_stations().items() if station["state"] == "active"}
    stations = scorecard.standings(working, kpis.by_station(period), definitions, shown, lines)
    return standing.worst_first(it for it in stations if it.has_data or not it.is_head)


def _recent() -> Period:
    return periods.last_days(date.fromisoformat(queries.today()), trend.DAYS)


def _last(days: Mapping[str, Kpis]) -> dict[str, Kpis]:
    return dict(list(days.items())[-SPARK_DAYS:])


def _trend(
    kpi: str, definitions: Kpis, ordered: Sequence[Standing], recent: Period, network: Mapping[str, Kpis]
) -> trend.Trend | None:
    if kpi not in definitions:
        return None
    names = {station.station_id: station.name for station in ordered}
    worst = ordered[0].station_id if ordered and ordered[0].missed else None
    sources = trend.of_network(names, worst, network, kpis.days_of_stations(kpi, recent))
    return trend.trend_of(kpi, definitions[kpi], recent.days, sources)
