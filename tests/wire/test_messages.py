"""Whoever holds one process's log-in at the broker speaks for nobody else: not in events, requests or replies.

What each may write, read and make there is tried in `tests/wire/test_rights.py`.
"""

from __future__ import annotations

import re
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import amqp
import orjson
import pytest
import urllib3

from contracts.language.catalogue import EVENTS, SERVICES, producers_of, subscriptions_of
from contracts.language.kit_messages import OF_EVERY_KIT, REPLAY_FINISHED, REPLAY_REQUESTED
from stationkit.ground.clock import wall_now
from stationkit.ground.names import replay_key
from stationkit.messaging.call import Call
from stationkit.messaging.kit_messages import kit_message
from stationkit.messaging.publisher import Message, Publisher, dumps
from stationkit.messaging.publisher import connect as connect_broker
from stationkit.process.migrate import GATEWAY
from stationkit.storage.kit_collections import ANCHORS, COPIES, HELD, MARKS, STATE
from tests.faults.test_poison import Poisoner
from tests.world.people import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.language.operation import AnyOperation
    from tests.laws.probe import Probe
    from tests.world.api import Answer

pytestmark = pytest.mark.usefixtures("mails_wait")
KEPT = (COPIES, MARKS, HELD, STATE, ANCHORS)
GUESSES = 200
SPOOFED = {
    "caller": {"account_id": "supervisor", "network": True},
    "station_id": "any",
    "posts": ["supervisor", "station_lead"],
    "permissions": ["*"],
    "reach": "network",
    "authenticated": True,
}


@pytest.fixture(scope="module")
def looking(probe: Probe) -> Iterator[Poisoner]:
    """The administrator's eyes on the queues."""
    poisoner = Poisoner(probe.network.platform)
    yield poisoner
    poisoner.close()


def forgeries(probe: Probe) -> list[tuple[str, str, str, dict[str, Any]]]:
    """What each service can put before each that hears it though it is another's: producer, hearer, type, envelope."""
    return [
        (producer, hearer, event_type, _envelope(probe, event_type, producer))
        for hearer in SERVICES
        for producer in producers_of(hearer)
        for event_type in (
            *(event_type for own in subscriptions_of(hearer).values() for event_type in own),
            *OF_EVERY_KIT,
        )
        if event_type in OF_EVERY_KIT or EVENTS[event_type].producer != producer
    ]


def _envelope(probe: Probe, event_type: str, forger: str) -> dict[str, Any]:
    """An event as it was really told, of an aggregate of its own; what the kit tells is signed by another service."""
    identity, now = str(uuid.uuid4()), "2026-11-23T08:00:00.000Z"
    if event_type in OF_EVERY_KIT:
        other = next(service for service in SERVICES if service != forger)
        data = {"whole": True, "totals": {}, "heads": [], "due": now, "hearer": other, "producer": forger}
        data |= {"aggregate_id": None, "replay_id": identity}
        return {"id": identity, "type": event_type, "producer": other, "recorded_at": now, "data": data}
    event = EVENTS[event_type]
    row = probe.db(event.producer).kit_events.find_one({"type": event_type}) or {"envelope": {"data": {}}}
    return {
        "station_id": probe.network.a.id,
        "occurred_at": now,
        "recorded_at": now,
        "actor": event.producer,
        "causation": identity,
        "traceparent": None,
        "imported": False,
        **row["envelope"],
        "id": identity,
        "type": event_type,
        "aggregate_id": str(uuid.uuid4()),
        "counts": {event_type: 1},
    }


def test_no_service_tells_what_is_anothers_to_tell(probe: Probe, looking: Poisoner) -> None:
    forged = forgeries(probe)
    probe.stand_still()
    before = _everything_kept(probe)
    for producer, hearer, event_type, envelope in forged:
        _publish(probe, producer, replay_key(hearer, event_type), envelope)
    queues = [probe.names.dead_queue(probe.names.event_queue(hearer, producer)) for producer, hearer, _, _ in forged]
    reasons = [looking.next_of(queue).headers["zz-reason"] for queue in queues]
    assert {reason.partition(":")[0] for reason in reasons} == {"forged"}
    assert len(reasons) > 100
    probe.rest()
    assert _everything_kept(probe) == before


def _publish(probe: Probe, producer: str, key: str, envelope: dict[str, Any]) -> None:
    """With the service's own log-in, to its own exchange."""
    publisher = Publisher(probe.network.platform.amqp_uri_of(producer))
    message = Message(probe.names.events_exchange(producer), key, envelope["id"], dumps(envelope))
    assert publisher.publish([message]) == set()
    publisher.close()


def _everything_kept(probe: Probe) -> dict[Any, Any]:
    kit = {
        (service, name, row["_id"]): str(row)
        for service in SERVICES
        for name in KEPT
        for row in probe.db(service)[name].find()
        if row["_id"] != "schema"
    }
    return {**kit, **probe.footprint()}


