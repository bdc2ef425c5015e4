"""The steps of an order, and where one that was left is taken up again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.repair.jobs import STATES as JOB_STATES
from zz.importing.plan import remaining, steps_of
from zz.importing.records import Record

TO_BENCH = ["offer_bench", "accept_bench", "start"]
HOME = ["offer_desk", "accept_desk", "release", "close"]
WORK: dict[str | None, list[str]] = {
    "repaired": ["diagnose", "repair", "test", "finish"],
    "unrepairable": ["finish", "approve"],
    "returned_unrepaired": ["finish"],
}


def _record(outcome: str | None, reason: str | None = None) -> Record:
    state = "closed" if outcome else "in_repair"
    day = date(2019, 1, 12)
    return Record("r_1", "Somewhere", day, "15", "Ikea", "lamp", None, "flickers", state, outcome, reason, "f", 2)


def _order(state: str, holder: str = "desk", offered_to: str | None = None) -> dict[str, Any]:
    return {"state": state, "custody": {"holder": holder, "offered_to": offered_to}}


def _job(state: str, *, tests: int = 0, proposed: str | None = None, outcome: str | None = None) -> dict[str, Any]:
    return {"state": state, "tests": [{}] * tests, "proposed_outcome": proposed, "outcome": outcome}


def _left(outcome: str | None, order: dict[str, Any], job: dict[str, Any] | None = None) -> list[str]:
    return [step.name for step in remaining(steps_of(_record(outcome)), order, job)]


@pytest.mark.parametrize("outcome", list(WORK))
def test_what_ended_went_to_the_bench_was_worked_on_and_went_home(outcome: str) -> None:
    assert [step.name for step in steps_of(_record(outcome))] == [*TO_BENCH, *WORK[outcome], *HOME]


def test_what_is_not_known_to_have_ended_is_left_on_the_bench() -> None:
    assert [step.name for step in steps_of(_record(None))] == TO_BENCH


def test_a_job_ends_with_the_outcome_and_reason_of_its_record() -> None:
    by_name = {step.name: step for step in steps_of(_record("unrepairable", "too_worn_out"))}
    assert by_name["finish"].body == {"outcome": "unrepairable", "reason": "too_worn_out"}
    assert by_name["approve"].by == "lead"


def test_an_order_is_offered_and_accepted_by_different_people_and_worked_on_by_one_engineer() -> None:
    by_name = {step.name: step for step in steps_of(_record("repaired"))}
    engineer = by_name["offer_bench"].body["engineer_id"]
    worked = ("accept_bench", "start", "diagnose", "repair", "test", "finish", "offer_desk")
    assert {by_name[name].by for name in worked} == {engineer}
    assert by_name["offer_bench"].by == by_name["accept_desk"].by != engineer


@pytest.mark.parametrize(
    ("outcome", "order", "job", "next_step"),
    [
        ("repaired", _order("received"), None, "offer_bench"),
        ("repaired", _order("received", offered_to="engineer"), None, "accept_bench"),
        ("repaired", _order("in_repair", "engineer"), None, "start"),
        ("repaired", _order("in_repair", "engineer"), _job("queued"), "start"),
        ("repaired", _order("in_repair", "engineer"), _job("diagnosing"), "diagnose"),
        ("repaired", _order("in_repair", "engineer"), _job("repairing"), "repair"),
        ("repaired", _order("in_repair", "engineer"), _job("testing"), "test"),
        ("repaired", _order("in_repair", "engineer"), _job("testing", tests=1), "finish"),
        ("repaired", _order("in_repair", "engineer"), _job("finished", outcome="repaired"), "offer_desk"),
        ("unrepairable", _order("in_repair", "engineer"), _job("diagnosing"), "finish"),
        ("unrepairable", _order("in_repair", "engineer"), _job("diagnosing", proposed="unrepairable"), "approve"),
        ("unrepairable", _order("in_repair", "engineer"), _job("finished", outcome="unrepairable"), "offer_desk"),
        ("repaired", _order("in_repair", "engineer", "desk"), _job("finished", outcome="repaired"), "accept_desk"),
        ("repaired", _order("in_repair"), None, "release"),
        ("repaired", _order("ready"), None, "release"),
        ("repaired", _order("released", "customer"), None, "close"),
        ("repaired", _order("closed", "customer"), None, None),
        (None, _order("in_repair", "engineer"), _job("queued"), "start"),
        (None, _order("in_repair", "engineer"), _job("diagnosing"), None),
        (None, _order("closed", "customer"), None, None),
    ],
)
def test_an_order_that_was_left_is_taken_up_at_its_next_step(
    outcome: str | None, order: dict[str, Any], job: dict[str, Any] | None, next_step: str | None
) -> None:
    left = _left(outcome, order, job)
    whole = [step.name for step in steps_of(_record(outcome))]
    assert left == (whole[whole.index(next_step) :] if next_step else [])


def test_every_state_of_a_job_says_how_far_its_order_has_come() -> None:
    for state in JOB_STATES:
        assert _left("repaired", _order("in_repair", "engineer"), _job(state, outcome="repaired"))[0] in (
            "start", "diagnose", "repair", "test", "offer_desk",
        )  # fmt: skip
