"""Laws of the working calendar and of promises, for any station, day and policy that hypothesis can think of."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.rules.promises import ReceiptPolicy, effective_due_at, promise, special_promise
from services.stations.rules.years import official_year
from stationkit.ground.calendar import StationCalendar, as_instant

YEARS = {number: year for number in (2025, 2026) if (year := official_year(number))}
CUSTOMERS = ["user", "merchant"]
ALL_KINDS = [*CUSTOMERS, "dealer", "company", "channel"]
START, END = datetime(2025, 12, 1), datetime(2027, 2, 1)  # noqa: DTZ001  # hypothesis wants bare bounds

days = st.dates(START.date(), END.date())
instants = st.datetimes(START, END, timezones=st.just(UTC)).map(as_instant)
spans = st.integers(0, 10**9).map(lambda number: timedelta(milliseconds=number))


@st.composite
def calendars(draw: st.DrawFn) -> StationCalendar:
    extra_open = draw(st.frozensets(days, max_size=10))
    return StationCalendar(
        time_zone=draw(st.sampled_from(["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "UTC"])),
        opens=time(draw(st.integers(0, 11)), 30),
        closes=time(draw(st.integers(12, 23)), 15),
        open_weekdays=draw(st.frozensets(st.integers(1, 7), min_size=1)),
        extra_open=extra_open,
        extra_closed=draw(st.frozensets(days, max_size=10)) - extra_open,
        years=YEARS,
    )


@st.composite
def policies(draw: st.DrawFn) -> ReceiptPolicy:
    hours = st.lists(st.integers(6, 22), min_size=2, max_size=2).map(sorted)
    accept_until, cut_off = draw(hours)
    same_day_until, ship_by = draw(hours)
    ordinary, special = draw(st.lists(st.integers(1, 5), min_size=2, max_size=2).map(sorted))
    return ReceiptPolicy(1, time(cut_off), time(accept_until), time(same_day_until), time(ship_by), ordinary, special)


# The calendar


@settings(deadline=None)
@given(calendars(), days, st.integers(0, 12), st.integers(0, 12))
def test_counting_working_days_in_two_steps_is_counting_them_in_one(
    station: StationCalendar, day: date, first: int, second: int
) -> None:
    in_steps = station.add_working_days(station.add_working_days(day, first), second)
    assert in_steps == station.add_working_days(day, first + second)


@settings(deadline=None)
@given(calendars(), instants, st.integers(0, 20_000))
def test_added_opening_minutes_are_measured_again_as_the_same(
    station: StationCalendar, start: datetime, minutes: int
) -> None:
    assert station.opening_minutes(start, station.add_opening_minutes(start, minutes)) == minutes


@settings(deadline=None)
@given(calendars(), instants, st.integers(1, 10**9).map(lambda number: timedelta(milliseconds=number)))
def test_added_opening_time_is_exact_and_ends_as_early_as_it_can(
    station: StationCalendar, start: datetime, span: timedelta
) -> None:
    end = station.add_opening_time(start, span)
    assert end.tzinfo is UTC
    assert station.opening_time(start, end) == span
    assert station.opening_time(start, end - timedelta(milliseconds=1)) < span


@settings(deadline=None)
@given(calendars(), st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_opening_time_of_two_stretches_adds_up(station: StationCalendar, moments: list[datetime]) -> None:
    first, second, third = moments
    parts = station.opening_time(first, second) + station.opening_time(second, third)
    assert parts == station.opening_time(first, third)


@settings(deadline=None)
@given(calendars(), instants)
def test_the_day_of_an_instant_lasts_from_its_midnight_to_its_last_moment(
    station: StationCalendar, instant: datetime
) -> None:
    day = station.day_of(instant)
    assert station.at(day, time.min) <= instant <= station.last_moment(day)


# Promises


@settings(deadline=None)
@given(st.sampled_from(ALL_KINDS), instants, calendars(), policies())
def test_nothing_is_due_before_it_is_received(
    kind: str, received: datetime, station: StationCalendar, policy: ReceiptPolicy
) -> None:
    promised = promise(kind, received, station, policy)
    assert received <= promised.bench_due_at <= promised.due_at
    assert promised.unpack_due_at is None or received <= promised.unpack_due_at <= promised.due_at


@settings(deadline=None)
@given(st.sampled_from(ALL_KINDS), st.tuples(instants, spans), calendars(), policies())
def test_what_is_received_later_is_never_due_earlier(
    kind: str, receipt: tuple[datetime, timedelta], station: StationCalendar, policy: ReceiptPolicy
) -> None:
    received, span = receipt
    earlier, later = promise(kind, received, station, policy), promise(kind, received + span, station, policy)
    assert earlier.due_at <= later.due_at
    assert earlier.bench_due_at <= later.bench_due_at


@settings(deadline=None)
@given(st.sampled_from(ALL_KINDS), instants, calendars(), policies())
def test_everything_is_due_on_an_open_day(
    kind: str, received: datetime, station: StationCalendar, policy: ReceiptPolicy
) -> None:
    promised = promise(kind, received, station, policy)
    assert station.is_open(station.day_of(promised.due_at))
    assert station.is_open(station.day_of(promised.bench_due_at))


@settings(deadline=None)
@given(st.sampled_from(CUSTOMERS), instants, calendars(), policies())
def test_a_special_order_is_never_due_before_an_ordinary_one_and_is_due_at_the_bench_with_it(
    kind: str, received: datetime, station: StationCalendar, policy: ReceiptPolicy
) -> None:
    ordinary = promise(kind, received, station, policy)
    special = special_promise(kind, received, station, policy)
    assert special.due_at >= ordinary.due_at
    assert special.bench_due_at == ordinary.bench_due_at


@settings(deadline=None)
@given(instants, st.lists(st.tuples(instants, spans), max_size=5), calendars())
def test_waiting_puts_a_due_off_by_its_opening_time_and_never_brings_it_forward(
    due: datetime, waited: list[tuple[datetime, timedelta]], station: StationCalendar
) -> None:
    waits = [(begun, begun + span) for begun, span in waited]
    put_off = station.opening_time(due, effective_due_at(due, waits, station))
    each = [station.opening_time(begun, ended) for begun, ended in waits]
    assert max(each, default=timedelta(0)) <= put_off <= sum(each, timedelta(0))
