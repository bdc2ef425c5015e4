"""Jobs on the bench: what the service `repair` takes, answers and tells."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from marshmallow import validate

from contracts.intake import orders
from contracts.intake.parties import PARTY_KINDS
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Text, Word
from contracts.language.ids import derived_id
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, History, PathId, Reply, Request, Thing
from contracts.repair import SERVICE

State = Literal["queued", "diagnosing", "repairing", "testing", "finished"]
STATES: tuple[State, ...] = get_args(State)
OPEN = ("diagnosing", "repairing", "testing")
UNFINISHED_STATES = ("queued", *OPEN)
Outcome = Literal["repaired", "unrepairable", "declined", "no_fault_found", "returned_unrepaired"]
JOB_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
LEAD_OUTCOMES: tuple[Outcome, ...] = ("unrepairable", "no_fault_found")
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

jobs = Noun(SERVICE, "/jobs", "job_id")


def job_id_of(order_id: str) -> str:
    """The id of an order's job, known before there is one: whoever received the order can go on with the job."""
    return derived_id("job", order_id)


class StartDiagnosis(History):
    """The engineer takes the job up."""

    job_id: PathId


class RecordDiagnosis(History):
    """What was found: symptom and fault codes of the category, and in words."""

    job_id: PathId
    symptom: Annotated[str, Text(60)]
    fault: Annotated[str, Text(60)]
    note: Annotated[str, Lines(1000, empty=True)] = ""


class RecordRepair(History):
    """What was done; the device goes to the test."""

    job_id: PathId
    actions: Annotated[tuple[Annotated[str, Text(60)], ...], validate.Length(1, 20)]
    note: Annotated[str, Lines(1000, empty=True)] = ""


class RecordTest(History):
    """The test's result; failed goes back to repairing."""

    job_id: PathId
    passed: bool
    note: Annotated[str, Lines(1000, empty=True)] = ""


class FinishJob(History):
    """How the job ends. `unrepairable` and `no_fault_found` then wait for a lead."""

    job_id: PathId
    outcome: Outcome
    reason: Annotated[str, Word(REASONS)] | None = None
    note: Annotated[str, Lines(1000, empty=True)] = ""


class ApproveOutcome(History):
    """A lead agrees, or sends the job back with a note."""

    job_id: PathId
    agreed: bool
    note: Annotated[str, Lines(500, empty=True)] = ""


class ExplainUnfinished(Request):
    """Why the job is not finished today (E5)."""

    job_id: PathId
    reason: Annotated[str, Word(UNFINISHED)]
    note: Annotated[str, Lines(500)]


class ReassignJob(Request):
    """The engineer who takes over (B5)."""

    job_id: PathId
    engineer_id: Id


class JobState(Reply):
    """Where a job stands after a command."""

    id: Id
    version: int
    state: State


class Test(Reply):
    """One test of the device."""

    passed: bool
    note: str
    at: Instant
    by: Id


class AwaitedPart(Reply):
    """A part that a job waits for, and how many of it have arrived."""

    part_id: Id
    quantity: int
    arrived: int


class Explanation(Reply):
    """Why a job was not finished on a day."""

    day: str
    reason: Annotated[str, Word(UNFINISHED)]
    note: str
    at: Instant
    by: Id


class ProposedReason(Reply):
    """What was said of the job on an earlier day; it counts for today only when it is said again."""

    day: str
    reason: Annotated[str, Word(UNFINISHED)]
    note: str


class Job(Thing):
    """A job: one order's work on the bench."""

    id: Id
    version: int
    station_id: Id
    order_id: Id
    code: str
    party_kind: Annotated[str, Word(PARTY_KINDS)]
    category: str | None
    brand: str | None
    model: str | None
    engineer_id: Id
    on_bench: bool
    state: State
    awaiting_parts: tuple[str, ...]
    awaiting_lines: tuple[AwaitedPart, ...]
    fault_reported: str
    bench_due_at: Instant
    symptom: str | None
    fault: str | None
    actions: tuple[str, ...]
    tests: tuple[Test, ...]
    proposed_outcome: Outcome | None
    outcome: Outcome | None
    reason: Annotated[str, Word(REASONS)] | None
    explanations: tuple[Explanation, ...]
    reason_proposed: ProposedReason | None
    queued_at: Instant
    started_at: Instant | None
    finished_at: Instant | None
    redo: bool
    redo_of: Id | None
    imported: bool


class ListJobs(PageRequest):
    """Jobs by state, engineer, order."""

    sort: Annotated[str, sorted_by("bench_due_at", "queued_at")] = "bench_due_at"
    state: State | None = None
    engineer_id: Id | None = None
    order_id: Id | None = None
    station_id: Id | None = None


start_diagnosis = jobs.does(
    "start_diagnosis",
    "Take a job up",
    StartDiagnosis,
    JobState,
    permissions.JOB_WORK,
    example={},
    from_states=("queued",),
)
record_diagnosis = jobs.does(
    "record_diagnosis",
    "Record the diagnosis",
    RecordDiagnosis,
    JobState,
    permissions.JOB_WORK,
    at="diagnosis",
    example={"symptom": "no_charge", "fault": "battery"},
    from_states=("diagnosing",),
)
record_repair = jobs.does(
    "record_repair",
    "Record what was done",
    RecordRepair,
    JobState,
    permissions.JOB_WORK,
    at="repair",
    example={"actions": ["replaced_battery"]},
    from_states=("repairing",),
)
record_test = jobs.does(
    "record_test",
    "Record a test",
    RecordTest,
    JobState,
    permissions.JOB_WORK,
    at="test",
    example={"passed": True},
    from_states=("testing",),
)
finish_job = jobs.does(
    "finish_job",
    "Finish a job",
    FinishJob,
    JobState,
    permissions.JOB_WORK,
    example={"outcome": "repaired"},
    from_states=OPEN,
)
approve_outcome = jobs.does(
    "approve_outcome",
    "Approve an outcome that needs a lead",
    ApproveOutcome,
    JobState,
    permissions.JOB_APPROVE,
    example={"agreed": True},
)
explain_unfinished = jobs.does(
    "explain_unfinished",
    "Say why a job is not finished today",
    ExplainUnfinished,
    JobState,
    permissions.JOB_WORK,
    example={"reason": "awaiting_parts", "note": "battery ordered"},
    from_states=UNFINISHED_STATES,
)
reassign_job = jobs.does(
    "reassign_job",
    "Give a job to another engineer",
    ReassignJob,
    JobState,
    permissions.JOB_ASSIGN,
    example={"engineer_id": "00000000-0000-4000-8000-000000000002"},
    from_states=UNFINISHED_STATES,
)
get_job = jobs.get("get_job", "Read a job", Job, permissions.JOB_READ)
list_jobs = jobs.list("list_jobs", "List jobs", ListJobs, Job, permissions.JOB_READ)


class JobFinished(EventData):
    """A job ended with an outcome; `bench_due_at` is what it was held against (E1), `worked_by` everybody at work."""

    order_id: Id
    bench_due_at: Instant
    outcome: orders.Outcome
    reason: Annotated[str, Word(REASONS)] | None
    engineer_id: Id
    tested: bool | None = None
    worked_by: tuple[Id, ...] = ()


class JobLeft(EventData):
    """Its engineer was suspended while the device was not on the bench: a lead gives the job to another."""

    order_id: Id
    code: str
    engineer_id: Id


job_left = Event(SERVICE, "job_left.v1", JobLeft, ("notifications",))
job_finished = Event(SERVICE, "job_finished.v1", JobFinished, ("intake", "inventory", "quality", "oversight"))
