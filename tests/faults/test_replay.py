"""A hearer that lost what it had heard asks for it, is filled, and only then says that it is ready."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.load import workplace_of

if TYPE_CHECKING:
    from pymongo.database import Database

    from tests.faults.oracle import Oracle
    from tests.network import Network
    from tests.platform import Platform

Document = dict[str, Any]
COMPLETE_SECONDS = 30.0
KEPT = ("kit_leases", "kit_state")


def _copies(oracle: Oracle, service: str) -> list[Document]:
    return list(oracle.db(service).kit_copies.find().sort("_id", 1))


@pytest.mark.parametrize("service", ["repair", "intake"])
def test_a_service_that_lost_its_copies_and_marks_asks_and_is_filled(
    own_network: Network, own_oracle: Oracle, service: str
) -> None:
    platform, oracle, at = own_network.platform, own_oracle, workplace_of(own_network.a)
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
    own_network: Network, own_oracle: Oracle
) -> None:
    platform, oracle, at = own_network.platform, own_oracle, workplace_of(own_network.b)
    job_id = at.to_the_bench(at.receive()["id"])
    oracle.settle()
    before = oracle.db("repair").jobs.find_one({"_id": job_id})
    taken = _take_everything(platform, oracle.db("repair"))
    oracle.db("repair").kit_state.delete_many({"_id": {"$regex": "^replay:"}})
    platform.start("repair")
    platform.wait_ready("repair")
    deadline = time.monotonic() + COMPLETE_SECONDS
    while oracle.db("repair").kit_state.find_one({"_id": "replay:intake", "complete_at": {"$exists": True}}) is None:
        assert time.monotonic() < deadline, "repair has not heard all that intake told"
        time.sleep(0.1)
    oracle.settle()
    after = oracle.db("repair").jobs.find_one({"_id": job_id})
    assert before == after
    accepted = oracle.db("intake").kit_events.distinct("aggregate_id", {"type": "bench_accepted.v1"})
    assert sorted(accepted) == sorted(oracle.db("repair").jobs.distinct("order_id"))
    _take_everything(platform, oracle.db("repair"))
    _put_back(oracle.db("repair"), taken)
    platform.start("repair")
    platform.wait_ready("repair")
    assert oracle.violations() == []


def _take_everything(platform: Platform, db: Database[Document]) -> dict[str, list[Document]]:
    """What the service kept, of which nothing is left; it is stopped."""
    assert platform.stop("repair") == 0
    taken = {name: list(db[name].find()) for name in db.list_collection_names() if name not in KEPT}
    for name in taken:
        db[name].delete_many({})
    return taken


def _put_back(db: Database[Document], taken: dict[str, list[Document]]) -> None:
    """What it has heard since is lost, what it had heard before is there again."""
    for name, rows in taken.items():
        if rows:
            db[name].insert_many(rows)
