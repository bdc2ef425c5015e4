"""What a job waits for: the parts that it asks the store for [S13], and those without which it does not go on [E3]."""

from __future__ import annotations

from typing import Annotated

from marshmallow import validate

from contracts.inventory.parts import PartLine
from contracts.language import permissions
from contracts.language.fields import Id, Lines, Text, Whole
from contracts.language.operation import Event
from contracts.language.payload import EventData, PathId, Request
from contracts.repair import SERVICE
from contracts.repair.jobs import OPEN, JobState, jobs


class WantedPart(Request):
    """So many pieces of a part that the job needs."""

    part_id: Id
    quantity: Annotated[int, Whole(1, 99)]


class AwaitParts(Request):
    """The parts that are missing, in words; as `lines` where the catalogue has them: then the job goes on by itself.

    Of a part one awaits no more than its `per_device`, less what is in the device already.
    """

    job_id: PathId
    parts: Annotated[tuple[Annotated[str, Text(80)], ...], validate.Length(1, 20)]
    lines: Annotated[tuple[WantedPart, ...], validate.Length(max=20)] = ()
    note: Annotated[str, Lines(500, empty=True)] = ""


class ResumeJob(Request):
    """The parts are here."""

    job_id: PathId


class RequestParts(Request):
    """The parts that a job needs from the store (S13)."""

    job_id: PathId
    lines: Annotated[tuple[WantedPart, ...], validate.Length(1, 20)]


await_parts = jobs.does(
    "await_parts",
    "The job waits for parts",
    AwaitParts,
    JobState,
    permissions.JOB_WORK,
    at="await-parts",
    example={"parts": ["battery X50"]},
    from_states=("diagnosing", "repairing"),
)
resume_job = jobs.does("resume_job", "The parts are here", ResumeJob, JobState, permissions.JOB_WORK, example={})
request_parts = jobs.does(
    "request_parts",
    "Ask the store for the parts of a job",
    RequestParts,
    JobState,
    permissions.JOB_WORK,
    at="request-parts",
    example={"lines": [{"part_id": "00000000-0000-4000-8000-000000000003", "quantity": 1}]},
    from_states=OPEN,
)


class JobWaiting(EventData):
    """A job waits for parts; `lines` are those that the catalogue has."""

    order_id: Id
    parts: tuple[str, ...]
    lines: tuple[PartLine, ...]


class JobResumed(EventData):
    """A job waits no longer; `engineer_id` is told where that is because its parts have arrived."""

    order_id: Id
    engineer_id: Id | None = None
    code: str | None = None


class PartsRequested(EventData):
    """A job needs parts; `first` is the request made with the diagnosis, the one that the fill rate counts (S13)."""

    order_id: Id
    engineer_id: Id
    lines: tuple[PartLine, ...]
    first: bool


job_waiting = Event(SERVICE, "job_waiting.v1", JobWaiting, ("intake", "inventory", "oversight"))
job_resumed = Event(SERVICE, "job_resumed.v1", JobResumed, ("intake", "inventory", "notifications", "oversight"))
parts_requested = Event(SERVICE, "parts_requested.v1", PartsRequested, ("inventory",))
