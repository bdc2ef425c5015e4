"""Customers of a station, and visits at its counter [F1 F2]."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.language.errors import Refused


@dataclass(frozen=True)
class Contact:
    """How a party is to be called and reached from now on: None stays, an empty address is none."""

    name: str | None = None
    phone: str | None = None
    address: str | None = None

    def over(self, party: Party) -> dict[str, str | None]:
        """What the party then has."""
        address = party.address if self.address is None else self.address or None
        return {"name": self.name or party.name, "phone": self.phone or party.phone, "address": address}


@dataclass(frozen=True)
class Why:
    """Who changes it, when and why."""

    at: datetime
    by: str
    reason: str | None = None


@dataclass
class EarlierContact:
    """What was known of a party until it was changed; None where it was none, or did not change."""

    changed: tuple[str, ...]
    at: datetime
    by: str
    reason: str | None
    name: str | None = None
    phone: str | None = None
    address: str | None = None


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
    earlier: list[EarlierContact] = field(default_factory=list)

    def edit(self, contact: Contact, why: Why, *, in_hand: bool) -> EarlierContact | None:
        """Changes what is given and keeps what was; answers it, or None where nothing changes.

        Refused without a reason while an order of the party is `in_hand`.
        """
        changes = {name: value for name, value in contact.over(self).items() if value != getattr(self, name)}
        if not changes:
            return None
        if in_hand and why.reason is None:
            raise Refused("contact_reason_missing", "An order of the customer is open: say why it is changed.")
        before = {name: getattr(self, name) for name in changes}
        self.earlier.append(EarlierContact(tuple(changes), why.at, why.by, why.reason, **before))
        for name, value in changes.items():
            setattr(self, name, value)
        return self.earlier[-1]


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
