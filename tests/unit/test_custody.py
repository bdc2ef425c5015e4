"""Custody: one holder at any time; who may offer, who may accept, and what gives the device out of the house."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.intake.orders import HOLDERS, Holder
from contracts.language.errors import Refused
from services.intake.rules.custody import Custody

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


def at_desk() -> Custody:
    return Custody("desk", NINE)


def on_bench(engineer: str = "wang") -> Custody:
    return Custody("engineer", NINE, engineer)


def reason_of(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.reason


def test_a_hand_over_takes_an_offer_and_an_acceptance_by_the_other_side() -> None:
    custody = at_desk()
    custody.offer("engineer", "wang", "desk", lead=False)
    assert (custody.holder, custody.holder_id) == ("desk", None)
    assert custody.accept("wang", TEN) is None
    assert (custody.holder, custody.holder_id, custody.since) == ("engineer", "wang", TEN)
    assert (custody.offered_to, custody.offered_id, custody.offered_by) == (None, None, None)


def test_the_desk_is_told_who_handed_the_device_back() -> None:
    custody = on_bench("wang")
    custody.offer("desk", None, "wang", lead=False)
    assert custody.accept("desk", TEN) == "wang"
    assert (custody.holder, custody.holder_id) == ("desk", None)


def test_a_declined_offer_leaves_the_device_where_it_is_and_another_may_follow() -> None:
    custody = at_desk()
    custody.offer("engineer", "wang", "desk", lead=False)
    custody.decline("wang")
    assert custody == at_desk()
    custody.offer("engineer", "li", "desk", lead=False)
    assert custody.offered_id == "li"


def test_a_device_that_is_offered_is_not_offered_again() -> None:
    custody = at_desk()
    custody.offer("engineer", "wang", "desk", lead=False)
    with pytest.raises(Refused) as refusal:
        custody.offer("engineer", "li", "desk", lead=False)
    assert reason_of(refusal) == "offer_stands"


@pytest.mark.parametrize(
    ("custody", "to", "to_id"), [(at_desk(), "desk", None), (on_bench("wang"), "engineer", "wang")]
)
def test_nobody_is_offered_what_they_hold(custody: Custody, to: Holder, to_id: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        custody.offer(to, to_id, "lead", lead=True)
    assert reason_of(refusal) == "holder_has_it"


@pytest.mark.parametrize("holder", ["carrier", "customer"])
def test_a_device_out_of_the_house_is_not_offered(holder: Holder) -> None:
    with pytest.raises(Refused) as refusal:
        Custody(holder, NINE).offer("desk", None, "lead", lead=True)
    assert reason_of(refusal) == "device_gone"


@pytest.mark.parametrize(("by", "lead", "may"), [("wang", False, True), ("li", False, False), ("chen", True, True)])
def test_an_engineers_device_is_offered_by_that_engineer_or_a_lead(by: str, *, lead: bool, may: bool) -> None:
    custody = on_bench("wang")
    if may:
        custody.offer("desk", None, by, lead=lead)
        assert custody.offered_by == by
    else:
        with pytest.raises(Refused) as refusal:
            custody.offer("desk", None, by, lead=lead)
        assert reason_of(refusal) == "not_holder"
        assert custody == on_bench("wang")


@pytest.mark.parametrize("act", ["accept", "decline"])
@pytest.mark.parametrize(("by", "reason"), [("desk", "own_offer"), ("li", "offered_to_other"), ("wang", None)])
def test_an_offer_to_an_engineer_is_answered_by_that_engineer_alone(act: str, by: str, reason: str | None) -> None:
    custody = at_desk()
    custody.offer("engineer", "wang", "desk", lead=False)
    arguments = (by, TEN) if act == "accept" else (by,)
    if reason is None:
        getattr(custody, act)(*arguments)
        assert custody.offered_to is None
    else:
        with pytest.raises(Refused) as refusal:
            getattr(custody, act)(*arguments)
        assert reason_of(refusal) == reason
        assert custody.offered_to == "engineer"


@pytest.mark.parametrize("act", ["accept", "decline"])
def test_without_an_offer_there_is_nothing_to_answer(act: str) -> None:
    arguments = ("wang", TEN) if act == "accept" else ("wang",)
    with pytest.raises(Refused) as refusal:
        getattr(at_desk(), act)(*arguments)
    assert reason_of(refusal) == "no_offer"


@pytest.mark.parametrize("holder", HOLDERS)
def test_only_the_desk_gives_a_device_out_of_the_house(holder: Holder) -> None:
    custody = Custody(holder, NINE, "wang" if holder == "engineer" else None)
    if holder == "desk":
        custody.give_out("carrier", TEN)
        assert (custody.holder, custody.since) == ("carrier", TEN)
    else:
        with pytest.raises(Refused) as refusal:
            custody.give_out("carrier", TEN)
        assert reason_of(refusal) == "desk_has_it_not"


def test_a_device_that_is_offered_to_the_bench_does_not_leave_the_house() -> None:
    custody = at_desk()
    custody.offer("engineer", "wang", "desk", lead=False)
    with pytest.raises(Refused) as refusal:
        custody.give_out("customer", TEN)
    assert reason_of(refusal) == "desk_has_it_not"


def test_only_the_desk_offers_what_it_holds() -> None:
    custody = Custody("desk", NINE)
    with pytest.raises(Refused) as refusal:
        custody.offer("engineer", "wang", "li", lead=False, at_desk=False)
    assert refusal.value.reason == "not_holder"


def test_another_engineer_does_not_accept_for_the_desk() -> None:
    custody = Custody("engineer", NINE, "wang")
    custody.offer("desk", None, "wang", lead=False)
    with pytest.raises(Refused) as refusal:
        custody.accept("li", TEN, at_desk=False)
    assert refusal.value.reason == "offered_to_desk"
