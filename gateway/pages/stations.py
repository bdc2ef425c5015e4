"""Stations: the list of them, and one with its figures, its last days, its people, what is open there (S2 S6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from contracts.language import permissions
from contracts.oversight import board as board_contract
from contracts.stations import staff
from contracts.stations import stations as station_contract
from gateway.pages import headline, kpis, periods, queries, scorecard, trend, waiting
from gateway.pages.console import asked_kpi, period_of_address, query
from gateway.pages.figures import NONE, Figure, figures_of
from gateway.pages.kpis import HEAT
from gateway.pages.plain import forms_for
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

    from gateway.pages.kpis import Kpis
    from gateway.pages.periods import Period
    from gateway.pages.scorecard import Score

Row = dict[str, Any]
OTHERS = ("received", "revenue", "turnaround", "dead_stock", "first_time_fix", "unfinished_explained", "audit_score")
GRID_DAYS = 14


@dataclass(frozen=True)
class Card:
    """A station in a period: the sentence over it, its scores beside the network's figures, its days, a trend.

    `grid` is the figure of every day of what is due day by day.
    """

    sentence: str
    scores: list[Score]
    network: dict[str, Figure]
    grid: dict[str, dict[str, Figure]]
    trend: trend.Trend | None
    definitions: Kpis


@page("/console/stations", needs=permissions.STATION_MANAGE)
def stations() -> Response:
    """Every station and where it stands in its life (S6)."""
    return show("stations.html", stations=queries.all_stations().values())


@page("/console/stations/<id:station_id>", station_contract.stations, needs=permissions.BOARD_READ)
def station(station_id: str) -> Response:
    """One station: its figures, what is open there, its people, what may be done to it, what hangs on its end (S6)."""
    row, period = queries.ask(station_contract.get_station, station_id=station_id), period_of_address()
    people = queries.rows_or_none(staff.list_staff, station_id=station_id) or []
    at_work = [person for person in people if person["active"]]
    return show(
        "station.html",
        it=row,
        card=_card(row, period),
        asked=asked_kpi(),
        line=_board_line(station_id),
        posts=Counter(post for person in at_work for post in person["posts"]),
        leads=[person["name"] for person in at_work if "station_lead" in person["posts"]],
        waiting=waiting.of_reader(station_id),
        winding_up=row["state"] == "winding_up",
        others=forms_for(station_contract.stations, row, ()),
        period=period,
        periods=periods.WORDS,
        query=query,
    )


def _card(station: Row, period: Period) -> Card:
    definitions, own = kpis.definitions(), kpis.of(period, station["id"])
    shown = (*HEAT, *OTHERS)
    recent = periods.last_days(date.fromisoformat(queries.today()), trend.DAYS)
    days = scorecard.every_day(recent.days, kpis.by_day(recent, station["id"]))
    scores = scorecard.scores(own, kpis.of(period.before, station["id"]), definitions, shown, days)
    on_time = next((score.figure for score in scores if score.kpi == "on_time"), NONE)
    return Card(
        sentence=headline.of_figure(on_time, definitions.get("on_time"), period.word),
        scores=scores,
        network=figures_of(kpis.of(period), definitions, shown),
        grid=scorecard.grid(dict(list(days.items())[-GRID_DAYS:]), definitions),
        trend=_trend(station["name"], definitions, recent, days),
        definitions=definitions,
    )


def _trend(name: str, definitions: Kpis, recent: Period, days: dict[str, Kpis]) -> trend.Trend | None:
    kpi = asked_kpi()
    if kpi not in definitions:
        return None
    sources = trend.of_station(name, days, kpis.by_day(recent))
    return trend.trend_of(kpi, definitions[kpi], recent.days, sources)


def _board_line(station_id: str) -> Row | None:
    """What stands open there; None where the service is away."""
    answered = kpis.or_none(board_contract.get_board, station_id=station_id)
    return next(iter((answered or {"items": []})["items"]), None)
