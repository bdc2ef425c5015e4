"""The first page says first what is late, shows the first cards of each lane, and never a number that is not so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.language.fields import instant_text
from gateway.pages import lanes, queries
from gateway.pages.lanes import MOST_CARDS, Card, Lane

NOW = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "now", lambda: NOW)


def lane(word: str, *dues: datetime | None, is_more: bool = False) -> Lane:
    cards = tuple(Card({}, "order", due=instant_text(due) if due else None) for due in dues)
    return Lane(word, "order", cards, "orders_list", is_more)


def test_the_first_lane_in_which_something_is_late_is_what_matters() -> None:
    later, past = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)
    assert lanes.headline([lane("to_offer", later), lane("to_accept", later, past)]) == ("to_accept", "2")


def test_what_is_due_this_very_second_is_not_late_and_without_lateness_the_first_lane_is_what_matters() -> None:
    assert lanes.headline([lane("to_offer", None), lane("to_accept", NOW)]) == ("to_offer", "1")
    assert lanes.headline([]) == ("calm", "")


def test_a_lane_that_one_page_does_not_hold_has_at_least_so_many_and_shows_the_first() -> None:
    many = lane("to_offer", *[NOW] * (MOST_CARDS + 1), is_more=True)
    assert (many.count, len(many.shown)) == (f"{MOST_CARDS + 1}+", MOST_CARDS)
