"""The KPIs that a page shows, as the service answers them: of a period, by station and by day. A call each, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g

from contracts.language.errors import Invalid
from contracts.oversight import kpis as contract
from gateway.pages import queries

if TYPE_CHECKING:
    from gateway.pages.periods import Period

Row = dict[str, Any]
Kpis = dict[str, Row]
"""KPIs of one group, by name."""
HEAT = (
    *("on_time", "bench_on_time", "dealer_on_time", "awaiting_lists", "same_day_return"),
    *("utilisation", "turnover", "fill_rate", "calls_all", "satisfaction"),
)
"""What stations are compared by."""


def or_none(operation: Any, **arguments: Any) -> Row | None:
    """What is answered; None where the service is away or the address names wrong days: the rest stays whole."""
    try:
        return queries.or_none(operation, **arguments)
    except Invalid as error:
        g.problem = error
        return None


def definitions() -> Kpis:
    """What each KPI means, with its unit and target."""
    answered = or_none(contract.get_kpi_definitions) or {"items": []}
    return {definition["kpi"]: definition for definition in answered["items"]}


def of(period: Period, station_id: str | None = None) -> Kpis:
    """The KPIs of a station, or of all together."""
    return next(iter(_groups(period, station_id=station_id).values()), {})


def by_station(period: Period) -> dict[str, Kpis]:
    """The KPIs of each station that has any."""
    return {station_id: kpis for (station_id, _), kpis in _groups(period, by="station").items()}


def by_day(period: Period, station_id: str | None = None) -> dict[str, Kpis]:
    """The KPIs of each day, of a station or of all together."""
    return {day: kpis for (_, day), kpis in _groups(period, by="day", station_id=station_id).items()}


def days_of_stations(kpi: str, period: Period) -> dict[str, dict[str, Kpis]]:
    """One KPI of each station on each day."""
    by_station: dict[str, dict[str, Kpis]] = {}
    for (station_id, day), kpis in _groups(period, by="station_day", kpi=kpi).items():
        by_station.setdefault(station_id, {})[day] = kpis
    return by_station


def _groups(period: Period, **arguments: Any) -> dict[tuple[str, str], Kpis]:
    answered = or_none(contract.get_kpis, **period.said, **arguments) or {"items": []}
    return {
        (group["station_id"], group["period"]): {kpi["kpi"]: kpi for kpi in group["kpis"]}
        for group in answered["items"]
    }
