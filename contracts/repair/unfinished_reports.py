"""What was not finished when a day closed, and why [E5]."""

from __future__ import annotations

from typing import Annotated

from contracts.language import permissions
from contracts.language.fields import Day, Id, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply
from contracts.repair import SERVICE
from contracts.repair.jobs import UNFINISHED

unfinished_reports = Noun(SERVICE, "/unfinished-reports")


class UnfinishedJob(Reply):
    """A job that was not finished when the day closed, and why, if anybody said."""

    job_id: Id
    code: str
    engineer_id: Id
    reason: Annotated[str, Word(UNFINISHED)] | None
    note: str | None


class UnfinishedReport(Reply):
    """What was not finished when a day closed, as its latest closing found it (E5)."""

    id: Id
    version: int
    station_id: Id
    day: str
    closing: int
    lines: tuple[UnfinishedJob, ...]


class ListUnfinishedReports(PageRequest):
    """Reports of unfinished jobs by day."""

    sort: Annotated[str, sorted_by("day")] = "day"
    station_id: Id | None = None
    day: Day | None = None


list_unfinished_reports = unfinished_reports.list(
    "list_unfinished_reports",
    "List what was not finished when days closed",
    ListUnfinishedReports,
    UnfinishedReport,
    permissions.JOB_READ,
)


class UnfinishedLine(EventData):
    """A job that was not finished when the day closed, and why, if anybody said."""

    job_id: Id
    code: str
    engineer_id: Id
    reason: Annotated[str, Word(UNFINISHED)] | None
    note: str | None


class UnfinishedReported(EventData):
    """All jobs that were not finished when a day closed (E5); told also when there were none."""

    day: str
    closing: int
    lines: tuple[UnfinishedLine, ...]


class JobUnfinished(EventData):
    """A job was not finished when the day closed, and why, if anybody said (E5)."""

    order_id: Id
    engineer_id: Id
    day: str
    reason: Annotated[str, Word(UNFINISHED)] | None
    note: str | None


unfinished_reported = Event(SERVICE, "unfinished_reported.v1", UnfinishedReported, ("notifications", "oversight"))
job_unfinished = Event(SERVICE, "job_unfinished.v1", JobUnfinished)
