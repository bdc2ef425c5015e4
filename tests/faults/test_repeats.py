"""Events that come twice, shuffled, late or with a gap: each has its effect once, in the order it was told."""

from __future__ import annotations

import random
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.catalogue import EVENTS
from stationkit.ground.names import Names
from stationkit.messaging.publisher import connect
from tests.faults.load import workplace_of
from tests.faults.producer import Producer
from tests.ground.seed import SEED
from tests.world.people import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.oracle import Oracle
    from tests.ground.platform import Platform
    from tests.world.network import Network

Document = dict[str, Any]
OF_THE_TRIES_SECONDS = 12
"""Longer than all tries of an event that fails."""


@pytest.fixture
def intake(platform: Platform) -> Iterator[Producer]:
    producer = Producer(platform, "intake")
    yield producer
    producer.close()


def emitted(oracle: Oracle, service: str, *aggregates: str) -> list[Document]:
    """What a service told of these aggregates and somebody hears, in its order."""
    rows = oracle.db(service).kit_events.find({"aggregate_id": {"$in": aggregates}}).sort("position", 1)
    return [row["envelope"] for row in rows if EVENTS[row["type"]].subscribers]


def state(oracle: Oracle, order_id: str) -> list[Document | None]:
    job, order = oracle.db("repair").jobs, oracle.db("intake").orders
    return [job.find_one({"order_id": order_id}), order.find_one({"_id": order_id})]


