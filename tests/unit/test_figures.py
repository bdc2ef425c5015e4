"""What stock was worth at a close, what of it was dead by both ages, what was consumed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from services.inventory.rules.ages import StockPolicy
from services.inventory.rules.figures import Figures, MoveLine, consumed, figures, valued_lots
from services.inventory.rules.stock import CORE, CUSTOMER, STORE, Lot, bench, installed, transit_in, transit_out

TODAY = date(2026, 11, 23)
OLD = datetime(2026, 8, 1, tzinfo=UTC)
NEW = datetime(2026, 11, 20, tzinfo=UTC)
TEN = Decimal(10)


def day_of(instant: datetime) -> date:
    return instant.date()


def a_move(source: str, target: str, quantity: int = 1, cost: Decimal = TEN) -> MoveLine:
    return MoveLine(
        "m", "s", "p", "BAT", source, target, quantity, OLD, OLD, cost, "why", None, NEW, "2026-11-23", "by"
    )


def test_stock_is_dead_at_the_station_and_in_the_network_by_different_ages() -> None:
    lots = [Lot(2, OLD, NEW, TEN), Lot(1, OLD, OLD, TEN), Lot(4, NEW, NEW, Decimal("2.50"))]
    assert figures(lots, TODAY, day_of, StockPolicy(0)) == Figures(Decimal("40.00"), TEN, Decimal(30))


def test_no_stock_is_worth_nothing() -> None:
    assert figures([], TODAY, day_of, StockPolicy(0)) == Figures(Decimal(0), Decimal(0), Decimal(0))


def test_what_the_station_answers_for_has_a_value_and_what_is_gone_or_coming_has_none() -> None:
    lot = Lot(1, OLD, OLD, TEN)
    counted = (STORE, "quarantine", "defective", bench("ann"), transit_out("t"))
    for place in (*counted, CORE, "scrap", installed("j"), transit_in("t")):
        assert valued_lots([(place, lot)], []) == ([lot] if place in counted else [])


def test_what_moved_after_the_close_is_as_it_was_before() -> None:
    places = [(STORE, Lot(2, OLD, OLD, TEN))]
    later = [a_move(STORE, CUSTOMER, 3), a_move("manufacturer", STORE, 1), a_move(STORE, bench("ann"))]
    assert valued_lots(places, later) == [Lot(4, OLD, OLD, TEN)]


def test_what_was_fitted_is_consumed_once_and_what_came_out_again_is_not() -> None:
    moves = [
        a_move(bench("ann"), installed("j"), 2),
        a_move(installed("j"), CUSTOMER, 1),
        a_move(installed("j"), STORE, 1),
        a_move(bench("ann"), CUSTOMER, 1, Decimal("2.50")),
        a_move(CUSTOMER, CORE, 1, Decimal(0)),
        a_move("quarantine", STORE, 5),
    ]
    assert consumed(moves) == Decimal("12.50")
    assert consumed([]) == Decimal(0)
