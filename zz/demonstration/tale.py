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
        self._party_id = ""
        self._order: dict[str, Any] = {}
        self._job_id = ""

    # --- at the desk ---

    def receive(self, kind: str = "user", identity: str | None = None) -> None:
        """A customer of a kind comes with a device; the second time it is the same customer and device."""
        if not self._party_id:
            self._party_id = self._register(kind)
        device, model = self.goods.device(identity), self.goods.model
        self._take_in(device=device, accessories=model.accessories, lock_state="none", data_loss_consent=True)

    def receive_accessory(self) -> None:
        """A customer comes with an accessory alone."""
        self._party_id = self._register("user")
        self._take_in(accessories=["充电器"])

    def consult(self, note: str) -> None:
        """Somebody asks and leaves again."""
        self._do(self.crew.desk, "/visits", kind="consultation", note=note)

    def notify(self, channel: str = "phone") -> None:
        """The customer hears that it is ready."""
        self._at_order(self.crew.desk, "notify", channel=channel)

    def collect(self) -> None:
        """The customer fetches it with the receipt and signs."""
        code = {"receipt_code": self._order["receipt_code"], "serial": self._serial()}
        self._at_order(self.crew.desk, "release", how="pickup", **code)
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

    def await_part(self) -> None:
        self._at_job(self._bench, "await-parts", parts=[f"{self.goods.model.name} {self.goods.fault.code}"])

    def part_arrives(self) -> None:
        self._at_job(self._bench, "resume")

    def explain(self, reason: str, note: str) -> None:
        """Why it is not finished today."""
        self._at_job(self._bench, "explain", reason=reason, note=note)

    # --- parts of the above ---

    def _register(self, kind: str) -> str:
        party = draw_party(kind, self.crew.house.city, self._chance)
        return str(self._do(self.crew.desk, "/parties", **party)["id"])

    def _take_in(self, **goods: Any) -> None:
        fault = self.goods.fault.words
        self._order = self._do(self.crew.desk, "/orders", party_id=self._party_id, fault=fault, **goods)
        self.orders += 1

    def _accept_on_bench(self) -> None:
        self._at_order(self._bench, "accept")
        self._job_id = self._bench.first_of(f"/jobs?order_id={self._order['id']}")["id"]

    def _serial(self) -> str:
        """As it is read off the device at the counter; a provisional one is on its label."""
        device = self.crew.desk.read(f"/orders/{self._order['id']}")["device"]
        return str(device["serial"]) if device else "-"

    def _other_bench(self) -> Actor:
        return next(bench for bench in self.crew.benches if bench is not self._bench)

    def _at_order(self, actor: Actor, what: str, **body: Any) -> None:
        self._do(actor, f"/orders/{self._order['id']}/{what}", **body)

    def _at_job(self, actor: Actor, what: str, **body: Any) -> None:
        self._do(actor, f"/jobs/{self._job_id}/{what}", **body)

    def _do(self, actor: Actor, path: str, **body: Any) -> Any:
        self._steps += 1
        return actor.do(f"{self._name}-{self._steps}", path, body)
