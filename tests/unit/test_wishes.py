"""What jobs ask of the store, and what counts as filled in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.inventory.rules.part_requests import PartRequest

TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
SECOND = timedelta(seconds=1)


def a_wish(quantity: int = 2) -> PartRequest:
    return PartRequest("id", "station", "job", "engineer", "part", quantity, True, TEN, "2026-11-23")


@pytest.mark.parametrize(("after", "filled"), [(QUARTER - SECOND, True), (QUARTER, True), (QUARTER + SECOND, False)])
def test_a_wish_is_filled_when_the_last_piece_comes_within_fifteen_minutes(after: timedelta, *, filled: bool) -> None:
    wish = a_wish()
    wish.issue(1, TEN, QUARTER)
    assert (wish.state, wish.filled) == ("open", None)
    wish.issue(1, TEN + after, QUARTER)
    assert (wish.state, wish.filled) == ("settled", filled)


def test_a_wish_for_which_more_was_lent_is_filled() -> None:
    wish = a_wish()
    wish.issue(3, TEN, QUARTER)
    assert (wish.issued, wish.filled) == (3, True)


def test_a_wish_that_a_close_ended_is_filled_in_time_after_the_day_was_opened_again() -> None:
    wish, whole = a_wish(), a_wish(1)
    wish.give_up()
    whole.issue(1, TEN + QUARTER + SECOND, QUARTER)
    for settled in (wish, whole):
        settled.take_up_again()
    assert (wish.state, wish.filled, whole.state, whole.filled) == ("open", False, "settled", False)
    wish.issue(2, TEN + QUARTER, QUARTER)
    assert (wish.state, wish.filled) == ("settled", True)


def test_a_wish_that_the_day_ends_is_not_filled() -> None:
    wish = a_wish()
    wish.issue(1, TEN, QUARTER)
    wish.give_up()
    assert (wish.state, wish.filled, wish.issued) == ("settled", False, 1)
