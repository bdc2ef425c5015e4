"""Awaiting-parts lists: what is on one, who owes one, and when it was sent in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.language.errors import Refused
from services.repair.rules.awaiting import AwaitingJob, AwaitingList, AwaitingPart, lines_of, owed_by
from services.repair.rules.jobs import AwaitedPart, Job
from tests.unit.test_jobs import ENGINEER, NINE, OTHER, job_in

CUT_OFF = datetime(2026, 11, 23, 9, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
NOBODY_AWAY: dict[str, str | None] = {}


def waiting(job_id: str, engineer: str, due: datetime, *lines: AwaitedPart) -> Job:
    job = job_in("repairing")
    job.id, job.bench_due_at = job_id, due
    job.await_parts(("battery",), list(lines), ENGINEER)
    job.take_up(engineer)
    return job


def unsent() -> AwaitingList:
    return AwaitingList("list", "station", "2026-11-23", ENGINEER)


@pytest.mark.parametrize(
    ("at", "in_time"), [(CUT_OFF - MILLISECOND, True), (CUT_OFF, True), (CUT_OFF + MILLISECOND, False)]
)
def test_a_list_that_is_sent_at_exactly_the_cut_off_is_in_time(at: datetime, *, in_time: bool) -> None:
    own_list = unsent()
    own_list.send([], at, CUT_OFF)
    assert (own_list.sent_at, own_list.in_time, own_list.lines) == (at, in_time, [])


def test_a_list_is_sent_once() -> None:
    own_list = unsent()
    own_list.send([], CUT_OFF, CUT_OFF)
    with pytest.raises(Refused) as refusal:
        own_list.send([AwaitingJob("job", "code", (), [])], CUT_OFF, CUT_OFF)
    assert (refusal.value.reason, own_list.lines) == ("list_sent", [])


def test_a_list_names_the_jobs_that_wait_first_due_first_and_only_the_pieces_that_are_missing() -> None:
    later = waiting("later", ENGINEER, NINE + MILLISECOND)
    sooner = waiting("sooner", ENGINEER, NINE, AwaitedPart("battery", 2), AwaitedPart("screw", 1))
    sooner.receive_parts("battery", 1)
    sooner.receive_parts("screw", 1)
    others = waiting("others", OTHER, NINE)
    assert lines_of([later, others, job_in("repairing"), sooner], [ENGINEER]) == [
        AwaitingJob("sooner", sooner.code, ("battery",), [AwaitingPart("battery", 1)]),
        AwaitingJob("later", later.code, ("battery",), []),
    ]


def test_a_list_that_was_sent_is_reported_with_the_jobs_of_who_went_on_leave_after_it() -> None:
    own_list, own, taken_over = unsent(), waiting("own", ENGINEER, NINE), waiting("taken over", OTHER, NINE)
    own_list.send([], CUT_OFF, CUT_OFF)
    for _ in range(2):
        own_list.report([own, taken_over], [ENGINEER, OTHER])
        assert [line.job_id for line in own_list.lines] == ["taken over"]
    not_sent = unsent()
    not_sent.report([own, taken_over], [ENGINEER])
    assert [line.job_id for line in not_sent.lines] == ["own"]


def test_every_engineer_on_duty_owes_a_list_of_their_own() -> None:
    assert owed_by(["li", "wang"], ["chen"], NOBODY_AWAY) == {"li": ["li"], "wang": ["wang"]}


def test_the_list_of_who_is_on_leave_falls_to_the_stand_in() -> None:
    assert owed_by(["li", "wang"], ["chen"], {"wang": "li"}) == {"li": ["li", "wang"]}


def test_without_a_stand_in_it_falls_to_the_first_lead_who_is_there() -> None:
    assert owed_by(["li", "wang"], ["chen", "zhao"], {"wang": None}) == {"li": ["li"], "chen": ["wang"]}
    assert owed_by(["wang"], ["chen", "zhao"], {"wang": None, "chen": "zhao"}) == {"zhao": ["wang"]}


def test_nobody_owes_a_list_on_leave_while_a_lead_is_there() -> None:
    assert owed_by(["wang", "chen"], ["chen"], {"wang": None}) == {"chen": ["wang", "chen"]}


def test_where_everybody_is_on_leave_the_lists_are_owed_all_the_same() -> None:
    assert owed_by(["li", "wang"], ["chen", "zhao"], dict.fromkeys(("li", "wang", "chen", "zhao"))) == {
        "chen": ["li", "wang"]
    }
    assert owed_by(["li", "wang"], [], {"wang": None}) == {"li": ["li"], "wang": ["wang"]}
