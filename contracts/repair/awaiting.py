"""Parts that jobs ask for, awaiting-parts lists, unfinished jobs of a day: more of what `repair` takes and tells."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.inventory.stock import PartLine
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Word
from contracts.language.operation import Event, EventData, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.repair.jobs import SERVICE, UNFINISHED, WantedPart, job_command


class RequestParts(Request):
    """The parts that a job needs from the store (S13)."""

    lines = fields.List(fields.Nested(WantedPart), required=True, validate=validate.Length(1, 20))


request_parts = job_command(
    "request_parts",
    "Ask the store for the parts of a job",
    RequestParts,
    {"lines": [{"part_id": "00000000-0000-4000-8000-000000000003", "quantity": 1}]},
)


class SubmitAwaitingList(Request):
    """My awaiting-parts list of today: its lines are the jobs that wait, of mine and of whom I stand in for."""


class ListState(Reply):
    """An awaiting-parts list after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    day = fields.String(required=True)
    in_time = fields.Boolean(required=True)


class AwaitingPart(Reply):
    """So many pieces of a part."""

    part_id = Id(required=True)
    quantity = fields.Integer(required=True)


class AwaitingJob(Reply):
    """A job that waits for parts: what it waits for in words and, where known, by part."""

    job_id = Id(required=True)
    code = fields.String(required=True)
    parts = fields.List(fields.String(), required=True)
    lines = fields.List(fields.Nested(AwaitingPart), required=True)


class AwaitingList(Reply):
    """The awaiting-parts list of one person on duty and one day; `sent_at` is null where they did not send it."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    day = fields.String(required=True)
    engineer_id = Id(required=True)
    in_time = fields.Boolean(required=True)
    sent_at = Instant(required=True, allow_none=True)
    lines = fields.List(fields.Nested(AwaitingJob), required=True)


class ListAwaitingLists(PageRequest):
    """Awaiting-parts lists by day and engineer."""

    sort = sorted_by("day")
    station_id = Id()
    day = Day()
    engineer_id = Id()


class UnfinishedJob(Reply):
    """A job that was not finished when the day closed, and why, if anybody said."""

    job_id = Id(required=True)
    code = fields.String(required=True)
    engineer_id = Id(required=True)
    reason = Word(UNFINISHED, required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class UnfinishedReport(Reply):
    """What was not finished when a day closed, as its latest closing found it (E5)."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    day = fields.String(required=True)
    closing = fields.Integer(required=True)
    lines = fields.List(fields.Nested(UnfinishedJob), required=True)


class ListUnfinishedReports(PageRequest):
    """Reports of unfinished jobs by day."""

    sort = sorted_by("day")
    station_id = Id()
    day = Day()


submit_awaiting_list = Operation(
    SERVICE,
    "submit_awaiting_list",
    "Send my awaiting-parts list of today",
    "command",
    permissions.JOB_WORK,
    SubmitAwaitingList,
    ListState,
    example={},
)
list_awaiting_lists = Operation(
    SERVICE,
    "list_awaiting_lists",
    "List awaiting-parts lists",
    "query",
    permissions.JOB_READ,
    ListAwaitingLists,
    page_of(AwaitingList),
)
list_unfinished_reports = Operation(
    SERVICE,
    "list_unfinished_reports",
    "List what was not finished when days closed",
    "query",
    permissions.JOB_READ,
    ListUnfinishedReports,
    page_of(UnfinishedReport),
)


class PartsRequested(EventData):
    """A job needs parts; `first` is the request made with the diagnosis, the one that the fill rate counts (S13)."""

    order_id = Id(required=True)
    engineer_id = Id(required=True)
    lines = fields.List(fields.Nested(PartLine), required=True)
    first = fields.Boolean(required=True)


class AwaitingLine(EventData):
    """A job that waits for parts: what it waits for in words and, where known, by part."""

    job_id = Id(required=True)
    code = fields.String(required=True)
    parts = fields.List(fields.String(), required=True)
    lines = fields.List(fields.Nested(PartLine), required=True)


class EngineersList(EventData):
    """One engineer's awaiting-parts list; `in_time` when they sent it by the cut-off, empty ones included."""

    engineer_id = Id(required=True)
    in_time = fields.Boolean(required=True)
    lines = fields.List(fields.Nested(AwaitingLine), required=True)


class AwaitingPartsReported(EventData):
    """The awaiting-parts lists of all engineers on duty at a station's cut-off (E3)."""

    day = fields.String(required=True)
    lists = fields.List(fields.Nested(EngineersList), required=True)


class UnfinishedLine(EventData):
    """A job that was not finished when the day closed, and why, if anybody said."""

    job_id = Id(required=True)
    code = fields.String(required=True)
    engineer_id = Id(required=True)
    reason = Word(UNFINISHED, required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class UnfinishedReported(EventData):
    """All jobs that were not finished when a day closed (E5); told also when there were none."""

    day = fields.String(required=True)
    closing = fields.Integer(required=True)
    lines = fields.List(fields.Nested(UnfinishedLine), required=True)


parts_requested = Event(SERVICE, "parts_requested.v1", PartsRequested, ("inventory",))
awaiting_parts_reported = Event(
    SERVICE, "awaiting_parts_reported.v1", AwaitingPartsReported, ("inventory", "notifications", "oversight")
)
unfinished_reported = Event(SERVICE, "unfinished_reported.v1", UnfinishedReported, ("notifications", "oversight"))
