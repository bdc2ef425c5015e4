"""Shelves: the age of a device in open days, and whether it is repaired, unrepaired or awaits parts."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from contracts.intake import shelves as shelves_contract
from services.intake.rules import shelves
from services.intake.rules.shelves import age_of, condition_of, shelve
from stationkit.ground.calendar import StationCalendar
from tests.unit.test_orders import ENGINEER, NINE, order_in

MONDAY = date(2026, 11, 23)
CLOSED_ON_SUNDAYS = StationCalendar(
    "Asia/Shanghai", time(9), time(18), frozenset(range(1, 7)), frozenset(), frozenset(), {}
)


@pytest.mark.parametrize(
    ("days", "age"), [(0, "0"), (1, "1"), (2, "2-3"), (3, "2-3"), (4, ">3"), (5, ">3"), (4000, ">3")]
)
def test_the_age_band_is_the_open_days_after_the_day_of_receipt(days: int, age: str) -> None:
    assert age_of(MONDAY, MONDAY + timedelta(days=days), CLOSED_ON_SUNDAYS) == age


def test_a_day_on_which_the_station_is_closed_makes_nothing_older() -> None:
    saturday = MONDAY + timedelta(days=5)
    ages = [age_of(saturday, saturday + timedelta(days=days), CLOSED_ON_SUNDAYS) for days in range(6)]
    assert ages == ["0", "0", "1", "2-3", "2-3", ">3"]


@pytest.mark.parametrize(
    ("state", "condition"), [("received", "unrepaired"), ("in_repair", "unrepaired"), ("ready", "repaired")]
)
def test_a_device_is_repaired_once_that_is_its_outcome(state: str, condition: str) -> None:
    assert condition_of(order_in(state)) == condition


def test_a_device_that_was_not_repaired_is_unrepaired_when_it_is_ready() -> None:
    order = order_in("ready")
    order.outcome = "unrepairable"
    assert condition_of(order) == "unrepaired"


def test_a_device_awaits_parts_until_the_wait_ends() -> None:
    order = order_in("in_repair")
    order.start_wait("awaiting_parts", "battery", NINE, ENGINEER)
    assert condition_of(order) == "awaiting_parts"
    order.end_wait("awaiting_parts", "here", NINE, ENGINEER)
    assert condition_of(order) == "unrepaired"


def test_the_longest_here_comes_first_and_accessories_alone_have_no_shelf() -> None:
    new, old, accessories = order_in("received"), order_in("ready"), order_in("received")
    old.received_at, accessories.device = NINE - timedelta(days=1), None
    shelved = shelve([new, accessories, old], MONDAY, CLOSED_ON_SUNDAYS)
    assert [(device.order, device.age, device.condition) for device in shelved] == [
        (old, "0", "repaired"),
        (new, "0", "unrepaired"),
    ]


def test_the_bands_are_those_of_the_contract() -> None:
    assert (shelves.AGES, shelves.CONDITIONS) == (shelves_contract.AGES, shelves_contract.CONDITIONS)
