"""What was not finished when a day closed, and why [E5]."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from contracts.language.ids import derived_id
from contracts.repair import unfinished_reports
from contracts.stations.days import DayClosed
from services.repair import collections as store
from services.repair.rules.jobs import OPEN, Job
from services.repair.rules.unfinished import UnfinishedReport, lines_at

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

UNFINISHED = ("queued", *OPEN)


def report_unfinished(work: Work, data: DayClosed) -> None:
    """Tells of every job that was unfinished at the close of an open day, and then of all in one report [E5].

    Done again, also after marks were lost, it tells nothing twice: each job remembers the day, the report its closings.
    """
    day, closed_at = data.day, data.closed_at
    if not work.station.calendar.is_open(date.fromisoformat(day)):
        return

    def count(inner: Work, job: Job) -> None:
        _count_day(inner, job, day, closed_at)

    for state in UNFINISHED:
        work.system.each(store.jobs, work.cause, count, station_id=work.station_id, state=state)
    report_id = derived_id("unfinished", work.station_id, day)
    report = work.find(store.unfinished_reports, _id=report_id) or work.add(
        store.unfinished_reports, UnfinishedReport(report_id, work.station_id, day)
    )
    lines = lines_at(work.all(store.jobs, state={"$in": UNFINISHED}), day, closed_at)
    if report.close(data.closing, lines):
        work.emit(report, unfinished_reports.unfinished_reported, unfinished_reports.UnfinishedReported.of(report))


def _count_day(work: Work, job: Job, day: str, closed_at: datetime) -> None:
    if job.close_day(day, closed_at):
        said = job.explanation_of(day, closed_at)
        reason, note = (said.reason, said.note) if said else (None, None)
        unfinished = unfinished_reports.JobUnfinished.of(job, day=day, reason=reason, note=note)
        work.emit(job, unfinished_reports.job_unfinished, unfinished)
