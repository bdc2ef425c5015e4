"""Parts that jobs ask for, awaiting-parts lists, unfinished jobs of a day: more of what `repair` takes and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.fields import Id, Word
from contracts.operation import Event, EventData
from contracts.repair import SERVICE, UNFINISHED
from contracts.stock import PartLine


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
unfinished_reported = Event(SERVICE, "unfinished_reported.v1", UnfinishedReported, ("notifications",))
