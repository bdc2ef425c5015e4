"""Business days and rosters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.language.errors import Refused
from services.stations.rules.days import BusinessDay, Roster, RosterLine

SIX = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TODAY, YESTERDAY = "2026-11-23", "2026-11-22"


def test_a_day_is_closed_once_and_again_only_after_it_was_opened_again() -> None:
    day = BusinessDay("id", "station", TODAY)
    day.close("lead", SIX)
    assert (day.state, day.closed_at, day.closed_by, day.closings) == ("closed", SIX, "lead", 1)
    with pytest.raises(Refused) as refused:
        day.close("stations", SIX)
    assert refused.value.reason == "day_closed"
    day.reopen("a parcel came late")
    day.close("stations", SIX)
    assert (day.closed_by, day.closings) == ("stations", 2)


def test_a_day_that_is_open_is_not_opened_again() -> None:
    with pytest.raises(Refused) as refused:
        BusinessDay("id", "station", TODAY).reopen("why not")
    assert refused.value.reason == "day_open"


def test_a_roster_is_set_for_today_and_later() -> None:
    lines = [RosterLine("wang", "on_leave", "li")]
    roster = Roster("id", "station", TODAY)
    roster.set(lines, TODAY)
    assert roster.lines == lines
    with pytest.raises(Refused) as refused:
        Roster("id", "station", YESTERDAY).set(lines, TODAY)
    assert refused.value.reason == "day_over"


def test_nobody_stands_in_who_is_on_leave() -> None:
    lines = [RosterLine("wang", "on_leave", "li"), RosterLine("li", "on_leave")]
    with pytest.raises(Refused) as refused:
        Roster("id", "station", TODAY).set(lines, TODAY)
    assert refused.value.reason == "stand_in_on_leave"
