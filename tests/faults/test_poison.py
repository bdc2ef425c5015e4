"""Messages that nobody can read or carry out: put aside with the reason, while everything else flows on."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any

import amqp
import orjson
import pytest

from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.messaging.poison_guard import ALONE_AT, GUILTY, IN_HAND_AT
from stationkit.messaging.publisher import connect
from stationkit.unit_of_work.event_consumption import UNKNOWN_AT_MOST
from tests.faults.kill_points import Victim
from tests.faults.load import workplace_of
from tests.world.people import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.oracle import Oracle
    from tests.ground.platform import Platform
    from tests.world.network import Network

PATIENCE_SECONDS = 30.0
MEGABYTE = 1024 * 1024
TELLING = {
    "id": "00000000-0000-4000-8000-000000000001",
    "type": "bench_accepted.v1",
    "station_id": "00000000-0000-4000-8000-000000000002",
    "aggregate_id": "00000000-0000-4000-8000-000000000003",
    "counts": {"bench_accepted.v1": 1},
    "occurred_at": "2026-11-23T08:00:00.000Z",
    "recorded_at": "2026-11-23T08:00:00.000Z",
    "actor": "nobody",
    "causation": "nothing",
    "traceparent": None,
    "imported": False,
    "data": {"code": "A"},
}


def of_real_station(place_id: str, **changed: Any) -> bytes:
    return orjson.dumps({**TELLING, "station_id": place_id, "aggregate_id": str(uuid.uuid4()), **changed})


UNREADABLE = {
    "no JSON": b"{not json",
    "no JSON object": b'["bench_accepted.v1"]',
    "a number": b"7",
    "an unknown type": orjson.dumps({**TELLING, "type": "bench_exploded.v1"}),
    "a type that is no text": orjson.dumps({**TELLING, "type": ["bench_accepted.v1"]}),
    "no type": b"{}",
    "10 MB": b'{"padding": "' + b"x" * 10 * MEGABYTE + b'"}',
    "too deep": b"[" * 100_000 + b"]" * 100_000,
}


class Poisoner:
    """Puts messages into queues as the administrator, and reads what was put aside."""

    def __init__(self, platform: Platform) -> None:
        self.names = Names(platform.prefix)
        self._connection = connect(platform.backing.amqp_uri)
        self._channel = self._connection.channel()
        self._channel.confirm_select()

    def put(self, queue: str, body: bytes, **properties: Any) -> None:
        self._channel.basic_publish(amqp.Message(body, delivery_mode=2, **properties), "", queue)

    def ask(self, exchange: str, key: str, body: bytes, **properties: Any) -> None:
        self._channel.basic_publish(amqp.Message(body, **properties), exchange, key)

    def reply_queue(self, me: str) -> str:
        return self.overhear(self.names.reply_exchange, me)

    def overhear(self, exchange: str, key: str) -> str:
        """A queue of its own to which everything comes that is sent there under that key."""
        queue = self._channel.queue_declare("", exclusive=True).queue
        self._channel.queue_bind(queue, exchange, key)
        return str(queue)

    def next_of(self, queue: str) -> amqp.Message:
        """The next message of a queue, taken off it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (message := self._channel.basic_get(queue, no_ack=True)) is None:
            assert time.monotonic() < deadline, f"nothing in {queue}"
            time.sleep(0.1)
        return message

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(scope="module")
def poisoner(platform: Platform) -> Iterator[Poisoner]:
    putting = Poisoner(platform)
    yield putting
    putting.close()


@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_event_that_cannot_be_read_is_put_aside_with_the_reason(poisoner: Poisoner, kind: str) -> None:
    queue = poisoner.names.event_queue("repair", "intake")
    poisoner.put(queue, UNREADABLE[kind])
    dead = poisoner.next_of(poisoner.names.dead_queue(queue))
    assert dead.headers["zz-reason"].startswith("unreadable")
    assert dead.body == UNREADABLE[kind].decode()


def test_events_that_fail_are_put_aside_after_their_tries_while_others_flow(
    platform: Platform, network: Network, oracle: Oracle, poisoner: Poisoner
) -> None:
    place = network.a
    queue, copies = (poisoner.names.event_queue("repair", producer) for producer in ("intake", "stations"))
    poisoner.put(queue, of_real_station(place.id))  # its data is not valid
    poisoner.put(queue, of_real_station(place.id, counts={}))  # the handler raises
    poisoner.put(queue, of_real_station(place.id, counts={"bench_accepted.v1": "many"}))
    poisoner.put(copies, of_real_station(place.id, type="staff_changed.v1"))  # a built-in handler raises
    poisoner.put(copies, of_real_station(place.id, type="replay_requested.v1", producer="stations", data=None))
    workplace_of(network.a).work_an_order([])
    reasons = [poisoner.next_of(poisoner.names.dead_queue(queue)).headers["zz-reason"] for _ in range(3)]
    reasons += [poisoner.next_of(poisoner.names.dead_queue(copies)).headers["zz-reason"] for _ in range(2)]
    assert [reason.partition(":")[0] for reason in reasons] == ["failed"] * 5
    assert oracle.violations() == []


