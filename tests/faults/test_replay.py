"""A hearer that lost what it had heard asks for it, is filled, and only then says that it is ready."""

from __future__ import annotations

import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.load import patient_of, receive, to_the_bench, work_an_order
from tests.faults.oracle import Oracle
from tests.faults.town import Town, make_town
from tests.platform import Platform, running_platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.backing import Backing

Document = dict[str, Any]
COMPLETE_SECONDS = 30.0
KEPT = ("kit_leases", "kit_state")


@pytest.fixture(scope="module")
def platform(backing: Backing) -> Iterator[Platform]:
    """A platform of its own: what is taken from a service here is missed by nobody else."""
    with (
        tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name,
        running_platform(backing, Path(name)) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def town(platform: Platform) -> Town:
    return make_town(platform)


@pytest.fixture(scope="module")
def oracle(platform: Platform) -> Iterator[Oracle]:
    reading = Oracle(platform)
    yield reading
    reading.close()


def _copies(oracle: Oracle, service: str) -> list[Document]:
    return list(oracle.db(service).kit_copies.find().sort("_id", 1))


@pytest.mark.parametrize("service", ["repair", "intake"])
def test_a_service_that_lost_its_copies_and_marks_asks_and_is_filled(
    platform: Platform, town: Town, oracle: Oracle, service: str
) -> None:
    place = town.places[0]
    desk, bench = patient_of(place.desk), patient_of(place.bench)
    work_an_order(desk, bench, place.engineer_id, uuid.uuid4().hex[:12].upper(), [])
    assert oracle.violations() == []
    before = _copies(oracle, service)
    assert platform.stop(service) == 0
    for name in ("kit_copies", "kit_marks"):
        oracle.db(service)[name].delete_many({})
    oracle.db(service).kit_state.delete_many({"_id": {"$regex": "^complete:"}})
    platform.start(service)
    platform.wait_ready(service)
    assert _copies(oracle, service) == before
    work_an_order(desk, bench, place.engineer_id, uuid.uuid4().hex[:12].upper(), [])
    assert oracle.violations() == []


def test_a_hearer_with_an_empty_database_is_filled_from_the_first_event_on(
    platform: Platform, town: Town, oracle: Oracle
) -> None:
    place = town.places[1]
    desk, bench = patient_of(place.desk), patient_of(place.bench)
    order_id = receive(desk, uuid.uuid4().hex[:12].upper())["id"]
    job_id = to_the_bench(desk, bench, place.engineer_id, order_id)
    oracle.settle()
    before = oracle.db("repair").jobs.find_one({"_id": job_id})
    assert platform.stop("repair") == 0
    for name in oracle.db("repair").list_collection_names():
        if name not in KEPT:
            oracle.db("repair")[name].delete_many({})
    oracle.db("repair").kit_state.delete_many({"_id": {"$regex": "^complete:"}})
    platform.start("repair")
    platform.wait_ready("repair")
    deadline = time.monotonic() + COMPLETE_SECONDS
    while oracle.db("repair").kit_state.find_one({"_id": "complete:intake"}) is None:
        assert time.monotonic() < deadline, "repair has not heard all that intake told"
        time.sleep(0.1)
    oracle.settle()
    after = oracle.db("repair").jobs.find_one({"_id": job_id})
    assert before == after
    accepted = oracle.db("intake").kit_events.distinct("aggregate_id", {"type": "bench_accepted.v1"})
    assert sorted(accepted) == sorted(oracle.db("repair").jobs.distinct("order_id"))
