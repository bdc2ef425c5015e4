"""Compensations: a fifth of the month's wage, above the minimum wage, over all of the month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from contracts.language.errors import Refused
from services.quality.rules.compensations import Compensations, compensations_id_of, month_of
from services.quality.rules.deadlines import AppeasementPolicy

POLICY = AppeasementPolicy()


def of_the_month(**amounts: str) -> Compensations:
    taken = {penalty_id: Decimal(amount) for penalty_id, amount in amounts.items()}
    return Compensations("c", "station", "wang", "2026-11", taken)


@pytest.mark.parametrize(
    ("wage", "before", "most"),
    [
        ("5000", "0", "1000.00"),
        ("5000", "999.99", "0.01"),
        ("5000", "1000", "0.00"),
        ("3000", "0", "260.00"),
        ("3425", "0", "685.00"),
        ("2740", "0", "0.00"),
        ("1000", "0", "0.00"),
        ("5000.04", "0", "1000.00"),
    ],
)
def test_the_most_is_a_fifth_of_the_wage_and_leaves_the_minimum(wage: str, before: str, most: str) -> None:
    month = of_the_month(first=before)
    with pytest.raises(Refused) as refused:
        month.take("second", Decimal(most) + Decimal("0.01"), Decimal(wage), POLICY)
    assert (refused.value.reason, refused.value.params["most"]) == ("above_share_of_wage", most)
    assert "second" not in month.amounts
    month.take("second", Decimal(most), Decimal(wage), POLICY)
    assert month.total == Decimal(before) + Decimal(most)


def test_what_came_to_nothing_makes_room() -> None:
    month = of_the_month(first="1000")
    month.give_back("first")
    month.give_back("unknown")
    month.take("second", Decimal(1000), Decimal(5000), POLICY)
    assert month.amounts == {"second": Decimal(1000)}


def test_a_month_of_a_person_is_one() -> None:
    november = compensations_id_of("wang", month_of(date(2026, 11, 30)))
    assert november == compensations_id_of("wang", "2026-11")
    assert november not in {compensations_id_of("wang", "2026-12"), compensations_id_of("li", "2026-11")}
