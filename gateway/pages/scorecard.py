"""KPIs side by side: this period's figure, its change to the period before, its target, its last days as a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gateway.pages import chart
from gateway.pages.figures import Change, Figure, change_of, figure_of, figures_of
from gateway.pages.kpis import Kpis
from gateway.pages.standing import Standing
from gateway.pages.targets import target_text

Days = Mapping[str, Kpis]
"""KPIs by name, of each day that has any."""
DUTIES = (
    *("bench_on_time", "awaiting_lists", "unfinished_explained", "dealer_on_time", "same_day_return"),
    *("inspected", "calls_all", "appeasement"),
)
"""What is due day by day."""


@dataclass(frozen=True)
class Score:
    """A KPI of a period. `change` is None where either period has no data, `spark` empty for fewer than two days."""

    kpi: str
    figure: Figure
    change: Change | None
    target: str
    spark: str = ""


def scores(now: Kpis, before: Kpis, definitions: Kpis, shown: Iterable[str], days: Days | None = None) -> list[Score]:
    """Those KPIs, of which the service says what they mean."""
    defined = [kpi for kpi in shown if kpi in definitions]
    return [_score(kpi, now, before, definitions[kpi], days or {}) for kpi in defined]


def _score(kpi: str, now: Kpis, before: Kpis, definition: Mapping[str, Any], days: Days) -> Score:
    definitions = {kpi: dict(definition)}
    figure = figures_of(now, definitions, (kpi,))[kpi]
    earlier = figures_of(before, definitions, (kpi,))[kpi]
    change = change_of(figure, earlier, definition)
    spark = chart.sparkline([value_on(kpi, kpis, definition) for kpis in days.values()])
    return Score(kpi, figure, change, target_text(definition), spark)


def value_on(kpi: str, kpis: Kpis, definition: Mapping[str, Any]) -> Decimal | None:
    """A KPI's exact value in a group; None where there is no data."""
    return figure_of(kpis[kpi], definition).value if kpi in kpis else None


def every_day(days: Iterable[str], answered: Days) -> dict[str, Kpis]:
    """Each day in order; one of which nothing was answered has no KPI."""
    return {day: answered.get(day, {}) for day in days}


def grid(days: Days, definitions: Kpis, shown: Iterable[str] = DUTIES) -> dict[str, dict[str, Figure]]:
    """Of each KPI its figure of every day; left out where no day has data."""
    rows = {kpi: {day: figures_of(kpis, definitions, (kpi,))[kpi] for day, kpis in days.items()} for kpi in shown}
    return {kpi: row for kpi, row in rows.items() if any(figure.value is not None for figure in row.values())}


def standings(
    stations: Mapping[str, Mapping[str, Any]],
    by_station: Mapping[str, Kpis],
    definitions: Kpis,
    shown: Iterable[str],
    board: Mapping[str, Mapping[str, Any]],
) -> list[Standing]:
    """Each of the stations with its figures and what is late there."""
    columns = tuple(shown)
    return [
        Standing(
            station_id,
            station["name"],
            figures_of(by_station.get(station_id, {}), definitions, columns),
            board.get(station_id, {}).get("overdue", 0),
            board.get(station_id, {}).get("transfers_overdue", 0),
            is_head=station["kind"] == "head",
        )
        for station_id, station in stations.items()
    ]
