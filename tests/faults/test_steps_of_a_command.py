"""Killed at each step of a command: the caller who asks again gets the first reply, and there is one effect."""

from __future__ import annotations

import time
import uuid
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from stationkit.messaging.relay import LEASE_SECONDS
from tests.faults.kill_points import armed, in_background, keep_leases, let_leases_go
from tests.faults.load import order_body, patient_of, workplace_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.load import Workplace
    from tests.faults.oracle import Oracle
    from tests.ground.platform import Platform
    from tests.world.api import Answer
    from tests.world.network import Network

STEPS = ("after_commit", "before_publish", "after_publish")
BEFORE_ANYTHING_IS_STORED = {"stations": "before_write", "repair": "before_write", "intake": "in_transaction"}
ONE_DOCUMENT = ("stations", "repair")


class Shapes:
    """One command of each commit shape, each of another service, so that all three can be struck at once.

    A new document, another version of one, and several documents in a transaction.
    """

    operations: ClassVar[dict[str, str]] = {
        "stations": "create_staff",
        "repair": "start_diagnosis",
        "intake": "receive_device",
    }

    def __init__(self, network: Network) -> None:
        at = workplace_of(network.a)
        self.job = at.to_the_bench(at.receive()["id"])
        body = order_body()
        self.serial = body["device"]["serial"]
        hired = {"name": "王芳", "posts": ["front_desk"]}
        supervisor = patient_of(network.supervisor)
        self.requests: dict[str, Callable[[], Any]] = {
            "stations": partial(supervisor.do.create_staff, station_id=network.a.id, **hired, key=uuid.uuid4().hex),
            "repair": partial(at.bench.do.start_diagnosis, job_id=self.job, key=uuid.uuid4().hex),
            "intake": partial(at.desk.do.receive_device, **body, key=uuid.uuid4().hex),
        }

    def send(self, service: str) -> Any:
        return self.requests[service]()

    def at(self, step: str, *services: str) -> dict[str, str]:
        """The point of that step in each service's command."""
        return {service: f"{step}:{self.operations[service]}" for service in services or self.operations}


def refused(at: Workplace, order_id: str, request_id: str) -> Answer:
    """The answer to a step that the order has not come to."""
    return at.desk.send("POST", f"/orders/{order_id}/close", {"receipt": "signed"}, X_Request_ID=request_id)


@pytest.mark.parametrize("step", STEPS)
def test_a_command_whose_service_is_killed_has_one_effect_and_one_reply(
    platform: Platform, network: Network, oracle: Oracle, step: str
) -> None:
    shapes = Shapes(network)
    staff = oracle.db("stations").staff.count_documents({})
    with armed(platform, shapes.at(step)):
        answers = {service: in_background(partial(shapes.send, service)) for service in shapes.requests}
    first = {service: answer() for service, answer in answers.items()}
    assert first == {service: shapes.send(service) for service in shapes.requests}
    assert oracle.violations() == []
    assert oracle.db("stations").staff.count_documents({}) == staff + 1
    assert oracle.db("intake").orders.count_documents({"device.serial": shapes.serial}) == 1
    assert oracle.db("repair").jobs.find_one({"_id": shapes.job})["version"] == 2  # type: ignore[index]  # it is there


def test_a_command_that_is_killed_before_anything_of_it_is_stored_is_done_once_and_soon(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    shapes = Shapes(network)
    points = {service: f"{step}:{shapes.operations[service]}" for service, step in BEFORE_ANYTHING_IS_STORED.items()}
    with armed(platform, points):
        answers = {service: in_background(partial(shapes.send, service)) for service in shapes.requests}
    first = {service: answer() for service, answer in answers.items()}
    assert first == {service: shapes.send(service) for service in shapes.requests}
    assert oracle.violations() == []
    assert oracle.db("intake").orders.count_documents({"device.serial": shapes.serial}) == 1


def test_a_reply_that_is_not_kept_yet_when_its_events_are_is_kept_by_the_next_process(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    shapes = Shapes(network)
    with armed(platform, shapes.at("before_reply_kept", *ONE_DOCUMENT)):
        answers = {service: in_background(partial(shapes.send, service)) for service in ONE_DOCUMENT}
    first = {service: answer() for service, answer in answers.items()}
    oracle.settle()
    assert first == {service: shapes.send(service) for service in ONE_DOCUMENT}
    assert oracle.violations() == []


@pytest.mark.parametrize("step", ["before_publish", "after_publish"])
def test_a_refusal_is_in_the_trail_once_when_its_service_is_killed_over_it(
    platform: Platform, network: Network, oracle: Oracle, step: str
) -> None:
    at, request_id, db = workplace_of(network.a), uuid.uuid4().hex, oracle.db("intake")
    order_id = at.receive()["id"]
    oracle.settle()
    keep_leases(db)
    time.sleep(LEASE_SECONDS)  # the relay may work on for so long
    answer = refused(at, order_id, request_id)
    with armed(platform, {"intake": f"{step}:close_order"}):
        let_leases_go(db)
    assert (answer.status, answer.code) == (409, "refused")
    assert oracle.violations() == []
    assert db.kit_audit.count_documents({"request_id": request_id, "outcome": "refused"}) == 1


def test_a_stored_reply_that_was_answered_but_not_acknowledged_is_answered_again_the_same(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    shapes = Shapes(network)
    first = shapes.send("intake")
    oracle.settle()
    with armed(platform, {"intake": "before_ack:intake.receive_device"}):
        assert shapes.send("intake") == first
    assert shapes.send("intake") == first
    assert oracle.violations() == []
    assert oracle.db("intake").orders.count_documents({"device.serial": shapes.serial}) == 1


def test_a_request_that_was_answered_but_not_acknowledged_is_not_done_again(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    shapes = Shapes(network)
    with armed(platform, {"intake": "before_ack:intake.receive_device", "repair": "before_ack:repair.start_diagnosis"}):
        first = {service: shapes.send(service) for service in ("intake", "repair")}
    assert first == {service: shapes.send(service) for service in ("intake", "repair")}
    assert oracle.violations() == []
    assert oracle.db("intake").orders.count_documents({"device.serial": shapes.serial}) == 1
    assert oracle.db("repair").jobs.find_one({"_id": shapes.job})["version"] == 2  # type: ignore[index]  # it is there
