"""Orders: received, in repair, ready, released, closed; every transition with person, time and reason (rules §2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.intake import custody as custody_contract
from contracts.intake import orders as contract
from contracts.intake import releases
from contracts.intake import waits as waits_contract
from contracts.intake.orders import Holder, Outcome, Release, State
from contracts.language.errors import Refused
from services.intake.rules import waits
from services.intake.rules.abandonment import Abandonment
from services.intake.rules.custody import Custody
from services.intake.rules.promises import Promise
from services.intake.rules.waits import Wait

IN_HAND: tuple[State, ...] = ("received", "in_repair", "ready")
CAME_TO_NOTHING: tuple[State, ...] = ("cancelled", "abandoned")
RECEIPTS: dict[str, tuple[Release, ...]] = {
    "signed": ("pickup",),
    "carrier": ("dispatch",),
    "call": ("pickup", "dispatch"),
    "recorded_earlier": ("pickup", "dispatch"),
}
"""How it is known that the customer has the device, and after which ways out that may be."""


@dataclass
class Device:
    """A device as identified at the counter."""

    category: str
    brand: str
    model: str
    identity: str
    serial: str
    made_in: int | None = None


@dataclass
class Step:
    """One line of an order's history."""

    what: str
    at: datetime
    by: str
    reason: str | None = None


