"""What the bench tells once a day: awaiting-parts lists at the cut-off, at the close what is not finished and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from pymongo.read_concern import ReadConcern

from contracts.language.errors import Refused
from contracts.language.fields import instant_text
from contracts.language.ids import derived_id
from contracts.repair import awaiting_parts
from contracts.repair import jobs as repair
from contracts.repair.jobs import job_id_of
from contracts.stations import policies
from services.repair.actions.awaiting_parts import AWAITING_LIST_BY, report_awaiting_lists
from stationkit.ground.clock import wall_now
from stationkit.storage.kit_collections import COPIES, LEASES
from stationkit.storage.lease import Lease
from stationkit.storage.reference_data import ReferenceData
from stationkit.unit_of_work.commit import Committer
from stationkit.unit_of_work.schedule import Schedule, Timed, at_cut_off
from stationkit.unit_of_work.system import System
from tests.service.test_days import once_told
from tests.world.caller import at
from tests.world.network import SHANGHAI
from tests.world.people import until

if TYPE_CHECKING:
    from pymongo.database import Database

    from stationkit.unit_of_work.work import Work
    from tests.ground.databases import Db
    from tests.world.caller import Caller
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station

CUT_OFF = at("2031-05-06T17:00:00")
DAY = "2031-05-06"
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def station(network: Network) -> Station:
    """A station whose lists and days nobody else touches."""
    return network.an_open_station()


def report_at_the_cut_off(database: Database, station: Station) -> None:
    """As a process that was away at the cut-off and works ten minutes later."""
    now = [CUT_OFF - timedelta(hours=1)]
    copies = ReferenceData(database)
    committer = Committer(database, station.network.platform.secrets.audit_keys["repair"])
    schedule = Schedule("repair", System(database, committer, copies), lambda: now[0] - copies.clock_offset())

    def effect(work: Work, due: datetime) -> None:
        if work.station_id == station.id:
            report_awaiting_lists(work, due)

    schedule.add(Timed(f"lists of {station.id}", at_cut_off(AWAITING_LIST_BY, copies), effect))
    lease = f"lists of {station.id}"
    database[LEASES].insert_one({"_id": lease, "holder": "", "until": wall_now() - timedelta(days=1)})
    schedule._lease = Lease(database, lease)
    assert schedule.tick() == 0
    now[0] = CUT_OFF + timedelta(minutes=10)
    assert schedule.tick() > 0
    station.network.platform.settle()


def reports_of(db: Db, station: Station, times: int = 1) -> list[dict[str, Any]]:
    report_id = derived_id("awaiting_report", station.id, DAY)
    return once_told(db("repair"), "awaiting_parts_reported.v1", report_id, times)


def in_time(report: dict[str, Any]) -> dict[str, bool]:
    return {own_list["engineer_id"]: own_list["in_time"] for own_list in report["lists"]}


def send(rpc: Caller, person: Person, now: datetime) -> bool:
    return bool(rpc.call(awaiting_parts.submit_awaiting_list, person, {}, now=now)["in_time"])


def test_the_report_has_everybodys_list_and_says_who_sent_it_by_the_cut_off(
    rpc: Caller, station: Station, db: Db
) -> None:
    order = station.a_job_without_parts()
    assert send(rpc, station.bench, CUT_OFF) is True
    assert send(rpc, station.second_engineer, CUT_OFF + MILLISECOND) is False
    report_at_the_cut_off(db("repair"), station)
    (report,) = reports_of(db, station)
    engineers = {item["id"] for item in station.lead.do.list_staff(post="engineer")["items"]}
    assert len(engineers) == 3
    assert in_time(report) == dict.fromkeys(engineers, False) | {station.bench.id: True}
    code = station.desk.do.get_order(order_id=order.id)["code"]
    line = {"job_id": job_id_of(order.id), "code": code, "parts": ["battery X50"], "lines": []}
    lines = {own_list["engineer_id"]: own_list["lines"] for own_list in report["lists"]}
    assert lines.pop(station.bench.id) == [line]
    assert set(map(str, lines.values())) == {"[]"}
    listed = station.desk.do.list_awaiting_lists(day="2031-05-06")["items"]
    sent = {listed_list["engineer_id"]: listed_list["sent_at"] for listed_list in listed}
    late = instant_text(CUT_OFF + MILLISECOND)
    assert sent == dict.fromkeys(engineers) | {
        station.bench.id: instant_text(CUT_OFF),
        station.second_engineer.id: late,
    }


def test_a_list_sent_at_the_cut_off_is_in_time_even_when_the_report_was_quicker(
    rpc: Caller, station: Station, db: Db
) -> None:
    report_at_the_cut_off(db("repair"), station)
    assert send(rpc, station.second_engineer, CUT_OFF + MILLISECOND) is False
    assert send(rpc, station.bench, CUT_OFF) is True
    first, second = reports_of(db, station, 2)
    assert set(in_time(first).values()) == {False}
    assert in_time(second) == in_time(first) | {station.bench.id: True}


def test_a_list_is_sent_once_a_day(rpc: Caller, station: Station) -> None:
    send(rpc, station.bench, CUT_OFF)
    with pytest.raises(Refused) as refused:
        send(rpc, station.bench, CUT_OFF)
    assert refused.value.reason == "list_sent"
    assert send(rpc, station.bench, CUT_OFF + timedelta(days=1)) is True


def set_roster(station: Station, db: Db, day: str, *lines: dict[str, str]) -> None:
    """Once repair knows of it."""
    station.lead.do.set_roster(day=day, lines=list(lines))
    roster = {"type": "roster_set.v1", "station_id": station.id, "data.day": day}
    copies = db("repair").get_collection(COPIES, read_concern=ReadConcern("majority"))
    until(lambda: copies.find_one(roster) is not None, "the roster is known to repair")


def test_the_stand_in_sends_the_list_of_who_is_on_leave(rpc: Caller, station: Station, db: Db) -> None:
    order = station.a_job_without_parts()
    line = {"staff_id": station.bench.id, "duty": "on_leave", "stand_in_id": station.second_engineer.id}
    set_roster(station, db, DAY, line)
    with pytest.raises(Refused) as refused:
        send(rpc, station.bench, CUT_OFF)
    assert refused.value.reason == "no_list_owed"
    assert send(rpc, station.second_engineer, CUT_OFF) is True
    report_at_the_cut_off(db("repair"), station)
    (report,) = reports_of(db, station)
    assert station.bench.id not in in_time(report)
    lines = {own_list["engineer_id"]: [line["job_id"] for line in own_list["lines"]] for own_list in report["lists"]}
    assert lines[station.second_engineer.id] == [job_id_of(order.id)]


def test_who_cannot_send_an_engineers_list_does_not_stand_in_for_them(station: Station) -> None:
    keeps, leads = station.people["storekeeper"], station.lead
    line = {"staff_id": station.bench.id, "duty": "on_leave"}
    refused = leads.ask.set_roster(day=DAY, lines=[{**line, "stand_in_id": keeps.id}])
    assert refused.reason == "stand_in_not_at_bench"
    leads.do.set_roster(day=DAY, lines=[{**line, "stand_in_id": leads.id}])
    leads.do.set_roster(day=DAY, lines=[{"staff_id": station.desk.id, "duty": "on_leave", "stand_in_id": keeps.id}])


def test_jobs_of_who_goes_on_leave_after_the_stand_in_sent_are_reported_too(
    rpc: Caller, station: Station, db: Db
) -> None:
    order = station.a_job_without_parts()
    assert send(rpc, station.second_engineer, CUT_OFF) is True
    line = {"staff_id": station.bench.id, "duty": "on_leave", "stand_in_id": station.second_engineer.id}
    set_roster(station, db, DAY, line)
    report_at_the_cut_off(db("repair"), station)
    (report,) = reports_of(db, station)
    assert in_time(report)[station.second_engineer.id] is True
    assert [line["job_id"] for own_list in report["lists"] for line in own_list["lines"]] == [job_id_of(order.id)]


def test_a_station_that_opens_owes_its_lists_when_everybody_is_on_leave(rpc: Caller, station: Station, db: Db) -> None:
    order = station.a_job_without_parts()
    everybody = [person["id"] for person in station.lead.do.list_staff(station_id=station.id, limit=200)["items"]]
    set_roster(station, db, DAY, *({"staff_id": staff_id, "duty": "on_leave"} for staff_id in everybody))
    report_at_the_cut_off(db("repair"), station)
    (report,) = reports_of(db, station)
    (owed,) = report["lists"]
    assert (owed["engineer_id"], owed["in_time"]) == (station.lead.id, False)
    assert [line["job_id"] for line in owed["lines"]] == [job_id_of(order.id)]
    assert send(rpc, station.lead, CUT_OFF) is True


def test_only_the_engineer_a_stand_in_and_the_lead_explain_and_resume_a_job(station: Station, db: Db) -> None:
    job, other = station.a_job_without_parts().job, station.second_engineer
    said = {"job_id": job, "reason": "no_time", "note": "tomorrow"}
    assert other.ask.explain_unfinished(**said).reason == "not_engineer_of_job"
    assert other.ask.resume_job(job_id=job).reason == "not_engineer_of_job"
    offered = {"explain_unfinished", "resume_job"}
    assert offered.isdisjoint(other.do.get_job(job_id=job)["may"])
    assert offered <= set(station.lead.do.get_job(job_id=job)["may"])
    station.lead.do.explain_unfinished(**said)
    today = station.network.now().astimezone(SHANGHAI).date().isoformat()
    set_roster(station, db, today, {"staff_id": station.bench.id, "duty": "on_leave", "stand_in_id": other.id})
    until(lambda: other.ask.explain_unfinished(**said).status == 200, "the stand-in is known")
    assert other.ask.resume_job(job_id=job).status == 200


def test_a_station_may_have_its_own_cut_off_and_a_day_stands_under_the_one_that_it_began_with(
    rpc: Caller, station: Station
) -> None:
    request = {"name": "bench_reports", "station_id": station.id, "values": {"awaiting_list_by": "16:00"}}
    noon = {"effective_from": instant_text(CUT_OFF - timedelta(hours=5))}
    rpc.call(policies.publish_policy, station.network.supervisor, request | noon)
    earlier, days = CUT_OFF - timedelta(hours=1), (timedelta(days=number) for number in count(2))
    until(lambda: not send(rpc, station.bench, earlier + next(days) + MILLISECOND), "known to repair")
    assert send(rpc, station.bench, CUT_OFF) is True
    assert send(rpc, station.bench, earlier + timedelta(days=1)) is True
    assert send(rpc, station.second_engineer, earlier + timedelta(days=1) + MILLISECOND) is False


def test_only_who_is_on_the_bench_owes_a_list(rpc: Caller, station: Station) -> None:
    with pytest.raises(Refused) as refused:
        send(rpc, station.lead, CUT_OFF)
    assert refused.value.reason == "no_list_owed"


def close(station: Station, closing: int) -> dict[str, Any]:
    """The report of what is unfinished, once this closing made it."""
    station.close_day()
    wanted = lambda body: body["items"] and body["items"][-1]["closing"] == closing  # noqa: E731  # a condition
    report: dict[str, Any] = station.lead.until.list_unfinished_reports(wanted)["items"][-1]
    return report


def explain(station: Station, job: str, reason: str) -> None:
    station.bench.do.explain_unfinished(job_id=job, reason=reason, note="tomorrow")


def test_the_close_reports_every_unfinished_job_once_and_the_next_closing_corrects_it(station: Station, db: Db) -> None:
    explained, silent = station.a_job_in_diagnosis(), station.a_tested_job()
    explain(station, explained.job, "no_time")
    report = close(station, 1)
    said = {line["job_id"]: line["reason"] for line in report["lines"]}
    assert said == {explained.job: "no_time", silent.job: None}
    station.lead.do.reopen_day(reason="one is done")
    station.bench.do.finish_job(job_id=silent.job, outcome="repaired")
    explain(station, explained.job, "difficult")
    again = close(station, 2)
    assert [(line["job_id"], line["reason"]) for line in again["lines"]] == [(explained.job, "difficult")]
    reported = once_told(db("repair"), "unfinished_reported.v1", report["id"], 2)
    assert [(report_row["closing"], report_row["lines"]) for report_row in reported] == [
        (1, report["lines"]),
        (2, again["lines"]),
    ]
    reasons = [event["reason"] for event in once_told(db("repair"), "job_unfinished.v1", explained.job, 2)]
    assert reasons == ["no_time", "difficult"]


def test_nothing_unfinished_is_reported_too(station: Station, db: Db) -> None:
    report = close(station, 1)
    assert once_told(db("repair"), "unfinished_reported.v1", report["id"]) == [
        {"day": report["day"], "closing": 1, "lines": []}
    ]


def test_yesterdays_reason_is_proposed_today(rpc: Caller, station: Station) -> None:
    order = station.a_job_in_diagnosis()
    explain(station, order.job, "awaiting_parts")
    today, tomorrow = (
        rpc.call(repair.get_job, station.bench, {"job_id": order.job}, **now)["reason_proposed"]
        for now in ({}, {"now": CUT_OFF})
    )
    assert today is None
    assert (tomorrow["reason"], tomorrow["note"]) == ("awaiting_parts", "tomorrow")
