"""A business day of the store: what was borrowed, what was settled in time, what stayed out at its close [P1 E12].

Every borrow and every settlement writes to its day, so that none of them is lost between two reads of the close.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from contracts.language.errors import Refused
from services.inventory.rules.borrows import Borrow


@dataclass
class OvernightLine:
    """Pieces that an engineer still held at the close; `excepted` where a lead had signed for them."""

    borrow_id: str
    job_id: str
    engineer_id: str
    part_id: str
    part_code: str
    quantity: int
    excepted: bool


@dataclass
class SignedException:
    """A lead's word that a borrow may stay out on this day."""

    borrow_id: str
    reason: str
    by: str
    at: datetime


@dataclass
class StoreDay:
    """A station's store on a local date, YYYY-MM-DD; `closing` counts how often the day was closed."""

    id: str
    station_id: str
    day: str
    version: int = 0
    state: str = "open"
    closing: int = 0
    closed_at: datetime | None = None
    borrowed: int = 0
    settled_in_time: int = 0
    exceptions: list[SignedException] = field(default_factory=list)
    overnight: list[OvernightLine] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether things may still move."""
        return self.state == "open"

    def check_open(self) -> None:
        """Refused once the day is closed."""
        if not self.is_open:
            raise Refused("day_closed", "The day is closed.", day=self.day)

    def borrow(self, quantity: int) -> None:
        """Counts pieces that went out. Refused once the day is closed."""
        self.check_open()
        self.borrowed += quantity

    def settle(self, quantity: int, today: str) -> bool:
        """Counts pieces borrowed on this day that came to their end; answers whether that was by its close."""
        in_time = self.is_open and today == self.day
        self.settled_in_time += quantity if in_time else 0
        return in_time

    def sign_exception(self, borrow: Borrow, reason: str, by: str, at: datetime) -> None:
        """A lead lets a borrow stay out tonight. Refused once the day is closed, to who borrowed it, and twice."""
        self.check_exception(borrow, by)
        self.exceptions.append(SignedException(borrow.id, reason, by, at))

    def check_exception(self, borrow: Borrow, by: str) -> None:
        """Refused once the day is closed, to who borrowed it, for what is not out, and twice."""
        self.check_open()
        if by == borrow.engineer_id:
            raise Refused("own_borrow", "Another lead signs for what you borrowed.")
        if borrow.state != "out":
            raise Refused("not_out", "Nothing of it is out.", out="0")
        if any(exception.borrow_id == borrow.id for exception in self.exceptions):
            raise Refused("signed_already", "A lead has signed for it already.")

    def close(self, closing: int, closed_at: datetime, borrows: Iterable[Borrow]) -> bool:
        """Takes down what is out at this instant, of this day and of earlier ones.

        False where this closing, or a later one, was taken before: then the day is closed, and nothing else changes.
        """
        self.state = "closed"
        if closing <= self.closing:
            return False
        self.closing, self.closed_at = closing, closed_at
        signed = {exception.borrow_id for exception in self.exceptions}
        self.overnight = [
            OvernightLine(
                borrow.id,
                borrow.job_id,
                borrow.engineer_id,
                borrow.part_id,
                borrow.part_code,
                borrow.out_at(closed_at),
                borrow.id in signed,
            )
            for borrow in sorted(borrows, key=lambda borrow: (borrow.borrowed_at, borrow.id))
            if borrow.day <= self.day and borrow.out_at(closed_at)
        ]
        return True

    def reopen(self) -> None:
        """Things may move again until it is closed again."""
        self.state = "open"
