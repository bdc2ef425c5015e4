"""A device that nobody fetches: one person asks to write it off, another decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.language.errors import Refused


@dataclass(frozen=True)
class Abandonment:
    """What somebody asks another person to decide on."""

    reason: str
    at: datetime
    by: str


def check_unfetched(ready_at: datetime | None, at: datetime, days: int) -> None:
    """Refused before it has been ready for so many days."""
    if ready_at is None or at < ready_at + timedelta(days=days):
        raise Refused("not_ready_long_enough", "It has not been ready for long enough.", days=str(days))


def check_decider(abandonment: Abandonment | None, by: str) -> None:
    """Refused where nobody asked for it, and to who did."""
    if abandonment is None:
        raise Refused("abandonment_not_requested", "Nobody asked to write it off.")
    if by == abandonment.by:
        raise Refused("own_abandonment", "Another person decides.")
