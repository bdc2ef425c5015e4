"""What engineers wait for, reported by each every day [E3]."""

from __future__ import annotations

from typing import Annotated

from contracts.inventory.parts import PartLine
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply, Request
from contracts.repair import SERVICE

awaiting_parts_lists = Noun(SERVICE, "/awaiting-parts-lists")


class SubmitAwaitingList(Request):
    """My awaiting-parts list of today: its lines are the jobs that wait, of mine and of whom I stand in for."""


class ListState(Reply):
    """An awaiting-parts list after a command."""

    id: Id
    version: int
    day: str
    in_time: bool


class AwaitingPart(Reply):
    """So many pieces of a part."""

    part_id: Id
    quantity: int


class AwaitingJob(Reply):
    """A job that waits for parts: what it waits for in words and, where known, by part."""

    job_id: Id
    code: str
    parts: tuple[str, ...]
    lines: tuple[AwaitingPart, ...]


class AwaitingList(Reply):
    """The awaiting-parts list of one person on duty and one day; `sent_at` is null where they did not send it."""

    id: Id
    version: int
    station_id: Id
    day: str
    engineer_id: Id
    in_time: bool
    sent_at: Instant | None
    lines: tuple[AwaitingJob, ...]


class ListAwaitingLists(PageRequest):
    """Awaiting-parts lists by day and engineer."""

    sort: Annotated[str, sorted_by("day")] = "day"
    station_id: Id | None = None
    day: Day | None = None
    engineer_id: Id | None = None


submit_awaiting_list = awaiting_parts_lists.command(
    "submit_awaiting_list",
    "Send my awaiting-parts list of today",
    SubmitAwaitingList,
    ListState,
    permissions.JOB_WORK,
    example={},
)
list_awaiting_lists = awaiting_parts_lists.list(
    "list_awaiting_lists", "List awaiting-parts lists", ListAwaitingLists, AwaitingList, permissions.JOB_READ
)


class AwaitingLine(EventData):
    """A job that waits for parts: what it waits for in words and, where known, by part."""

    job_id: Id
    code: str
    parts: tuple[str, ...]
    lines: tuple[PartLine, ...]


class EngineersList(EventData):
    """One engineer's awaiting-parts list; `in_time` when they sent it by the cut-off, empty ones included."""

    engineer_id: Id
    in_time: bool
    lines: tuple[AwaitingLine, ...]


class AwaitingPartsReported(EventData):
    """The awaiting-parts lists of all engineers on duty at a station's cut-off (E3)."""

    day: str
    lists: tuple[EngineersList, ...]


awaiting_parts_reported = Event(
    SERVICE, "awaiting_parts_reported.v1", AwaitingPartsReported, ("inventory", "notifications", "oversight")
)
