"""Jobs on the bench: what the service `repair` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.intake.order_events import OUTCOMES
from contracts.intake.parties import PARTY_KINDS
from contracts.inventory.stock import PartLine
from contracts.language import permissions
from contracts.language.fields import Flag, Id, Instant, Text, Whole, Word
from contracts.language.ids import derived_id
from contracts.language.operation import Event, EventData, History, Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

SERVICE = "repair"
STATES = ("queued", "diagnosing", "repairing", "testing", "finished")
JOB_OUTCOMES = ("repaired", "unrepairable", "declined", "no_fault_found", "returned_unrepaired")
LEAD_OUTCOMES = ("unrepairable", "no_fault_found")
REASONS = (
    "spare_parts_not_available",
    "spare_parts_too_expensive",
    "no_way_to_open",
    "repair_information_not_available",
    "lack_of_equipment",
    "too_worn_out",
    "customer_declined",
    "not_repaired",
    "no_fault",
    "not_recorded",
)
UNFINISHED = ("awaiting_parts", "awaiting_customer", "difficult", "no_time", "received_late", "other")


def job_id_of(order_id: str) -> str:
    """The id of an order's job, known before there is one: whoever received the order can go on with the job."""
    return derived_id("job", order_id)


class StartDiagnosis(History):
    """The engineer takes the job up."""


class RecordDiagnosis(History):
    """What was found: symptom and fault codes of the category, and in words."""

    symptom = Text(60, required=True)
    fault = Text(60, required=True)
    note = Text(1000, empty=True, load_default="")


class RecordRepair(History):
    """What was done; the device goes to the test."""

    actions = fields.List(Text(60), required=True, validate=validate.Length(1, 20))
    note = Text(1000, empty=True, load_default="")


class RecordTest(History):
    """The test's result; failed goes back to repairing."""

    passed = Flag(required=True)
    note = Text(1000, empty=True, load_default="")


class FinishJob(History):
    """How the job ends. `unrepairable` and `no_fault_found` then wait for a lead."""

    outcome = Word(JOB_OUTCOMES, required=True)
    reason = Word(REASONS)
    note = Text(1000, empty=True, load_default="")


class ApproveOutcome(History):
    """A lead agrees, or sends the job back with a note."""

    agreed = Flag(required=True)
    note = Text(500, empty=True, load_default="")


class WantedPart(Request):
    """So many pieces of a part that the job needs."""

    part_id = Id(required=True)
    quantity = Whole(1, 99, required=True)


class AwaitParts(Request):
    """The parts that are missing, in words; as `lines` where the catalogue has them: then the job goes on by itself."""

    parts = fields.List(Text(80), required=True, validate=validate.Length(1, 20))
    lines = fields.List(fields.Nested(WantedPart), validate=validate.Length(max=20), load_default=list)
    note = Text(500, empty=True, load_default="")


class ResumeJob(Request):
    """The parts are here."""


class ExplainUnfinished(Request):
    """Why the job is not finished today (E5)."""

    reason = Word(UNFINISHED, required=True)
    note = Text(500, required=True)


class ReassignJob(Request):
    """The engineer who takes over (B5)."""

    engineer_id = Id(required=True)


class JobState(Reply):
    """Where a job stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(STATES, required=True)


class Test(Reply):
    """One test of the device."""

    passed = fields.Boolean(required=True)
    note = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class AwaitedPart(Reply):
    """A part that a job waits for, and how many of it have arrived."""

    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    arrived = fields.Integer(required=True)


class Explanation(Reply):
    """Why a job was not finished on a day."""

    day = fields.String(required=True)
    reason = Word(UNFINISHED, required=True)
    note = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class ProposedReason(Reply):
    """What was said of the job on an earlier day; it counts for today only when it is said again."""

    day = fields.String(required=True)
    reason = Word(UNFINISHED, required=True)
    note = fields.String(required=True)


class Job(Reply):
    """A job: one order's work on the bench."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    order_id = Id(required=True)
    code = fields.String(required=True)
    party_kind = Word(PARTY_KINDS, required=True)
    engineer_id = Id(required=True)
    on_bench = fields.Boolean(required=True)
    state = Word(STATES, required=True)
    awaiting_parts = fields.List(fields.String(), required=True)
    awaiting_lines = fields.List(fields.Nested(AwaitedPart), required=True)
    fault_reported = fields.String(required=True)
    bench_due_at = Instant(required=True)
    symptom = fields.String(required=True, allow_none=True)
    fault = fields.String(required=True, allow_none=True)
    actions = fields.List(fields.String(), required=True)
    tests = fields.List(fields.Nested(Test), required=True)
    proposed_outcome = Word(JOB_OUTCOMES, required=True, allow_none=True)
    outcome = Word(JOB_OUTCOMES, required=True, allow_none=True)
    reason = Word(REASONS, required=True, allow_none=True)
    explanations = fields.List(fields.Nested(Explanation), required=True)
    reason_proposed = fields.Nested(ProposedReason, required=True, allow_none=True)
    queued_at = Instant(required=True)
    started_at = Instant(required=True, allow_none=True)
    finished_at = Instant(required=True, allow_none=True)
    redo_of = Id(required=True, allow_none=True)
    imported = fields.Boolean(required=True)


