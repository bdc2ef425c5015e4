"""One order's way through its station: every step is a command of the person whose post it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from zz.demonstration.goods import draw_goods, draw_party

if TYPE_CHECKING:
    from random import Random

    from zz.demonstration.goods import Goods
    from zz.demonstration.stage import Actor, Crew
    from zz.demonstration.timetable import Timetable

BACK_IN = timedelta(days=3)


class Tale:
    """A customer, a device and the people who have it in hand; `name` is unique within the story."""

    def __init__(self, name: str, crew: Crew, chance: Random, timetable: Timetable) -> None:
        self.crew = crew
        self.goods: Goods = draw_goods(chance)
        self.orders = 0
        self._name = name
        self._steps = 0
        self._chance = chance
        self._timetable = timetable
        self._bench = chance.choice(crew.benches)
        self._serial = ""
        self._order: dict[str, Any] = {}
        self._jobs: dict[str, str] = {}

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
        self._do(self.crew.desk, "/visits", kind="consultation", note=note)

    def notify(self, channel: str = "phone") -> None:
        """The customer hears that it is ready."""
        self._at_order(self.crew.desk, "notify", channel=channel)

    def collect(self) -> None:
        """The customer fetches it with the receipt and signs."""
        shown = {"receipt_code": self._order["receipt_code"]} | ({"serial": self._serial} if self._serial else {})
        self._at_order(self.crew.desk, "release", how="pickup", **shown)
        self._at_order(self.crew.desk, "close", receipt="signed")

    def dispatch(self) -> None:
        """The carrier takes it."""
        waybill = f"SF{self._chance.randrange(10**12):012}"
        self._at_order(self.crew.desk, "release", how="dispatch", waybill=waybill)

    def arrive(self) -> None:
        """The carrier has delivered it."""
        self._at_order(self.crew.desk, "close", receipt="carrier")

    def cancel(self, reason: str) -> None:
        self._at_order(self.crew.desk, "cancel", reason=reason)

    def abandon(self, reason: str) -> None:
        self._at_order(self.crew.lead, "abandon", reason=reason)

    def make_special(self, reason: str) -> None:
        self._at_order(self.crew.lead, "special", reason=reason)

    def ask_customer(self, quote: str) -> None:
        self._at_order(self.crew.desk, "wait", wait="awaiting_customer", reason=quote)

    def customer_answers(self, answer: str) -> None:
        self._at_order(self.crew.desk, "resume", wait="awaiting_customer", reason=answer)

    def send_out(self, reason: str) -> None:
        """To the head station or manufacturer, due back in three days."""
        due_at = (self._timetable.told_at + BACK_IN).isoformat()
        self._at_order(self.crew.desk, "wait", wait="sent_out", reason=reason, due_at=due_at)

    # --- between desk and bench ---

    def to_bench(self) -> None:
        """The desk hands it to an engineer, who takes it in hand."""
        self._at_order(self.crew.desk, "offer", to="engineer", engineer_id=self._bench.id)
        self._accept_on_bench()

    def to_wrong_bench(self) -> None:
        """The desk offers it to the other engineer, who declines."""
        other = self._other_bench()
        self._at_order(self.crew.desk, "offer", to="engineer", engineer_id=other.id)
        self._at_order(other, "decline", reason="袋子里不是这台机器")

    def pass_on(self) -> None:
        """The lead gives the job to the other engineer, and the device follows it."""
        other = self._other_bench()
        self._at_job(self.crew.lead, "reassign", engineer_id=other.id)
        self._at_order(self._bench, "offer", to="engineer", engineer_id=other.id)
        self._bench = other
        self._accept_on_bench()

    def to_desk(self) -> None:
        """The engineer hands it back, repaired or for the night."""
        self._at_order(self._bench, "offer", to="desk")
        self._at_order(self.crew.desk, "accept")

    def give_back(self, channel: str = "phone") -> None:
        """It is at the desk again, and the customer hears that it is ready."""
        self.to_desk()
        self.notify(channel)

    # --- on the bench ---

    def diagnose(self) -> None:
        fault = self.goods.fault
        self._at_job(self._bench, "start")
        self._at_job(self._bench, "diagnosis", symptom=fault.symptom, fault=fault.code, note="")

    def repair(self) -> None:
        self._at_job(self._bench, "repair", actions=[self.goods.fault.action])

    def test(self, *, passed: bool = True, note: str = "") -> None:
        self._at_job(self._bench, "test", passed=passed, note=note)

    def finish(self, outcome: str = "repaired", reason: str | None = None) -> None:
        self._at_job(self._bench, "finish", outcome=outcome, **({"reason": reason} if reason else {}))

    def approve(self, *, agreed: bool = True, note: str = "") -> None:
        self._at_job(self.crew.lead, "approve", agreed=agreed, note=note)

    def mend(self) -> None:
        """Repaired, tested, finished."""
        self.repair()
        self.test()
        self.finish()

    def await_part(self) -> None:
        self._at_job(self._bench, "await-parts", parts=[f"{self.goods.model.name} {self.goods.fault.code}"])

    def part_arrives(self) -> None:
        self._at_job(self._bench, "resume")

    def explain(self, reason: str, note: str) -> None:
        """Why it is not finished today."""
        self._at_job(self._bench, "explain", reason=reason, note=note)

    # --- parts of the above ---

    def _take_in(self, kind: str, body: dict[str, Any]) -> None:
        fault = self.goods.fault.words
        self._order = self._do(self.crew.desk, "/orders", **self._customer(kind), fault=fault, **body)
        self.orders += 1
        if kind != "user":
            self.crew.regulars[kind] = self._order["party_id"]

    def _customer(self, kind: str) -> dict[str, Any]:
        """Somebody new, or whoever is known: a regular customer, or the one of this tale."""
        known = self.crew.regulars.get(kind) or self._order.get("party_id")
        return {"party_id": known} if known else {"party": draw_party(kind, self.crew.house.city, self._chance)}

    def _serial_on_label(self) -> str:
        """The provisional serial that the platform gave."""
        return str(self.crew.desk.read(f"/orders/{self._order['id']}")["device"]["serial"])

    def _accept_on_bench(self) -> None:
        self._at_order(self._bench, "accept")
        if self._order["id"] not in self._jobs:
            jobs = f"/jobs?order_id={self._order['id']}"
            self._jobs[self._order["id"]] = self._bench.first_of(jobs)["id"]

    def _other_bench(self) -> Actor:
        return next(bench for bench in self.crew.benches if bench is not self._bench)

    def _at_order(self, actor: Actor, what: str, **body: Any) -> None:
        self._do(actor, f"/orders/{self._order['id']}/{what}", **body)

    def _at_job(self, actor: Actor, what: str, **body: Any) -> None:
        self._do(actor, f"/jobs/{self._jobs[self._order['id']]}/{what}", **body)

    def _do(self, actor: Actor, path: str, **body: Any) -> Any:
        self._steps += 1
        return actor.do(f"{self._name}-{self._steps}", path, body)
