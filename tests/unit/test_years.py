"""Official years from chinesecalendar, against the State Council's notices for 2025 and 2026."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import chinese_calendar
import pytest

from services.stations.rules.years import official_year

if TYPE_CHECKING:
    from stationkit.ground.calendar import Year


def span(first: date, last: date) -> set[date]:
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


def test_2026_lists_the_weekdays_that_are_off() -> None:
    holidays = (
        span(date(2026, 1, 1), date(2026, 1, 3))
        | span(date(2026, 2, 15), date(2026, 2, 23))
        | span(date(2026, 4, 4), date(2026, 4, 6))
        | span(date(2026, 5, 1), date(2026, 5, 5))
        | span(date(2026, 6, 19), date(2026, 6, 21))
        | span(date(2026, 9, 25), date(2026, 9, 27))
        | span(date(2026, 10, 1), date(2026, 10, 7))
    )
    assert year_of(2026).off == {day for day in holidays if day.isoweekday() <= 5}


def test_2026_lists_the_weekend_days_that_are_worked() -> None:
    assert year_of(2026).working == {
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    }


def test_2025_has_eight_days_of_national_day_and_works_the_weekends_around_it() -> None:
    year = year_of(2025)
    in_october = {day for day in year.off if day.month == 10}
    assert in_october == {day for day in span(date(2025, 10, 1), date(2025, 10, 8)) if day.isoweekday() <= 5}
    assert {date(2025, 9, 28), date(2025, 10, 11)} <= year.working


def test_a_known_year_is_official() -> None:
    assert year_of(2026).official
    assert year_of(2026).year == 2026


@pytest.mark.parametrize("year", [2003, 2027, 2028])
def test_a_year_without_a_notice_in_the_library_is_not_known(year: int) -> None:
    assert official_year(year) is None


def test_a_single_day_of_the_next_year_in_a_notice_does_not_make_that_year_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(chinese_calendar.holidays, date(2027, 1, 1), "New Year's Day")
    assert official_year(2027) is None


def test_every_year_of_the_library_is_a_valid_year() -> None:
    years = {day.year for day in chinese_calendar.holidays}
    assert {year for year in years if official_year(year)} == set(range(2004, 2027))


def year_of(number: int) -> Year:
    year = official_year(number)
    assert year is not None
    return year
