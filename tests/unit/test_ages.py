"""When stock is dead, and when it is near that."""

from __future__ import annotations

from datetime import date

import pytest

from services.inventory.rules.ages import StockPolicy, is_dead, is_warned, last_living_day

POLICY = StockPolicy(0)


@pytest.mark.parametrize(
    ("since", "dead"),
    [
        (date(2026, 11, 30), date(2027, 3, 1)),
        (date(2027, 11, 30), date(2028, 3, 1)),
        (date(2026, 11, 28), date(2027, 3, 1)),
        (date(2026, 1, 31), date(2026, 5, 1)),
        (date(2026, 10, 15), date(2027, 1, 16)),
    ],
)
def test_stock_is_dead_from_the_day_after_three_months(since: date, dead: date) -> None:
    assert is_dead(since, dead, POLICY)
    assert not is_dead(since, last_living_day(since, 3), POLICY)
    assert (dead - last_living_day(since, 3)).days == 1


def test_the_warning_comes_on_the_75th_day() -> None:
    assert not is_warned(date(2026, 1, 1), date(2026, 3, 16), POLICY)
    assert is_warned(date(2026, 1, 1), date(2026, 3, 17), POLICY)


def test_a_station_may_wait_longer() -> None:
    patient = StockPolicy(1, dead_after_months=14)
    assert last_living_day(date(2026, 11, 30), 14) == date(2028, 1, 30)
    assert not is_dead(date(2026, 11, 30), date(2028, 1, 30), patient)
