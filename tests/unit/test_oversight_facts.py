"""Facts of days and periods: late facts show as corrections, ratios are worked out at the end, nothing is no value."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

import pytest

from services.oversight import collections as store
from services.oversight.rules.aggregate import Summed, summed_people
from services.oversight.rules.facts import (
    Facts,
    people_at_close,
    people_of_parts,
    stocks_of_day,
    stocks_of_parts,
    sums_at_close,
    sums_of_parts,
)
from services.oversight.rules.figures import Figure, RecordedEvent, Sum, merged, sums_of, sums_of_groups, sums_of_people
from services.oversight.rules.kpis import BY_NAME, DEFINITIONS, kpi_of, misses, percentiles, turnover_of
from services.oversight.rules.periods import cut, months_in, within
from services.oversight.rules.rows import Row
from stationkit.ground.calendar import StationCalendar

DAY = "2026-11-23"
CLOSED_AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CALENDAR = StationCalendar(
    "Asia/Shanghai", time(9), time(18), frozenset(range(1, 8)), frozenset(), frozenset(), years={}
)


def row(kind: str, *events: RecordedEvent) -> Row:
    row = Row("r", "s", kind)
    for event in events:
        row.add(event, CALENDAR)
    return row


def closed(*rows: Row, transfers: tuple[Row, ...] = ()) -> dict[str, Sum]:
    """The sums of the day, which was closed."""
    now = sums_of(figure for row in rows for figure in row.figures if figure.day == DAY)
    return sums_at_close(now, rows, transfers, DAY, CLOSED_AT, CALENDAR)


def audit(recorded_at: datetime) -> Row:
    return row(
        "audit", RecordedEvent("audit_finished.v1", recorded_at, recorded_at, {"day": DAY, "points": 8, "possible": 10})
    )


@pytest.mark.parametrize(("recorded_at", "late"), [(CLOSED_AT, 0), (CLOSED_AT + SECOND, 10)])
def test_what_is_recorded_after_the_close_counts_and_shows_as_a_correction(recorded_at: datetime, late: int) -> None:
    score = closed(audit(recorded_at))["audit_score"]
    assert (score.numerator, score.denominator, score.late_denominator) == (8, 10, late)


def test_what_left_a_day_after_its_close_shows_as_a_correction_too() -> None:
    due = datetime(2026, 11, 23, 9, tzinfo=UTC)
    data = {"party_kind": "user", "category": None, "bench_due_at": due, "due_at": due, "redo_of": None}
    received = RecordedEvent("order_received.v1", due - SECOND, due - SECOND, data | {"imported": False})
    later = CLOSED_AT + SECOND
    moved = RecordedEvent("order_rescheduled.v1", later, later, {"effective_due_at": due + timedelta(days=2)})
    on_time = closed(row("order", received, moved))["on_time"]
    assert (on_time.denominator, on_time.late_denominator) == (0, -1)


def test_groups_of_the_same_kpi_are_one_sum_and_a_group_without_one_is_none() -> None:
    groups = [
        {"_id": {"kpi": "turnaround", "value": 30}, "numerator": 60, "denominator": 2, "count": 2, "weight": 3},
        {"_id": {"kpi": "turnaround", "value": 5}, "numerator": 5, "denominator": 1, "count": 1, "weight": 1},
        {"_id": {"kpi": "received", "value": None}, "numerator": 4, "denominator": 4, "count": 4, "weight": 0},
        {"_id": {}, "numerator": 0, "denominator": 0, "count": 1, "weight": 2},
    ]
    assert sums_of_groups(groups) == {"turnaround": Sum(65, 3, 3, values={"30": 2, "5": 1}), "received": Sum(4, 4, 4)}


def transfer(*states: tuple[str, datetime, datetime | None]) -> Row:
    events = [
        RecordedEvent(
            "transfer_changed.v1",
            at,
            at,
            {"state": state, "due_at": due, "opened_at": states[0][1], "to_station_id": "t"},
        )
        for state, at, due in states
    ]
    return row("transfer", *events)


@pytest.mark.parametrize(("due", "overdue"), [(CLOSED_AT, 0), (CLOSED_AT - SECOND, 1)])
def test_a_transfer_is_overdue_at_a_close_when_its_next_step_was_due_before(due: datetime, overdue: int) -> None:
    sent = transfer(("shipped", CLOSED_AT - timedelta(hours=5), due))
    overdue_sum = closed(transfers=(sent,))["overdue_transfers"]
    assert (overdue_sum.numerator, overdue_sum.denominator, overdue_sum.late_numerator) == (overdue, 1, 0)


def test_a_transfer_that_ended_before_the_close_was_not_open_and_one_that_ended_after_it_was() -> None:
    ended = [
        transfer(("shipped", CLOSED_AT - timedelta(hours=5), None), ("closed", at, None))
        for at in (CLOSED_AT, CLOSED_AT + SECOND)
    ]
    sums = [closed(transfers=(sent,)) for sent in ended]
    assert [sums_of_one.get("overdue_transfers", Sum()).denominator for sums_of_one in sums] == [0, 1]
    assert [(sent.from_day, sent.to_day) for sent in ended] == [(DAY, DAY), (DAY, DAY)]


def test_ratios_are_worked_out_from_sums_and_never_averaged() -> None:
    days = [sums_of([Figure("on_time", DAY, 1, 1)]), sums_of([Figure("on_time", DAY, 0, 1) for _ in range(3)])]
    assert kpi_of("on_time", merged(days)["on_time"], None).value == "0.2500"


@pytest.mark.parametrize(
    ("numerator", "value"), [(0, "0.0000"), (1, "0.0001"), (50_000, "0.5000"), (99_999, "0.9999"), (100_000, "1.0000")]
)
def test_a_share_of_nearly_all_is_not_all_and_of_nearly_nothing_not_nothing(numerator: int, value: str) -> None:
    pieces = sums_of([Figure("same_day_return", DAY, numerator, 100_000)])["same_day_return"]
    assert kpi_of("same_day_return", pieces, None).value == value


@pytest.mark.parametrize("name", [definition.kpi for definition in DEFINITIONS])
def test_no_data_is_no_value(name: str) -> None:
    assert kpi_of(name, Sum(), None).value is None


def test_medians_come_from_the_single_orders() -> None:
    medians = merged(
        [sums_of([Figure("turnaround", DAY, n, value=n) for n in numbers]) for numbers in ((1, 2), (2, 90))]
    )
    kpi = kpi_of("turnaround", medians["turnaround"], None)
    assert (kpi.median, kpi.p90, kpi.value, kpi.denominator) == (2, 90, "23.7500", "4")
    assert percentiles({"9": 1, "10": 1}, 50, 51, 100) == [9, 10, 10]


@pytest.mark.parametrize(("count", "small"), [(29, True), (30, False)])
def test_fewer_than_thirty_is_a_small_sample(count: int, *, small: bool) -> None:
    satisfaction = sums_of([Figure("satisfaction", DAY, 1)] * count)["satisfaction"]
    assert kpi_of("satisfaction", satisfaction, None).small_sample is small


@pytest.mark.parametrize(("orders", "small"), [(29, True), (30, False)])
def test_findings_are_no_part_of_the_sample(orders: int, *, small: bool) -> None:
    figures = [Figure("garbage_data", DAY, 0)] * orders + [Figure("garbage_data", DAY, 1, 0)] * 3
    kpi = kpi_of("garbage_data", sums_of(figures)["garbage_data"], None)
    assert (kpi.numerator, kpi.denominator, kpi.small_sample) == ("3", str(orders), small)


@pytest.mark.parametrize(("recorded_at", "late"), [(CLOSED_AT, 0), (CLOSED_AT + SECOND, 1)])
def test_what_somebody_entered_after_the_close_shows_as_a_correction_of_theirs(
    recorded_at: datetime, late: int
) -> None:
    told = RecordedEvent("finding_opened.v1", recorded_at, recorded_at, {"author_id": "desk"})
    rows = [row("finding", told), audit(CLOSED_AT)]
    now = sums_of_people(figure for row in rows for figure in row.figures)
    people = people_at_close(now, rows, DAY, CLOSED_AT, CALENDAR)
    assert {person: (of.numerator, of.late_numerator) for person, of in people.items()} == {"desk": (1, late)}


def test_people_are_added_up_over_days_and_stations() -> None:
    days = [sums_of_people([Figure("garbage_data", DAY, 1, 0, person=person)]) for person in ("b", "a", "b")]
    parts = [Facts("f", "s", "day", DAY, {}, 1, people=people) for people in days]
    assert {person: of.numerator for person, of in people_of_parts(parts).items()} == {"a": 1, "b": 2}
    read = summed_people(store.facts.to_document(part) for part in [*parts, Facts("f", "s", "day", DAY, {}, 1)])
    assert {person: of.numerator for person, of in read.items()} == {"a": 1, "b": 2}


def test_money_is_told_as_amounts_and_counted_in_fen() -> None:
    revenue = kpi_of("revenue", sums_of([Figure("revenue", DAY, 12850), Figure("revenue", DAY, -50)])["revenue"], None)
    assert (revenue.value, revenue.numerator, revenue.denominator) == ("128.00", "128.00", "2")
    stock = kpi_of("utilisation", sums_of([Figure("utilisation", DAY, 9500, 10000)])["utilisation"], None)
    assert (stock.value, stock.numerator, stock.denominator) == ("0.9500", "95.00", "100.00")


def test_turnover_is_consumption_by_average_stock_by_month() -> None:
    assert turnover_of(300, Fraction(100), Fraction(2)) == Fraction(3, 2)
    assert turnover_of(300, Fraction(0), Fraction(2)) is None


def facts(station_id: str, *days: tuple[int, int]) -> Facts:
    """A station's month of days with so much consumption and closing value."""
    day_sums = [sums_of([Figure("turnover", DAY, *day)]) for day in days]
    parts = [Facts("f", station_id, "day", DAY, sums, 1, stocks_of_day(station_id, sums)) for sums in day_sums]
    return Facts("f", station_id, "month", DAY[:7], sums_of_parts(parts), 1, stocks_of_parts(parts))


