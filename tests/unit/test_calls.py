"""Calls at their boundaries: when they are due, what they need to end, and that an ended call stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta

import pytest

from contracts.language.errors import Refused
from contracts.quality.calls import CALL_OUTCOMES, Outcome
from services.quality.rules.calls import Call, Checks
from services.quality.rules.deadlines import AppeasementPolicy, CallPolicy, appeasement_due, call_due
from services.quality.rules.orders import Order, week_of
from services.quality.rules.spot_checks import SpotCheckPolicy
from services.stations.rules.policies import DEFAULTS
from stationkit.ground.calendar import StationCalendar

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday, 09:00 in Shanghai
EVENING = NINE + timedelta(hours=9)
SECOND = timedelta(seconds=1)
CALLER = "chen"
EVERY_DAY = StationCalendar("Asia/Shanghai", time(9), time(18), frozenset(range(1, 8)), frozenset(), frozenset(), {})
TRUE = Checks(name=True, device=True, fault=True, accessories=True)


def local(day: int, hour: int) -> datetime:
    return EVERY_DAY.at(date(2026, 11, day), time(hour))


def a_call(stage: int = 1) -> Call:
    due = call_due(stage, NINE, EVERY_DAY, CallPolicy())
    return Call("call", "station", "order", "party", "user", stage, NINE, due.first_due_at, due.due_at, 0)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason


@pytest.mark.parametrize(
    ("opened", "first"),
    [
        (local(23, 9), local(23, 13)),
        (local(23, 14), local(23, 18)),
        (local(23, 14) + SECOND, local(24, 9) + SECOND),
        (local(23, 20), local(24, 13)),
    ],
)
def test_the_first_attempt_is_due_in_four_opening_hours(opened: datetime, first: datetime) -> None:
    assert call_due(1, opened, EVERY_DAY, CallPolicy()).first_due_at == first


def test_the_third_call_is_first_due_in_72_hours() -> None:
    assert call_due(3, EVENING, EVERY_DAY, CallPolicy()).first_due_at == EVENING + timedelta(hours=72)


@pytest.mark.parametrize(("opened", "due"), [(23, 26), (25, 30), (27, 2), (28, 2)])
def test_the_result_is_due_at_the_close_of_the_third_working_day(opened: int, due: int) -> None:
    close = datetime(2026, 11 if due > 20 else 12, due, 10, tzinfo=UTC)
    assert call_due(1, local(opened, 12), EVERY_DAY, CallPolicy()).due_at == close


def test_no_result_is_due_before_the_first_attempt() -> None:
    due = call_due(3, local(23, 20), EVERY_DAY, CallPolicy(result_working_days=1))
    assert due.due_at == due.first_due_at


@pytest.mark.parametrize(("score", "hours"), [(0, 1), (1, 4), (2, 4)])
def test_the_more_dissatisfied_the_sooner_the_contact(score: int, hours: int) -> None:
    due = appeasement_due(score, NINE, EVERY_DAY, AppeasementPolicy())
    assert due.contact_due_at == NINE + timedelta(hours=hours)
    assert (due.finding_due_at, due.proposal_due_at) == (local(26, 18), local(30, 18))


@pytest.mark.parametrize(
    ("name", "kind"), [("calls", CallPolicy), ("appeasements", AppeasementPolicy), ("spot_checks", SpotCheckPolicy)]
)
def test_the_defaults_are_those_that_the_head_may_change(name: str, kind: type) -> None:
    assert {field.name: field.default for field in fields(kind)} == DEFAULTS[name]


def test_a_call_is_in_time_to_its_last_instant() -> None:
    for late, in_time in ((timedelta(0), True), (timedelta(milliseconds=1), False)):
        call = a_call()
        call.end("done", "", CALLER, call.due_at + late)
        assert call.in_time is in_time


@pytest.mark.parametrize(
    ("hours", "unreachable"), [((0, 1), False), ((0, 1, 2), False), ((0, 14), False), ((0, 1, 15), True)]
)
def test_unreachable_needs_three_attempts_on_two_days(hours: tuple[int, ...], unreachable: bool) -> None:  # noqa: FBT001  # a parameter
    call = a_call()
    for hour in hours:
        call.attempt("busy", "", CALLER, NINE + timedelta(hours=hour))
    give_up = lambda: call.give_up("", CALLER, NINE + timedelta(hours=16), EVERY_DAY, CallPolicy())  # noqa: E731  # tried twice
    if unreachable:
        give_up()
        assert call.state == "unreachable"
    else:
        assert refusal(give_up) == "too_few_attempts"


@pytest.mark.parametrize("stage", [1, 2])
def test_the_first_two_calls_ask_for_neither_score_nor_receipt(stage: int) -> None:
    assert refusal(lambda: a_call(stage).record_answers(TRUE, 5, received=False)) == "not_asked_yet"
    assert refusal(lambda: a_call(stage).record_answers(TRUE, None, received=True)) == "not_asked_yet"
    a_call(stage).record_answers(TRUE, None, received=False)


@pytest.mark.parametrize(("score", "dissatisfied"), [(0, True), (2, True), (3, False), (5, False)])
def test_a_score_of_at_most_two_is_dissatisfied(score: int, dissatisfied: bool) -> None:  # noqa: FBT001  # a parameter
    call = a_call(3)
    call.record_answers(TRUE, score, received=True)
    assert call.is_dissatisfied is dissatisfied


def test_the_third_call_needs_its_score_and_every_call_its_checks() -> None:
    assert refusal(lambda: a_call(3).record_answers(TRUE, None, received=True)) == "score_missing"
    assert refusal(lambda: a_call().record_answers(None, None, received=False)) == "checks_missing"


def test_what_is_not_true_is_named() -> None:
    assert Checks(name=True, device=False, fault=True, accessories=False).mismatches == ["device", "accessories"]


@pytest.mark.parametrize("outcome", CALL_OUTCOMES)
def test_a_call_that_has_ended_takes_nothing_more(outcome: Outcome) -> None:
    call = a_call()
    call.state = outcome
    steps: tuple[Callable[[], object], ...] = (
        lambda: call.attempt("busy", "", CALLER, NINE),
        lambda: call.record_answers(TRUE, None, received=False),
        lambda: call.end("done", "", CALLER, NINE),
        lambda: call.give_up("", CALLER, NINE, EVERY_DAY, CallPolicy()),
        lambda: call.expire(NINE),
        lambda: call.drop(NINE),
    )
    assert {refusal(step) for step in steps} == {f"call_{outcome}"}
    assert (call.attempts, call.ended_at) == ([], None)


def an_order(party_kind: str = "user", *, imported: bool = False) -> Order:
    return Order("order", "station", "party", party_kind, NINE, "2026-W48", imported, served_by=("wang",))


def test_nobody_who_served_calls() -> None:
    order = an_order()
    order.serve("li")
    order.serve("li")
    assert order.served_by == ("wang", "li")
    assert {refusal(lambda by=by: order.check_caller(by)) for by in ("wang", "li")} == {"own_customer"}  # type: ignore[misc]  # bound now
    order.check_caller(CALLER)


def test_stock_and_history_are_not_called() -> None:
    called = {kind: an_order(kind).is_called for kind in ("user", "dealer", "merchant", "channel", "company")}
    assert called == {"user": True, "dealer": True, "merchant": True, "channel": True, "company": False}
    assert not an_order(imported=True).is_called


@pytest.mark.parametrize(("today", "due"), [(25, False), (26, True), (27, True)])
def test_three_days_after_the_dispatch_the_third_call_is_due(today: int, due: bool) -> None:  # noqa: FBT001  # a parameter
    order = an_order()
    assert not order.is_third_call_due(date(2026, 11, today), 3)
    order.dispatch(date(2026, 11, 23))
    assert order.is_third_call_due(date(2026, 11, today), 3) is due


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 11, 29), "2026-W48"), (date(2026, 11, 30), "2026-W49"), (date(2027, 1, 3), "2026-W53")],
)
def test_a_week_is_the_iso_week(day: date, week: str) -> None:
    assert week_of(day) == week
