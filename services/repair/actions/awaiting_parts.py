"""What engineers wait for, sent by each until the cut-off and reported at it [E3]."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from contracts.language.errors import Refused
from contracts.language.ids import derived_id
from contracts.repair import awaiting_parts
from services.repair import collections as store
from services.repair.rules.awaiting import AwaitingList, AwaitingReport, lines_of, owed_by
from services.repair.rules.jobs import OPEN, Job
from stationkit.storage.reference_data import CutOff

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def submit_awaiting_list(work: Work, _request: awaiting_parts.SubmitAwaitingList) -> AwaitingList:
    """The awaiting-parts list of who acts, for today; empty means that nothing is awaited [E3].

    Refused on a day on which the station does not open, for who owes no list, and once it was sent.
    """
    day = work.station.calendar.day_of(work.at)
    if not work.station.calendar.is_open(day):
        raise Refused("day_not_open", "The station does not open today.", day=day.isoformat())
    owed = _owed(work, day)
    if work.by not in owed:
        raise Refused("no_list_owed", "You owe no awaiting-parts list today.", day=day.isoformat())
    awaiting_list = _list_of(work, day, work.by)
    awaiting_list.send(lines_of(_waiting(work), owed[work.by]), work.at, work.cut_off(AWAITING_LIST_BY, day))
    report = work.find(store.awaiting_reports, _id=_report_id(work, day))
    if report and awaiting_list.in_time:
        _emit_lists(work, report, work.all(store.awaiting_lists, day=report.day))
    return awaiting_list


def report_awaiting_lists(work: Work, due: datetime) -> None:
    """At the cut-off: everybody's list, sent or made for them, in one report [E3]."""
    day = work.station.calendar.day_of(due)
    waiting, lists = _waiting(work), []
    for owner, engineers in _owed(work, day).items():
        awaiting_list = _list_of(work, day, owner)
        awaiting_list.report(waiting, engineers)
        lists.append(awaiting_list)
    report = AwaitingReport(_report_id(work, day), work.station_id, day.isoformat(), due)
    _emit_lists(work, work.add(store.awaiting_reports, report), lists)


AWAITING_LIST_BY = CutOff("bench_reports", "awaiting_list_by", time(17))


def _owed(work: Work, day: date) -> dict[str, list[str]]:
    away = {duty.staff_id: duty.stand_in_id for duty in work.roster(day.isoformat()) if duty.duty == "on_leave"}
    engineers, leads = ([person.id for person in work.colleagues(post)] for post in ("engineer", "station_lead"))
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


def _emit_lists(work: Work, report: AwaitingReport, lists: list[AwaitingList]) -> None:
    work.emit(
        report, awaiting_parts.awaiting_parts_reported, awaiting_parts.AwaitingPartsReported.of(report, lists=lists)
    )
