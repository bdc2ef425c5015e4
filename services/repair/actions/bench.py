"""What the bench does once a day within its units of work: awaiting-parts lists, what is unfinished at the close."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from contracts.language.errors import Refused
from contracts.language.ids import derived_id
from contracts.repair import awaiting_parts, unfinished_reports
from contracts.repair import unfinished_reports as contract
from contracts.stations.days import DayClosed
from services.repair import collections as store
from services.repair.rules.awaiting import AwaitingList, AwaitingReport, lines_of, owed_by
from services.repair.rules.jobs import OPEN, Job
from services.repair.rules.unfinished import UnfinishedReport, lines_at
from stationkit.storage.reference_data import CutOff

if TYPE_CHECKING:
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.work import Work

UNFINISHED = ("queued", *OPEN)
AWAITING_LIST_BY = CutOff("bench_reports", "awaiting_list_by", time(17))


def send_list(work: Work) -> AwaitingList:
    """The awaiting-parts list of who acts, for today; empty means that nothing is awaited [E3].

    Refused on a day on which the station does not open, for who owes no list, and once it was sent.
    """
    day = work.station.calendar.day_of(work.at)
    if not work.station.calendar.is_open(day):
        raise Refused("day_not_open", "The station does not open today.", day=day.isoformat())
    owed = _owed(work, day)
    if work.by not in owed:
        raise Refused("no_list_owed", "You owe no awaiting-parts list today.", day=day.isoformat())
    made = _list_of(work, day, work.by)
    made.send(lines_of(_waiting(work), owed[work.by]), work.at, work.cut_off(AWAITING_LIST_BY, day))
    report = work.find(store.awaiting_reports, _id=_report_id(work, day))
    if report and made.in_time:
        _tell_lists(work, report, work.all(store.awaiting_lists, day=report.day))
    return made


def report_lists(work: Work, due: datetime) -> None:
    """At the cut-off: everybody's list, sent or made for them, in one report [E3]."""
    day = work.station.calendar.day_of(due)
    waiting, lists = _waiting(work), []
    for owner, engineers in _owed(work, day).items():
        made = _list_of(work, day, owner)
        if made.sent_at is None:
            made.lines = lines_of(waiting, engineers)
        lists.append(made)
    report = AwaitingReport(_report_id(work, day), work.station_id, day.isoformat(), due)
    _tell_lists(work, work.add(store.awaiting_reports, report), lists)


def count_unfinished(work: Work, system: System, data: DayClosed) -> None:
    """Tells of every job that was unfinished at the close of an open day, and then of all in one report [E5].

    Done again, also after marks were lost, it tells nothing twice: each job remembers the day, the report its closings.
    """
    day, closed_at = data.day, data.closed_at
    if not work.station.calendar.is_open(date.fromisoformat(day)):
        return

    def count(inner: Work, job: Job) -> None:
        _count_day(inner, job, day, closed_at)

    for state in UNFINISHED:
        system.each(store.jobs, work.cause, count, station_id=work.station_id, state=state)
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
        unfinished = contract.JobUnfinished.of(job, day=day, reason=reason, note=note)
        work.emit(job, contract.job_unfinished, unfinished)


def _owed(work: Work, day: date) -> dict[str, list[str]]:
    away = {one.staff_id: one.stand_in_id for one in work.roster(day.isoformat()) if one.duty == "on_leave"}
    engineers, leads = ([one.id for one in work.colleagues(post)] for post in ("engineer", "station_lead"))
    return owed_by(engineers, leads, away)


def _waiting(work: Work) -> list[Job]:
    return work.all(store.jobs, state={"$in": OPEN}, awaiting_parts__0={"$exists": True})


def _list_of(work: Work, day: date, owner: str) -> AwaitingList:
    list_id = derived_id("awaiting_list", work.station_id, day.isoformat(), owner)
    return work.find(store.awaiting_lists, _id=list_id) or work.add(
        store.awaiting_lists, AwaitingList(list_id, work.station_id, day.isoformat(), owner)
    )


def _report_id(work: Work, day: date) -> str:
    return derived_id("awaiting_report", work.station_id, day.isoformat())


def _tell_lists(work: Work, report: AwaitingReport, lists: list[AwaitingList]) -> None:
    work.emit(
        report, awaiting_parts.awaiting_parts_reported, awaiting_parts.AwaitingPartsReported.of(report, lists=lists)
    )
