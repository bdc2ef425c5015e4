"""Appeasements and penalties: no step before its time, nobody decides on what is their own, one appeal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from contracts.language.errors import Refused
from services.quality.rules.appeasements import Appeasement, Contact, Finding
from services.quality.rules.penalties import Appeal, Decision, Penalty, Sanction

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
ENGINEER, LEAD, SUPERVISOR, BASE_LEAD = "wang", "chen", "zhang", "liu"
NOTHING: dict[str, Any] = {
    "person_id": None,
    "points": 0,
    "compensation": None,
    "agreement": None,
    "monthly_wage": None,
    "station_points": 0,
    "station_amount": None,
}


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason


def an_appeasement(state: str = "open", *, upheld: bool = True) -> Appeasement:
    contact, finding, proposal = (NINE + timedelta(hours=hours) for hours in (1, 72, 120))
    appeasement = Appeasement("a", "station", "order", "call", 0, NINE, contact, finding, proposal, 0)
    if state != "open":
        appeasement.contact(Contact("called", "angry", NINE, LEAD))
    if state in ("found", "closed"):
        appeasement.find(Finding(upheld, "no test", None, NINE, LEAD))
    if state == "closed":
        appeasement.close("final", "", NINE)
    return appeasement


def a_penalty(**sanction: Any) -> Penalty:
    what = Sanction(**NOTHING | {"person_id": ENGINEER, "points": 3} | sanction)
    return Penalty(
        "p", "station", "a", "order", **vars(what), evidence="e", proposed_at=NINE, proposed_by=LEAD, in_time=True
    )


def approved(**sanction: Any) -> Penalty:
    penalty = a_penalty(**sanction)
    penalty.approve(Decision(True, "", NINE, SUPERVISOR), 7)
    return penalty


def appealed() -> Penalty:
    penalty = approved()
    penalty.raise_appeal(Appeal("no", NINE, ENGINEER), lead=False)
    return penalty


@pytest.mark.parametrize(("late", "in_time"), [(timedelta(0), True), (MILLISECOND, False)])
def test_the_first_contact_is_in_time_to_its_last_instant(late: timedelta, in_time: bool) -> None:  # noqa: FBT001  # a parameter
    appeasement = an_appeasement()
    assert appeasement.contact(Contact("called", "angry", appeasement.contact_due_at + late, LEAD))
    assert appeasement.is_contacted_in_time is in_time
    assert not appeasement.contact(Contact("called again", "calmer", NINE, LEAD))


STEPS: dict[str, tuple[Callable[[Appeasement], object], set[str]]] = {
    "contact": (lambda appeasement: appeasement.contact(Contact("c", "a", NINE, LEAD)), {"open", "contacted", "found"}),
    "find": (lambda appeasement: appeasement.find(Finding(True, "t", None, NINE, LEAD)), {"contacted"}),
    "take_penalty": (lambda appeasement: appeasement.take_penalty("p", None, None), {"found"}),
    "close": (lambda appeasement: appeasement.close("approved", "", NINE), {"found"}),
}


@pytest.mark.parametrize("state", ["open", "contacted", "found", "closed"])
@pytest.mark.parametrize("step", STEPS)
def test_an_appeasement_takes_each_step_in_its_state_alone(step: str, state: str) -> None:
    act, allowed = STEPS[step]
    appeasement = an_appeasement(state)
    assert appeasement.state == state
    if state in allowed:
        act(appeasement)
    else:
        assert refusal(lambda: act(appeasement)) == f"appeasement_{state}"


@pytest.mark.parametrize("penalty", [None, "proposed"])
def test_an_upheld_complaint_is_not_closed_without_a_decision_on_a_penalty(penalty: str | None) -> None:
    assert refusal(lambda: an_appeasement("found").close(penalty, "", NINE)) == "penalty_missing"
    an_appeasement("found", upheld=False).close(penalty, "", NINE)


def test_no_penalty_for_what_is_not_upheld_and_no_second_unless_the_first_was_rejected() -> None:
    assert refusal(lambda: an_appeasement("found", upheld=False).take_penalty("p", None, None)) == "not_upheld"
    assert refusal(lambda: an_appeasement("found").take_penalty("p", "proposed", None)) == "penalty_exists"
    appeasement = an_appeasement("found")
    appeasement.take_penalty("p2", "rejected", None)
    assert appeasement.penalty_id == "p2"


@pytest.mark.parametrize("responsible", [ENGINEER, None])
def test_no_penalty_is_for_anybody_whom_the_finding_does_not_name(responsible: str | None) -> None:
    appeasement = an_appeasement("contacted")
    appeasement.find(Finding(True, "no test", responsible, NINE, LEAD))
    assert refusal(lambda: appeasement.take_penalty("p", None, "li")) == "not_named_in_finding"
    assert appeasement.penalty_id is None
    appeasement.take_penalty("p", None, responsible)
    assert appeasement.penalty_id == "p"


@pytest.mark.parametrize(
    ("sanction", "reason"),
    [
        ({}, "penalty_empty"),
        ({"points": 3}, "person_mismatch"),
        ({"person_id": ENGINEER, "station_points": 1}, "person_mismatch"),
        ({"person_id": ENGINEER, "compensation": Decimal("100.00")}, "not_agreed"),
        ({"person_id": ENGINEER, "compensation": Decimal("100.00"), "agreement": "signed"}, "wage_mismatch"),
        ({"person_id": ENGINEER, "points": 1, "monthly_wage": Decimal(5000)}, "wage_mismatch"),
    ],
)
def test_a_penalty_is_something_for_somebody(sanction: dict[str, Any], reason: str) -> None:
    assert refusal(lambda: Sanction(**NOTHING | sanction)) == reason


def test_a_person_pays_what_was_agreed_and_a_station_what_is_said() -> None:
    agreed = {"person_id": ENGINEER, "compensation": Decimal("100.00"), "agreement": "signed on Monday"}
    agreed |= {"monthly_wage": Decimal(5000)}
    assert Sanction(**NOTHING | agreed).compensation == Decimal("100.00")
    assert Sanction(**NOTHING | {"station_amount": Decimal("50.00")}).person_id is None


@pytest.mark.parametrize("by", [LEAD, ENGINEER])
def test_neither_proposer_nor_punished_approves(by: str) -> None:
    assert refusal(lambda: a_penalty().approve(Decision(True, "", NINE, by), 7)) == "own_proposal"


@pytest.mark.parametrize(("late", "state"), [(timedelta(0), "appealed"), (MILLISECOND, "approved")])
def test_an_appeal_is_in_time_for_seven_days(late: timedelta, state: str) -> None:
    penalty = approved()
    appeal = Appeal("no", NINE + timedelta(days=7) + late, ENGINEER)
    if late:
        assert refusal(lambda: penalty.raise_appeal(appeal, lead=False)) == "appeal_too_late"
    else:
        penalty.raise_appeal(appeal, lead=False)
    assert penalty.state == state


def test_only_whom_it_concerns_appeals_and_once() -> None:
    assert refusal(lambda: approved().raise_appeal(Appeal("no", NINE, "other"), lead=False)) == "not_concerned"
    assert refusal(lambda: approved().raise_appeal(Appeal("no", NINE, LEAD), lead=True)) == "not_concerned"
    approved(station_points=1).raise_appeal(Appeal("no", NINE, LEAD), lead=True)
    assert refusal(lambda: appealed().raise_appeal(Appeal("no", NINE, ENGINEER), lead=False)) == "appealed_already"
    assert refusal(lambda: a_penalty().raise_appeal(Appeal("no", NINE, ENGINEER), lead=False)) == "penalty_proposed"


@pytest.mark.parametrize("by", [LEAD, SUPERVISOR, ENGINEER])
def test_a_third_person_decides_on_the_appeal(by: str) -> None:
    penalty = appealed()
    assert refusal(lambda: penalty.decide(Decision(True, "", NINE, by))) == "not_a_third"
    penalty.decide(Decision(False, "the test was found", NINE, BASE_LEAD))
    assert penalty.state == "lifted"


def test_a_decided_appeal_is_not_appealed_again() -> None:
    penalty = appealed()
    penalty.decide(Decision(True, "no test", NINE, BASE_LEAD))
    assert penalty.state == "final"
    assert refusal(lambda: penalty.raise_appeal(Appeal("no", NINE, ENGINEER), lead=False)) == "appealed_already"


def test_a_penalty_is_final_once_nobody_can_appeal_any_more() -> None:
    last = NINE + timedelta(days=7)
    penalty = approved()
    assert not penalty.become_final(last)
    assert penalty.become_final(last + MILLISECOND)
    assert penalty.state == "final"
    assert not appealed().become_final(last + MILLISECOND)
    assert not a_penalty().become_final(last + MILLISECOND)


def test_what_is_rejected_never_counts() -> None:
    penalty = a_penalty()
    penalty.approve(Decision(False, "too hard", NINE, SUPERVISOR), 7)
    assert (penalty.state, penalty.appeal_due_at) == ("rejected", None)
    assert refusal(lambda: penalty.approve(Decision(True, "", NINE, SUPERVISOR), 7)) == "penalty_rejected"
