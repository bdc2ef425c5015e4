"""The trend of one KPI, day by day: all stations together, the worst, the others, and the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gateway.pages import chart
from gateway.pages.figures import NONE, Figure, figure_of, text_of
from gateway.pages.kpis import Kpis
from gateway.pages.targets import target_text
from gateway.pages.words import said

DAYS = 28


@dataclass(frozen=True)
class Trend:
    """One KPI's picture, and the table of what is drawn in it; `ticks` are the words of its grid, by height."""

    kpi: str
    drawn: chart.Chart
    ticks: list[tuple[float, str]]
    target: str
    rows: dict[str, list[Figure]]
    days: list[str]


@dataclass(frozen=True)
class Source:
    """Whose days a line shows."""

    name: str
    kind: str
    days: Mapping[str, Kpis]


def trend_of(kpi: str, definition: Mapping[str, Any], days: Sequence[str], sources: Sequence[Source]) -> Trend | None:
    """The trend; None where no day of any source has data."""
    rows = [[_figure(kpi, source.days.get(day, {}), definition) for day in days] for source in sources]
    series = [
        chart.Series(source.name, source.kind, [figure.value for figure in row])
        for source, row in zip(sources, rows, strict=True)
    ]
    drawn = chart.chart(series, days, _target(definition))
    if drawn is None:
        return None
    ticks = [(y, text_of(value, definition["unit"])) for y, value in drawn.grid]
    named = {source.name: row for source, row in zip(sources, rows, strict=True)}
    return Trend(kpi, drawn, ticks, target_text(definition), named, list(days))


def of_network(
    names: Mapping[str, str], worst: str | None, network: Mapping[str, Kpis], stations: Mapping[str, Mapping[str, Kpis]]
) -> list[Source]:
    """The stations in thin lines, over them the worst, over all the network."""
    kinds = {station_id: "worst" if station_id == worst else "station" for station_id in names}
    order = sorted(names, key=lambda station_id: kinds[station_id])
    lines = [Source(names[station_id], kinds[station_id], stations.get(station_id, {})) for station_id in order]
    return [*lines, Source(said("whole_network"), "network", network)]


def of_station(name: str, own: Mapping[str, Kpis], network: Mapping[str, Kpis]) -> list[Source]:
    """A station over all the network."""
    return [Source(said("whole_network"), "station", network), Source(name, "network", own)]


def _figure(kpi: str, kpis: Kpis, definition: Mapping[str, Any]) -> Figure:
    return figure_of(kpis[kpi], definition) if kpi in kpis else NONE


def _target(definition: Mapping[str, Any]) -> Decimal | None:
    return None if definition["target"] is None else Decimal(definition["target"])
