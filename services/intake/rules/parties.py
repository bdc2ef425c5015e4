"""Customers of a station, and visits at its counter [F1 F2]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
        """Changes what is given; an empty address is none."""
        self.name = name or self.name
        self.phone = phone or self.phone
        self.address = self.address if address is None else address or None


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
