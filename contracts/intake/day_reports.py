"""A desk's business day: its money, and when it was closed its devices [F10c F11]."""

from __future__ import annotations

from typing import Annotated

from contracts.intake import SERVICE
from contracts.intake.payments import METHODS
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Money, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply

day_reports = Noun(SERVICE, "/day-reports", "report_id")


class Takings(Reply):
    """What came in and went out by one way of paying."""

    method: Annotated[str, Word(METHODS)]
    taken: Money
    refunded: Money


class DeviceCounts(Reply):
    """Devices received, shipped and collected on the day; and how many were in repair, waiting, ready at its close.

    What came and went between a lead's close and midnight is added at midnight (`corrected_at`).
    """

    received: int
    in_repair: int
    awaiting_parts: int
    ready: int
    shipped: int
    collected: int


class DayReport(Reply):
    """A desk's business day: the money so far, and since it was closed the devices (F10c F11)."""

    id: Id
    version: int
    station_id: Id
    day: str
    closed: bool
    closing: int
    closed_at: Instant | None
    methods: tuple[Takings, ...]
    total: Money
    devices: DeviceCounts | None
    corrected_at: Instant | None


class ListDayReports(PageRequest):
    """The desk's days."""

    sort: Annotated[str, sorted_by("day")] = "day"
    station_id: Id | None = None
    day: Day | None = None


get_day_report = day_reports.get("get_day_report", "Read a desk's day report", DayReport, permissions.REPORT_READ)
list_day_reports = day_reports.list(
    "list_day_reports", "List the desks' day reports", ListDayReports, DayReport, permissions.REPORT_READ
)


class MethodTotal(EventData):
    """What came in by one way of paying."""

    method: Annotated[str, Word(METHODS)]
    taken: Money
    refunded: Money


class DeskDayReported(EventData):
    """The day's revenue (F10c) and devices (F11) when it closed; a later closing of the same day corrects it."""

    day: str
    closing: int
    methods: tuple[MethodTotal, ...]
    total: Money
    received: int
    in_repair: int
    awaiting_parts: int
    ready: int
    shipped: int
    collected: int


desk_day_reported = Event(SERVICE, "desk_day_reported.v1", DeskDayReported, ("notifications",))
