"""Clients that work whole journeys and send what was not answered again with the same key, until it is."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import urllib3

from tests.api import Answer, Api

if TYPE_CHECKING:
    from tests.faults.town import Town

AGAIN = ("not_yet", "unavailable", "outcome_unknown", "throttled")


class Patient(Api):
    """An account whose every request ends in a final answer: the same key is sent until there is one."""

    final_seconds = 40.0

    def do(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        if method != "GET":
            headers.setdefault("Idempotency_Key", uuid.uuid4().hex)
        deadline = time.monotonic() + self.final_seconds
        while (answer := self._once(method, path, body, headers)) is None or answer.code in AGAIN:
            assert time.monotonic() < deadline, f"{method} {path}: no final answer in {self.final_seconds} s: {answer}"
            time.sleep(0.1)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.body}"
        return answer.body

    def wait_for(self, path: str, wanted: Any) -> Any:
        deadline = time.monotonic() + self.final_seconds
        while not wanted(body := self.get(path)):
            assert time.monotonic() < deadline, f"GET {path}: {body}"
            time.sleep(0.1)
        return body

    def _once(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer | None:
        try:
            return self.send(method, path, body, **headers)
        except (urllib3.exceptions.HTTPError, OSError):
            return None


class Counting(Api):
    """An account that notes every answer that was a failure of the platform, before it sends anything again."""

    failures: Counter[str]

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        try:
            answer = super().send(method, path, body, **headers)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            self.failures[_name_of(error)] += 1
            return Answer(503, {}, {"code": "unavailable", "params": {}})
        if answer.status >= 500:
            self.failures[f"{method} {path.split('/')[1]} {answer.code}"] += 1
        return answer


def _name_of(error: Exception) -> str:
    """What happened to the connection: urllib3 wraps the system's own error."""
    inner = error.args[-1] if isinstance(error, urllib3.exceptions.ProtocolError) else error
    return type(inner).__name__


@dataclass
class Load:
    """A closed loop of clients in one town; `orders` are those whose customer has them back."""

    town: Town
    clients: int
    kind: type[Api] = Patient
    orders: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Load:
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._loop, args=(number,)) for number in range(self.clients)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, orders: int, seconds: float = 60.0) -> None:
        """Returns when so many more orders were closed."""
        target, deadline = len(self.orders) + orders, time.monotonic() + seconds
        while len(self.orders) < target:
            assert not self.errors, self.errors
            assert time.monotonic() < deadline, f"{len(self.orders)} of {target} orders after {seconds} s"
            time.sleep(0.05)

    def _loop(self, number: int) -> None:
        place = self.town.places[number % len(self.town.places)]
        desk, bench = (self._account(one) for one in (place.desk, place.bench))
        chance = random.Random(number)
        while not self._stopping.is_set():
            try:
                self.orders.append(work_an_order(desk, bench, place.engineer_id, f"{chance.getrandbits(60):015X}", self.begun))
            except AssertionError as error:
                self.errors.append(str(error))
                return

    def _account(self, api: Api) -> Api:
        account = self.kind(api.url, api.token, api.refresh, api.pool)
        if isinstance(account, Counting):
            account.failures = self.failures
        return account


def patient_of(api: Api) -> Patient:
    """The same session, sending until there is a final answer."""
    return Patient(api.url, api.token, api.refresh, api.pool)


def receive(desk: Api, serial: str, **headers: str) -> Any:
    """A device over the counter, of a new customer."""
    party = desk.post("/parties", {"kind": "user", "name": "李雷", "phone": "13812345678"})
    return desk.post("/orders", order_body(party["id"], serial), **headers)


def order_body(party_id: str, serial: str) -> dict[str, Any]:
    device = {"category": "19", "brand": "Honor", "model": "X50", "identity": "serial", "serial": serial}
    return {"party_id": party_id, "fault": "does not charge", "accessories": ["charger"], "device": device}


def to_the_bench(desk: Api, bench: Api, engineer_id: str, order_id: str) -> str:
    """Hands a device to its engineer; the id of the job that this opens."""
    desk.post(f"/orders/{order_id}/offer", {"to": "engineer", "engineer_id": engineer_id})
    bench.post(f"/orders/{order_id}/accept")
    return job_of(bench, order_id)


def job_of(bench: Api, order_id: str) -> str:
    page = bench.wait_for(f"/jobs?order_id={order_id}", lambda found: found["items"])
    return str(page["items"][0]["id"])


def repair(bench: Api, job_id: str) -> None:
    """From the queue to the passed test."""
    bench.post(f"/jobs/{job_id}/start")
    bench.post(f"/jobs/{job_id}/diagnosis", {"symptom": "no_charge", "fault": "battery"})
    bench.post(f"/jobs/{job_id}/repair", {"actions": ["replaced_battery"]})
    bench.post(f"/jobs/{job_id}/test", {"passed": True})


def work_an_order(desk: Api, bench: Api, engineer_id: str, serial: str, begun: list[str]) -> str:
    """One order from the desk over the bench to its customer; its id."""
    order = receive(desk, serial)
    begun.append(order["id"])
    at = f"/orders/{order['id']}"
    job_id = to_the_bench(desk, bench, engineer_id, order["id"])
    repair(bench, job_id)
    bench.post(f"/jobs/{job_id}/finish", {"outcome": "repaired"})
    bench.post(f"{at}/offer", {"to": "desk"})
    desk.post(f"{at}/accept")
    desk.wait_for(at, lambda body: body["state"] == "ready")
    desk.post(f"{at}/notify", {"channel": "phone"})
    desk.post(f"{at}/release", {"how": "pickup", "receipt_code": order["receipt_code"], "serial": serial})
    closed = desk.post(f"{at}/close", {"receipt": "signed"})
    assert closed["state"] == "closed"
    return str(order["id"])
