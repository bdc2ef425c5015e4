"""The movable clock of development and the years of the calendar as they come in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.errors import Invalid, Refused, Unavailable
from gateway import clock
from services.stations.rules.calendar import LONGEST_MOVE, check_year, offset_to
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from stationkit.messaging.call import Call

WALL = datetime(2026, 11, 23, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize("days", [-90, -2, 0, 32])
def test_the_clock_is_first_set_to_any_time_that_is_past_or_near(days: int) -> None:
    assert offset_to(WALL + timedelta(days=days), WALL, None) == days * 86_400_000


@pytest.mark.parametrize("offset_ms", [-86_400_000, 0, 86_400_000])
def test_once_set_the_clock_stays_or_goes_forward_and_never_back(offset_ms: int) -> None:
    business = WALL + offset_ms * MILLISECOND
    assert offset_to(business, WALL, offset_ms) == offset_ms
    assert offset_to(business + MILLISECOND, WALL, offset_ms) == offset_ms + 1
    with pytest.raises(Refused) as refusal:
        offset_to(business - MILLISECOND, WALL, offset_ms)
    assert refusal.value.reason == "clock_goes_forward"


@pytest.mark.parametrize("offset_ms", [None, -86_400_000, 0, 86_400_000])
def test_one_move_goes_no_further_than_32_days_ahead(offset_ms: int | None) -> None:
    furthest = WALL + (offset_ms or 0) * MILLISECOND + LONGEST_MOVE
    assert offset_to(furthest, WALL, offset_ms) == (offset_ms or 0) + 32 * 86_400_000
    for too_far in (furthest + MILLISECOND, datetime.max.replace(tzinfo=UTC)):
        with pytest.raises(Refused) as refusal:
            offset_to(too_far, WALL, offset_ms)
        assert refusal.value.reason == "clock_too_far"


class Silent:
    """The service `stations`, which does not answer yet."""

    def call(self, _operation: AnyOperation, _call: Call) -> Any:
        raise Unavailable("It is not there yet.")


def test_the_gateway_tells_no_time_before_it_knows_how_far_the_clock_was_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "ASKING_SECONDS", 0.01)
    asking = clock.BusinessClock(Silent(), movable=True)
    with pytest.raises(Unavailable):
        asking.now()
    asking.take({"offset_seconds": 3600})
    assert timedelta(minutes=59) < asking.now() - wall_now() < timedelta(minutes=61)


def test_a_year_names_weekdays_that_are_off_and_weekend_days_that_are_worked() -> None:
    check_year(2026, ["2026-10-01", "2026-10-02"], ["2026-10-10"])
    check_year(2026, [], [])


@pytest.mark.parametrize(
    ("off", "working"),
    [(["2027-01-01"], []), ([], ["2025-10-11"]), (["2026-10-03"], []), ([], ["2026-10-01"])],
    ids=["off in another year", "worked in another year", "a Saturday off", "a Thursday worked"],
)
def test_a_year_that_contradicts_the_week_is_not_taken(off: list[str], working: list[str]) -> None:
    with pytest.raises(Invalid) as error:
        check_year(2026, off, working)
    assert str(error.value.params["fields"]).startswith("['year: 2026 lists")
