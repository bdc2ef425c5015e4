"""Turnaround is opening time from receipt to fulfilment, less the waits for the customer (B2)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from services.intake.rules.promises import turnaround_minutes
from stationkit.ground.calendar import StationCalendar

CALENDAR = StationCalendar(
    "Asia/Shanghai", time(9), time(18), frozenset(range(1, 8)), frozenset(), frozenset(), years={}
)
NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_night_does_not_count_and_a_begun_minute_neither() -> None:
    assert turnaround_minutes(NINE + 8 * HOUR, NINE + 25 * HOUR, [], CALENDAR) == 120
    assert turnaround_minutes(NINE, NINE + timedelta(seconds=119), [], CALENDAR) == 1


def test_time_in_which_the_customer_was_waited_for_counts_once_less_and_only_until_fulfilment() -> None:
    waits = [(NINE + HOUR, NINE + 3 * HOUR), (NINE + 2 * HOUR, NINE + 4 * HOUR), (NINE + 6 * HOUR, NINE + 9 * HOUR)]
    assert turnaround_minutes(NINE, NINE + 7 * HOUR, waits, CALENDAR) == 180