def test_every_event_of_an_order_sent_twice_more_and_shuffled_changes_nothing(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    order_id = workplace_of(network.a).work_an_order([])
    assert oracle.violations() == []
    before = state(oracle, order_id)
    assert before[0] is not None
    own = {"intake": order_id, "repair": before[0]["_id"], "stations": network.a.id}
    for service, aggregate in own.items():
        envelopes = emitted(oracle, service, aggregate) * 2
        assert envelopes
        random.Random(SEED).shuffle(envelopes)
        producer = Producer(platform, service)
        producer.send(*envelopes)
        producer.close()
    assert oracle.violations() == []
    assert state(oracle, order_id) == before


def test_events_that_come_in_any_order_have_their_effects_in_the_order_they_were_told(
    platform: Platform, network: Network, oracle: Oracle, intake: Producer
) -> None:
    at = workplace_of(network.a)
    order_id = at.receive()["id"]
    chance = random.Random(SEED)
    envelopes = _made_up(oracle, order_id, at.engineer_id, rounds=5)
    chance.shuffle(envelopes)
    for envelope in envelopes * 2:
        intake.send(envelope, to="repair")
    oracle.settle()
    job = oracle.db("repair").jobs.find_one({"order_id": order_id})
    assert job is not None
    assert job["version"] == len(envelopes)
    assert job["on_bench"] is False
    assert job["heard"] == {"bench_accepted:v1": 5, "desk_accepted:v1": 5}
    _forget(oracle, job["_id"])


def test_an_event_after_a_gap_is_held_until_the_gap_is_filled(
    platform: Platform, network: Network, oracle: Oracle, intake: Producer
) -> None:
    at = workplace_of(network.a)
    order_id = at.receive()["id"]
    first, second = _made_up(oracle, order_id, at.engineer_id, rounds=1)
    intake.send(second, to="repair")
    until(lambda: oracle.db("repair").kit_held.find_one({"_id": second["id"]}) is not None, "held")
    assert oracle.db("repair").jobs.find_one({"order_id": order_id}) is None
    intake.send(first, to="repair")
    oracle.settle()
    job = oracle.db("repair").jobs.find_one({"order_id": order_id})
    assert job is not None
    assert (job["version"], job["on_bench"]) == (2, False)
    _forget(oracle, job["_id"])
    assert oracle.violations() == []


def test_a_held_event_whose_effect_fails_is_put_aside_after_its_tries(
    platform: Platform, network: Network, oracle: Oracle, intake: Producer
) -> None:
    at = workplace_of(network.a)
    order_id = at.receive()["id"]
    first, second = _made_up(oracle, order_id, at.engineer_id, rounds=1)
    intake.send({**second, "data": {"engineer_id": "nobody"}}, to="repair")
    until(lambda: oracle.db("repair").kit_held.find_one({"_id": second["id"]}) is not None, "held")
    intake.send(first, to="repair")
    until(lambda: not list(oracle.held()), "let go")
    until(lambda: bool(list(oracle.dead())), "put aside")
    queue = Names(platform.prefix).event_queue("repair", "intake")
    assert [line.partition(" ")[0] for line in oracle.dead()] == [f"{queue}.dead"]
    oracle.empty(f"{queue}.dead")
    job = oracle.db("repair").jobs.find_one({"order_id": order_id})
    assert job is not None
    assert (job["version"], job["on_bench"]) == (1, True)
    _forget(oracle, job["_id"])
    assert oracle.violations() == []


def test_an_event_about_what_another_producer_has_not_told_yet_waits_for_it(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    at = workplace_of(network.a)
    assert platform.stop("quality") == 0
    order_id = at.receive()["id"]
    job_id = at.to_the_bench(order_id)
    at.repair(job_id)
    at.bench.do.finish_job(job_id=job_id, outcome="repaired")
    with _kept_back(platform, "quality", "intake"):
        platform.start("quality")
        until(lambda: oracle.db("quality").kit_held.find_one({"envelope.type": "job_finished.v1"}) is not None, "held")
        time.sleep(OF_THE_TRIES_SECONDS)
        assert oracle.db("quality").orders.find_one({"_id": order_id}) is None
    assert oracle.violations() == []
    order = oracle.db("quality").orders.find_one({"_id": order_id})
    assert order is not None
    assert at.engineer_id in order["served_by"]


def test_an_event_that_comes_again_long_after_is_ignored(
    platform: Platform, network: Network, oracle: Oracle, intake: Producer
) -> None:
    order_id = workplace_of(network.b).work_an_order([])
    oracle.settle()
    before = state(oracle, order_id)
    for service in ("repair", "intake"):
        oracle.db(service).kit_replies.delete_many({})  # as after 48 hours
    intake.send(emitted(oracle, "intake", order_id)[0])
    assert oracle.violations() == []
    assert state(oracle, order_id) == before


def _made_up(oracle: Oracle, order_id: str, engineer_id: str, rounds: int) -> list[Document]:
    """What intake would tell if the device went to the bench and back so many times."""
    oracle.settle()
    received = oracle.db("intake").kit_events.find_one({"aggregate_id": order_id})
    assert received is not None
    envelopes = []
    for number in range(1, rounds + 1):
        bench = {**received["envelope"]["data"], "engineer_id": engineer_id, "brand": "Honor", "model": "X50"}
        bench["fault"] = "does not charge"
        for event_type, data in (("bench_accepted.v1", bench), ("desk_accepted.v1", {"engineer_id": engineer_id})):
            back = number if event_type == "desk_accepted.v1" else number - 1
            counts = {"order_received.v1": 1, "bench_accepted.v1": number} | (
                {"desk_accepted.v1": back} if back else {}
            )
            changed = {"id": str(uuid.uuid4()), "type": event_type, "counts": counts, "data": data}
            envelopes.append({**received["envelope"], **changed})
    return envelopes


def _forget(oracle: Oracle, job_id: str) -> None:
    """Takes away what intake never told."""
    oracle.db("repair").jobs.delete_one({"_id": job_id})


@contextmanager
def _kept_back(platform: Platform, hearer: str, producer: str) -> Iterator[None]:
    """What lies in this queue is in somebody else's hand meanwhile."""
    queue = Names(platform.prefix).event_queue(hearer, producer)
    with connect(platform.backing.amqp_uri) as connection:
        channel = connection.channel()
        while channel.basic_get(queue):
            pass
        yield
