"""Requisitions: a station asks the head for parts; another person at the head says from where they come [P2]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts.inventory.parts import PartLine
from contracts.inventory.requisitions import State, WantedLine, approve_requisition
from contracts.language.errors import Invalid, Refused


@dataclass(frozen=True)
class Line:
    """So many pieces of one part."""

    part_id: str
    quantity: int


def lines_of(lines: Iterable[WantedLine | PartLine]) -> list[Line]:
    """What somebody asks for, line by line."""
    return [Line(line.part_id, line.quantity) for line in lines]


@dataclass
class Requisition:
    """What a station asks for, and what the head decided. Instants are business time."""

    id: str
    station_id: str
    reason: str
    note: str
    lines: list[Line]
    opened_by: str
    opened_at: datetime
    proposal_id: str | None = None
    version: int = 0
    state: State = "requested"
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str = ""
    from_station_id: str | None = None
    transfer_id: str | None = None

    @property
    def wanted(self) -> list[tuple[str, int]]:
        """How many pieces it asks for, by part."""
        return [(line.part_id, line.quantity) for line in self.lines]

    def approve(self, from_station_id: str, transfer_id: str, by: str, at: datetime) -> None:
        """The parts come from that station. Refused for one's own requisition, once decided, and from itself."""
        self._decide("approved", by, at)
        if from_station_id == self.station_id:
            raise Refused("same_station", "A station sends no parts to itself.")
        self.from_station_id, self.transfer_id = from_station_id, transfer_id

    def reject(self, reason: str, by: str, at: datetime) -> None:
        """The head says no. Refused for one's own requisition, and once decided."""
        self._decide("rejected", by, at)
        self.decision = reason

    def fill(self) -> None:
        """Everything that was sent is here, whole or not."""
        self.state = "filled"

    def ask_again(self) -> None:
        """Nothing is sent after all: the head may say another station."""
        self.state, self.decided_by, self.decided_at = "requested", None, None
        self.from_station_id, self.transfer_id = None, None

    def check_decision(self, by: str) -> None:
        """Refused for one's own."""
        if by == self.opened_by:
            raise Refused("own_requisition", "Another person approves.")

    def _decide(self, state: State, by: str, at: datetime) -> None:
        approve_requisition.check_state(self.state)
        self.check_decision(by)
        self.state, self.decided_by, self.decided_at = state, by, at


def one_line_a_part(lines: list[Line]) -> list[Line]:
    """The lines as they are. Raises `Invalid` where two of them name the same part."""
    parts = [line.part_id for line in lines]
    twice = [f"lines.{at}.part_id: Named before." for at, part in enumerate(parts) if part in parts[:at]]
    if twice:
        raise Invalid("The request is not valid.", twice)
    return lines
