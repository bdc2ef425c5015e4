"""One station at work: verbs that bring an order to any point of its way, as its people would, through the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from contracts.intake import parties
from contracts.language.permissions import BY_POST
from stationkit.ground.names import Names
from stationkit.storage.database import connect, database
from tests.world.caller import Caller
from tests.world.people import until

if TYPE_CHECKING:
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.people import Person


@dataclass
class Order:
    """An order in the hands of the station; `job` is known once it was on the bench."""

    id: str
    receipt_code: str
    serial: str
    job: str = ""


@dataclass
class Station:
    """A station and its people by post, with one more engineer."""

    network: Network = field(repr=False)
    id: str
    people: dict[str, Person] = field(default_factory=dict)
    _customer: str = ""

    @property
    def lead(self) -> Person:
        return self.people["station_lead"]

    @property
    def desk(self) -> Person:
        return self.people["front_desk"]

    @property
    def bench(self) -> Person:
        """The engineer to whom the verbs give their orders."""
        return self.people["engineer"]

    @property
    def second_engineer(self) -> Person:
        return self.people["second engineer"]

    def who_may(self, permission: str) -> Person | None:
        """Somebody whose posts carry the permission."""
        carrying = (
            person for person in self.people.values() if any(permission in BY_POST[post] for post in person.posts)
        )
        return next(carrying, None)

    def log_all_in(self) -> None:
        """Nobody's first log-in falls into what follows."""
        for person in self.people.values():
            assert person.api.token

    @property
    def customer(self) -> str:
        """One party for all orders of the verbs."""
        self._customer = self._customer or self.a_party()
        return self._customer

    def a_party(self, kind: str = "user") -> str:
        body = {"kind": kind, "name": "李雷", "phone": self.network.phone(), "address": "中山路 1 号"}
        return str((self.lead if kind == "company" else self.desk).do.register_party(**body)["id"])

    def a_finding(self) -> str:
        """Of a customer whom the desk registered under a word that is no name."""
        body = {"kind": "user", "name": "测试", "phone": self.network.phone()}
        party_id = self.desk.do.register_party(**body)["id"]
        return str(self.desk.do.list_findings(object_id=party_id)["items"][0]["id"])

    def a_finding_put_right_late(self) -> None:
        """A month after it was found."""
        finding = self.desk.do.get_finding(finding_id=self.a_finding())
        body = {"party_id": finding["object_id"], "name": "李雷"}
        caller, late = Caller(self.network.platform.client), self.network.now() + timedelta(days=30)
        caller.call(parties.edit_party, self.desk, body, now=late)

    def a_device(self) -> dict[str, Any]:
        serial = self.network.unique("HX50-")
        return {"category": "19", "brand": "Honor", "model": "X50", "identity": "serial", "serial": serial}

    def a_receipt(self) -> dict[str, Any]:
        """The body that receives a device."""
        body = {"party_id": self.customer, "fault": "does not charge", "accessories": ["charger"]}
        return body | {"device": self.a_device()}

    def dispatch(self, order: Order) -> None:
        """The carrier takes it to the address that the customer named."""
        party_id = self.desk.do.get_order(order_id=order.id)["party_id"]
        self.desk.do.edit_party(party_id=party_id, address="观前街 1 号", reason="the customer has moved")
        waybill = f"SF1{self.network.phone()}"
        self.desk.do.release_order(order_id=order.id, how="dispatch", waybill=waybill, wish="by phone")

    def a_received_order(self) -> Order:
        body = self.a_receipt()
        order = self.desk.do.receive_device(**body)
        return Order(order["id"], order["receipt_code"], body["device"]["serial"])

    def an_order_offered_to_the_bench(self) -> Order:
        order = self.a_received_order()
        self.desk.do.offer_custody(order_id=order.id, to="engineer", engineer_id=self.bench.id)
        return order

    def an_order_on_the_bench(self) -> Order:
        """Accepted by the engineer, and its job is there."""
        order = self.an_order_offered_to_the_bench()
        self.bench.do.accept_custody(order_id=order.id)
        page = self.bench.until.list_jobs(lambda body: body["items"], order_id=order.id)
        order.job = page["items"][0]["id"]
        return order

    def a_waiting_order(self) -> Order:
        order = self.an_order_on_the_bench()
        self.desk.do.start_wait(order_id=order.id, wait="awaiting_customer", reason="quote sent", channel="wechat")
        return order

    def a_job_in_diagnosis(self) -> Order:
        order = self.an_order_on_the_bench()
        self.bench.do.start_diagnosis(job_id=order.job)
        return order

    def a_job_in_repair(self) -> Order:
        order = self.a_job_in_diagnosis()
        self.bench.do.record_diagnosis(job_id=order.job, symptom="no_charge", fault="battery")
        return order

    def a_job_without_parts(self) -> Order:
        order = self.a_job_in_repair()
        self.bench.do.await_parts(job_id=order.job, parts=["battery X50"])
        return order

    def a_job_in_testing(self) -> Order:
        order = self.a_job_in_repair()
        self.bench.do.record_repair(job_id=order.job, actions=["replaced_battery"])
        return order

    def a_tested_job(self) -> Order:
        order = self.a_job_in_testing()
        self.bench.do.record_test(job_id=order.job, passed=True)
        return order

    def a_job_that_needs_approval(self) -> Order:
        order = self.a_job_in_diagnosis()
        self.bench.do.finish_job(job_id=order.job, outcome="unrepairable", reason="too_worn_out")
        return order

    def a_ready_order(self) -> Order:
        """Repaired, tested, and back at the desk."""
        return self.back_at_the_desk(self.a_tested_job())

    def back_at_the_desk(self, order: Order) -> Order:
        """Repaired, and ready for its customer."""
        self.bench.do.finish_job(job_id=order.job, outcome="repaired")
        self.bench.do.offer_custody(order_id=order.id, to="desk")
        self.desk.do.accept_custody(order_id=order.id)
        self.desk.until.get_order(lambda body: body["state"] == "ready", order_id=order.id)
        return order

    def an_order_that_nobody_fetches(self) -> Order:
        """Ready for as long as the policy says, as if it had been so."""
        return self.not_fetched(self.a_ready_order())

    def not_fetched(self, order: Order) -> Order:
        """Its customer has not come for as long as the policy says, as if it had been so."""
        with connect(self.network.platform.backing.mongo_uri) as client:
            orders = database(client, Names(self.network.platform.prefix).user("intake"))["orders"]
            orders.update_one({"_id": order.id}, {"$set": {"ready_at": self.network.now() - timedelta(days=30)}})
        return order

    def an_order_to_write_off(self) -> Order:
        """The desk has asked for it."""
        return self.to_write_off(self.an_order_that_nobody_fetches())

    def to_write_off(self, order: Order) -> Order:
        """The desk has asked for it."""
        self.desk.do.request_abandonment(order_id=order.id, reason="notice served")
        return order

    def a_notified_order(self) -> Order:
        order = self.a_ready_order()
        self.desk.do.notify_customer(order_id=order.id, channel="phone")
        return order

    def a_released_order(self) -> Order:
        order = self.a_notified_order()
        self.desk.do.release_order(order_id=order.id, **self.pickup_of(order))
        return order

    def a_dispatched_order(self) -> Order:
        """It left with a carrier."""
        order = self.a_notified_order()
        self.dispatch(order)
        return order

    def a_device_handed_back(self) -> Order:
        """Its order was cancelled, and then it was fetched."""
        order = self.a_received_order()
        self.desk.do.cancel_order(order_id=order.id, reason="changed their mind")
        self.desk.do.release_order(order_id=order.id, **self.pickup_of(order))
        return order

    def a_closed_order(self) -> Order:
        order = self.a_released_order()
        self.desk.do.close_order(order_id=order.id, receipt="signed")
        return order

    def a_payment(self) -> str:
        """Money that was taken for an order today; its id."""
        body = {"method": "cash", "amount": {"amount": "128.00", "currency": "CNY"}}
        return str(self.desk.do.record_payment(order_id=self.a_received_order().id, **body)["id"])

    def a_payment_that_is_asked_back(self) -> str:
        """Money that the desk asks another person to give back; the payment's id."""
        payment = self.a_payment()
        amount = {"amount": "128.00", "currency": "CNY"}
        self.desk.do.request_refund(payment_id=payment, amount=amount, reason="a cheaper screen")
        return payment

    def a_day_report(self) -> str:
        """The desk's report of today, with money on it; its id."""
        self.a_payment()
        return str(self.lead.do.list_day_reports(sort="-day", limit=1)["items"][0]["id"])

    def send_awaiting_list(self) -> None:
        """The engineer's list of today is sent, be it by this or before."""
        answer = self.bench.ask.submit_awaiting_list()
        assert answer.status == 200 or answer.reason == "list_sent", answer

    def close_day(self) -> dict[str, Any]:
        """A lead signs for whatever is out and closes the day, as soon as that was told."""
        for lent in self.lead.do.list_borrows(state="out", limit=200)["items"]:
            self.lead.ask.sign_exception(borrow_id=lent["id"], reason="the customer comes at nine")
        answers: list[Answer] = []

        def is_closed() -> bool:
            answers.append(self.lead.ask.close_day())
            return answers[-1].status == HTTPStatus.OK or answers[-1].reason != "pieces_out"

        until(is_closed, "all that is out is signed for")
        assert answers[-1].status == HTTPStatus.OK, answers[-1]
        closed: dict[str, Any] = answers[-1].body
        return closed

    def have_closed_a_day(self) -> None:
        """There is a report of what was unfinished; where this closed the day for it, it is open again for all."""
        if not self.lead.do.list_unfinished_reports()["items"]:
            self.close_day()
            self.lead.until.list_unfinished_reports(lambda body: body["items"])
            self.lead.do.reopen_day(reason="a parcel came late")
            self.lead.until.list_day_reports(lambda body: not any(report["closed"] for report in body["items"]))

    def pickup_of(self, order: Order) -> dict[str, Any]:
        """The body that hands the device to its customer."""
        return {"how": "pickup", "receipt_code": order.receipt_code, "serial": order.serial}
