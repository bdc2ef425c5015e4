"""An order as callers know it: whose it is, who served its customer, and whether its third call is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.language.errors import Refused

NOT_CALLED = ("company",)


def week_of(day: date) -> str:
    """The ISO week of a day, `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


@dataclass
class Order:
    """One order of the station. Instants are business time; `week` is the ISO week of its receipt there."""

    id: str
    station_id: str
    party_id: str
    party_kind: str
    received_at: datetime
    week: str
    imported: bool
    version: int = 0
    served_by: tuple[str, ...] = ()
    dispatched_on: date | None = None
    awaits_third_call: bool = False

    @property
    def is_called(self) -> bool:
        """Whether its customer is called: not for the company's own stock, nor for history [B2]."""
        return not self.imported and self.party_kind not in NOT_CALLED

    def serve(self, staff_id: str) -> None:
        """Notes who served the customer: received the device, repaired it, gave it out."""
        if staff_id not in self.served_by:
            self.served_by = (*self.served_by, staff_id)

    def dispatch(self, day: date) -> None:
        """It is on its way to the customer; the third call comes some days later, or when it has arrived."""
        self.dispatched_on, self.awaits_third_call = day, True

    def is_third_call_due(self, today: date, days: int) -> bool:
        """Whether so many days have passed since the dispatch."""
        return self.dispatched_on is not None and today >= self.dispatched_on + timedelta(days=days)

    def check_caller(self, by: str) -> None:
        """Refused for whoever served the customer [B2]."""
        if by in self.served_by:
            raise Refused("own_customer", "Nobody calls customers whom they served.")
