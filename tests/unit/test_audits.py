"""Samples that anyone draws again, and audits from checklist to follow-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.language.errors import Refused
from services.quality.rules.audits import Answer, Audit, Checklist, Finding, FollowUp, Item
from services.quality.rules.calls import Checks
from services.quality.rules.spot_checks import Result, SpotCheck, draw, not_yet_drawn_from

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
TODAY = "2026-11-23"
ITEMS = [Item("greeting", "问候语规范", 5), Item("receipt", "单据齐全", 10), Item("parcel", "包装规范", 20)]
TRUE = Checks(name=True, device=True, fault=True, accessories=True)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason


@pytest.mark.parametrize(
    ("orders", "drawn"), [(1, 1), (4, 4), (5, 5), (6, 5), (49, 5), (50, 5), (51, 6), (60, 6), (61, 7), (1000, 100)]
)
def test_ten_percent_are_drawn_but_at_least_five(orders: int, drawn: int) -> None:
    assert len(draw([str(number) for number in range(orders)], "seed", 10, 5)) == drawn


@given(st.lists(st.uuids().map(str), min_size=1, max_size=60), st.text(max_size=20), st.randoms())
def test_the_same_seed_draws_the_same_orders_however_they_come(ids: list[str], seed: str, random: object) -> None:
    shuffled = sorted(ids, key=lambda _: random.random())  # type: ignore[attr-defined]  # hypothesis' own Random
    assert draw(shuffled, seed, 10, 5) == draw(ids, seed, 10, 5)
    assert set(draw(ids, seed, 10, 5)) <= set(ids)


def test_a_draw_is_what_its_description_says() -> None:
    ids = [f"order-{number}" for number in range(20)]
    by_hand = sorted(ids, key=lambda order_id: sha256(b"abc|" + order_id.encode()).hexdigest())[:5]
    assert draw(ids, "abc", 10, 5) == tuple(by_hand)
    assert draw(ids, "abd", 10, 5) != tuple(by_hand)


def test_an_order_whose_customer_refused_a_call_is_drawn_first() -> None:
    ids = [f"order-{number}" for number in range(20)]
    last = draw(ids, "abc", 100, 5)[-1]
    drawn = draw(ids, "abc", 10, 5, first=(last,))
    assert drawn == (last, *draw(ids, "abc", 10, 5)[:4])
    assert len(draw(ids, "abc", 10, 5, first=ids)) == 5


def a_spot_check(*population: str) -> SpotCheck:
    return SpotCheck("s", "station", "2026-W48", 1, "seed", 10, 5, 0, population, NINE, "liu")


def test_what_was_drawn_from_before_is_not_drawn_from_again() -> None:
    first = a_spot_check("a", "b")
    assert not_yet_drawn_from(["a", "b", "c"], [first]) == ("c",)
    assert refusal(lambda: not_yet_drawn_from(["a", "b"], [first])) == "no_orders"
    assert refusal(lambda: not_yet_drawn_from([], [])) == "no_orders"


def test_a_result_is_superseded_and_never_edited() -> None:
    check = a_spot_check("a", "b")
    for score in (2, 4):
        check.record(Result("a", TRUE, score, 1, 3, "", NINE, "liu"))
    assert [(result.score, result.superseded) for result in check.results] == [(2, True), (4, False)]
    assert (check.drawn, check.checked) == (2, 1)
    assert refusal(lambda: check.record(Result("z", TRUE, 4, 1, 3, "", NINE, "liu"))) == "not_in_sample"


def an_audit(**results: str) -> Audit:
    audit = Audit("a", "station", "phone", "c", "前台规范", 1, ITEMS, NINE, "liu")
    for code, result in results.items():
        audit.answer(Answer(code, result, "heard", NINE, "liu"))
    return audit


def a_finding(code: str = "receipt", due_day: str = TODAY) -> Finding:
    return Finding(code, "print every receipt", due_day)


def a_finished_audit() -> Audit:
    audit = an_audit(greeting="met", receipt="not_met", parcel="not_met")
    audit.finish([a_finding(), a_finding("parcel")], TODAY, NINE)
    return audit


def test_points_count_what_is_met_of_what_applies() -> None:
    audit = an_audit(greeting="met", receipt="not_met", parcel="not_applicable")
    assert (audit.points, audit.possible) == (5, 15)
    audit.answer(Answer("receipt", "met", "looked again", NINE, "liu"))
    assert (audit.points, audit.possible) == (15, 15)


def test_an_audit_is_not_finished_with_open_items_or_without_its_actions() -> None:
    assert refusal(lambda: an_audit(greeting="met").finish([], TODAY, NINE)) == "items_open"
    whole = {"greeting": "met", "receipt": "not_met", "parcel": "met"}
    for findings in ([], [a_finding("greeting")], [a_finding(), a_finding()], [a_finding(), a_finding("parcel")]):
        assert refusal(lambda findings=findings: an_audit(**whole).finish(findings, TODAY, NINE)) == "actions_missing"  # type: ignore[misc]  # bound now
    late = [a_finding(due_day="2026-11-22")]
    assert refusal(lambda: an_audit(**whole).finish(late, TODAY, NINE)) == "due_day_missing"


def test_an_audit_without_findings_needs_no_follow_up() -> None:
    audit = an_audit(greeting="met", receipt="met", parcel="not_applicable")
    audit.finish([], TODAY, NINE)
    assert audit.state == "followed_up"


def test_an_audit_is_done_with_its_last_action() -> None:
    audit = a_finished_audit()
    audit.follow_up("receipt", FollowUp(False, "not yet", NINE, "liu"), "2026-12-01", TODAY)
    assert audit.findings[0].due_day == "2026-12-01"
    audit.follow_up("receipt", FollowUp(True, "seen", NINE, "liu"), None, TODAY)
    assert (audit.state,) == ("finished",)
    assert refusal(lambda: audit.follow_up("receipt", FollowUp(True, "", NINE, "liu"), None, TODAY)) == "no_finding"
    audit.follow_up("parcel", FollowUp(True, "seen", NINE, "liu"), None, TODAY)
    assert audit.state == "followed_up"
    assert (
        refusal(lambda: audit.follow_up("parcel", FollowUp(True, "", NINE, "liu"), None, TODAY)) == "audit_followed_up"
    )


@pytest.mark.parametrize("due_day", [None, "2026-11-22"])
def test_what_was_not_carried_out_needs_a_new_day(due_day: str | None) -> None:
    not_done = FollowUp(False, "not yet", NINE, "liu")
    assert refusal(lambda: a_finished_audit().follow_up("receipt", not_done, due_day, TODAY)) == "due_day_missing"


def test_answers_are_for_items_of_the_checklist_and_before_the_end() -> None:
    assert refusal(lambda: an_audit(window="met")) == "item_unknown"
    again = Answer("receipt", "met", "", NINE, "liu")
    assert refusal(lambda: a_finished_audit().answer(again)) == "audit_finished"
    assert refusal(lambda: a_finished_audit().finish([], TODAY, NINE)) == "audit_finished"


def test_an_item_stands_on_a_checklist_once() -> None:
    assert refusal(lambda: Checklist("c", "head", "n", 1, [ITEMS[0], ITEMS[0]], "liu", NINE)) == "item_twice"
