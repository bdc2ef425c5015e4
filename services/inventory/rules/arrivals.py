"""The receiver's half of a transfer: what is on its way, and what became of it piece by piece [P4 P6]."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.inventory.arrivals import State
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
class ArrivalLine:
    """One part that was shipped: how much, and what became of it."""

    part_id: str
    shipped: int
    received: int = 0
    damaged: int = 0
    lost: int = 0

    @property
    def in_transit(self) -> int:
        """Pieces of which nobody has said what became of them."""
        return self.shipped - self.received - self.damaged - self.lost


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

    @property
    def on_their_way(self) -> list[tuple[str, int]]:
        """How many pieces nobody has taken in yet, by part."""
        return [(line.part_id, line.in_transit) for line in self.lines]

    def receive(self, receptions: list[Reception]) -> None:
        """Takes pieces in, some or all of them.

        Refused when nothing is on its way, for a part that was not shipped, for more than is on its way, for nothing
        at all, and for damage or loss that nobody is liable for.
        """
        self.check_coming()
        for reception in receptions:
            self._take(reception)
        self.receptions += receptions
        self.state = "partly_received" if any(line.in_transit for line in self.lines) else "received"

    def check_coming(self) -> None:
        """Refused when nothing is on its way any more."""
        if self.state == "received":
            raise Refused("transfer_received", "Everything was received.", state=self.state)

    def _take(self, reception: Reception) -> None:
        line = next((line for line in self.lines if line.part_id == reception.part_id), None)
        if line is None:
            raise Refused("part_not_shipped", "That part was not shipped.", part_id=reception.part_id)
        pieces = reception.received + reception.damaged + reception.lost
        if not pieces:
            raise Refused("nothing_received", "Say what became of at least one piece.", part_id=reception.part_id)
        if pieces > line.in_transit:
            raise Refused("more_than_shipped", "More than is on its way.", part_id=reception.part_id)
        if reception.damaged + reception.lost and reception.liable is None:
            raise Refused("liable_missing", "Say who is liable for damage or loss.", part_id=reception.part_id)
        line.received, line.damaged, line.lost = (
            line.received + reception.received,
            line.damaged + reception.damaged,
            line.lost + reception.lost,
        )
