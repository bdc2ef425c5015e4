"""Business days and rosters."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from contracts.language.errors import Invalid, Refused
from services.stations.rules.days import (
    BusinessDay,
    DayStep,
    LentPieces,
    Roster,
    RosterLine,
    check_close,
    check_reopen,
    may_close_at,
)
from stationkit.ground.calendar import StationCalendar

SIX = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SEVEN, EIGHT = SIX + timedelta(hours=1), SIX + timedelta(hours=2)
TODAY, YESTERDAY = "2026-11-23", "2026-11-22"


def test_a_day_is_closed_once_and_again_only_after_it_was_opened_again() -> None:
    day = BusinessDay("id", "station", TODAY)
    day.close("lead", SIX)
    assert (day.state, day.closed_at, day.closed_by, day.closings) == ("closed", SIX, "lead", 1)
    with pytest.raises(Refused) as refused:
        day.close("stations", SIX)
    assert refused.value.reason == "day_closed"
    day.reopen("a parcel came late", "deputy", SEVEN)
    day.close("stations", EIGHT)
    assert (day.closed_by, day.closings) == ("stations", 2)
    assert day.steps == [
        DayStep("closed", SIX, "lead"),
        DayStep("reopened", SEVEN, "deputy", "a parcel came late"),
        DayStep("closed", EIGHT, "stations"),
    ]


def test_a_day_that_is_open_is_not_opened_again() -> None:
    with pytest.raises(Refused) as refused:
        BusinessDay("id", "station", TODAY).reopen("why not", "lead", SIX)
    assert refused.value.reason == "day_open"


def test_a_day_that_the_clock_has_closed_is_not_opened_again() -> None:
    check_reopen(TODAY, SIX - timedelta(milliseconds=1), SIX)
    with pytest.raises(Refused) as refused:
        check_reopen(TODAY, SIX, SIX)
    assert refused.value.reason == "day_over"


MONDAY = date(2026, 11, 23)
CALENDAR = StationCalendar(
    time_zone="Asia/Shanghai",
    opens=time(9),
    closes=time(18),
    open_weekdays=frozenset({1, 2, 3, 4, 5, 6}),
    extra_open=frozenset(),
    extra_closed=frozenset(),
    years={},
)


@pytest.mark.parametrize(("early", "from_second"), [(0, "18:00:00"), (90, "16:30:00")])
def test_a_lead_closes_the_day_from_close_of_business_on(early: int, from_second: str) -> None:
    may_at = may_close_at(CALENDAR, MONDAY, early)
    assert may_at.astimezone(ZoneInfo("Asia/Shanghai")).time().isoformat() == from_second
    for late in (timedelta(0), timedelta(seconds=1)):
        check_close(TODAY, may_at + late, may_at, [])
    with pytest.raises(Refused) as refused:
        check_close(TODAY, may_at - timedelta(seconds=1), may_at, [])
    assert refused.value.reason == "day_not_over"


def test_a_day_on_which_the_station_is_not_open_may_be_closed_at_any_time() -> None:
    sunday = date(2026, 11, 22)
    assert may_close_at(CALENDAR, sunday, 0) == CALENDAR.at(sunday, time.min)


def test_a_day_is_closed_when_all_that_is_out_is_signed_for_on_that_day() -> None:
    signed = LentPieces("1", "station", "wang", 1, excepted_on=TODAY)
    check_close(TODAY, SIX, SIX, [signed])
    long_ago, never = LentPieces("2", "station", "li", 2, excepted_on=YESTERDAY), LentPieces("3", "station", "li", 3)
    with pytest.raises(Refused) as refused:
        check_close(TODAY, SIX, SIX, [signed, long_ago, never])
    assert (refused.value.reason, refused.value.params["pieces"], refused.value.params["holders"]) == (
        "pieces_out",
        "5",
        ["li"],
    )


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


def test_a_person_stands_on_a_roster_once() -> None:
    roster = Roster("id", "station", TODAY)
    with pytest.raises(Invalid) as refused:
        roster.set([RosterLine("wang", "on_leave", "li"), RosterLine("wang", "on_duty")], TODAY)
    assert refused.value.params["fields"] == ["lines.1.staff_id: Named before."]
    assert roster.lines == []
