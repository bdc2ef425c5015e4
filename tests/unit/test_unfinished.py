"""What was not finished at the close of a day: which jobs count, which word of the day counts, what is proposed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts.repair.jobs import STATES
from services.repair.rules.jobs import Job
from services.repair.rules.unfinished import UnfinishedJob, UnfinishedReport, lines_at
from tests.unit.test_jobs import ENGINEER, NINE, TEN, job_in

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"
MILLISECOND = timedelta(milliseconds=1)


def explained(day: str, reason: str) -> Job:
    job = job_in("repairing")
    job.explain(day, reason, "a note", ENGINEER, TEN)
    return job


@pytest.mark.parametrize("state", STATES)
def test_a_job_counts_until_it_is_finished_and_once_a_day(state: str) -> None:
    job = job_in(state)
    unfinished = state != "finished"
    counted = [job.close_day(day, TEN) for day in (MONDAY, MONDAY, TUESDAY)]
    assert counted == [unfinished, False, unfinished]
    assert job.unfinished_days == ((MONDAY, TUESDAY) if unfinished else ())


def test_a_job_that_came_after_the_close_counts_the_next_day() -> None:
    job = job_in("queued")
    assert job.close_day(MONDAY, NINE - MILLISECOND) is False
    assert lines_at([job], MONDAY, NINE - MILLISECOND) == []
    assert job.close_day(MONDAY, NINE) is True
    assert len(lines_at([job], MONDAY, NINE)) == 1


def test_a_reason_that_is_given_before_the_day_is_closed_again_is_told() -> None:
    job = job_in("repairing")
    assert job.close_day(MONDAY, NINE) is True
    job.explain(MONDAY, "difficult", "", ENGINEER, TEN)
    assert [job.close_day(MONDAY, at) for at in (NINE, TEN, TEN)] == [False, True, False]
    assert job.unfinished_days == (MONDAY,)


def test_what_is_said_at_exactly_the_close_counts_and_later_words_do_not() -> None:
    job = explained(MONDAY, "no_time")
    at_close, before = (lines_at([job], MONDAY, at) for at in (TEN, TEN - MILLISECOND))
    assert at_close == [UnfinishedJob(job.id, job.code, ENGINEER, "no_time", "a note")]
    assert before == [UnfinishedJob(job.id, job.code, ENGINEER, None, None)]


def test_each_closing_is_taken_down_once() -> None:
    report, line = UnfinishedReport("id", "station", MONDAY), UnfinishedJob("job", "code", ENGINEER, None, None)
    assert [report.close(1, [line]), report.close(1, []), report.close(2, [])] == [True, False, True]
    assert report.close(1, [line]) is False
    assert (report.closing, report.lines) == (2, [])


def test_yesterdays_reason_is_proposed_but_not_given() -> None:
    job = explained(MONDAY, "awaiting_parts")
    proposed = job.proposed_reason(TUESDAY)
    assert proposed is not None
    assert (proposed.day, proposed.reason) == (MONDAY, "awaiting_parts")
    assert lines_at([job], TUESDAY, TEN)[0].reason is None


def test_nothing_is_proposed_once_today_is_explained_or_the_job_is_finished() -> None:
    job = explained(MONDAY, "awaiting_parts")
    job.explain(TUESDAY, "no_time", "", ENGINEER, TEN)
    assert job.proposed_reason(TUESDAY) is None
    ended = explained(MONDAY, "no_time")
    ended.finish("declined", "customer_declined", "", ENGINEER, TEN)
    assert ended.proposed_reason(TUESDAY) is None
    assert job_in("repairing").proposed_reason(TUESDAY) is None
