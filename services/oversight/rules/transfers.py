"""Transfers as their sender tells of them: how long each stood open, and whether it was past due when a day closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.oversight.rules.figures import Figure, Standing, Told

ENDED = ("closed", "cancelled")
ON_ITS_WAY = ("shipped", "partly_received")


def span_of(told: list[Told]) -> tuple[datetime, datetime | None]:
    """When the transfer was opened, and when it ended; None while it is open."""
    ended = [one.at for one in told if one.data["state"] in ENDED]
    first: datetime = told[0].data["opened_at"]
    return first, ended[-1] if ended else None


def standing_of(told: list[Told]) -> Standing:
    """Where the transfer is now, and by when its next step is due."""
    data: dict[str, Any] = told[-1].data
    if data["state"] in ENDED:
        return Standing()
    return Standing("on_its_way" if data["state"] in ON_ITS_WAY else "to_ship", data["due_at"])


def figure_at_close(told: list[Told], day: str, closed_at: datetime) -> Figure | None:
    """Whether it was past due when a day was closed; None where it was not open then."""
    known = [one for one in told if one.at <= closed_at]
    if not known or not (standing := standing_of(known)).state:
        return None
    overdue = standing.due_at is not None and standing.due_at < closed_at
    return Figure("overdue_transfers", day, int(overdue))
