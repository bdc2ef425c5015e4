"""The shelves of a desk as they should be today [F4]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import shelves
from services.intake import collections as store
from services.intake.rules.orders import CAME_TO_NOTHING, IN_HAND
from services.intake.rules.shelves import AGES, CONDITIONS, Shelved, shelve

if TYPE_CHECKING:
    from stationkit.unit_of_work.view import View

_IN_HOUSE = {"$in": (*IN_HAND, *CAME_TO_NOTHING)}


def get_shelf_board(view: View, request: shelves.ReadShelfBoard) -> shelves.ShelfBoard:
    """Every shelf of a desk as it should be today. Raises `NotFound` for a station out of reach."""
    station = view.station_within_reach(request.station_id)
    today = station.calendar.day_of(view.now)
    orders = view.all(store.orders, station.id, state=_IN_HOUSE, custody__holder="desk", open_serial={"$ne": None})
    shelved = shelve(orders, today, station.calendar)
    items = tuple(_shelf(shelved, age, condition) for age in AGES for condition in CONDITIONS)
    return shelves.ShelfBoard(station_id=station.id, day=today.isoformat(), items=items)


def _shelf(shelved: list[Shelved], age: str, condition: str) -> shelves.Shelf:
    orders = tuple(
        shelves.ShelvedOrder.of(item.order, brand=item.device.brand, model=item.device.model)
        for item in shelved
        if (item.age, item.condition) == (age, condition)
    )
    return shelves.Shelf(age=age, condition=condition, count=len(orders), orders=orders)
