"""The day's reports as they were sent."""

from __future__ import annotations

from typing import Annotated, Any

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Word
from contracts.language.noun import Noun
from contracts.language.paging import PageRequest
from contracts.language.payload import Reply
from contracts.notifications import SERVICE

REPORT_KINDS = ("awaiting_parts", "unfinished", "overnight", "revenue", "devices")
MAIL_KINDS = (*REPORT_KINDS, "address_changed")

reports = Noun(SERVICE, "/reports", "report_id")


class Report(Reply):
    """A station's report of a business day, as it was made at that closing; a later closing corrects it."""

    id: Id
    version: int
    station_id: Id
    kind: Annotated[str, Word(REPORT_KINDS)]
    day: str
    closing: int
    recipient_ids: tuple[Id, ...]
    made_at: Instant
    data: Annotated[dict[str, Any], fields.Dict()]


class ListReports(PageRequest):
    """Reports by kind and day."""

    sort: Annotated[str, Word(("-made_at", "made_at"))] = "-made_at"
    kind: Annotated[str, Word(REPORT_KINDS)] | None = None
    day: Day | None = None
    station_id: Id | None = None


list_reports = reports.list("list_reports", "List the day's reports", ListReports, Report, permissions.REPORT_READ)
get_report = reports.get("get_report", "Read a report", Report, permissions.REPORT_READ)
