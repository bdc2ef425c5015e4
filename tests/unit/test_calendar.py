"""The working calendar: business days, open days, working days, opening time [F5], rules §1."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.stations.rules.years import official_year
from stationkit.ground.calendar import StationCalendar, Year, as_instant

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
ALWAYS = frozenset(range(1, 8))
YEARS = {number: year for number in (2025, 2026) if (year := official_year(number))}
STATION = StationCalendar("Asia/Shanghai", time(9), time(18), ALWAYS, frozenset(), frozenset(), YEARS)
OVERSEAS = replace(STATION, time_zone="America/New_York")


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)


def new_york(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


# Instants and days


def test_an_instant_is_in_utc_and_cut_not_rounded_to_milliseconds() -> None:
    moment = datetime(2026, 11, 23, 17, 30, 0, 999_999, tzinfo=SHANGHAI)
    assert as_instant(moment) == datetime(2026, 11, 23, 9, 30, 0, 999_000, tzinfo=UTC)
    assert as_instant(moment).tzinfo is UTC


def test_a_naive_instant_is_refused_wherever_it_comes_in() -> None:
    aware = local(2026, 11, 23, 12)
    naive = aware.replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        STATION.day_of(naive)
    with pytest.raises(ValueError, match="no time zone"):
        STATION.opening_time(naive, aware)
    with pytest.raises(ValueError, match="no time zone"):
        STATION.opening_minutes(aware, naive)
    with pytest.raises(ValueError, match="no time zone"):
        STATION.add_opening_minutes(naive, 0)


def test_the_business_day_turns_at_the_stations_midnight_not_at_utcs() -> None:
    assert STATION.day_of(datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert STATION.day_of(datetime(2026, 11, 23, 16, 0, 0, tzinfo=UTC)) == date(2026, 11, 24)


def test_a_local_time_becomes_an_instant_in_utc() -> None:
    cut_off = STATION.at(date(2026, 11, 23), time(17, 30))
    assert cut_off == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert cut_off.tzinfo is UTC


def test_opening_and_closing_are_the_stations_hours() -> None:
    day = date(2026, 11, 23)
    assert STATION.opening(day) == local(2026, 11, 23, 9)
    assert STATION.closing(day) == local(2026, 11, 23, 18)


def test_the_last_moment_of_a_day_is_one_millisecond_before_midnight() -> None:
    last = STATION.last_moment(date(2026, 12, 31))
    assert last == local(2027, 1, 1) - timedelta(milliseconds=1)
    assert STATION.day_of(last) == date(2026, 12, 31)
    assert STATION.day_of(last + timedelta(milliseconds=1)) == date(2027, 1, 1)


# Open days


def test_a_station_is_open_every_day_unless_it_says_otherwise() -> None:
    assert all(STATION.is_open(date(2026, 10, day)) for day in range(1, 32))


def test_own_closed_and_open_days_go_before_the_weekly_pattern() -> None:
    station = replace(
        STATION,
        open_weekdays=frozenset({1, 2, 3, 4, 5}),
        extra_open=frozenset({date(2026, 11, 28)}),
        extra_closed=frozenset({date(2026, 11, 27)}),
    )
    assert not station.is_open(date(2026, 11, 27))
    assert station.is_open(date(2026, 11, 28))
    assert not station.is_open(date(2026, 11, 29))


def test_the_next_open_day_is_strictly_after_and_the_first_may_be_the_day_itself() -> None:
    station = replace(STATION, extra_closed=frozenset({date(2026, 11, 24), date(2026, 11, 25)}))
    assert station.first_open(date(2026, 11, 23)) == date(2026, 11, 23)
    assert station.next_open(date(2026, 11, 23)) == date(2026, 11, 26)
    assert station.first_open(date(2026, 11, 24)) == date(2026, 11, 26)


# Working days


@pytest.mark.parametrize("day", [date(2025, 10, 1), date(2025, 10, 8), date(2026, 2, 23), date(2026, 10, 7)])
def test_a_public_holiday_on_a_weekday_is_not_worked(day: date) -> None:
    assert not STATION.is_working(day)


@pytest.mark.parametrize("day", [date(2025, 9, 28), date(2025, 10, 11), date(2026, 9, 20), date(2026, 10, 10)])
def test_a_shifted_working_day_at_the_weekend_is_worked(day: date) -> None:
    assert STATION.is_working(day)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2025, 9, 27), date(2025, 9, 28)),
        (date(2025, 9, 30), date(2025, 10, 9)),
        (date(2025, 10, 10), date(2025, 10, 11)),
        (date(2026, 9, 19), date(2026, 9, 20)),
        (date(2026, 9, 30), date(2026, 10, 8)),
        (date(2026, 10, 9), date(2026, 10, 10)),
        (date(2026, 10, 10), date(2026, 10, 12)),
        (date(2026, 2, 27), date(2026, 2, 28)),
        (date(2026, 7, 31), date(2026, 8, 3)),
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2028, 2, 28), date(2028, 2, 29)),
    ],
)
def test_the_next_working_day_skips_holidays_and_stops_at_shifted_days(day: date, following: date) -> None:
    assert STATION.next_working(day) == following


def test_working_days_are_counted_over_holidays_and_shifted_days() -> None:
    assert STATION.add_working_days(date(2025, 9, 30), 3) == date(2025, 10, 11)
    assert STATION.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_no_working_days_leave_the_day_as_it_is_and_fewer_are_refused() -> None:
    assert STATION.add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 1)
    with pytest.raises(ValueError, match="forwards"):
        STATION.add_working_days(date(2026, 10, 1), -1)


def test_a_year_without_official_data_counts_monday_to_friday() -> None:
    assert STATION.is_working(date(2027, 1, 1))
    assert not STATION.is_working(date(2027, 1, 2))
    assert STATION.add_working_days(date(2026, 12, 30), 3) == date(2027, 1, 4)


def test_a_year_without_official_data_is_provisional_and_so_is_a_range_that_touches_it() -> None:
    assert not STATION.is_provisional(date(2026, 12, 31))
    assert STATION.is_provisional(date(2027, 1, 1))
    assert not STATION.is_provisional(date(2025, 1, 1), date(2026, 12, 31))
    assert STATION.is_provisional(date(2026, 12, 31), date(2027, 1, 1))
    assert STATION.is_provisional(date(2024, 12, 31), date(2025, 1, 1))


def test_a_year_that_is_filed_but_not_official_is_provisional_too() -> None:
    station = replace(STATION, years={**YEARS, 2027: Year(2027, official=False)})
    assert station.is_provisional(date(2027, 1, 1))
    assert station.is_working(date(2027, 1, 1))


# Opening time


def test_opening_minutes_count_only_while_the_station_is_open() -> None:
    assert STATION.opening_minutes(local(2026, 11, 23, 8), local(2026, 11, 23, 9, 30)) == 30
    assert STATION.opening_minutes(local(2026, 11, 23, 17, 30), local(2026, 11, 24, 9, 30)) == 60
    assert STATION.opening_minutes(local(2026, 11, 23, 18), local(2026, 11, 24, 9)) == 0
    assert STATION.opening_minutes(local(2026, 11, 23, 9), local(2026, 11, 30, 9)) == 7 * 9 * 60


def test_closed_days_have_no_opening_minutes() -> None:
    station = replace(STATION, extra_closed=frozenset({date(2026, 11, 24)}))
    assert station.opening_minutes(local(2026, 11, 23, 17), local(2026, 11, 25, 10)) == 120
    assert station.opening_minutes(local(2026, 11, 24, 10), local(2026, 11, 24, 12)) == 0


def test_a_begun_minute_does_not_count() -> None:
    start = local(2026, 11, 23, 10)
    assert STATION.opening_minutes(start, start + timedelta(seconds=119, milliseconds=999)) == 1
    assert STATION.opening_minutes(start, start + timedelta(seconds=120)) == 2


def test_opening_time_runs_forwards_only() -> None:
    with pytest.raises(ValueError, match="before the start"):
        STATION.opening_time(local(2026, 11, 23, 11), local(2026, 11, 23, 10))
    with pytest.raises(ValueError, match="forwards"):
        STATION.add_opening_minutes(local(2026, 11, 23, 11), -1)


def test_minutes_that_fill_a_day_end_at_its_close_and_one_more_begins_the_next() -> None:
    start = local(2026, 11, 23, 17)
    assert STATION.add_opening_minutes(start, 60) == local(2026, 11, 23, 18)
    assert STATION.add_opening_minutes(start, 61) == local(2026, 11, 24, 9, 1)


def test_minutes_added_outside_opening_hours_begin_at_the_next_opening() -> None:
    station = replace(STATION, extra_closed=frozenset({date(2026, 11, 24)}))
    assert station.add_opening_minutes(local(2026, 11, 23, 7), 15) == local(2026, 11, 23, 9, 15)
    assert station.add_opening_minutes(local(2026, 11, 23, 20), 15) == local(2026, 11, 25, 9, 15)


def test_nothing_added_leaves_the_instant_where_it_is() -> None:
    night = local(2026, 11, 23, 3)
    assert STATION.add_opening_minutes(night, 0) == night


# Summer time


def test_opening_follows_the_local_clock_across_a_change_of_summer_time() -> None:
    assert OVERSEAS.opening(date(2026, 3, 7)) == datetime(2026, 3, 7, 14, tzinfo=UTC)
    assert OVERSEAS.opening(date(2026, 3, 8)) == datetime(2026, 3, 8, 13, tzinfo=UTC)


def test_a_day_that_loses_or_gains_an_hour_has_that_much_less_or_more_opening_time() -> None:
    night = replace(OVERSEAS, opens=time(0), closes=time(6))
    assert night.opening_time(*_whole(night, date(2026, 3, 8))) == timedelta(hours=5)
    assert night.opening_time(*_whole(night, date(2026, 6, 8))) == timedelta(hours=6)
    assert night.opening_time(*_whole(night, date(2026, 11, 1))) == timedelta(hours=7)


def test_opening_minutes_are_added_as_they_pass_not_as_the_clock_shows() -> None:
    night = replace(OVERSEAS, opens=time(0), closes=time(6))
    end = night.add_opening_minutes(new_york(2026, 3, 8, 1), 120)
    assert end == new_york(2026, 3, 8, 4)


def test_a_skipped_local_time_keeps_its_distance_and_a_repeated_one_is_its_first() -> None:
    assert OVERSEAS.at(date(2026, 3, 8), time(2, 30)) == new_york(2026, 3, 8, 3, 30)
    assert OVERSEAS.at(date(2026, 11, 1), time(1, 30)) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def _whole(station: StationCalendar, day: date) -> tuple[datetime, datetime]:
    return station.at(day, time.min), station.last_moment(day)


# What cannot be a calendar


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"time_zone": "Asia/Zongzhan"}, "IANA"),
        ({"time_zone": "../etc/passwd"}, "IANA"),
        ({"time_zone": "Asia"}, "IANA"),
        ({"time_zone": ""}, "IANA"),
        ({"closes": time(9)}, "hours"),
        ({"opens": time(9, tzinfo=UTC), "closes": time(18, tzinfo=UTC)}, "hours"),
        ({"open_weekdays": frozenset()}, "weekdays"),
        ({"open_weekdays": frozenset({0, 1})}, "weekdays"),
        ({"open_weekdays": frozenset({7, 8})}, "weekdays"),
        ({"extra_open": frozenset({date(2026, 1, 1)}), "extra_closed": frozenset({date(2026, 1, 1)})}, "both"),
        ({"years": {2026: Year(2026, official=True), 2027: Year(2026, official=True)}}, "filed"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(STATION, **change)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("off", "working"),
    [([date(2026, 1, 1)], []), ([date(2027, 1, 2)], []), ([], [date(2027, 1, 1)]), ([], [date(2026, 1, 4)])],
)
def test_a_year_lists_only_its_own_days_that_differ(off: list[date], working: list[date]) -> None:
    with pytest.raises(ValueError, match="2027 lists a"):
        Year(2027, official=True, off=frozenset(off), working=frozenset(working))


def test_a_year_without_a_notice_lists_no_days() -> None:
    with pytest.raises(ValueError, match="not official"):
        Year(2027, official=False, off=frozenset({date(2027, 1, 1)}))
