"""A page of figures asks as often, however many stations there are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from contracts.oversight.kpis import KPIS
from gateway.pages import overview, periods, queries
from gateway.pages.kpis import HEAT
from gateway.pages.waiting import Waiting
from services.oversight.rules.figures import Sum
from services.oversight.rules.kpis import DEFINITIONS, kpi_of
from tests.unit.reading import in_language

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

TODAY = date(2026, 11, 25)


class Network:
    """What the services would answer of so many stations; counts how often each operation is asked."""

    def __init__(self, stations: int) -> None:
        self.ids = [f"station-{number}" for number in range(stations)]
        self.asked: Counter[str] = Counter()

    def ask(self, operation: AnyOperation, **arguments: Any) -> dict[str, Any]:
        """An answer."""
        self.asked[operation.name] += 1
        return {"items": getattr(self, operation.name)(**arguments), "next": None, "at": "2026-11-25T07:42:00+00:00"}

    def list_stations(self, **_: Any) -> list[dict[str, Any]]:
        return [{"id": of, "name": of, "kind": "sub", "state": "active"} for of in self.ids]

    def get_kpi_definitions(self) -> list[dict[str, Any]]:
        return [vars(definition) for definition in DEFINITIONS]

    def get_kpis(self, by: str = "all", **_: Any) -> list[dict[str, Any]]:
        stations = self.ids if by.startswith("station") else [None]
        days = [TODAY.isoformat()] if by.endswith("day") else [None]
        kpis = [vars(kpi_of(name, Sum(30, 40, 40), None)) for name in KPIS if name != "turnover"]
        return [{"station_id": of, "period": day, "kpis": kpis} for of in stations for day in days]

    def get_board(self) -> list[dict[str, Any]]:
        return [{"station_id": of, "name": of, "overdue": 1, "transfers_overdue": 0} for of in self.ids]


def seen(stations: int) -> tuple[overview.Overview, Counter[str]]:
    """The overview of so many stations, and what was asked for it."""
    network = Network(stations)
    period = periods.chosen({}, TODAY)
    with (
        patch.object(queries, "ask", network.ask),
        patch.object(queries, "may", lambda _: True),
        patch.object(queries, "today", TODAY.isoformat),
    ):
        shown = in_language("zh", lambda: overview.of(period, HEAT, "on_time"))
    return shown, network.asked


def test_the_overview_asks_as_often_for_fifty_stations_as_for_five() -> None:
    few, many = seen(5), seen(50)
    assert few[1] == many[1]
    assert sum(many[1].values()) <= 10


def test_the_overview_has_every_station_with_its_figures_and_what_is_overdue() -> None:
    shown, _ = seen(6)
    assert len(shown.ordered) == 6
    assert (len(shown.named), shown.overdue, shown.late_stations) == (5, 6, 6)
    assert shown.sentence == "近 7 天按时完成 75.0%, 差目标 20.0 个点; station-0最需要关注"
    assert list(shown.tiles) == list(overview.TILES)
    assert shown.trend is not None
    assert [line.kind for line in shown.trend.drawn.lines] == ["station"] * 5 + ["worst", "network"]


def test_what_waits_is_at_least_as_much_as_one_page_of_its_list_holds() -> None:
    assert [Waiting("asked_for", 200, is_more, "").count for is_more in (True, False)] == ["200+", "200"]