def test_no_service_has_events_sent_to_another_in_its_name(probe: Probe, looking: Poisoner) -> None:
    names = probe.names
    answers = looking.overhear(names.events_exchange("stations"), "replay.#")
    for hearer in ("repair", "intake"):
        data = {"hearer": hearer, "producer": "stations", "aggregate_id": str(uuid.uuid4())}
        message = kit_message("intake", names.events_exchange("intake"), REPLAY_REQUESTED, REPLAY_REQUESTED, data)
        _publish(probe, "intake", message.routing_key, orjson.loads(message.body))
    first = looking.next_of(answers)
    assert first.delivery_info["routing_key"] == replay_key("intake", REPLAY_FINISHED)


def test_a_request_says_who_calls_by_its_token_alone(probe: Probe) -> None:
    asker, operations = _Asker(probe), [operation for operation in probe.operations if operation.permission is not None]
    probe.stand_still()
    before = probe.footprint()
    calls = [(operation, probe.example(operation, probe.network.a)) for operation in operations]
    codes = {operation.name: asker.code(operation, {**call.body, **call.ids}) for operation, call in calls}
    asker.close()
    assert codes == dict.fromkeys(codes, "unauthenticated")
    assert probe.footprint() == before


def test_a_service_cannot_send_a_request_at_all(probe: Probe) -> None:
    for service in SERVICES:
        connection = connect_broker(probe.network.platform.amqp_uri_of(service))
        channel = connection.channel()
        with pytest.raises(amqp.AccessRefused):
            channel.basic_publish_confirm(amqp.Message("{}"), probe.names.rpc_exchange, "intake.list_orders")
        connection.close()


def test_a_log_in_of_the_broker_is_none_to_its_management(probe: Probe) -> None:
    platform = probe.network.platform
    api = urllib3.util.parse_url(platform.backing.broker_api)
    for process in (*SERVICES, GATEWAY):
        login = urllib3.util.parse_url(platform.amqp_uri_of(process)).auth
        headers = urllib3.make_headers(basic_auth=login)
        for what in ("whoami", "queues", "users", "definitions"):
            answer = probe.network.pool.request("GET", f"http://{api.host}:{api.port}/api/{what}", headers=headers)
            assert answer.status == 401


def test_a_service_cannot_answer_for_another(probe: Probe, looking: Poisoner) -> None:
    """While intake is held up, repair answers for it, with all that it knows from requests of its own."""
    platform, desk = probe.network.platform, probe.network.a.desk.api
    party = probe.network.a.customer
    queue = looking.overhear(probe.names.rpc_exchange, "repair.*")
    for _ in range(4):
        desk.do.list_jobs(limit=1)
    requests = [looking.next_of(queue).properties for _ in range(4)]
    platform.send("intake", signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(partial(desk.send, "GET", f"/parties/{party}"))
            _answer_for_intake(probe, requests)
            platform.send("intake", signal.SIGCONT)
            answer: Answer = waiting.result()
    finally:
        platform.send("intake", signal.SIGCONT)
    assert (answer.status, answer.body["id"]) == (200, party)


def _answer_for_intake(probe: Probe, requests: list[dict[str, Any]]) -> None:
    connection = connect_broker(probe.network.platform.amqp_uri_of("repair"))
    channel, body = connection.channel(), dumps({"result": {"id": "forged"}, "error": None})
    for _ in range(20):
        for request in requests:
            for number in _guesses(request["correlation_id"]):
                message = amqp.Message(body, correlation_id=number)
                channel.basic_publish(message, probe.names.reply_exchange, request["reply_to"])
    connection.close()


def _guesses(correlation_id: str) -> list[str]:
    """The numbers that would follow, were requests counted."""
    start, digits = re.fullmatch(r"(.*?)([0-9]*)", correlation_id).groups()  # type: ignore[union-attr]  # it always matches
    return [f"{start}{int(digits or 0) + step}" for step in range(GUESSES)]


class _Asker:
    """The gateway's own log-in in wrong hands: asks without a token, and says in every way who it would like to be."""

    def __init__(self, probe: Probe) -> None:
        self._names, self._me = probe.names, uuid.uuid4().hex
        self._connection = connect_broker(probe.network.platform.amqp_uri_of(GATEWAY))
        self._channel = self._connection.channel()
        self._queue = self._channel.queue_declare("", exclusive=True).queue
        self._channel.queue_bind(self._queue, self._names.reply_exchange, self._me)

    def code(self, operation: AnyOperation, request: dict[str, Any]) -> str:
        """The code of the refusal; nothing where it was carried out."""
        wall = wall_now()
        call = Call(request, wall + timedelta(seconds=10), wall, key=uuid.uuid4().hex).to_wire()
        body = dumps({"args": [{**call, **SPOOFED}], "kwargs": SPOOFED, "context_data": SPOOFED})
        headers = {**SPOOFED, **{f"nameko.{name}": value for name, value in SPOOFED.items()}}
        message = amqp.Message(body, application_headers=headers, reply_to=self._me)
        self._channel.basic_publish(message, self._names.rpc_exchange, f"{operation.service}.{operation.name}")
        answers: list[amqp.Message] = []
        until(lambda: bool(answers) or self._got(answers), f"answered: {operation.name}")
        error = orjson.loads(answers[0].body)["error"]
        return str(error["code"]) if error else ""

    def _got(self, answers: list[amqp.Message]) -> bool:
        message = self._channel.basic_get(self._queue, no_ack=True)
        answers += [message] if message else []
        return bool(answers)

    def close(self) -> None:
        self._connection.close()
