"""One order's way through its station: every step is a command of the person whose post it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from contracts.repair.jobs import job_id_of
from zz.demonstration.sample_devices import draw_goods, draw_party
from zz.demonstration.timetable import ZONE

if TYPE_CHECKING:
    from random import Random

    from zz.demonstration.runner import Actor, Crew
    from zz.demonstration.sample_devices import SampleDevices
    from zz.demonstration.timetable import Timetable
    from zz.verbs import Verbs

NOON = "12:00"
BACK_IN = timedelta(days=3)


class Scenario:
    """A customer, a device and the people who have it in hand; `name` is unique within the story."""

    def __init__(self, name: str, crew: Crew, chance: Random, timetable: Timetable) -> None:
        self.crew = crew
        self.goods: SampleDevices = draw_goods(chance)
        self.orders = 0
        self.name = name
        self.borrow_id = ""
        self._steps = 0
        self.chance = chance
        self._timetable = timetable
        self.bench = chance.choice(crew.benches)
        self._serial = ""
        self._kind = ""
        self._order: dict[str, Any] = {}

    @property
    def order_id(self) -> str:
        """The order that is told of now."""
        return str(self._order["id"])

    @property
    def job_id(self) -> str:
        """Its job."""
        return job_id_of(self.order_id)

    @property
    def second_day(self) -> date:
        """The second day of the story."""
        return self._timetable.instant(1, NOON).astimezone(ZONE).date()

    # --- at the desk ---

    def receive(self, kind: str = "user", identity: str | None = None) -> None:
        """A customer of a kind comes with a device; the second time it is the same customer and device."""
        device, model = self.goods.device(identity), self.goods.model
        body = {"device": device, "accessories": model.accessories, "lock_state": "none", "data_loss_consent": True}
        self._take_in(kind, body)
        self._serial = device.get("serial") or self._serial_on_label()

    def receive_accessory(self) -> None:
        """A customer comes with an accessory alone."""
        self._take_in("user", {"accessories": ["充电器"]})

    def consult(self, note: str) -> None:
        """Somebody asks and leaves again."""
        self.do(self.crew.desk).record_visit(kind="consultation", note=note)

    def notify(self, channel: str = "phone") -> None:
        """The customer hears that it is ready."""
        self.at_order(self.crew.desk).notify_customer(channel=channel)

    def pay(self, amount: str) -> None:
        """The customer pays so many yuan."""
        self.at_order(self.crew.desk).record_payment(method="wechat", amount={"amount": amount, "currency": "CNY"})

    def collect(self) -> None:
        """The customer fetches it with the receipt and signs."""
        self._hand_over()
        self.at_order(self.crew.desk).close_order(receipt="signed")

    def dispatch(self) -> None:
        """The carrier takes it."""
        waybill = f"SF{self.chance.randrange(10**12):012}"
        wish = {"wish": "客户电话要求寄回登记地址"} if self._kind == "user" else {}
        self.at_order(self.crew.desk).release_order(how="dispatch", waybill=waybill, **wish)

    def arrive(self) -> None:
        """The carrier has delivered it."""
        self.at_order(self.crew.desk).close_order(receipt="carrier")

    def cancel(self, reason: str) -> None:
        """Nothing comes of it, and the customer takes the device back."""
        self.at_order(self.crew.desk).cancel_order(reason=reason)
        self._hand_over()

    def abandon(self, reason: str) -> None:
        """The desk asks for it, the lead decides."""
        self.at_order(self.crew.desk).request_abandonment(reason=reason)
        self.at_order(self.crew.lead).abandon_order(reason=reason)

    def make_special(self, reason: str) -> None:
        self.at_order(self.crew.lead).approve_special(reason=reason)

    def ask_customer(self, quote: str) -> None:
        self.at_order(self.crew.desk).start_wait(wait="awaiting_customer", reason=quote, channel="wechat")

    def customer_answers(self, answer: str) -> None:
        self.at_order(self.crew.desk).end_wait(wait="awaiting_customer", reason=answer)

    def send_out(self, reason: str) -> None:
        """To the head station or manufacturer, due back in three days."""
        due_at = (self._timetable.told_at + BACK_IN).isoformat()
        self.at_order(self.crew.desk).start_wait(wait="sent_out", reason=reason, due_at=due_at)

    # --- between desk and bench ---

    def to_bench(self) -> None:
        """The desk hands it to an engineer, who takes it in hand."""
        self.at_order(self.crew.desk).offer_custody(to="engineer", engineer_id=self.bench.id)
        self._accept_on_bench()

    def to_wrong_bench(self) -> None:
        """The desk offers it to the other engineer, who declines."""
        other = self._other_bench()
        self.at_order(self.crew.desk).offer_custody(to="engineer", engineer_id=other.id)
        self.at_order(other).decline_custody(reason="袋子里不是这台机器")

    def pass_on(self) -> None:
        """The lead gives the job to the other engineer, and the device follows it."""
        other = self._other_bench()
        self.at_job(self.crew.lead).reassign_job(engineer_id=other.id)
        self.at_order(self.bench).offer_custody(to="engineer", engineer_id=other.id)
        self.bench = other
        self._accept_on_bench()

    def to_desk(self) -> None:
        """The engineer hands it back, repaired or for the night."""
        self.at_order(self.bench).offer_custody(to="desk")
        self.at_order(self.crew.desk).accept_custody()

    def give_back(self, channel: str = "phone") -> None:
        """It is at the desk again, and the customer hears that it is ready."""
        self.to_desk()
        self.notify(channel)

    # --- on the bench ---

    def diagnose(self) -> None:
        fault = self.goods.fault
        self.at_job(self.bench).start_diagnosis()
        self.at_job(self.bench).record_diagnosis(symptom=fault.symptom, fault=fault.code, note="")

    def repair(self) -> None:
        self.at_job(self.bench).record_repair(actions=[self.goods.fault.action])

    def test(self, *, passed: bool = True, note: str = "") -> None:
        self.at_job(self.bench).record_test(passed=passed, note=note)

    def finish(self, outcome: str = "repaired", reason: str | None = None) -> None:
        self.at_job(self.bench).finish_job(outcome=outcome, **({"reason": reason} if reason else {}))

    def approve(self, *, agreed: bool = True, note: str = "") -> None:
        self.at_job(self.crew.lead).approve_outcome(agreed=agreed, note=note)

    def mend(self) -> None:
        """Repaired, tested, finished."""
        self.repair()
        self.test()
        self.finish()

    def await_part(self) -> None:
        self.at_job(self.bench).await_parts(parts=[f"{self.goods.model.name} {self.goods.fault.code}"])

    def part_arrives(self) -> None:
        self.at_job(self.bench).resume_job()

    def explain(self, reason: str, note: str) -> None:
        """Why it is not finished today."""
        self.at_job(self.bench).explain_unfinished(reason=reason, note=note)

    # --- whatever somebody does ---

    def at_order(self, actor: Actor) -> Verbs[Any]:
        """Something is done with the order."""
        return self.do(actor, order_id=self.order_id)

    def at_job(self, actor: Actor) -> Verbs[Any]:
        """Something is done with the job."""
        return self.do(actor, job_id=self.job_id)

    def do(self, actor: Actor, **ids: str) -> Verbs[Any]:
        """The next step of the tale, by its number known when it is told again."""
        self._steps += 1
        return actor.do(f"{self.name}-{self._steps}", **ids)

    # --- parts of the above ---

    def _take_in(self, kind: str, body: dict[str, Any]) -> None:
        fault = self.goods.fault.words
        self._kind = kind
        self._order = self.do(self.crew.desk).receive_device(**self._customer(kind), fault=fault, **body)
        self.orders += 1
        if kind != "user":
            self.crew.regulars[kind] = self._order["party_id"]

    def _hand_over(self) -> None:
        shown = {"receipt_code": self._order["receipt_code"]} | ({"serial": self._serial} if self._serial else {})
        self.at_order(self.crew.desk).release_order(how="pickup", **shown)

    def _customer(self, kind: str) -> dict[str, Any]:
        """Somebody new, or whoever is known: a regular customer, or the one of this tale."""
        party_id = self.crew.regulars.get(kind) or self._order.get("party_id")
        if party_id:
            return {"party_id": party_id}
        party = draw_party(kind, self.crew.house.city, self.chance)
        if kind == "company":
            return {"party_id": self.do(self.crew.lead).register_party(**party)["id"]}
        return {"party": party}

    def _serial_on_label(self) -> str:
        """The provisional serial that the platform gave."""
        return str(self.crew.desk.read.get_order(order_id=self.order_id)["device"]["serial"])

    def _accept_on_bench(self) -> None:
        self.at_order(self.bench).accept_custody()
        self.bench.first.list_jobs(order_id=self.order_id)

    def _other_bench(self) -> Actor:
        return next(bench for bench in self.crew.benches if bench is not self.bench)
