"""Customers of a station, and visits at its counter [F1 F2]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.intake.rules.devices import phone_of


@dataclass
class Party:
    """An end user, dealer, merchant, the company itself or a sales channel."""

    id: str
    station_id: str
    kind: str
    name: str
    phone: str
    address: str | None = None
    version: int = 0

    def edit(self, name: str | None, phone: str | None, address: str | None) -> None:
        """Changes what is given. Raises `Invalid` for a phone number that cannot exist."""
        self.name = name or self.name
        self.phone = phone_of(phone) if phone else self.phone
        self.address = address or self.address


@dataclass
class Visit:
    """A contact at the counter: for a repair, a pick-up, or a consultation."""

    id: str
    station_id: str
    kind: str
    at: datetime
    by: str
    note: str
    party_id: str | None = None
    order_id: str | None = None
    version: int = 0
