"""A job's states on the bench: which step is allowed in which, by whom, and that everything else is refused."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from contracts.language.errors import Refused
from contracts.repair.jobs import JOB_OUTCOMES, LEAD_OUTCOMES, STATES, Outcome
from services.repair.rules.jobs import AwaitedPart, Job

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ENGINEER, OTHER, LEAD = "wang", "li", "chen"

Step = Callable[[Job], object]

DIAGNOSING: tuple[Step, ...] = (lambda job: job.start(ENGINEER, NINE),)
REPAIRING: tuple[Step, ...] = (*DIAGNOSING, lambda job: job.diagnose("no_charge", "battery", "", ENGINEER))
TESTING: tuple[Step, ...] = (*REPAIRING, lambda job: job.repair(("replaced_battery",), "", ENGINEER))
PASSED: tuple[Step, ...] = (*TESTING, lambda job: job.test("", ENGINEER, NINE, passed=True))
WAYS: dict[str, tuple[Step, ...]] = {
    "queued": (),
    "diagnosing": DIAGNOSING,
    "repairing": REPAIRING,
    "testing": TESTING,
    "finished": (*PASSED, lambda job: job.finish("repaired", None, "", ENGINEER, NINE)),
}
OPEN = frozenset({"diagnosing", "repairing", "testing"})

STEPS: dict[str, tuple[Step, frozenset[str]]] = {
    "start": (lambda job: job.start(ENGINEER, TEN), frozenset({"queued"})),
    "diagnose": (lambda job: job.diagnose("s", "f", "", ENGINEER), frozenset({"diagnosing"})),
    "repair": (lambda job: job.repair(("a",), "", ENGINEER), frozenset({"repairing"})),
    "test": (lambda job: job.test("", ENGINEER, TEN, passed=True), frozenset({"testing"})),
    "finish": (lambda job: job.finish("declined", "customer_declined", "", ENGINEER, TEN), OPEN),
    "await_parts": (lambda job: job.await_parts(("battery",), [], ENGINEER), frozenset({"diagnosing", "repairing"})),
    "request_parts": (lambda job: job.request_parts(ENGINEER), OPEN),
    "explain": (lambda job: job.explain("2026-11-23", "no_time", "", ENGINEER, TEN), frozenset(STATES) - {"finished"}),
    "reassign": (lambda job: job.reassign(OTHER), frozenset(STATES) - {"finished"}),
}
WORK = ("start", "diagnose", "repair", "test", "finish", "await_parts", "request_parts")


def queued() -> Job:
    return Job(
        id="job",
        station_id="station",
        order_id="order",
        code="4K7M-2Q9P-P",
        party_kind="user",
        category="19",
        brand="Honor",
        model="X50",
        fault_reported="does not charge",
        engineer_id=ENGINEER,
        bench_due_at=NINE + timedelta(hours=7),
        queued_at=NINE,
        imported=False,
    )


def after(steps: tuple[Step, ...]) -> Job:
    job = queued()
    for step in steps:
        step(job)
    return job


def job_in(state: str) -> Job:
    return after(WAYS[state])


def reason_of(job: Job, step: Step) -> str:
    with pytest.raises(Refused) as refusal:
        step(job)
    return refusal.value.reason


def test_there_is_a_way_into_every_state_of_the_contract() -> None:
    assert {state: job_in(state).state for state in STATES} == {state: state for state in STATES}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_taken_in_its_states_and_refused_unchanged_in_all_others(name: str, state: str) -> None:
    step, allowed = STEPS[name]
    job, untouched = job_in(state), job_in(state)
    if state in allowed:
        step(job)
        assert job != untouched
    else:
        assert reason_of(job, step) == f"job_{state}"
        assert job == untouched


@pytest.mark.parametrize("name", WORK)
def test_only_the_engineer_of_the_job_works_on_it(name: str) -> None:
    step, allowed = STEPS[name]
    job = job_in(min(allowed))
    job.reassign(OTHER)
    assert reason_of(job, step) == "not_engineer_of_job"


@pytest.mark.parametrize("name", WORK)
def test_who_is_given_a_job_works_on_it_once_they_have_the_device(name: str) -> None:
    step, allowed = STEPS[name]
    job = job_in(min(allowed))
    job.take_up(OTHER)
    job.reassign(ENGINEER)
    assert reason_of(job, step) == "device_not_on_bench"
    job.take_up(ENGINEER)
    step(job)


def test_a_job_that_is_given_back_to_who_has_the_device_goes_on_there() -> None:
    job = job_in("repairing")
    job.take_up(ENGINEER)
    job.reassign(OTHER)
    job.reassign(ENGINEER)
    assert job.on_bench
    assert reason_of(job, lambda job: job.reassign(ENGINEER)) == "same_engineer"


@pytest.mark.parametrize("name", WORK)
def test_nobody_works_on_a_device_that_is_not_on_the_bench(name: str) -> None:
    step, allowed = STEPS[name]
    job = job_in(min(allowed))
    job.put_back()
    assert reason_of(job, step) == "device_not_on_bench"
    job.take_up(ENGINEER)
    step(job)


def test_only_the_engineer_and_whoever_answers_for_them_says_what_becomes_of_a_job() -> None:
    job = job_in("repairing")
    job.check_answer(ENGINEER, deputy=False)
    job.check_answer(LEAD, deputy=True)
    assert reason_of(job, lambda job: job.check_answer(OTHER, deputy=False)) == "not_engineer_of_job"


def test_whoever_takes_the_device_up_has_the_job() -> None:
    job = job_in("repairing")
    job.put_back()
    job.take_up(OTHER)
    job.repair(("replaced_battery",), "", OTHER)
    assert (job.engineer_id, job.state) == (OTHER, "testing")


def test_a_failed_test_goes_back_to_repairing_and_every_test_is_kept() -> None:
    job = job_in("testing")
    job.test("drops out", ENGINEER, NINE, passed=False)
    assert job.state == "repairing"
    job.repair(("resoldered",), "", ENGINEER)
    job.test("", ENGINEER, TEN, passed=True)
    assert [test.passed for test in job.tests] == [False, True]
    assert job.actions == ("replaced_battery", "resoldered")


@pytest.mark.parametrize("state", sorted(OPEN))
def test_repaired_needs_a_test_that_was_passed(state: str) -> None:
    job = job_in(state)
    assert reason_of(job, lambda job: job.finish("repaired", None, "", ENGINEER, TEN)) == "not_tested"


def test_a_test_that_was_passed_before_another_repair_does_not_count() -> None:
    job = after(PASSED)
    job.test("again", ENGINEER, TEN, passed=False)
    job.repair(("resoldered",), "", ENGINEER)
    assert reason_of(job, lambda job: job.finish("repaired", None, "", ENGINEER, TEN)) == "not_tested"


@pytest.mark.parametrize("outcome", [outcome for outcome in JOB_OUTCOMES if outcome != "repaired"])
def test_what_is_not_repaired_needs_a_reason(outcome: Outcome) -> None:
    assert reason_of(job_in("repairing"), lambda job: job.finish(outcome, None, "", ENGINEER, TEN)) == "reason_missing"


@pytest.mark.parametrize("outcome", [outcome for outcome in JOB_OUTCOMES if outcome != "repaired"])
def test_some_outcomes_end_the_job_and_others_wait_for_a_lead(outcome: Outcome) -> None:
    job = job_in("repairing")
    job.finish(outcome, "not_recorded", "", ENGINEER, TEN)
    if outcome in LEAD_OUTCOMES:
        assert (job.state, job.proposed_outcome, job.outcome, job.finished_at) == ("repairing", outcome, None, None)
    else:
        assert (job.state, job.proposed_outcome, job.outcome, job.finished_at) == ("finished", None, outcome, TEN)


def test_nothing_goes_on_while_a_lead_has_to_decide() -> None:
    job = job_in("repairing")
    job.finish("unrepairable", "too_worn_out", "", ENGINEER, TEN)
    for name in ("repair", "finish", "await_parts"):
        assert reason_of(job, STEPS[name][0]) == "outcome_proposed"


def test_a_lead_who_agrees_ends_the_job_with_the_proposed_outcome() -> None:
    job = job_in("diagnosing")
    job.finish("no_fault_found", "no_fault", "", ENGINEER, NINE)
    job.approve("agreed", LEAD, TEN, agreed=True)
    assert (job.state, job.outcome, job.reason, job.finished_at) == ("finished", "no_fault_found", "no_fault", TEN)


def test_a_lead_who_disagrees_sends_the_job_back_where_it_was() -> None:
    job = job_in("diagnosing")
    job.finish("no_fault_found", "no_fault", "", ENGINEER, NINE)
    job.approve("test it again", LEAD, TEN, agreed=False)
    assert (job.state, job.proposed_outcome, job.outcome, job.reason) == ("diagnosing", None, None, None)
    job.diagnose("no_charge", "battery", "", ENGINEER)
    assert job.state == "repairing"


def test_nobody_approves_what_they_proposed() -> None:
    job = job_in("diagnosing")
    job.finish("unrepairable", "too_worn_out", "", ENGINEER, NINE)
    assert reason_of(job, lambda job: job.approve("", ENGINEER, TEN, agreed=True)) == "own_proposal"
    assert job.proposed_outcome == "unrepairable"


@pytest.mark.parametrize("state", STATES)
def test_without_a_proposal_there_is_nothing_to_approve(state: str) -> None:
    assert reason_of(job_in(state), lambda job: job.approve("", LEAD, TEN, agreed=True)) == "nothing_proposed"


def test_a_job_that_waits_for_parts_is_not_repaired_until_they_are_here() -> None:
    job = job_in("repairing")
    job.await_parts(("battery",), [], ENGINEER)
    assert reason_of(job, STEPS["repair"][0]) == "awaiting_parts"
    assert reason_of(job, STEPS["await_parts"][0]) == "awaiting_parts"
    job.resume()
    job.repair(("replaced_battery",), "", ENGINEER)
    assert job.state == "testing"


def test_a_job_goes_on_when_the_last_of_the_parts_that_it_waits_for_is_here() -> None:
    job = job_in("repairing")
    job.await_parts(("two screws", "battery"), [AwaitedPart("screw", 2), AwaitedPart("battery", 1)], ENGINEER)
    assert [job.receive_parts(part, 1) for part in ("screw", "battery", "lens", "screw")] == [False, False, False, True]


def test_a_job_that_waits_in_words_alone_does_not_go_on_by_itself() -> None:
    job = job_in("repairing")
    job.await_parts(("battery",), [], ENGINEER)
    assert job.receive_parts("battery", 1) is False


def test_parts_that_come_after_the_wait_was_ended_by_hand_change_nothing() -> None:
    job = job_in("repairing")
    job.await_parts(("battery",), [AwaitedPart("battery", 1)], ENGINEER)
    job.resume()
    untouched = deepcopy(job)
    assert job.receive_parts("battery", 1) is False
    assert job == untouched


def test_a_part_that_is_awaited_stands_in_one_line() -> None:
    twice = [AwaitedPart("battery", 1), AwaitedPart("battery", 2)]
    assert reason_of(job_in("repairing"), lambda job: job.await_parts(("b",), twice, ENGINEER)) == "part_named_twice"


def test_a_job_awaits_no_more_of_a_part_than_its_device_takes() -> None:
    job, two, three = job_in("repairing"), AwaitedPart("battery", 2), AwaitedPart("battery", 3)
    job.check_fits(two, 2)
    assert reason_of(job, lambda job: job.check_fits(three, 2)) == "too_many_used"
    job.fit("battery", 1)
    job.check_fits(three, 4)
    assert reason_of(job, lambda job: job.check_fits(two, 2)) == "too_many_used"


def test_only_the_first_request_for_parts_is_the_first() -> None:
    job = job_in("diagnosing")
    assert [job.request_parts(ENGINEER) for _ in range(3)] == [True, False, False]


def test_what_is_asked_for_after_a_wait_is_no_first_request() -> None:
    job, lines = job_in("repairing"), [AwaitedPart("battery", 1)]
    assert job.await_parts(("battery",), lines, ENGINEER) is True
    job.resume()
    assert job.request_parts(ENGINEER) is False
    assert job.await_parts(("battery",), lines, ENGINEER) is False


def test_a_wait_for_what_is_not_in_the_catalogue_leaves_the_first_request_open() -> None:
    job = job_in("repairing")
    assert job.await_parts(("two screws",), [], ENGINEER) is False
    job.resume()
    assert job.request_parts(ENGINEER) is True


def test_parts_that_nobody_awaits_do_not_arrive() -> None:
    assert reason_of(job_in("repairing"), lambda job: job.resume()) == "no_parts_awaited"


def test_a_job_that_ends_waits_for_no_parts_any_more() -> None:
    job = job_in("repairing")
    job.await_parts(("battery",), [], ENGINEER)
    job.finish("returned_unrepaired", "spare_parts_not_available", "", ENGINEER, TEN)
    assert job.awaiting_parts == ()


def test_the_days_last_explanation_counts_and_other_days_keep_theirs() -> None:
    job = job_in("repairing")
    for day, reason in (("2026-11-22", "no_time"), ("2026-11-23", "no_time"), ("2026-11-23", "difficult")):
        job.explain(day, reason, "", ENGINEER, TEN)
    assert [(explanation.day, explanation.reason) for explanation in job.explanations] == [
        ("2026-11-22", "no_time"),
        ("2026-11-23", "difficult"),
    ]
