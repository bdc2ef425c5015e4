"""Clients that work at desk, bench and store, and send what was not answered again with the same key, until it is."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import urllib3

from tests.world.api import Answer, Api
from tests.world.store_room import a_job_that_may_borrow, a_stocked_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.people import Person
    from tests.world.station import Station
    from zz.verbs import Message

AGAIN = ("not_yet", "unavailable", "outcome_unknown", "throttled")
STOCK = 20
RENEWED_SECONDS = 480.0
PAUSE_SECONDS = 0.5


class Patient(Api):
    """An account whose every request ends in a final answer, even when a broker has to boot meanwhile."""

    final_seconds = 90.0

    def succeed(self, message: Message, key: str | None = None, if_match: int | None = None) -> Any:
        key = key or (None if message.method == "GET" else uuid.uuid4().hex)
        deadline = time.monotonic() + self.final_seconds
        while (answer := self._once(message, key, if_match)) is None or answer.code in AGAIN:
            assert time.monotonic() < deadline, f"{message}: no final answer in {self.final_seconds} s: {answer}"
            time.sleep(0.1)
        assert answer.status < 300, f"{message}: {answer.status} {answer.body}"
        return answer.body

    def wait_for(self, message: Message, condition: Callable[[Any], Any]) -> Any:
        deadline = time.monotonic() + self.final_seconds
        while not condition(body := self.succeed(message)):
            assert time.monotonic() < deadline, f"{message}: {body}"
            time.sleep(0.1)
        return body

    def _once(self, message: Message, key: str | None, if_match: int | None) -> Answer | None:
        try:
            return self.answer(message, key, if_match)
        except (urllib3.exceptions.HTTPError, OSError):
            return None


class Counting(Api):
    """An account that notes every answer that was a failure of the platform, before it sends anything again.

    It pauses before each request: what starts meanwhile has processor left, and is there while callers still wait.
    """

    failures: Counter[str]

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        time.sleep(PAUSE_SECONDS)
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
class Workplace:
    """Desk and bench, and the way of an order between them."""

    desk: Api
    bench: Api
    engineer_id: str

    def receive(self) -> Any:
        """A device over the counter, of a new customer: the order as it was answered, with its serial."""
        body = order_body()
        return {**self.desk.do.receive_device(**body), "serial": body["device"]["serial"]}

    def to_the_bench(self, order_id: str) -> str:
        """Hands a device to its engineer; the id of the job that this opens."""
        self.hand_to_the_engineer(order_id)
        page = self.bench.until.list_jobs(lambda body: body["items"], order_id=order_id)
        return str(page["items"][0]["id"])

    def hand_to_the_engineer(self, order_id: str) -> None:
        """From the desk to the bench."""
        self.desk.do.offer_custody(order_id=order_id, to="engineer", engineer_id=self.engineer_id)
        self.bench.do.accept_custody(order_id=order_id)

    def hand_to_the_desk(self, order_id: str) -> None:
        """And back."""
        self.bench.do.offer_custody(order_id=order_id, to="desk")
        self.desk.do.accept_custody(order_id=order_id)

    def repair(self, job_id: str) -> None:
        """From the queue to the passed test."""
        self.bench.do.start_diagnosis(job_id=job_id)
        self.bench.do.record_diagnosis(job_id=job_id, symptom="no_charge", fault="battery")
        self.bench.do.record_repair(job_id=job_id, actions=["replaced_battery"])
        self.bench.do.record_test(job_id=job_id, passed=True)

    def hand_out(self, order: Any) -> None:
        """From the bench over the desk to the customer."""
        self.hand_to_the_desk(order["id"])
        self.desk.until.get_order(lambda body: body["state"] == "ready", order_id=order["id"])
        self.desk.do.notify_customer(order_id=order["id"], channel="phone")
        pickup = {"how": "pickup", "receipt_code": order["receipt_code"], "serial": order["serial"]}
        self.desk.do.release_order(order_id=order["id"], **pickup)
        closed = self.desk.do.close_order(order_id=order["id"], receipt="signed")
        assert closed["state"] == "closed"

    def work_an_order(self, begun: list[str]) -> str:
        """One order from the desk over the bench to its customer; its id."""
        order = self.receive()
        begun.append(order["id"])
        job_id = self.to_the_bench(order["id"])
        self.repair(job_id)
        self.bench.do.finish_job(job_id=job_id, outcome="repaired")
        self.hand_out(order)
        return str(order["id"])


def order_body() -> dict[str, Any]:
    """A device that nobody has received before, of a new customer."""
    serial = uuid.uuid4().hex[:12].upper()
    device = {"category": "19", "brand": "Honor", "model": "X50", "identity": "serial", "serial": serial}
    party = {"kind": "user", "name": "李雷", "phone": "13812345678"}
    return {"party": party, "fault": "does not charge", "accessories": ["charger"], "device": device}


@dataclass
class Store:
    """The parts counter of a station: a job that may borrow, and a part that lies there."""

    bench: Api
    keeper: Api
    job_id: str
    part_id: str

    def lend_a_piece(self) -> str:
        """Borrowed and brought back; the borrow's id."""
        borrow = self.bench.do.borrow_part(job_id=self.job_id, part_id=self.part_id, quantity=1)
        settled = self.keeper.do.settle_borrow(borrow_id=borrow["id"], how="returned", quantity=1)
        assert settled["state"] == "settled"
        return str(borrow["id"])


