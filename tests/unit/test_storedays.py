"""A day of the store: what is out at its close, what was settled in time, for what a lead has signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.language.errors import Refused
from services.inventory.rules.borrows import Borrow, End
from services.inventory.rules.storedays import StoreDay

TODAY, YESTERDAY = "2026-11-23", "2026-11-22"
TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SIX = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def a_day() -> StoreDay:
    return StoreDay("id", "station", TODAY)


def a_borrow(name: str = "one", quantity: int = 1, at: datetime = TEN, day: str = TODAY) -> Borrow:
    return Borrow(name, "station", "part", "BAT", "job", "engineer", quantity, at, day)


def give_back(borrow: Borrow, at: datetime) -> None:
    borrow.settle(End("returned", 1), "keeper", at, keeps=True, in_time=True)


def test_what_is_out_at_the_close_stays_out_overnight_whatever_comes_after() -> None:
    day, back, late, old = a_day(), a_borrow("a"), a_borrow("b"), a_borrow("c", 2, TEN - timedelta(days=1), YESTERDAY)
    give_back(back, SIX)
    give_back(late, SIX + SECOND)
    tomorrow = a_borrow("d", 1, TEN + timedelta(days=1), "2026-11-24")
    day.close(1, SIX, [tomorrow, late, back, old])
    assert [(line.borrow_id, line.quantity, line.engineer_id) for line in day.overnight] == [
        ("c", 2, "engineer"),
        ("b", 1, "engineer"),
    ]
    assert (day.state, day.closing, day.closed_at) == ("closed", 1, SIX)


def test_what_was_lent_at_the_instant_of_the_close_is_out() -> None:
    day = a_day()
    day.close(1, SIX, [a_borrow(at=SIX)])
    assert [line.quantity for line in day.overnight] == [1]


def test_a_day_that_is_closed_again_is_taken_down_anew() -> None:
    day, borrow = a_day(), a_borrow()
    day.close(1, SIX, [borrow])
    day.reopen()
    give_back(borrow, SIX + SECOND)
    day.close(2, SIX + 2 * SECOND, [borrow])
    assert (day.overnight, day.closing) == ([], 2)


def test_a_closing_that_was_taken_before_only_closes_the_day() -> None:
    day, borrow = a_day(), a_borrow()
    assert day.close(2, SIX, [borrow]) is True
    day.reopen()
    assert [day.close(closing, SIX + SECOND, []) for closing in (1, 2)] == [False, False]
    assert (day.state, day.closing, day.closed_at, len(day.overnight)) == ("closed", 2, SIX, 1)


def test_nothing_is_lent_on_a_closed_day_until_it_is_open_again() -> None:
    day = a_day()
    day.borrow(2)
    day.close(1, SIX, [])
    with pytest.raises(Refused) as refused:
        day.borrow(1)
    assert (refused.value.reason, day.borrowed) == ("day_closed", 2)
    day.reopen()
    day.borrow(1)
    assert day.borrowed == 3


def test_what_is_settled_after_the_close_or_on_another_day_is_late() -> None:
    day = a_day()
    assert day.settle(2, TODAY)
    assert not day.settle(1, "2026-11-24")
    day.close(1, SIX, [])
    assert not day.settle(1, TODAY)
    assert day.settled_in_time == 2


def test_a_lead_signs_once_for_what_another_has_out() -> None:
    day, borrow = a_day(), a_borrow()
    day.sign_exception(borrow, "the customer comes at nine", "lead", TEN)
    with pytest.raises(Refused) as refused:
        day.sign_exception(borrow, "again", "lead", TEN)
    assert refused.value.reason == "signed_already"
    day.close(1, SIX, [borrow, a_borrow("two")])
    assert [(line.borrow_id, line.excepted) for line in day.overnight] == [("one", True), ("two", False)]


def test_nobody_signs_for_their_own_borrow_for_nothing_or_after_the_close() -> None:
    day, settled = a_day(), a_borrow()
    give_back(settled, TEN)
    for borrow, by, reason in ((a_borrow(), "engineer", "own_borrow"), (settled, "lead", "not_out")):
        with pytest.raises(Refused) as refused:
            day.sign_exception(borrow, "why not", by, TEN)
        assert refused.value.reason == reason
    day.close(1, SIX, [])
    with pytest.raises(Refused) as refused:
        day.sign_exception(a_borrow(), "why not", "lead", SIX)
    assert (refused.value.reason, day.exceptions) == ("day_closed", [])
