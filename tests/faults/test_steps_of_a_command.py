"""Killed at each step of a command: the caller who asks again gets the first reply, and there is one effect."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.load import order_body, patient_of, workplace_of
from tests.faults.struck import armed, in_background

if TYPE_CHECKING:
    from tests.api import Api
    from tests.faults.oracle import Oracle
    from tests.network import Network
    from tests.platform import Platform

STEPS = ("after_commit", "before_publish", "after_publish")


def key() -> dict[str, str]:
    return {"Idempotency_Key": uuid.uuid4().hex}


class Shapes:
    """One command of each commit shape, each of another service, so that all three can be struck at once."""

    def __init__(self, network: Network) -> None:
        at = workplace_of(network.a)
        self.job = at.to_the_bench(at.receive()["id"])
        body = order_body()
        self.serial = body["device"]["serial"]
        hired = {"name": "王芳", "posts": ["front_desk"]}
        self.requests: dict[str, tuple[Api, str, dict[str, Any], dict[str, str]]] = {
            "stations": (patient_of(network.supervisor), f"/stations/{network.a.id}/staff", hired, key()),
            "repair": (at.bench, f"/jobs/{self.job}/start", {}, key()),
            "intake": (at.desk, "/orders", body, key()),
        }

    def send(self, service: str) -> Any:
        api, path, body, headers = self.requests[service]
        return api.post(path, body, **headers)


@pytest.mark.parametrize("step", STEPS)
def test_a_command_whose_service_is_killed_has_one_effect_and_one_reply(
    platform: Platform, network: Network, oracle: Oracle, step: str
) -> None:
    shapes = Shapes(network)
    staff = oracle.db("stations").staff.count_documents({})
    with armed(platform, dict.fromkeys(shapes.requests, step)):
        answers = {service: in_background(partial(shapes.send, service)) for service in shapes.requests}
    first = {service: answer() for service, answer in answers.items()}
    assert first == {service: shapes.send(service) for service in shapes.requests}
    assert oracle.violations() == []
    assert oracle.db("stations").staff.count_documents({}) == staff + 1
    assert oracle.db("intake").orders.count_documents({"device.serial": shapes.serial}) == 1
    assert oracle.db("repair").jobs.find_one({"_id": shapes.job})["version"] == 2  # type: ignore[index]  # it is there


def test_a_command_that_is_killed_within_its_transaction_is_done_once_and_soon(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    shapes = Shapes(network)
    with armed(platform, {"intake": "in_transaction"}):
        answer = in_background(partial(shapes.send, "intake"))
    first = answer()
    assert first == shapes.send("intake")
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
