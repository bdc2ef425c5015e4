"""A customer as callers know them: what of name, phone and address was changed, and when [B2]."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class ContactChange:
    """A change: what was known before, phone and address masked; None where it was none, or did not change."""

    changed: tuple[str, ...]
    at: datetime
    by: str
    reason: str | None
    name: str | None
    phone: str | None
    address: str | None


@dataclass
class Party:
    """A customer of whom something was changed."""

    id: str
    station_id: str
    version: int = 0
    contact_changes: list[ContactChange] = field(default_factory=list)

    def changes_since(self, at: datetime) -> list[ContactChange]:
        """What was changed at that instant or later."""
        return [change for change in self.contact_changes if change.at >= at]
