"""What happens to one order: a customer comes, the bench works, the customer has it again; day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from zz.demonstration.sample_devices import draw_goods, draw_party
from zz.simulation.acts import Act, slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zz.demonstration.sample_devices import SampleDevices

BENCH_ENDS = slot(17, 20)
MORNING = slot(9, 20)
SHIPPING = slot(17, 0)
LATE_SHIPPING = slot(17, 50)
CNY = "CNY"


@dataclass(frozen=True)
class Crew:
    """A station's people, as the plan calls them."""

    place: str
    city: str
    benches: list[str]

    def of(self, role: str) -> str:
        return f"{self.place}.{role}"

    def lead_closes(self, day: int) -> bool:
        """Whether the lead closes that day, for which everything that is out is signed for; else the clock does."""
        return Random(f"{self.place} closes {day}").randrange(100) < 75  # noqa: PLR2004  # so often of a hundred


@dataclass
class Story:
    """One order's acts as they are written down, one after the other; `day` and `slot` say how far it is told.

    `score` is what the customer will say, where that is not left to chance.
    """

    name: str
    crew: Crew
    chance: Random
    day: int
    slot: int
    score: int | None = None
    acts: list[Act] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk, self.caller = (self.crew.of(desk) for desk in self.chance.sample(("desk1", "desk2"), 2))
        self.bench = self.chance.choice(self.crew.benches)
        self.goods: SampleDevices = draw_goods(self.chance)
        self.kind = ""
        self.on_bench = self.is_waiting = self.is_called = False
        self.borrowed: str | None = None

    def does(self, who: str, what: str, said: Mapping[str, Any], **how: Any) -> None:
        """Somebody does something now."""
        self.acts.append(Act(self.day, self.slot, who, what, said, **how))

    def happens(self, percent: int) -> bool:
        """So often of a hundred times."""
        return self.chance.randrange(100) < percent

    def pass_time(self, slots: int) -> None:
        """Some tens of minutes go by; what the evening interrupts goes on the next morning."""
        if self.slot + slots <= BENCH_ENDS:
            self.slot += slots
            return
        self.slot = max(self.slot, BENCH_ENDS)
        self._go_home()
        self.wake(self.day + 1, MORNING + self.chance.randrange(4))

    def wake(self, day: int, at: int) -> None:
        """It goes on at another time; a device that is still to be worked on goes to the bench again."""
        self.day, self.slot = day, at
        if self.is_waiting and not self.on_bench:
            self.to_bench()

    def work(self, slots: int) -> None:
        """The engineer works on it; now and then it takes until the next morning."""
        takes_long = self.score is None and self.happens(12)
        self.pass_time(BENCH_ENDS if takes_long else slots)

    # --- at the desk ---

    def receive(self, kind: str) -> None:
        """A customer of a kind brings a device."""
        self.kind, self.is_called = kind, kind != "company"
        party = draw_party(kind, self.crew.city, self.chance)
        body = {
            **({"party": party} if self.is_called else self._of_the_company(party)),
            "device": self.goods.device(),
            "accessories": self.goods.model.accessories,
            "fault": self.goods.fault.words,
            "lock_state": "none",
            "data_loss_consent": True,
        }
        keeps = {f"{self.name}.order": "id", f"{self.name}.code": "receipt_code"}
        self.does(self.desk, "receive_device", body, keeps=keeps)

    def _of_the_company(self, party: Mapping[str, Any]) -> dict[str, Any]:
        """The lead says that it is the company's own."""
        self.does(self.crew.of("lead"), "register_party", party, keeps={f"{self.name}.party": "id"})
        return {"party_id": f"{{{self.name}.party}}"}

    def at_order(self, who: str, what: str, **body: Any) -> None:
        """Something is done with the order."""
        self.does(who, what, {"order_id": f"{{{self.name}.order}}", **body})

    def pay(self, yuan: int) -> None:
        """The customer pays."""
        method = self.chance.choice(("cash", "wechat", "wechat", "alipay", "card"))
        self.at_order(self.desk, "record_payment", method=method, amount={"amount": f"{yuan}.00", "currency": CNY})

    # --- between desk and bench ---

    def to_bench(self) -> None:
        """The desk hands it over, and the engineer takes it."""
        self.at_order(self.desk, "offer_custody", to="engineer", engineer_id=f"{{{self.bench}}}")
        self.at_order(self.bench, "accept_custody")
        self.on_bench = self.is_waiting = True
        self.slot += 1

    def to_desk(self) -> None:
        """The engineer hands it back, and the desk takes it."""
        self.at_order(self.bench, "offer_custody", to="desk")
        self.at_order(self.desk, "accept_custody")
        self.on_bench = False

    # --- on the bench ---

    def at_job(self, who: str, what: str, **body: Any) -> None:
        """Something is done with the job."""
        self.does(who, what, {"job_id": f"{{{self.name}.job}}", **body})

    def diagnose(self) -> None:
        """The engineer takes it up and finds what is wrong."""
        fault = self.goods.fault
        self.at_job(self.bench, "start_diagnosis")
        self.at_job(self.bench, "record_diagnosis", symptom=fault.symptom, fault=fault.code)

    def finish(self, outcome: str = "repaired", **why: str) -> None:
        """The engineer is done with it."""
        if outcome == "repaired":
            self.at_job(self.bench, "record_repair", actions=[self.goods.fault.action])
            self.at_job(self.bench, "record_test", passed=True)
        self.at_job(self.bench, "finish_job", outcome=outcome, **why)
        self.is_waiting = False

    # --- at the store ---

    def ask_for(self, part: str) -> None:
        """The engineer asks the store for the part."""
        self.at_job(self.bench, "request_parts", lines=[line_of(part)])

    def borrow(self, part: str) -> None:
        """The engineer borrows the part."""
        self.borrowed = f"{self.name}.borrow{len(self.acts)}"
        body = {"job_id": f"{{{self.name}.job}}", **line_of(part)}
        self.does(self.bench, "borrow_part", body, keeps={self.borrowed: "id"})

    def settle(self, who: str, how: str, **said: str) -> None:
        """What became of what is out is said."""
        self.does(who, "settle_borrow", {"borrow_id": f"{{{self.borrowed}}}", "how": how, "quantity": 1, **said})
        self.borrowed = None

    def use(self, how: str) -> None:
        """The part was built in, and the old one goes where such parts go."""
        old = self.chance.choice(("core", "core", "scrap", "customer_kept"))
        self.settle(self.bench, how, old_part=old, voucher=f"V-{self.name}-{len(self.acts)}", reason="按规定处理")

    def _go_home(self) -> None:
        """Most is explained, signed for and handed back; the rest stays where it is over night [E4 E5 P1]."""
        if not self.on_bench:
            return
        if self.is_waiting and self.happens(85):
            reason = self.chance.choice(("no_time", "difficult", "received_late"))
            self.at_job(self.bench, "explain_unfinished", reason=reason, note="明天继续")
        if self.borrowed and (self.crew.lead_closes(self.day) or self.happens(40)):
            said = {"borrow_id": f"{{{self.borrowed}}}", "reason": "明天上午装机"}
            self.does(self.crew.of("lead"), "sign_exception", said)
        if self.happens(80):
            self.to_desk()


def line_of(part: str, quantity: int = 1) -> Mapping[str, Any]:
    """A line of so many pieces of a part."""
    return {"part_id": f"{{{part}}}", "quantity": quantity}
