"""A day is closed by a lead or by the clock, and what was left lying is told; timed work is done once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from contracts.repair.jobs import job_id_of
from stationkit.ground.clock import wall_now
from stationkit.storage.kit_collections import DUE, EVENT_LOG, LEASES
from stationkit.storage.lease import Lease
from stationkit.storage.reference_data import ReferenceData
from stationkit.unit_of_work.commit import Committer
from stationkit.unit_of_work.schedule import Schedule, Timed, every_day
from stationkit.unit_of_work.system import System
from tests.world.people import until

if TYPE_CHECKING:
    from pymongo.database import Database

    from stationkit.unit_of_work.work import Work
    from tests.ground.databases import Db
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    """A station whose days nobody else closes."""
    return network.an_open_station()


def emitted(database: Database, event_type: str, aggregate_id: str) -> list[dict]:
    rows = database[EVENT_LOG].find({"type": event_type, "aggregate_id": aggregate_id}).sort("position", 1)
    return [row["envelope"]["data"] for row in rows]


def once_told(database: Database, event_type: str, aggregate_id: str, times: int = 1) -> list[dict]:
    """What was told of the aggregate, once it was told that often."""
    until(lambda: len(emitted(database, event_type, aggregate_id)) >= times, f"{event_type} told")
    return emitted(database, event_type, aggregate_id)


def test_the_close_of_a_day_names_who_holds_a_device_and_what_is_unfinished(station: Station, db: Db) -> None:
    order = station.a_job_in_testing()
    job_id = job_id_of(order.id)
    day = station.close_day()["day"]
    until(lambda: bool(emitted(db("intake"), "device_overnight.v1", order.id)), "told by intake")
    until(lambda: bool(emitted(db("repair"), "job_unfinished.v1", job_id)), "told by repair")
    assert emitted(db("intake"), "device_overnight.v1", order.id) == [
        {"code": station.desk.do.get_order(order_id=order.id)["code"], "engineer_id": station.bench.id, "day": day}
    ]
    assert emitted(db("repair"), "job_unfinished.v1", job_id) == [
        {"order_id": order.id, "engineer_id": station.bench.id, "day": day, "reason": None, "note": None}
    ]


def test_a_day_that_is_closed_again_counts_nothing_twice(station: Station, db: Db) -> None:
    order = station.an_order_on_the_bench()
    station.lead.do.reopen_day(reason="a parcel came late")
    closed = station.close_day()
    assert closed["closings"] == 2
    until(lambda: bool(emitted(db("intake"), "device_overnight.v1", order.id)), "told by intake")
    station.lead.do.reopen_day(reason="once more")
    station.close_day()
    later = station.an_order_on_the_bench()
    station.lead.do.reopen_day(reason="and again")
    station.close_day()
    until(lambda: bool(emitted(db("intake"), "device_overnight.v1", later.id)), "told by intake")
    assert len(emitted(db("intake"), "device_overnight.v1", order.id)) == 1


def test_who_hands_a_device_back_before_the_last_close_of_the_day_kept_none(network: Network) -> None:
    station = network.an_open_station()
    back, kept = station.a_job_in_testing(), station.a_job_in_testing()
    station.close_day()
    until(lambda: overnight(station) == ("2", "0"), "both are kept")
    station.lead.do.reopen_day(reason="a parcel came late")
    station.bench.do.offer_custody(order_id=back.id, to="desk")
    station.desk.do.accept_custody(order_id=back.id)
    station.close_day()
    until(lambda: overnight(station) == ("1", "0"), "one is kept, as the last close found")
    whats = {order.id: [step["what"] for step in steps_of(station, order.id)] for order in (back, kept)}
    assert (whats[back.id][-1], whats[kept.id][-1]) == ("brought_back", "overnight")
    (day,) = station.lead.do.list_business_days()["items"]
    assert [(step["what"], step["by"], step["reason"]) for step in day["steps"]] == [
        ("closed", station.lead.id, None),
        ("reopened", station.lead.id, "a parcel came late"),
        ("closed", station.lead.id, None),
    ]


def overnight(station: Station) -> tuple[str, str]:
    """How many devices were kept, and how much of that came after the close."""
    period = {"start": "2026-01-01", "end": "2099-12-31"}
    (group,) = station.lead.do.get_kpis(**period, kpi="devices_overnight")["items"]
    return group["kpis"][0]["numerator"], group["kpis"][0]["late_numerator"]


def steps_of(station: Station, order_id: str) -> list[dict[str, str]]:
    steps: list[dict[str, str]] = station.desk.do.get_order(order_id=order_id)["steps"]
    return steps


class Clock:
    """A wall that stands where it is put."""

    def __init__(self) -> None:
        self.now = wall_now()

    def __call__(self) -> datetime:
        return self.now


def schedule(database: Database, clock: Clock, done: list[datetime]) -> Schedule:
    """A process of its own with one kind of work, which is due every day at noon."""
    schedule = Schedule("stations", System(database, Committer(database, "key"), ReferenceData(database)), clock)

    def effect(_work: Work, due: datetime) -> None:
        done.append(due)

    schedule.add(Timed("noon", every_day(lambda _station: time(12), open_days=False), effect))
    schedule._lease = Lease(database, "noon")
    return schedule


def test_what_fell_due_while_nobody_ran_is_done_once_for_each_day(station: Station, db: Db) -> None:
    database, clock = db("stations"), Clock()
    database[LEASES].insert_one({"_id": "noon", "holder": "", "until": clock.now - timedelta(days=1)})
    done: list[datetime] = []
    first = schedule(database, clock, done)
    assert first.tick() == 0
    clock.now += timedelta(days=3)
    stations = database[DUE].count_documents({"_id": {"$regex": "^noon"}})
    assert first.tick() == 3 * stations
    assert first.tick() == 0
    assert len(done) == 3 * stations
    first._lease.give_up()


def test_a_second_process_leaves_done_work_alone(station: Station, db: Db) -> None:
    database, clock = db("stations"), Clock()
    clock.now += timedelta(days=3)
    done: list[datetime] = []
    first, other = (schedule(database, clock, done) for _ in range(2))
    clock.now += timedelta(days=1)
    stations = database[DUE].count_documents({"_id": {"$regex": "^noon"}})
    assert first.tick() == stations
    assert other.tick() == 0
    clock.now += timedelta(days=1)
    first._lease.give_up()
    assert other.tick() == stations
    assert len(done) == 2 * stations


def test_a_fault_at_one_station_holds_no_other_up(station: Station, db: Db) -> None:
    database, clock = db("stations"), Clock()
    clock.now += timedelta(days=6)
    faulty = {station.id}
    timetable = schedule(database, clock, [])

    def effect(work: Work, _due: datetime) -> None:
        if work.station_id in faulty:
            raise RuntimeError("a fault")

    timetable._timed = [Timed("noon", every_day(lambda _station: time(12), open_days=False), effect)]
    before = {row["_id"]: row["until"] for row in database[DUE].find({"_id": {"$regex": "^noon"}})}
    until(lambda: timetable.tick() > 0, "the lease is free")
    after = {row["_id"]: row["until"] for row in database[DUE].find({"_id": {"$regex": "^noon"}})}
    assert [key for key in before if after[key] == before[key]] == [f"noon|{station.id}"]
    faulty.clear()
    assert timetable.tick() > 0
    timetable._lease.give_up()


def test_a_stop_ends_the_work_between_two_effects_and_the_rest_is_caught_up_later(station: Station, db: Db) -> None:
    database, clock = db("stations"), Clock()
    clock.now += timedelta(days=9)
    done: list[datetime] = []
    ended, later = (schedule(database, clock, done) for _ in range(2))
    ended._timed = [Timed("noon", every_day(lambda _station: time(12), open_days=False), lambda *_: ended.stop())]
    until(lambda: ended.tick() > 0, "the lease is free")
    assert ended.tick() == 0
    ended._lease.give_up()
    stations = database[DUE].count_documents({"_id": {"$regex": "^noon"}})
    assert later.tick() == 3 * stations - 1 == len(done)
    later._lease.give_up()
