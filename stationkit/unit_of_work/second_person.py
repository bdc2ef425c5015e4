"""Who counts as a second person for what another did: another account, and independent of the first (rules §7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationkit.storage.reference_data import StaffRecord

POLICY, VALUE, DAYS = "staff", "independent_days", 30


def counts_as_second(person: StaffRecord, first_id: str, at: datetime, days: int) -> bool:
    """Another account, which the first neither made nor gave a new password within so many days before an instant."""
    since = at - timedelta(days=days)
    ties = ((person.created_by, person.created_at), (person.password_reset_by, person.password_reset_at))
    tied = any(by == first_id and when is not None and when > since for by, when in ties)
    return person.id != first_id and not tied