class ListJobs(PageRequest):
    """Jobs by state, engineer, order."""

    sort = sorted_by("bench_due_at", "queued_at")
    state = Word(STATES)
    engineer_id = Id()
    order_id = Id()
    station_id = Id()


def job_command(
    name: str,
    summary: str,
    request: type[Request],
    example: dict[str, object],
    *,
    permission: str = permissions.JOB_WORK,
    history: bool = False,
) -> Operation:
    """A command that changes one job and answers where it stands."""
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permission,
        request,
        JobState,
        ids=("job_id",),
        takes_history=history,
        example=example,
    )


start_diagnosis = job_command("start_diagnosis", "Take a job up", StartDiagnosis, {}, history=True)
record_diagnosis = job_command(
    "record_diagnosis",
    "Record the diagnosis",
    RecordDiagnosis,
    {"symptom": "no_charge", "fault": "battery"},
    history=True,
)
record_repair = job_command(
    "record_repair", "Record what was done", RecordRepair, {"actions": ["replaced_battery"]}, history=True
)
record_test = job_command("record_test", "Record a test", RecordTest, {"passed": True}, history=True)
finish_job = job_command("finish_job", "Finish a job", FinishJob, {"outcome": "repaired"}, history=True)
approve_outcome = job_command(
    "approve_outcome",
    "Approve an outcome that needs a lead",
    ApproveOutcome,
    {"agreed": True},
    permission=permissions.JOB_APPROVE,
    history=True,
)
await_parts = job_command("await_parts", "The job waits for parts", AwaitParts, {"parts": ["battery X50"]})
resume_job = job_command("resume_job", "The parts are here", ResumeJob, {})
explain_unfinished = job_command(
    "explain_unfinished",
    "Say why a job is not finished today",
    ExplainUnfinished,
    {"reason": "awaiting_parts", "note": "battery ordered"},
)
reassign_job = job_command(
    "reassign_job",
    "Give a job to another engineer",
    ReassignJob,
    {"engineer_id": "00000000-0000-4000-8000-000000000002"},
    permission=permissions.JOB_ASSIGN,
)
get_job = Operation(SERVICE, "get_job", "Read a job", "query", permissions.JOB_READ, Nothing, Job, ids=("job_id",))
list_jobs = Operation(SERVICE, "list_jobs", "List jobs", "query", permissions.JOB_READ, ListJobs, page_of(Job))


class JobFinished(EventData):
    """A job ended with an outcome; `bench_due_at` is what it was held against (E1)."""

    order_id = Id(required=True)
    bench_due_at = Instant(required=True)
    outcome = Word(OUTCOMES, required=True)
    reason = Word(REASONS, required=True, allow_none=True)
    engineer_id = Id(required=True)


class JobWaiting(EventData):
    """A job waits for parts; `lines` are those that the catalogue has."""

    order_id = Id(required=True)
    parts = fields.List(fields.String(), required=True)
    lines = fields.List(fields.Nested(PartLine), required=True)


class JobResumed(EventData):
    """A job waits no longer."""

    order_id = Id(required=True)


class JobUnfinished(EventData):
    """A job was not finished when the day closed, and why, if anybody said (E5)."""

    order_id = Id(required=True)
    engineer_id = Id(required=True)
    day = fields.String(required=True)
    reason = Word(UNFINISHED, required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


job_unfinished = Event(SERVICE, "job_unfinished.v1", JobUnfinished)
job_finished = Event(SERVICE, "job_finished.v1", JobFinished, ("intake", "inventory", "quality", "oversight"))
job_waiting = Event(SERVICE, "job_waiting.v1", JobWaiting, ("intake", "inventory", "oversight"))
job_resumed = Event(SERVICE, "job_resumed.v1", JobResumed, ("intake", "inventory", "oversight"))
