"""The receiver's half of a transfer: what is on its way, and what became of it piece by piece [P4 P6]."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from contracts.inventory.arrivals import LossKind, LossState, State
from contracts.language.errors import Refused


@dataclass(frozen=True)
class Reception:
    """What somebody took in of one part; `liable` is whose the damage or loss is (sender, carrier, receiver)."""

    part_id: str
    received: int
    damaged: int
    lost: int
    liable: str | None
    by: str
    at: datetime


@dataclass
class Loss:
    """Pieces that the receiver says are lost or damaged, and what they are worth: so it is once the head agrees."""

    part_id: str
    quantity: int
    value: Decimal
    liable: str
    by: str
    at: datetime
    kind: LossKind = "lost"
    state: LossState = "waiting"
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str = ""

    def decide(self, note: str, by: str, at: datetime, *, agreed: bool) -> None:
        """The head's word."""
        self.state, self.decision = "confirmed" if agreed else "rejected", note
        self.decided_by, self.decided_at = by, at


@dataclass
class ArrivalLine:
    """One part that was shipped: how much, and what became of it; what is `missing` waits for the head's word."""

    part_id: str
    shipped: int
    received: int = 0
    damaged: int = 0
    lost: int = 0
    missing: int = 0

    @property
    def in_transit(self) -> int:
        """Pieces that are neither here nor lost for good."""
        return self.shipped - self.received - self.damaged - self.lost

    @property
    def expected(self) -> int:
        """Pieces of which nobody has said what became of them."""
        return self.in_transit - self.missing

    def decide(self, loss: Loss, *, agreed: bool) -> None:
        """What was said to be lost or damaged is so, or on its way still."""
        self.missing -= loss.quantity
        if agreed and loss.kind == "damaged":
            self.damaged += loss.quantity
        elif agreed:
            self.lost += loss.quantity


@dataclass
class Arrival:
    """Parts that another station shipped to this one. Instants are business time."""

    id: str
    station_id: str
    transfer_id: str
    from_station_id: str
    reason: str
    lines: list[ArrivalLine]
    shipped_at: datetime
    due_at: datetime
    version: int = 0
    state: State = "shipped"
    receptions: list[Reception] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    @property
    def on_their_way(self) -> list[tuple[str, int]]:
        """How many pieces nobody has taken in yet, by part."""
        return [(line.part_id, line.expected) for line in self.lines]

    def receive(self, receptions: list[Reception]) -> None:
        """Takes pieces in, some or all of them.

        Refused when nothing is on its way, for a part that was not shipped, for more than is on its way, for nothing
        at all, and for damage or loss that nobody is liable for.
        """
        self.check_coming()
        for reception in receptions:
            self._take(reception)
        self.receptions += receptions
        self._settle()

    def check_coming(self) -> None:
        """Refused when nothing is on its way any more but what is said to be lost or damaged."""
        if not any(line.expected for line in self.lines):
            raise Refused("transfer_received", "Everything was received.", state=self.state)

    def decide_losses(self, note: str, by: str, at: datetime, *, agreed: bool) -> list[Loss]:
        """All that is said to be lost or damaged is so, and answered, or on its way still. Refused to who said it."""
        self.check_losses(by)
        decided = self.waiting_losses
        for loss in decided:
            loss.decide(note, by, at, agreed=agreed)
            next(line for line in self.lines if line.part_id == loss.part_id).decide(loss, agreed=agreed)
        self._settle()
        return decided if agreed else []

    def check_losses(self, by: str) -> None:
        """Refused where nothing is said to be lost or damaged, and to who said it."""
        if not self.waiting_losses:
            raise Refused("no_loss_reported", "Nothing is said to be lost or damaged.")
        if by in {loss.by for loss in self.waiting_losses}:
            raise Refused("own_loss", "Another person decides.")

    @property
    def waiting_losses(self) -> list[Loss]:
        """What the head has not decided on."""
        return [loss for loss in self.losses if loss.state == "waiting"]

    def _settle(self) -> None:
        self.state = "partly_received" if any(line.in_transit for line in self.lines) else "received"

    def _take(self, reception: Reception) -> None:
        line = next((line for line in self.lines if line.part_id == reception.part_id), None)
        if line is None:
            raise Refused("part_not_shipped", "That part was not shipped.", part_id=reception.part_id)
        pieces = reception.received + reception.damaged + reception.lost
        if not pieces:
            raise Refused("nothing_received", "Say what became of at least one piece.", part_id=reception.part_id)
        if pieces > line.expected:
            raise Refused("more_than_shipped", "More than is on its way.", part_id=reception.part_id)
        if reception.damaged + reception.lost and reception.liable is None:
            raise Refused("liable_missing", "Say who is liable for damage or loss.", part_id=reception.part_id)
        line.received += reception.received
        line.missing += reception.damaged + reception.lost