@dataclass
class Order:
    """A device, or accessories alone, on its way through the station."""

    id: str
    station_id: str
    code: str
    receipt_code: str
    party_id: str
    party_kind: str
    device: Device | None
    accessories: tuple[str, ...]
    condition: str
    fault: str
    lock_state: str
    data_loss_consent: bool
    custody: Custody
    received_at: datetime
    bench_due_at: datetime
    due_at: datetime
    effective_due_at: datetime
    unpack_due_at: datetime | None
    policy_number: int
    calendar_provisional: bool
    open_serial: str | None
    imported: bool = False
    version: int = 0
    state: State = "received"
    wait_log: list[Wait] = field(default_factory=list)
    outcome: Outcome | None = None
    outcome_reason: str | None = None
    purchase_proof: str | None = None
    special_reason: str | None = None
    ready_at: datetime | None = None
    notified_at: datetime | None = None
    fulfilled_at: datetime | None = None
    released_at: datetime | None = None
    handed_back_at: datetime | None = None
    closed_at: datetime | None = None
    release: Release | None = None
    waybill: str | None = None
    accessories_missing: tuple[str, ...] = ()
    receipt: str | None = None
    redo_of: str | None = None
    redo_of_elsewhere: str | None = None
    external_ref: str | None = None
    overnights: tuple[str, ...] = ()
    steps: list[Step] = field(default_factory=list)
    abandonment: Abandonment | None = None

    @property
    def waits(self) -> list[str]:
        """What the order waits for now."""
        return waits.waits_now(self.wait_log)

    @property
    def last_at(self) -> datetime:
        """When its last step was."""
        return self.steps[-1].at if self.steps else self.received_at

    @property
    def redo(self) -> bool:
        """Whether the same device was repaired before, here or at a station whose order nobody here is told."""
        return bool(self.redo_of or self.redo_of_elsewhere)

    @property
    def waits_since(self) -> datetime | None:
        """Since when the order waits for the customer, if it does now."""
        return waits.since(self.wait_log, "awaiting_customer")

    @property
    def is_to_be_shipped(self) -> bool:
        """Whether being ready and told of fulfils nothing: a dealer's device has to leave [F9]."""
        return self.party_kind == "dealer"

    @property
    def receiver_id(self) -> str | None:
        """Who received it at the counter."""
        return next((step.by for step in self.steps if step.what == "received"), None)

    def note(self, what: str, at: datetime, by: str, reason: str | None = None) -> None:
        """Writes a line of history."""
        self.steps.append(Step(what, at, by, reason))

    def offer(
        self, to: Holder, engineer_id: str | None, by: str, at: datetime, *, lead: bool, at_desk: bool = True
    ) -> None:
        """Offers the device to bench or desk [E4]. Refused once it is ready or out."""
        custody_contract.offer_custody.check_state(self.state)
        self.custody.offer(to, engineer_id, by, lead=lead, at_desk=at_desk)
        self.note(f"offered_to_{to}", at, by)

    def accept(self, by: str, at: datetime, *, at_desk: bool = True) -> str | None:
        """Takes what was offered. On the bench work begins; at the desk a finished device is ready.

        Answers the engineer who handed it back, if one did.
        """
        before = self.custody.accept(by, at, at_desk=at_desk)
        self.note(f"{self.custody.holder}_accepted", at, by)
        if self.custody.holder == "engineer" and self.state == "received":
            self.state = "in_repair"
        self._become_ready(at)
        return before

    def decline(self, by: str, at: datetime, reason: str, *, at_desk: bool = True) -> None:
        """Leaves the device where it is."""
        self.custody.decline(by, at_desk=at_desk)
        self.note("declined", at, by, reason)

    def withdraw(self, by: str, at: datetime, *, lead: bool) -> None:
        """Takes the offer back; the holder keeps the device."""
        self.custody.withdraw(by, lead=lead)
        self.note("withdrawn", at, by)

    def take_over(self, reason: str, at: datetime, by: str) -> str | None:
        """The desk has the device from an engineer who does not hand it back; answers whose it was."""
        before = self.custody.take_over(at)
        self.note("taken_over", at, by, reason)
        self._become_ready(at)
        return before

    def finish(self, outcome: Outcome, reason: str | None, at: datetime, by: str) -> None:
        """The bench has ended its work, and nobody waits for the customer any more; at the desk it is ready."""
        self.outcome, self.outcome_reason = outcome, reason
        self.note(f"finished_{outcome}", at, by, reason)
        waits.end_all(self.wait_log, at, ("awaiting_customer",))
        self._become_ready(at)

    def start_wait(self, kind: str, reason: str, at: datetime, by: str, due_at: datetime | None = None) -> None:
        """The order waits. Refused outside repair, once the bench has ended its work, and as `waits.begin` is.

        What is sent out is the carrier's until the wait ends: the desk sends it, and nobody works on it meanwhile.
        """
        waits_contract.start_wait.check_state(self.state)
        self.check_waits()
        waits.begin(self.wait_log, Wait(kind, at, reason, due_at=due_at))
        if kind == "sent_out":
            self.custody.give_out("carrier", at)
        self.note(kind, at, by, reason)

    def check_waits(self) -> None:
        """Refused once the bench has ended its work: then there is nothing left to wait for."""
        if self.outcome:
            raise Refused("work_ended", "The bench has ended its work.", outcome=self.outcome)

    def end_wait(self, kind: str, reason: str, at: datetime, by: str) -> None:
        """The wait is over. Refused where there was none."""
        waits.end(self.wait_log, kind, at)
        if kind == "sent_out":
            self.custody.come_back(at)
        self.note(f"{kind}_ended", at, by, reason)
        self._become_ready(at)

    def stay_overnight(self, day: str, at: datetime, by: str) -> bool:
        """Notes that an engineer still holds the device at the close of a day [E4]; False where that is noted."""
        if self.custody.holder != "engineer" or day in self.overnights:
            return False
        self.overnights = (*self.overnights, day)
        self.note("overnight", at, by, day)
        return True

    def come_back(self, day: str, at: datetime, by: str) -> bool:
        """Notes that no engineer held the device when a day was closed again; False where that is nothing new."""
        if self.custody.holder == "engineer" or day not in self.overnights:
            return False
        self.overnights = tuple(night for night in self.overnights if night != day)
        self.note("brought_back", at, by, day)
        return True

    def promise_again(self, promise: Promise, at: datetime, by: str) -> None:
        """Takes the promise as it is under another calendar; nothing where that makes no difference."""
        worked_out = (promise.due_at, promise.bench_due_at, promise.calendar_provisional)
        if worked_out != (self.due_at, self.bench_due_at, self.calendar_provisional):
            self.due_at, self.bench_due_at, self.calendar_provisional = worked_out
            self.note("promised_again", at, by)

    def approve_special(self, promise: Promise, reason: str, at: datetime, by: str) -> None:
        """Three working days instead of one [F5]. Refused after the first due, twice, or once it is ready."""
        contract.approve_special.check_state(self.state)
        self.check_special(at)
        self.special_reason, self.due_at = reason, promise.due_at
        self.calendar_provisional = promise.calendar_provisional
        self.note("special", at, by, reason)

    def check_special(self, at: datetime) -> None:
        """Refused after the first due, and twice."""
        if self.special_reason or at > self.due_at:
            raise Refused("special_too_late", "A special order is approved once, before it is first due.")

    def check_not_receiver(self, by: str) -> None:
        """Refused to who received it: they promised one day."""
        if by == self.receiver_id:
            raise Refused("own_special", "Somebody else than who received it approves.")

    def notify(self, channel: str, at: datetime, by: str) -> None:
        """The customer was told that it is ready; for a pick-up that fulfils the promise. Refused unless ready.

        To a dealer it was promised that it is on its way by then [F9].
        """
        releases.notify_customer.check_state(self.state)
        self.notified_at = self.notified_at or at
        self.fulfilled_at = None if self.is_to_be_shipped else self.notified_at
        self.note("notified", at, by, channel)

    def give_out(self, how: Release, waybill: str | None, missing: tuple[str, ...], at: datetime, by: str) -> None:
        """Out of the house: collected, or dispatched with a waybill. Refused unless the desk holds it free to go.

        Of an order that came to nothing the device goes back; nothing is fulfilled, and the order stays what it is.
        """
        releases.release_order.check_state(self.state)
        unknown = [item for item in missing if item not in self.accessories]
        if unknown:
            raise Refused("accessory_unknown", "These accessories were not listed at receipt.", accessories=unknown)
        if how == "dispatch" and not waybill:
            raise Refused("waybill_missing", "A dispatched device has a waybill.")
        self.custody.give_out("customer" if how == "pickup" else "carrier", at)
        self.release, self.waybill, self.open_serial, self.accessories_missing = how, waybill, None, missing
        self.note(how, at, by, f"missing: {', '.join(missing)}" if missing else None)
        if self.state in CAME_TO_NOTHING:
            self.handed_back_at = at
            return
        self.state, self.released_at = "released", at
        self.fulfilled_at = at if how == "dispatch" or self.is_to_be_shipped else self.notified_at or at

    def close(self, receipt: str, at: datetime, by: str) -> None:
        """The customer has it. Refused unless released, and on a receipt that does not go with how it left."""
        releases.close_order.check_state(self.state)
        if self.release not in RECEIPTS[receipt]:
            raise Refused("receipt_not_of_release", "That is no receipt of how it left.", release=str(self.release))
        self.state, self.closed_at, self.receipt = "closed", at, receipt
        self.custody.holder, self.custody.since = "customer", at
        self.note("closed", at, by, receipt)

    def cancel(self, reason: str, at: datetime, by: str) -> None:
        """Before a bench had it; an offer to one ends. Refused later. The device stays until it is given out."""
        contract.cancel_order.check_state(self.state)
        self.custody.end_offer()
        self._end("cancelled", reason, at, by)

    def check_payable(self) -> None:
        """Refused where it came to nothing."""
        if self.state in CAME_TO_NOTHING:
            raise Refused(f"order_{self.state}", f"The order is {self.state}.", state=self.state)

    def request_abandonment(self, reason: str, at: datetime, by: str) -> None:
        """Asks another person to decide that nobody fetches it. Refused unless ready."""
        contract.request_abandonment.check_state(self.state)
        self.abandonment = Abandonment(reason, at, by)
        self.note("abandonment_requested", at, by, reason)

    def abandon(self, reason: str, at: datetime, by: str) -> None:
        """Nobody fetches it. Refused unless ready. The device stays until it is given out."""
        contract.abandon_order.check_state(self.state)
        self._end("abandoned", reason, at, by)

    def _end(self, state: State, reason: str, at: datetime, by: str) -> None:
        self.state = state
        self.note(state, at, by, reason)

    def _become_ready(self, at: datetime) -> None:
        if self.outcome and self.custody.holder == "desk" and self.state == "in_repair":
            self.state, self.ready_at = "ready", max(at, self.custody.since)
            waits.end_all(self.wait_log, self.ready_at, tuple(self.waits))
