"""What records add to the KPIs, at each boundary and in whatever order their events are heard (rules §6)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import permutations
from typing import Any

import pytest

from services.oversight import collections as store
from services.oversight.rules.figures import Figure, RecordedEvent
from services.oversight.rules.rows import Row
from stationkit.ground.calendar import StationCalendar

CALENDAR = StationCalendar(
    "Asia/Shanghai", time(9), time(18), frozenset(range(1, 8)), frozenset(), frozenset(), years={}
)
DUE = datetime(2026, 11, 24, 10, tzinfo=UTC)
BENCH_DUE = datetime(2026, 11, 23, 8, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 23, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def row(kind: str, *events: RecordedEvent) -> Row:
    row = Row("r", "s", kind)
    for recorded in events:
        row.add(recorded, CALENDAR)
    return row


def event(event_type: str, at: datetime, **data: Any) -> RecordedEvent:
    return RecordedEvent(event_type, at, at, data)


def received(**data: Any) -> RecordedEvent:
    defaults = {"party_kind": "user", "category": "19", "bench_due_at": BENCH_DUE, "due_at": DUE, "redo_of": None}
    return event("order_received.v1", RECEIVED, **(defaults | {"imported": False} | data))


def finished(at: datetime, **data: Any) -> RecordedEvent:
    return event("job_finished.v1", at, **({"engineer_id": "e", "outcome": "repaired", "tested": True} | data))


def rescheduled(waits_since: datetime | None) -> RecordedEvent:
    return event("order_rescheduled.v1", RECEIVED, effective_due_at=DUE, waits_since=waits_since)


def moved(event_type: str, at: datetime, state: str, **data: Any) -> RecordedEvent:
    defaults = {"state": state, "outcome": "repaired", "release": None, "effective_due_at": DUE, "fulfilled_at": None}
    return event(event_type, at, **(defaults | {"turnaround_minutes": None} | data))


def released(at: datetime, **data: Any) -> RecordedEvent:
    defaults = {"release": "dispatch", "fulfilled_at": at, "turnaround_minutes": 90}
    return moved("order_released.v1", at, "released", **(defaults | data))


def figure(of: Row, kpi: str) -> Figure:
    (match,) = [figure for figure in of.figures if figure.kpi == kpi]
    return match


def kpis(of: Row) -> set[str]:
    return {figure.kpi for figure in of.figures}


@pytest.mark.parametrize(("late", "in_time"), [(-SECOND, 1), (timedelta(0), 1), (SECOND, 0)])
def test_an_order_is_on_time_to_the_second_of_its_effective_due(late: timedelta, in_time: int) -> None:
    order = row("order", received(party_kind="dealer"), released(DUE + late))
    assert figure(order, "on_time") == Figure("on_time", "2026-11-24", in_time)
    assert figure(order, "dealer_on_time").numerator == in_time


@pytest.mark.parametrize(("late", "in_time"), [(-SECOND, 1), (timedelta(0), 1), (SECOND, 0)])
def test_a_job_is_in_time_to_the_second_of_its_bench_due(late: timedelta, in_time: int) -> None:
    order = row("order", received(), finished(BENCH_DUE + late))
    assert figure(order, "bench_on_time") == Figure("bench_on_time", "2026-11-23", in_time)


def test_a_finding_counts_on_its_day_against_the_orders_that_its_author_received() -> None:
    finding = row("finding", event("finding_opened.v1", RECEIVED, author_id="desk"))
    assert finding.figures == [Figure("garbage_data", "2026-11-23", 1, 0, person="desk")]
    order = row("order", received(received_by="desk"))
    assert figure(order, "garbage_data") == Figure("garbage_data", "2026-11-23", 0, 1, person="desk")
    assert figure(row("order", received()), "garbage_data").person is None
    assert "garbage_data" not in kpis(row("order", received(imported=True)))


def test_what_is_due_and_not_done_is_not_settled() -> None:
    assert not figure(row("order", received()), "on_time").settled
    assert figure(row("order", received(), released(DUE)), "on_time").settled


def test_a_call_that_ended_at_the_instant_of_its_opening_has_ended() -> None:
    ended = {"outcome": "expired", "in_time": False, "score": None}
    opening = event("call_opened.v1", RECEIVED, stage=1, due_at=DUE)
    order = row("order", received(), opening, event("call_ended.v1", RECEIVED, stage=1, due_at=DUE, **ended))
    assert figure(order, "call_1") == Figure("call_1", "2026-11-24", 0, settled=True)


@pytest.mark.parametrize(("after", "counts"), [(timedelta(0), False), (SECOND, True)])
def test_a_cancelled_order_counts_as_late_only_when_it_was_due_before(after: timedelta, *, counts: bool) -> None:
    order = row("order", received(), moved("order_cancelled.v1", DUE + after, "cancelled", outcome=None))
    assert ("on_time" in kpis(order)) is counts
    assert "bench_on_time" not in kpis(order)


def test_what_came_to_nothing_stands_on_the_board_until_its_device_has_left_the_house() -> None:
    order = row("order", received(), moved("order_cancelled.v1", DUE, "cancelled", outcome=None))
    assert (order.state, order.due_at) == ("to_hand_back", None)
    order.add(event("device_handed_back.v1", DUE + SECOND), CALENDAR)
    assert order.state is None
    assert row("order", received(imported=True), moved("order_abandoned.v1", DUE, "abandoned")).state is None


def test_a_later_due_moves_the_order_to_its_day() -> None:
    order = row("order", received(), event("order_rescheduled.v1", RECEIVED, effective_due_at=DUE + timedelta(days=1)))
    assert figure(order, "on_time").day == "2026-11-25"
    assert order.days == ["2026-11-23", "2026-11-24", "2026-11-25"]


def test_the_customers_cycle_ends_at_the_pick_up_or_with_the_known_receipt() -> None:
    at = RECEIVED + timedelta(minutes=45)
    assert figure(row("order", received(), released(at, release="pickup")), "customer_cycle").value == 45
    sent = row("order", received(), released(at))
    assert "customer_cycle" not in kpis(sent)
    sent.add(moved("order_closed.v1", at + timedelta(minutes=5), "closed", release="dispatch"), CALENDAR)
    assert figure(sent, "customer_cycle").value == 50


@pytest.mark.parametrize(("days", "fixed"), [(30, 0), (31, 1)])
def test_a_redo_within_thirty_days_is_no_first_time_fix_and_any_linked_one_is_a_redo(days: int, fixed: int) -> None:
    out = datetime(2026, 11, 23, 3, tzinfo=UTC)
    redo = event("redo_received", out + timedelta(days=days), order_id="b")
    order = row("order", received(), released(out), redo)
    assert figure(order, "first_time_fix") == Figure("first_time_fix", "2026-11-23", fixed)
    assert figure(order, "redo") == Figure("redo", "2026-11-23", 1)


def test_a_redo_that_was_cancelled_is_none_and_another_still_is() -> None:
    first, other = (event("redo_received", DUE + SECOND, order_id=order_id) for order_id in "bc")
    cancelled = event("redo_cancelled", DUE + 2 * SECOND, order_id="b")
    assert figure(row("order", received(), released(DUE), first, cancelled), "redo").numerator == 0
    assert figure(row("order", received(), released(DUE), first, other, cancelled), "redo").numerator == 1


def test_a_redo_is_no_first_release_itself() -> None:
    assert not kpis(row("order", received(redo_of="a"), released(DUE))) & {"redo", "first_time_fix"}


def test_of_history_only_receipt_and_outcome_count() -> None:
    order = row("order", received(imported=True), released(DUE))
    assert kpis(order) == {"received", "repaired"}


def call(stage: int, **ended: Any) -> list[RecordedEvent]:
    opened = event("call_opened.v1", RECEIVED, stage=stage, due_at=DUE)
    end = {"stage": stage, "due_at": DUE, "outcome": "done", "in_time": True, "score": None} | ended
    return [opened, event("call_ended.v1", RECEIVED + timedelta(minutes=stage), **end)]


def test_all_three_calls_count_when_each_was_done_in_its_window() -> None:
    order = row("order", received(), *call(1), *call(2), *call(3, score=4))
    assert figure(order, "calls_all").numerator == 1
    late = row("order", received(), *call(1), *call(2, in_time=False), *call(3, score=4))
    assert (figure(late, "calls_all").numerator, figure(late, "call_2").numerator) == (0, 0)
    missing = row("order", received(), *call(1), *call(3, score=4))
    assert figure(missing, "calls_all").numerator == 0


@pytest.mark.parametrize(
    ("outcome", "tested", "expected"),
    [
        ("returned_unrepaired", False, 0),
        ("returned_unrepaired", True, 1),
        ("returned_unrepaired", None, 1),
        ("no_fault_found", False, 1),
        ("declined", False, None),
    ],
)
def test_what_goes_back_untested_is_not_done_and_what_was_declined_is_not_due(
    outcome: str, *, tested: bool | None, expected: int | None
) -> None:
    order = row("order", received(), finished(BENCH_DUE, outcome=outcome, tested=tested))
    bench = [part.numerator for part in order.figures if part.kpi == "bench_on_time"]
    assert bench == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("late", "asked", "is_due"),
    [(timedelta(0), None, False), (SECOND, None, True), (SECOND, timedelta(0), False), (SECOND, SECOND, True)],
)
def test_what_the_customer_declines_after_it_was_due_is_late_unless_they_were_asked_before(
    late: timedelta, asked: timedelta | None, *, is_due: bool
) -> None:
    waits = [] if asked is None else [rescheduled(BENCH_DUE + asked), rescheduled(None)]
    order = row("order", received(), *waits, finished(BENCH_DUE + late, outcome="declined"))
    assert [part.numerator for part in order.figures if part.kpi == "bench_on_time"] == [0] * is_due


def test_an_order_that_waits_for_the_customer_is_not_due_while_it_waits() -> None:
    second = timedelta(seconds=1)
    assert "on_time" not in kpis(row("order", received(), rescheduled(DUE)))
    assert row("order", received(), rescheduled(DUE)).due_at is None
    assert figure(row("order", received(), rescheduled(DUE + second)), "on_time").numerator == 0
    assert figure(row("order", received(), rescheduled(DUE), rescheduled(None)), "on_time").numerator == 0


def test_a_call_that_nobody_is_owed_counts_nowhere() -> None:
    order = row("order", received(), *(part for stage in (1, 3) for part in call(stage, outcome="not_owed")))
    assert kpis(order).isdisjoint({"call_1", "call_3", "calls_all", "contact_rate"})


def test_a_customer_who_refuses_was_reached_and_the_call_was_not_done() -> None:
    order = row("order", received(), *call(1, outcome="refused"))
    assert (figure(order, "contact_rate").numerator, figure(order, "call_1").numerator) == (1, 0)


@pytest.mark.parametrize(("score", "good", "bad"), [(5, 1, 0), (4, 1, 0), (3, 0, 0), (2, 0, 1), (0, 0, 1)])
def test_scores_are_good_from_four_and_bad_up_to_two(score: int, good: int, bad: int) -> None:
    order = row("order", received(), *call(3, score=score))
    numerators = [figure(order, kpi).numerator for kpi in ("satisfaction", "dissatisfaction", "mean_score")]
    assert numerators == [good, bad, score]


def test_a_row_is_the_same_in_whatever_order_its_events_are_heard() -> None:
    events = [received(), finished(BENCH_DUE), released(DUE), *call(1)]
    first, *others = [row("order", *permutation) for permutation in permutations(events)]
    assert [other for other in others if vars(other) != vars(first)] == []


def test_a_borrow_counts_by_pieces_and_is_settled_with_the_last() -> None:
    lent = event("part_borrowed.v1", RECEIVED, day="2026-11-23", quantity=3, job_id="j", engineer_id="e")
    back = event("borrow_settled.v1", RECEIVED, day="2026-11-23", quantity=2, in_time=True)
    late = event("borrow_settled.v1", DUE, day="2026-11-23", quantity=1, in_time=False)
    assert figure(row("borrow", lent, back), "same_day_return") == Figure(
        "same_day_return", "2026-11-23", 2, 3, settled=False
    )
    assert figure(row("borrow", lent, back, late), "same_day_return") == Figure("same_day_return", "2026-11-23", 2, 3)


def test_what_a_later_close_of_the_day_finds_in_time_counts_so() -> None:
    lent = event("part_borrowed.v1", RECEIVED, day="2026-11-23", quantity=3, job_id="j", engineer_id="e")
    back = event("borrow_settled.v1", RECEIVED, day="2026-11-23", quantity=2, in_time=False)
    corrected = event("borrow_corrected.v1", DUE, day="2026-11-23", quantity=2)
    assert figure(row("borrow", lent, back), "same_day_return").numerator == 0
    assert figure(row("borrow", lent, back, corrected), "same_day_return").numerator == 2


def inspection(day: str, received: int, inspected: int) -> RecordedEvent:
    return event("receipt_inspected.v1", RECEIVED, day=day, received=received, inspected=inspected)


def test_what_stays_in_quarantine_past_its_day_is_not_inspected() -> None:
    came = event("parts_received.v1", RECEIVED, day="2026-11-23", received=10)
    first, next_day = inspection("2026-11-23", 4, 4), inspection("2026-11-24", 5, 5)
    expected = Figure("inspected", "2026-11-23", 4, 10, settled=False)
    assert figure(row("receipt", came), "inspected") == Figure("inspected", "2026-11-23", 0, 10, settled=False)
    assert figure(row("receipt", came, first), "inspected") == expected
    assert figure(row("receipt", came, first, next_day), "inspected") == expected
    forced = inspection("2026-11-23", 1, 0)
    ended = row("receipt", came, first, next_day, forced)
    assert figure(ended, "inspected") == Figure("inspected", "2026-11-23", 4, 10)


def test_a_receipt_of_which_only_inspections_were_told_counts_by_their_days() -> None:
    assert figure(row("receipt", inspection("2026-11-23", 4, 3)), "inspected") == Figure(
        "inspected", "2026-11-23", 3, 4
    )


def test_the_latest_closing_of_a_day_is_what_counts() -> None:
    count = {"day": "2026-11-23", "value": 1000, "dead_value": 100, "dead_value_network": 200, "consumed": 50}
    first = event("stock_counted.v1", RECEIVED, closing=1, **(count | {"value": 1}))
    stock = row("stock_day", event("stock_counted.v1", DUE, closing=2, **count), first)
    assert figure(stock, "utilisation") == Figure("utilisation", "2026-11-23", 900, 1000)
    assert figure(stock, "turnover") == Figure("turnover", "2026-11-23", 50, 1000)
    told_again = event("stock_counted.v1", DUE + SECOND, closing=2, **(count | {"consumed": 80}))
    assert figure(row("stock_day", told_again, *stock.told), "turnover") == Figure("turnover", "2026-11-23", 80, 1000)
    report = event("unfinished_reported.v1", RECEIVED, day="2026-11-23", closing=1, explained=[1, 0])
    assert figure(row("unfinished_report", report), "unfinished_explained").denominator == 2
    nothing = event("unfinished_reported.v1", DUE, day="2026-11-23", closing=2, explained=[])
    assert row("unfinished_report", report, nothing).figures == []


def test_a_row_is_kept_as_it_is() -> None:
    order = row("order", received(), *call(3, score=4), released(DUE))
    document = store.rows.to_document(order) | {"_id": order.id, "station_id": order.station_id, "version": 1}
    assert vars(store.rows.from_document(document)) == vars(order) | {"version": 1}


def test_an_order_is_known_by_its_code_and_one_that_was_told_before_codes_were_kept_by_none() -> None:
    assert [row("order", received(**told)).code for told in ({"code": "4K7M-2Q9P-P"}, {})] == ["4K7M-2Q9P-P", None]
    assert row("audit", event("audit_finished.v1", DUE, day="2026-11-23", points=8, possible=10)).code is None
