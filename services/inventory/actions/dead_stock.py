"""Stock by the age of its layers [P4]."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from contracts.inventory.dead_stock import DeadStock, ListDeadStock
from services.inventory import collections as store
from services.inventory.rules.ages import StockPolicy
from services.inventory.rules.deadstock import AgedLayer, aged
from stationkit.storage.documents import converter
from stationkit.unit_of_work.view import Rows, View

if TYPE_CHECKING:
    from services.inventory.rules.stock import Stock

SHORTEST_MONTHS_DAYS = 28
"""How many days a month has at least: what is younger than so many of them cannot be dead."""


def list_dead_stock(view: View, request: ListDeadStock) -> Rows[DeadStock]:
    """A page of stock with layers that are at least so old, each judged by its own station's calendar and policy."""
    page = view.page(store.stocks, request, oldest_at={"$lte": view.now - timedelta(days=_least_days(view, request))})
    items = [DeadStock.of(stock, layers=_aged(view, stock, request.age)) for stock in page.items]
    return Rows([stock for stock in items if stock.layers], page.next)


def _least_days(view: View, request: ListDeadStock) -> int:
    """How many days old a layer of that age is at least, whatever the station."""
    if request.age == "fresh":
        return 0
    station_ids = [request.station_id] if request.station_id is not None else view.reference_data.station_ids()
    policies = [_policy(view, station_id) for station_id in station_ids]
    if request.age == "warning":
        return min(policy.warn_after_days for policy in policies) - 1
    return min(policy.dead_after_months for policy in policies) * SHORTEST_MONTHS_DAYS


def _aged(view: View, stock: Stock, least: str) -> list[AgedLayer]:
    calendar = view.reference_data.station(stock.station_id).calendar
    policy = _policy(view, stock.station_id)
    return aged(stock.layers, calendar.day_of(view.now), calendar.day_of, policy, least)


def _policy(view: View, station_id: str) -> StockPolicy:
    policy = view.reference_data.policy("stock", station_id, view.now)
    return converter.structure({**policy.values, "version": policy.number}, StockPolicy)
