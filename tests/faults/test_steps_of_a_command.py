"""Killed at each step of a command: the caller who asks again gets the first reply, and there is one effect."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.load import order_body, patient_of
from tests.faults.struck import armed, in_background

if TYPE_CHECKING:
    from tests.api import Api
    from tests.faults.oracle import Oracle
    from tests.faults.town import Town
    from tests.platform import Platform

STEPS = ("after_commit", "before_publish", "after_publish")


def key() -> dict[str, str]:
    return {"Idempotency_Key": uuid.uuid4().hex}


class Shapes:
    """One command of each commit shape, each of another service, so that all three can be struck at once."""

    def __init__(self, town: Town) -> None:
        place = town.places[0]
        self.place = place
        self.desk, self.bench, self.head = patient_of(place.desk), patient_of(place.bench), patient_of(town.head)
        body = {"kind": "user", "name": "韩梅梅", "phone": "13912345678"}
        party = self.desk.post("/parties", body)
        self.serial = uuid.uuid4().hex[:12].upper()
        order = self.desk.post("/orders", order_body(party["id"], uuid.uuid4().hex[:12]))
        at = f"/orders/{order['id']}"
        self.desk.post(f"{at}/offer", {"to": "engineer", "engineer_id": place.engineer_id})
        self.bench.post(f"{at}/accept")
        self.job = self.bench.wait_for(f"/jobs?order_id={order['id']}", lambda page: page["items"])["items"][0]["id"]
        self.requests: dict[str, tuple[Api, str, dict[str, Any], dict[str, str]]] = {
            "stations": (self.head, f"/stations/{place.id}/staff", {"name": "王芳", "posts": ["front_desk"]}, key()),
            "repair": (self.bench, f"/jobs/{self.job}/start", {}, key()),
            "intake": (self.desk, "/orders", {**order_body("", self.serial), "party": body}, key()),
        }
        del self.requests["intake"][2]["party_id"]

    def send(self, service: str) -> Any:
        api, path, body, headers = self.requests[service]
        return api.post(path, body, **headers)


@pytest.mark.parametrize("step", STEPS)
def test_a_command_whose_service_is_killed_has_one_effect_and_one_reply(
    platform: Platform, town: Town, oracle: Oracle, step: str
) -> None:
    shapes = Shapes(town)
    staff = oracle.db("stations").staff.count_documents({})
    with armed(platform, dict.fromkeys(shapes.requests, step)):
        answers = {service: in_background(lambda service=service: shapes.send(service)) for service in shapes.requests}
    first = {service: answer() for service, answer in answers.items()}
    assert first == {service: shapes.send(service) for service in shapes.requests}
    assert oracle.violations() == []
    assert oracle.db("stations").staff.count_documents({}) == staff + 1
    assert oracle.db("intake").orders.count_documents({"device.serial": shapes.serial}) == 1
    assert oracle.db("repair").jobs.find_one({"_id": shapes.job})["version"] == 2  # type: ignore[index]  # it is there


def test_a_request_that_was_answered_but_not_acknowledged_is_not_done_again(
    platform: Platform, town: Town, oracle: Oracle
) -> None:
    shapes = Shapes(town)
    with armed(platform, {"intake": "before_ack:intake.receive_device", "repair": "before_ack:repair.start_diagnosis"}):
        first = {service: shapes.send(service) for service in ("intake", "repair")}
    assert first == {service: shapes.send(service) for service in ("intake", "repair")}
    assert oracle.violations() == []
    assert oracle.db("intake").orders.count_documents({"device.serial": shapes.serial}) == 1
    assert oracle.db("repair").jobs.find_one({"_id": shapes.job})["version"] == 2  # type: ignore[index]  # it is there
