"""What jobs ask of the store: a first request counts as filled when all of it is issued in time [S13]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.inventory.part_requests import State


@dataclass
class PartRequest:
    """A job's wish for pieces of one part. Instants are business time."""

    id: str
    station_id: str
    job_id: str
    engineer_id: str
    part_id: str
    quantity: int
    first: bool
    requested_at: datetime
    day: str
    version: int = 0
    issued: int = 0
    state: State = "open"
    filled: bool | None = None

    def issue(self, quantity: int, at: datetime, within: timedelta) -> None:
        """Pieces were borrowed for it. With the last it is settled: filled when that is in time, to the instant."""
        self.issued += quantity
        if self.issued >= self.quantity:
            self._settle(filled=at <= self.requested_at + within)

    def give_up(self) -> None:
        """The day closed and not all of it was issued."""
        self._settle(filled=False)

    def take_up_again(self) -> None:
        """Its day was opened again: what was not issued may still be; until then it counts as the close judged."""
        if self.issued < self.quantity:
            self.state = "open"

    def _settle(self, *, filled: bool) -> None:
        self.state, self.filled = "settled", filled
