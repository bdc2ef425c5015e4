"""The sender's half of a transfer: approved, packed, shipped, and what the receiver says became of it [P4 P6]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.inventory import returns, transfers
from contracts.inventory.transfers import State
from contracts.language.errors import Refused
from stationkit.ground.calendar import StationCalendar

TO_SHIP = ("approved", "packed")
BEFORE_SHIPPING = ("requested", *TO_SHIP)
ON_ITS_WAY = ("shipped", "partly_received")


@dataclass
class TransferLine:
    """One part of a transfer: how much was approved, and what became of it."""

    part_id: str
    quantity: int
    packed: int = 0
    shipped: int = 0
    received: int = 0
    damaged: int = 0
    lost: int = 0

    @property
    def in_transit(self) -> int:
        """Pieces that were shipped and of which the receiver has not said what became of them."""
        return self.shipped - self.received - self.damaged - self.lost


@dataclass
class Transfer:
    """Parts that a station sends to another. Instants are business time."""

    id: str
    station_id: str
    to_station_id: str
    reason: str
    lines: list[TransferLine]
    opened_by: str
    opened_at: datetime
    ship_due_at: datetime
    policy_version: int
    requisition_id: str | None = None
    version: int = 0
    state: State = "approved"
    packed_by: str | None = None
    shipped_by: str | None = None
    shipped_at: datetime | None = None
    receive_due_at: datetime | None = None
    cancelled_for: str | None = None
    calendar_provisional: bool = False
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str = ""

    @property
    def due_at(self) -> datetime | None:
        """By when the next step is due: the shipping, then the receiving; None before it is approved and at the end."""
        if self.state in TO_SHIP:
            return self.ship_due_at
        return self.receive_due_at if self.state in ON_ITS_WAY else None

    @property
    def part_ids(self) -> list[str]:
        """The parts of its lines."""
        return [line.part_id for line in self.lines]

    def retime(self, calendar: StationCalendar, ship_days: int, receive_days: int) -> bool:
        """By when it is shipped and received, by this calendar; answers whether that differs from before."""
        before = (self.ship_due_at, self.receive_due_at, self.calendar_provisional)
        self.ship_due_at = due_after(calendar, self.decided_at or self.opened_at, ship_days)
        if self.shipped_at:
            self.receive_due_at = due_after(calendar, self.shipped_at, receive_days)
        last = self.receive_due_at or self.ship_due_at
        self.calendar_provisional = calendar.is_provisional(calendar.day_of(self.opened_at), calendar.day_of(last))
        return before != (self.ship_due_at, self.receive_due_at, self.calendar_provisional)

    def decide(self, note: str, ship_due_at: datetime, by: str, at: datetime, *, agreed: bool) -> None:
        """What was asked for is to be shipped by then, or stays. Refused to who asked, and once decided."""
        returns.approve_return.check_state(self.state)
        self.check_decision(by)
        self.state, self.decision = "approved" if agreed else "rejected", note
        self.decided_by, self.decided_at, self.ship_due_at = by, at, ship_due_at

    def check_decision(self, by: str) -> None:
        """Refused to who asked for it."""
        if by == self.opened_by:
            raise Refused("own_return", "Another person approves.")

    def pack(self, quantities: Mapping[str, int], by: str) -> None:
        """Puts these pieces aside, by part. Refused unless approved, and for more of a part than was approved."""
        transfers.pack_transfer.check_state(self.state)
        over = [part for part in quantities if quantities[part] > self._approved(part)]
        if over:
            raise Refused("more_than_approved", "More than was approved.", parts=over)
        for line in self.lines:
            line.packed = quantities.get(line.part_id, 0)
        self.state, self.packed_by = "packed", by

    def ship(self, due_at: datetime, by: str, at: datetime) -> None:
        """The packed pieces are on their way, to be received by `due_at`. Refused unless packed."""
        transfers.ship_transfer.check_state(self.state)
        for line in self.lines:
            line.shipped = line.packed
        self.state, self.shipped_by, self.shipped_at, self.receive_due_at = "shipped", by, at, due_at

    def cancel(self, reason: str) -> None:
        """Nothing is sent; what was packed is free again. Refused once shipped: then a return brings it back."""
        transfers.cancel_transfer.check_state(self.state)
        self.state, self.cancelled_for = "cancelled", reason
        for line in self.lines:
            line.packed = 0

    def follow(self, part_id: str, received: int, damaged: int, lost: int) -> None:
        """What the receiver said of a part. Refused unless it is on its way, and for more than is."""
        if self.state not in ON_ITS_WAY:
            raise Refused(f"transfer_{self.state}", f"The transfer is {self.state}.", state=self.state)
        line = next(line for line in self.lines if line.part_id == part_id)
        if received + damaged + lost > line.in_transit:
            raise Refused("more_than_shipped", "More than is on its way.", part_id=part_id)
        line.received, line.damaged, line.lost = line.received + received, line.damaged + damaged, line.lost + lost

    def settle(self) -> None:
        """Closed when nothing is on its way any more, else partly received."""
        self.state = "partly_received" if any(line.in_transit for line in self.lines) else "closed"

    def _approved(self, part_id: str) -> int:
        return sum(line.quantity for line in self.lines if line.part_id == part_id)


def due_after(calendar: StationCalendar, at: datetime, working_days: int) -> datetime:
    """The close of the station's day, in UTC, by which what is given so many working days is due."""
    day = calendar.add_working_days(calendar.day_of(at), working_days)
    return calendar.closing(calendar.first_open(day))
