"""The steps of an order after it was received, as its record says that it ended, and how far an order has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zz.importing.invented import desk_of, engineer_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zz.importing.records import Record

NOT_RECORDED = "not_recorded"


@dataclass(frozen=True)
class Step:
    """One command, by its `verb`; `by` is a role, `engineer_id` in a body becomes a person's id.

    `after_news`: its service has to hear first, from another one, of a step before.
    """

    name: str
    verb: str
    by: str
    body: Mapping[str, Any] = field(default_factory=dict)
    after_news: bool = False


def steps_of(record: Record) -> tuple[Step, ...]:
    """All that happened after receipt: to the bench, the work there, and home with its customer."""
    desk, engineer = desk_of(record), engineer_of(record)
    to_bench = (
        Step("offer_bench", "offer_custody", desk, {"to": "engineer", "engineer_id": engineer}),
        Step("accept_bench", "accept_custody", engineer),
        Step("start", "start_diagnosis", engineer, after_news=True),
    )
    if record.outcome is None:
        return to_bench
    home = (
        Step("offer_desk", "offer_custody", engineer, {"to": "desk"}),
        Step("accept_desk", "accept_custody", desk),
        Step("release", "release_order", desk, {"how": "pickup"}, after_news=True),
        Step("close", "close_order", desk, {"receipt": "recorded_earlier"}),
    )
    return (*to_bench, *_work_of(record, engineer), *home)


def remaining(steps: Sequence[Step], order: Mapping[str, Any], job: Mapping[str, Any] | None) -> Sequence[Step]:
    """The steps that an order has still before it. `job` is its job, where it is with an engineer and has one."""
    if order["state"] == "received":
        return steps[1:] if order["custody"]["offered_to"] else steps
    last = _last_done(order, job)
    names = [step.name for step in steps]
    return steps[names.index(last) + 1 :] if last in names else ()


def _work_of(record: Record, engineer: str) -> tuple[Step, ...]:
    ends = {"outcome": record.outcome} | ({"reason": record.reason} if record.reason else {})
    finish = Step("finish", "finish_job", engineer, ends)
    match record.outcome:
        case "repaired":
            diagnosis = {"symptom": NOT_RECORDED, "fault": NOT_RECORDED}
            return (
                Step("diagnose", "record_diagnosis", engineer, diagnosis),
                Step("repair", "record_repair", engineer, {"actions": [NOT_RECORDED]}),
                Step("test", "record_test", engineer, {"passed": True}),
                finish,
            )
        case "unrepairable":
            return (finish, Step("approve", "approve_outcome", "lead", {"agreed": True}))
        case _:
            return (finish,)


def _last_done(order: Mapping[str, Any], job: Mapping[str, Any] | None) -> str:
    custody = order["custody"]
    match order["state"], custody["holder"]:
        case "in_repair", "engineer":
            return "offer_desk" if custody["offered_to"] == "desk" else _last_on_job(job)
        case "in_repair" | "ready", _:
            return "accept_desk"
        case "released", _:
            return "release"
        case _:
            return "close"


def _last_on_job(job: Mapping[str, Any] | None) -> str:
    match job["state"] if job else "queued":
        case "queued":
            return "accept_bench"
        case "diagnosing":
            return "finish" if job and job["proposed_outcome"] else "start"
        case "repairing":
            return "diagnose"
        case "testing":
            return "test" if job and job["tests"] else "repair"
        case _:
            return "approve" if job and job["outcome"] == "unrepairable" else "finish"