class Connections(urllib3.PoolManager):
    """Connections that know who waits for an answer just now."""

    def __init__(self) -> None:
        super().__init__(maxsize=40, timeout=30, retries=False)
        self.waiting: set[int] = set()

    def request(self, *args: Any, **named: Any) -> urllib3.BaseHTTPResponse:
        self.waiting.add(threading.get_ident())
        try:
            return super().request(*args, **named)
        finally:
            self.waiting.discard(threading.get_ident())


@dataclass
class Load:
    """A closed loop of clients in these stations, every fifth of them at a parts counter.

    `orders` are those whose customer has them back, `borrows` those that were settled.
    """

    stations: tuple[Station, ...]
    clients: int
    kind: type[Api] = Patient
    orders: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    borrows: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    pool: Connections = field(default_factory=Connections)
    _door: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self._stopping = threading.Event()
        self._lent = {
            station.id: (a_job_that_may_borrow(station).job, a_stocked_part(station, STOCK))
            for station in self.stations
        }
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
        station = self.stations[number % len(self.stations)]
        work = self._lend if number % 5 == 0 else self._work
        try:
            while not self._stopping.is_set():
                work(station, time.monotonic() + RENEWED_SECONDS)
        except AssertionError as error:
            self.errors.append(str(error))

    def _work(self, station: Station, until: float) -> None:
        """Order after order, as long as the log-ins may be used."""
        at = Workplace(self._account(station.desk), self._account(station.bench), station.bench.id)
        while time.monotonic() < until and not self._stopping.is_set():
            self.orders.append(at.work_an_order(self.begun))

    def _lend(self, station: Station, until: float) -> None:
        """Piece after piece, likewise."""
        bench, keeper = (self._account(person) for person in (station.bench, station.people["storekeeper"]))
        at = Store(bench, keeper, *self._lent[station.id])
        while time.monotonic() < until and not self._stopping.is_set():
            self.borrows.append(at.lend_a_piece())

    def _account(self, person: Person) -> Api:
        """A log-in of its own, one after the other: one that a kill cuts off stays counted as a try at a password."""
        body = {"username": person.username, "password": person.password}
        with self._door:
            token = self._client(person.network.url, "").do.issue_token(**body)["access_token"]
        return self._client(person.network.url, token)

    def _client(self, url: str, token: str) -> Api:
        client = self.kind(url, token, pool=self.pool)
        if isinstance(client, Counting):
            client.failures = self.failures
        return client


def workplace_of(station: Station) -> Workplace:
    """Desk and bench of a station, each sending until there is a final answer."""
    desk, bench = (Patient(caller.api.url, caller.api.token) for caller in (station.desk, station.bench))
    return Workplace(desk, bench, station.bench.id)


def patient_of(person: Person) -> Patient:
    """The person's session, sending until there is a final answer."""
    return Patient(person.api.url, person.api.token)