def test_the_average_stock_of_all_is_the_sum_of_each_stations_own_average() -> None:
    stations = [facts("b", (0, 300), (0, 100)), facts("a", (10, 50))]
    together = Facts("f", "head", "month", DAY[:7], sums_of_parts(stations), 1, stocks_of_parts(stations))
    for parts in (stations, [together]):
        summed = Summed()
        for part in parts:
            summed.take({"station_id": part.station_id, **store.facts.to_document(part)})
        assert summed.average_stock() == 250
        assert summed.sums["turnover"].denominator == 450
    assert list(together.stocks) == ["a", "b"]
    assert Summed().average_stock() == 0


def test_facts_are_stored_without_what_is_nothing_and_read_as_they_were() -> None:
    facts = Facts("f", "s", "day", DAY, {"received": Sum(1, 1, 1), "turnaround": Sum(5, 1, 1, values={"5": 1})}, 1)
    stored = store.facts.to_document(facts)
    assert stored["sums"]["received"] == {"numerator": 1, "denominator": 1, "count": 1}
    assert store.facts.from_document({**stored, "_id": "f", "station_id": "s", "version": 1}) == facts


def test_a_period_is_cut_into_the_fewest_spans_and_nothing_is_lost() -> None:
    start, end = date(2023, 12, 30), date(2026, 2, 2)
    assert cut(start, end, "year") == [
        ("day", "2023-12-30", "2023-12-31"),
        ("year", "2024", "2025"),
        ("month", "2026-01", "2026-01"),
        ("day", "2026-02-01", "2026-02-02"),
    ]
    assert [span for span, _, _ in cut(start, end, "month")] == ["day", "month", "day"]
    assert cut(start, end, "day") == [("day", "2023-12-30", "2026-02-02")]


