"""Write-offs: a station asks to give pieces up as lost, another person at the head agrees [P8]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.inventory.write_offs import State, approve_write_off
from contracts.language.errors import Refused


@dataclass(frozen=True)
class LostLine:
    """Pieces of one part at a place (`defective`, `scrap` or `store`)."""

    part_id: str
    place: str
    quantity: int


@dataclass
class WriteOff:
    """Pieces that are to become a loss, and why. Instants are business time."""

    id: str
    station_id: str
    reason: str
    lines: list[LostLine]
    requested_by: str
    requested_at: datetime
    version: int = 0
    state: State = "requested"
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str = ""

    def approve(self, by: str, at: datetime) -> None:
        """The pieces are given up. Refused for one's own request, and once decided."""
        self._decide("approved", by, at)

    def reject(self, reason: str, by: str, at: datetime) -> None:
        """They stay. Refused for one's own request, and once decided."""
        self._decide("rejected", by, at)
        self.decision = reason

    def check_decision(self, by: str) -> None:
        """Refused for one's own."""
        if by == self.requested_by:
            raise Refused("own_write_off", "Another person approves.")

    def _decide(self, state: State, by: str, at: datetime) -> None:
        approve_write_off.check_state(self.state)
        self.check_decision(by)
        self.state, self.decided_by, self.decided_at = state, by, at
