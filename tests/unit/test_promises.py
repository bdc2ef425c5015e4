"""Due times of orders: bench [E1 E2], dealers [F9], customers and special orders [F5], rules §2."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from contracts.language.errors import Invalid, Refused
from services.intake.rules.promises import Promise, ReceiptPolicy, effective_due_at, promise, special_promise
from services.stations.rules.years import official_year
from stationkit.ground.calendar import StationCalendar, Year, as_instant

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEARS = {number: year for number in (2025, 2026) if (year := official_year(number))}
STATION = StationCalendar("Asia/Shanghai", time(9), time(18), frozenset(range(1, 8)), frozenset(), frozenset(), YEARS)
POLICY = ReceiptPolicy(version=7)
ALL_KINDS = ["user", "dealer", "merchant", "company", "channel"]
CUSTOMERS = ["user", "merchant"]
REFURBISHED = ["company", "channel"]


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)


def promised(kind: str, received_at: datetime, station: StationCalendar = STATION) -> Promise:
    return promise(kind, received_at, station, POLICY)


def closed_on(*closed: date) -> StationCalendar:
    return replace(STATION, extra_closed=frozenset(closed))


@pytest.mark.parametrize("kind", CUSTOMERS + REFURBISHED)
def test_received_one_second_before_four_is_due_at_the_bench_the_same_day(kind: str) -> None:
    assert promised(kind, local(2026, 11, 23, 15, 59, 59)).bench_due_at == local(2026, 11, 23, 16)


@pytest.mark.parametrize("kind", CUSTOMERS + REFURBISHED)
@pytest.mark.parametrize("second", [0, 1])
def test_received_at_four_or_one_second_later_is_due_at_the_bench_the_next_open_day(kind: str, second: int) -> None:
    station = closed_on(date(2026, 11, 24))
    due = promised(kind, local(2026, 11, 23, 16, 0, second), station).bench_due_at
    assert due == local(2026, 11, 25, 16)


def test_an_earlier_acceptance_moves_the_boundary_but_not_the_bench_due() -> None:
    policy = ReceiptPolicy(version=8, bench_accept_until=time(14, 30))
    before = promise("user", local(2026, 11, 23, 14, 29, 59), STATION, policy)
    at = promise("user", local(2026, 11, 23, 14, 30), STATION, policy)
    assert before.bench_due_at == local(2026, 11, 23, 16)
    assert at.bench_due_at == local(2026, 11, 24, 16)


def test_the_bench_follows_open_days_not_working_days() -> None:
    assert promised("user", local(2026, 10, 3, 10)).bench_due_at == local(2026, 10, 3, 16)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_received_before_opening_counts_for_that_day(kind: str) -> None:
    assert promised(kind, local(2026, 11, 23, 7)) == promised(kind, local(2026, 11, 23, 9))


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_received_on_a_closed_day_counts_as_received_at_the_next_opening(kind: str) -> None:
    station = closed_on(date(2026, 11, 23), date(2026, 11, 24))
    received = promised(kind, local(2026, 11, 23, 23), station)
    assert received == promised(kind, local(2026, 11, 25, 9), station)


def test_the_next_opening_may_itself_be_too_late_for_the_bench() -> None:
    station = replace(closed_on(date(2026, 11, 23)), opens=time(16), closes=time(22))
    assert promised("user", local(2026, 11, 23, 12), station).bench_due_at == local(2026, 11, 25, 16)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_promise_names_the_policy_it_was_made_under(kind: str) -> None:
    assert promised(kind, local(2026, 11, 23, 10)).policy_version == 7


@pytest.mark.parametrize("clock", [(17, 29, 59), (17, 30, 0)])
def test_a_dealer_device_received_up_to_half_past_five_ships_the_same_day(clock: tuple[int, int, int]) -> None:
    promise = promised("dealer", local(2026, 11, 23, *clock))
    assert promise.due_at == local(2026, 11, 23, 17, 30)
    assert promise.unpack_due_at is None


def test_a_dealer_device_received_one_second_later_is_unpacked_by_midnight_and_ships_the_next_open_day() -> None:
    promise = promised("dealer", local(2026, 11, 23, 17, 30, 1), closed_on(date(2026, 11, 24)))
    assert promise.unpack_due_at == local(2026, 11, 24) - timedelta(milliseconds=1)
    assert promise.due_at == local(2026, 11, 25, 17, 30)
    assert promise.bench_due_at == local(2026, 11, 25, 16)


def test_a_dealer_device_received_after_close_is_still_unpacked_that_day() -> None:
    promise = promised("dealer", local(2026, 11, 23, 23, 59, 59))
    assert promise.unpack_due_at == local(2026, 11, 24) - timedelta(milliseconds=1)
    assert promise.due_at == local(2026, 11, 24, 17, 30)


@pytest.mark.parametrize(
    ("clock", "bench"), [((15, 59, 59), (16, 0)), ((16, 0, 0), (17, 30)), ((16, 0, 1), (17, 30)), ((17, 30), (17, 30))]
)
def test_a_dealer_jobs_bench_due_is_never_after_its_shipping_due(
    clock: tuple[int, ...], bench: tuple[int, int]
) -> None:
    assert promised("dealer", local(2026, 11, 23, *clock)).bench_due_at == local(2026, 11, 23, *bench)


def test_a_dealer_device_received_on_a_closed_day_ships_the_next_open_day_without_an_unpacking_duty() -> None:
    promise = promised("dealer", local(2026, 11, 22, 20), closed_on(date(2026, 11, 22)))
    assert promise.due_at == local(2026, 11, 23, 17, 30)
    assert promise.unpack_due_at is None


def test_dealers_ship_on_public_holidays_when_the_station_is_open() -> None:
    promise = promised("dealer", local(2026, 10, 1, 10))
    assert promise.due_at == local(2026, 10, 1, 17, 30)


def test_a_dealer_promise_counts_no_working_days_and_is_never_provisional() -> None:
    assert not promised("dealer", local(2026, 12, 31, 20)).calendar_provisional


@pytest.mark.parametrize("kind", CUSTOMERS)
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (local(2026, 11, 23, 10), local(2026, 11, 24, 18)),
        (local(2026, 11, 23, 17, 59, 59), local(2026, 11, 24, 18)),
        (local(2026, 11, 23, 18), local(2026, 11, 24, 18)),
        (local(2026, 11, 23, 18, 0, 1), local(2026, 11, 24, 18)),
        (local(2026, 11, 23, 23, 59, 59), local(2026, 11, 24, 18)),
        (local(2026, 11, 24, 0, 0, 0), local(2026, 11, 25, 18)),
        (local(2026, 11, 27, 10), local(2026, 11, 30, 18)),
        (local(2026, 11, 28, 10), local(2026, 11, 30, 18)),
        (local(2025, 9, 27, 10), local(2025, 9, 28, 18)),
        (local(2025, 9, 30, 10), local(2025, 10, 9, 18)),
        (local(2025, 10, 4, 10), local(2025, 10, 9, 18)),
        (local(2025, 10, 10, 10), local(2025, 10, 11, 18)),
        (local(2026, 9, 19, 10), local(2026, 9, 20, 18)),
        (local(2026, 9, 30, 10), local(2026, 10, 8, 18)),
        (local(2026, 10, 9, 10), local(2026, 10, 10, 18)),
        (local(2026, 2, 27, 10), local(2026, 2, 28, 18)),
        (local(2026, 7, 31, 10), local(2026, 8, 3, 18)),
    ],
)
def test_a_customers_order_is_due_at_the_close_of_the_first_working_day_after_receipt(
    kind: str, received: datetime, due: datetime
) -> None:
    promise = promised(kind, received)
    assert promise.due_at == due
    assert promise.unpack_due_at is None
    assert not promise.calendar_provisional


def test_a_promised_working_day_on_which_the_station_is_closed_moves_to_its_next_open_day() -> None:
    station = closed_on(date(2026, 11, 24), date(2026, 11, 25))
    assert promised("user", local(2026, 11, 23, 10), station).due_at == local(2026, 11, 26, 18)


def test_a_station_that_closes_before_the_bench_cut_off_has_its_bench_due_at_the_close_at_the_latest() -> None:
    station = replace(STATION, closes=time(15))
    promise = promised("user", local(2026, 11, 23, 16, 30), station)
    assert promise.bench_due_at == promise.due_at == local(2026, 11, 24, 15)


def test_a_special_order_is_due_at_the_close_of_the_third_working_day() -> None:
    ordinary = promised("user", local(2025, 9, 30, 10))
    special = special_promise("user", local(2025, 9, 30, 10), STATION, POLICY)
    assert special == replace(ordinary, due_at=local(2025, 10, 11, 18))


@pytest.mark.parametrize("kind", ["dealer", *REFURBISHED])
def test_only_customers_orders_can_be_special(kind: str) -> None:
    with pytest.raises(Refused) as refused:
        special_promise(kind, local(2026, 11, 23, 10), STATION, POLICY)
    assert refused.value.reason == "special_not_for_party"


@pytest.mark.parametrize("kind", REFURBISHED)
@pytest.mark.parametrize(("clock", "day"), [((15, 59, 59), 23), ((16, 0, 0), 24), ((16, 0, 1), 24)])
def test_a_refurbishment_is_given_back_by_the_benchs_cut_off(kind: str, clock: tuple[int, ...], day: int) -> None:
    promise = promised(kind, local(2026, 11, 23, *clock))
    assert promise.due_at == promise.bench_due_at == local(2026, 11, day, 16)
    assert promise.unpack_due_at is None
    assert not promise.calendar_provisional


@pytest.mark.parametrize(
    ("received", "due"),
    [(local(2026, 12, 31, 10), local(2027, 1, 1, 18)), (local(2027, 1, 1, 10), local(2027, 1, 4, 18))],
)
def test_a_promise_that_counts_a_day_of_an_unknown_year_is_provisional(received: datetime, due: datetime) -> None:
    promise = promised("user", received)
    assert promise.due_at == due
    assert promise.calendar_provisional


def test_a_promise_kept_on_the_last_day_of_a_known_year_is_certain() -> None:
    promise = promised("user", local(2026, 12, 30, 10))
    assert promise.due_at == local(2026, 12, 31, 18)
    assert not promise.calendar_provisional


@pytest.mark.parametrize(("day", "provisional"), [(30, True), (31, False)])
def test_the_day_of_receipt_is_not_counted_and_makes_nothing_provisional(day: int, *, provisional: bool) -> None:
    station = replace(STATION, years={2028: Year(2028, official=True)})
    assert promised("user", local(2027, 12, day, 10), station).calendar_provisional == provisional


def test_a_station_closed_into_an_unknown_year_counts_no_working_day_of_it() -> None:
    promise = promised("user", local(2026, 12, 30, 10), closed_on(date(2026, 12, 31)))
    assert promise.due_at == local(2027, 1, 1, 18)
    assert not promise.calendar_provisional


def test_a_special_promise_is_provisional_when_only_its_last_day_is_of_an_unknown_year() -> None:
    assert not special_promise("user", local(2026, 12, 28, 10), STATION, POLICY).calendar_provisional
    assert special_promise("user", local(2026, 12, 29, 10), STATION, POLICY).calendar_provisional


def test_an_unknown_kind_of_party_is_invalid() -> None:
    with pytest.raises(Invalid) as invalid:
        promised("walk_in", local(2026, 11, 23, 10))
    assert "party_kind" in invalid.value.params["fields"][0]
    with pytest.raises(Invalid):
        special_promise("walk_in", local(2026, 11, 23, 10), STATION, POLICY)


def test_a_naive_receipt_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        promised("user", local(2026, 11, 23, 10).replace(tzinfo=None))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"bench_accept_until": time(16, 1)}, "bench"),
        ({"dealer_same_day_until": time(17, 31)}, "dealer"),
        ({"customer_working_days": 0}, "at least one"),
        ({"customer_working_days": 4}, "special"),
    ],
)
def test_a_policy_that_would_promise_the_past_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(POLICY, **change)  # type: ignore[arg-type]  # wrong on purpose


def test_without_waits_the_effective_due_is_the_due() -> None:
    assert effective_due_at(local(2026, 11, 24, 18), [], STATION) == local(2026, 11, 24, 18)


def test_opening_minutes_waited_for_the_customer_put_the_due_off() -> None:
    waits = [(local(2026, 11, 23, 17, 30), local(2026, 11, 24, 9, 45))]
    assert effective_due_at(local(2026, 11, 24, 17, 30), waits, STATION) == local(2026, 11, 25, 9, 45)


def test_a_wait_outside_opening_hours_puts_nothing_off() -> None:
    waits = [(local(2026, 11, 23, 18), local(2026, 11, 24, 9))]
    assert effective_due_at(local(2026, 11, 24, 18), waits, STATION) == local(2026, 11, 24, 18)


def test_time_that_two_waits_share_counts_once() -> None:
    waits = [
        (local(2026, 11, 23, 11), local(2026, 11, 23, 13)),
        (local(2026, 11, 23, 10), local(2026, 11, 23, 12)),
        (local(2026, 11, 23, 10, 30), local(2026, 11, 23, 10, 45)),
    ]
    assert effective_due_at(local(2026, 11, 24, 12), waits, STATION) == local(2026, 11, 24, 15)


def test_an_order_that_was_late_when_its_wait_began_stays_late() -> None:
    began, ended = local(2026, 11, 24, 9, 1), local(2026, 11, 26, 12)
    assert effective_due_at(local(2026, 11, 23, 18), [(began, ended)], STATION) < as_instant(ended)


def test_a_wait_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        effective_due_at(local(2026, 11, 24, 18), [(local(2026, 11, 23, 12), local(2026, 11, 23, 11))], STATION)
