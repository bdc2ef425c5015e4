"""A hearer that lost what it had heard asks for it, is filled, and only then says that it is ready."""

from __future__ import annotations

import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.catalogue import subscriptions_of
from stationkit.unit_of_work.replay import state_id
from tests.faults.load import patient_of, workplace_of
from tests.faults.oracle import Oracle
from tests.ground.platform import running_platform
from tests.world.network import Network
from tests.world.people import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ground.servers import OwnBacking

Document = dict[str, Any]
KEPT = ("kit_leases", "kit_state")


@pytest.fixture(scope="module")
def lone_network(ground: OwnBacking) -> Iterator[Network]:
    """A network of its own: a service that lost what it did tells some of it again, and others would hear of it."""
    with (
        tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name,
        running_platform(ground.address, Path(name)) as running,
    ):
        yield Network(running)


@pytest.fixture(scope="module")
def lone_oracle(lone_network: Network) -> Iterator[Oracle]:
    with closing(Oracle(lone_network.platform)) as reading:
        yield reading


def _copies(oracle: Oracle, service: str) -> list[Document]:
    return list(oracle.db(service).kit_copies.find().sort("_id", 1))


def _has_heard_all(oracle: Oracle, producer: str) -> bool:
    state = oracle.db("repair").kit_state.find_one({"_id": state_id(producer)})
    return state is not None and "complete_at" in state


@pytest.mark.parametrize("service", ["repair", "intake"])
def test_a_service_that_lost_its_copies_and_marks_asks_and_is_filled(
    lone_network: Network, lone_oracle: Oracle, service: str
) -> None:
    platform, oracle, at = lone_network.platform, lone_oracle, workplace_of(lone_network.a)
    at.work_an_order([])
    assert oracle.violations() == []
    before = _copies(oracle, service)
    assert platform.stop(service) == 0
    for name in ("kit_copies", "kit_marks"):
        oracle.db(service)[name].delete_many({})
    oracle.db(service).kit_state.delete_many({"_id": {"$regex": "^replay:"}})
    platform.start(service)
    platform.wait_ready(service)
    assert _copies(oracle, service) == before
    at.work_an_order([])
    assert oracle.violations() == []


def test_a_hearer_with_an_empty_database_is_filled_from_the_first_event_on(
    lone_network: Network, lone_oracle: Oracle
) -> None:
    platform, oracle, at = lone_network.platform, lone_oracle, workplace_of(lone_network.b)
    job_id = at.to_the_bench(at.receive()["id"])
    patient_of(lone_network.a.lead).do.close_day()  # is understood only with copies of stations and staff
    oracle.settle()
    before = oracle.db("repair").jobs.find_one({"_id": job_id})
    assert platform.stop("repair") == 0
    for name in oracle.db("repair").list_collection_names():
        if name not in KEPT:
            oracle.db("repair")[name].delete_many({})
    oracle.db("repair").kit_state.delete_many({"_id": {"$regex": "^replay:"}})
    platform.start("repair")
    platform.wait_ready("repair")
    for producer in subscriptions_of("repair"):
        until(partial(_has_heard_all, oracle, producer), f"all that {producer} told is heard")
    oracle.settle()
    after = oracle.db("repair").jobs.find_one({"_id": job_id})
    assert before == after
    accepted = oracle.db("intake").kit_events.distinct("aggregate_id", {"type": "bench_accepted.v1"})
    assert sorted(accepted) == sorted(oracle.db("repair").jobs.distinct("order_id"))