def test_an_event_of_a_station_that_never_comes_to_be_known_is_held_and_put_aside_in_the_end(
    platform: Platform, oracle: Oracle, poisoner: Poisoner
) -> None:
    queue, event_id = poisoner.names.event_queue("repair", "intake"), str(uuid.uuid4())
    event: dict[str, Any] = {"type": "desk_accepted.v1", "counts": {"desk_accepted.v1": 1}}
    poisoner.put(queue, of_real_station(str(uuid.uuid4()), id=event_id, data={"engineer_id": event_id}, **event))
    held = oracle.db("repair").kit_held
    until(lambda: held.find_one({"_id": event_id}) is not None, "held")
    held.update_one({"_id": event_id}, {"$set": {"since": wall_now() - 2 * UNKNOWN_AT_MOST}})
    dead = poisoner.next_of(poisoner.names.dead_queue(queue))
    assert dead.headers["zz-reason"].startswith("failed: NotYet")
    assert oracle.violations() == []


GARBAGE = {
    "no JSON": b"{not json",
    "no JSON object": b"7",
    "no arguments": b'{"args": [], "kwargs": {}}',
    "too few fields": b'{"args": [{"request": {}}], "kwargs": {}}',
    "a call that is a list": b'{"args": [["x"]], "kwargs": {}}',
    "10 MB": b'{"args": ["' + b"x" * 10 * MEGABYTE + b'"]}',
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_a_request_that_cannot_be_read_is_answered_so(poisoner: Poisoner, kind: str) -> None:
    me = uuid.uuid4().hex
    answers = poisoner.reply_queue(me)
    properties = {"reply_to": me, "correlation_id": "1"}
    poisoner.ask(poisoner.names.rpc_exchange, "intake.list_orders", GARBAGE[kind], **properties)
    answer = orjson.loads(poisoner.next_of(answers).body)
    assert answer["error"]["code"] == "bad_request"


def test_a_request_for_no_known_operation_is_answered_so(poisoner: Poisoner) -> None:
    me = uuid.uuid4().hex
    answers = poisoner.reply_queue(me)
    body = b'{"args": [{}], "kwargs": {}}'
    poisoner.ask(poisoner.names.rpc_exchange, "intake.open_the_safe", body, reply_to=me, correlation_id="1")
    assert orjson.loads(poisoner.next_of(answers).body)["error"]["code"] == "not_found"


def test_a_token_or_key_that_is_no_text_is_refused_not_a_fault(poisoner: Poisoner) -> None:
    call = {"request": {}, "deadline": 4102444800000, "now": 1763000000000, "token": ["x"], "key": {"$ne": 1}}
    call |= {"if_match": "x", "request_id": 1, "traceparent": 2, "source": None}
    me = uuid.uuid4().hex
    answers = poisoner.reply_queue(me)
    body = orjson.dumps({"args": [call], "kwargs": {}})
    poisoner.ask(poisoner.names.rpc_exchange, "intake.list_orders", body, reply_to=me, correlation_id="1")
    assert orjson.loads(poisoner.next_of(answers).body)["error"]["code"] in ("bad_request", "unauthenticated")


def test_requests_that_want_no_answer_stop_nobody(
    platform: Platform, network: Network, oracle: Oracle, poisoner: Poisoner
) -> None:
    for body in (*GARBAGE.values(), b"{}"):
        poisoner.ask(poisoner.names.rpc_exchange, "intake.list_orders", body)
        poisoner.ask(poisoner.names.rpc_exchange, "intake.open_the_safe", body, reply_to="nobody is there")
        poisoner.put(poisoner.names.rpc_queue("intake"), body)
    workplace_of(network.a).work_an_order([])
    assert oracle.violations() == []


def test_only_the_event_under_which_its_process_dies_is_put_aside_not_those_beside_it(
    platform: Platform, network: Network, oracle: Oracle, poisoner: Poisoner
) -> None:
    at, queue = workplace_of(network.a), poisoner.names.event_queue("repair", "intake")
    back = at.receive()
    job_id = at.to_the_bench(back["id"])
    at.repair(job_id)
    at.bench.do.finish_job(job_id=job_id, outcome="repaired")
    others = [at.receive()["id"] for _ in range(3)]
    victim = Victim(platform, "repair")
    victim.kill()
    at.hand_to_the_desk(back["id"])
    for order_id in others:
        at.hand_to_the_engineer(order_id)
    for _ in range(IN_HAND_AT + ALONE_AT):
        victim.aim("before_ack:desk_accepted.v1")
        victim.die()
    victim.rise()
    dead = poisoner.next_of(poisoner.names.dead_queue(queue))
    assert dead.headers["zz-reason"] == GUILTY
    assert orjson.loads(dead.body)["aggregate_id"] == back["id"]
    assert oracle.violations() == []
    assert oracle.db("repair").jobs.count_documents({"order_id": {"$in": others}}) == len(others)
    assert oracle.db("repair").kit_counters.count_documents({"_id": {"$regex": "^trial:"}}) == 0