def test_months_are_counted_by_the_days_of_each() -> None:
    assert months_in(date(2026, 1, 1), date(2026, 2, 28)) == 2
    assert months_in(date(2026, 2, 15), date(2026, 3, 31)) == Fraction(14, 28) + 1


def test_a_group_has_the_part_of_the_period_that_lies_in_it() -> None:
    start, end = date(2026, 1, 15), date(2026, 3, 3)
    assert within("2026-01", start, end) == (start, date(2026, 1, 31))
    assert within("2026-03", start, end) == (date(2026, 3, 1), end)
    assert within("2026-02-07", start, end) == (date(2026, 2, 7), date(2026, 2, 7))
    assert within(None, start, end) == (start, end)


def test_every_definition_names_its_duty() -> None:
    named: dict[str, Any] = {name: definition.duties for name, definition in BY_NAME.items()}
    assert [name for name, duties in named.items() if not duties] == []


@pytest.mark.parametrize(
    ("kpi", "numerator", "denominator", "missed"),
    [
        *(("on_time", 0, 1, True), ("on_time", 1, 1, False), ("same_day_return", 1, 2, True)),
        *(("redo", 1, 1, True), ("redo", 0, 1, False), ("received", 1, 1, False), ("revenue", -500, 1, False)),
    ],
)
def test_a_record_misses_where_it_worsens_a_share(kpi: str, numerator: int, denominator: int, *, missed: bool) -> None:
    assert misses(kpi, numerator, denominator) is missed
