"""Killed while an event has its effect: it is delivered again and has that effect once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from stationkit.unit_of_work.replay import state_id
from tests.faults.kill_points import armed
from tests.faults.load import patient_of, workplace_of

if TYPE_CHECKING:
    from tests.faults.oracle import Oracle
    from tests.ground.platform import Platform
    from tests.world.network import Network

STEPS = ("after_effect", "before_ack")


@pytest.mark.parametrize("step", STEPS)
def test_a_job_is_opened_once_by_a_service_that_is_killed_over_it(
    platform: Platform, network: Network, oracle: Oracle, step: str
) -> None:
    at = workplace_of(network.a)
    order = at.receive()
    with armed(platform, {"repair": f"{step}:bench_accepted.v1"}):
        at.desk.do.offer_custody(order_id=order["id"], to="engineer", engineer_id=at.engineer_id)
        at.bench.do.accept_custody(order_id=order["id"])
    assert oracle.violations() == []
    job = oracle.db("repair").jobs.find_one({"order_id": order["id"]})
    assert job is not None
    assert job["version"] == 1


@pytest.mark.parametrize("step", STEPS)
def test_the_end_of_work_is_noted_once_by_a_service_that_is_killed_over_it(
    platform: Platform, network: Network, oracle: Oracle, step: str
) -> None:
    at = workplace_of(network.a)
    order = at.receive()
    job = at.to_the_bench(order["id"])
    at.repair(job)
    with armed(platform, {"intake": f"{step}:job_finished.v1"}):
        at.bench.do.finish_job(job_id=job, outcome="repaired")
    assert oracle.violations() == []
    steps = [step["what"] for step in at.desk.do.get_order(order_id=order["id"])["steps"]]
    assert steps.count("finished_repaired") == 1


@pytest.mark.parametrize("step", STEPS)
def test_copies_of_stations_are_right_in_services_that_are_killed_over_them(
    platform: Platform, network: Network, oracle: Oracle, step: str
) -> None:
    place, name = network.b, f"站 {uuid.uuid4().hex[:6]}"
    point = f"{step}:station_changed.v1"
    with armed(platform, {"intake": point, "repair": point}):
        patient_of(network.supervisor).do.edit_station(station_id=place.id, name=name)
    assert oracle.violations() == []
    for service in ("intake", "repair"):
        copy = oracle.db(service).kit_copies.find_one({"_id": place.id})
        assert copy is not None
        assert copy["data"]["name"] == name


@pytest.mark.parametrize("point", ["in_transaction", "after_effect:day_closed.v1"])
def test_what_is_unfinished_is_reported_in_full_and_once_by_a_service_that_is_killed_over_the_close(
    platform: Platform, network: Network, oracle: Oracle, point: str
) -> None:
    station = network.an_open_station()
    jobs = {station.an_order_on_the_bench().job, station.a_job_in_diagnosis().job}
    with armed(platform, {"repair": point}):
        station.close_day()
    report = station.lead.until.list_unfinished_reports(lambda body: body["items"])["items"][0]
    assert {line["job_id"] for line in report["lines"]} == jobs
    violations = oracle.violations()
    envelopes = [row["envelope"] for row in oracle.db("repair").kit_events.find({"envelope.station_id": station.id})]
    types = [envelope["type"] for envelope in envelopes]
    assert (types.count("unfinished_reported.v1"), types.count("job_unfinished.v1")) == (1, 2)
    assert violations == []


def test_a_replay_is_told_and_taken_in_once_more_by_services_that_are_killed_over_it(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    copies = list(oracle.db("repair").kit_copies.find().sort("_id", 1))
    points = {"stations": "after_effect:replay_requested.v1", "repair": "after_effect:replay_finished.v1"}
    with armed(platform, points):
        assert platform.stop("repair") == 0
        oracle.db("repair").kit_state.delete_one({"_id": state_id("stations")})
        platform.start("repair")
    assert oracle.violations() == []
    state = oracle.db("repair").kit_state.find_one({"_id": state_id("stations")})
    assert state is not None
    assert "complete_at" in state
    assert list(oracle.db("repair").kit_copies.find().sort("_id", 1)) == copies
