"""Transfers as their sender tells of them: how long each stood open, and whether it was past due when a day closed."""

from __future__ import annotations

from datetime import datetime

from services.oversight.rules.extracts import TransferChanged
from services.oversight.rules.figures import Figure, RecordedEvent, Standing

ENDED = ("closed", "cancelled")
ON_ITS_WAY = ("shipped", "partly_received")


def span_of(events: list[RecordedEvent]) -> tuple[datetime, datetime | None]:
    """When the transfer was opened, and when it ended; None while it is open."""
    ended = [event.at for event in events if event.read(TransferChanged).state in ENDED]
    return events[0].read(TransferChanged).opened_at, ended[-1] if ended else None


def standing_of(events: list[RecordedEvent]) -> Standing:
    """Where the transfer is now, and by when its next step is due."""
    last = events[-1].read(TransferChanged)
    if last.state in ENDED:
        return Standing()
    return Standing("on_its_way" if last.state in ON_ITS_WAY else "to_ship", last.due_at)


def figure_at_close(events: list[RecordedEvent], day: str, closed_at: datetime) -> Figure | None:
    """Whether it was past due when a day was closed; None where it was not open then."""
    recorded = [event for event in events if event.at <= closed_at]
    if not recorded or not (standing := standing_of(recorded)).state:
        return None
    overdue = standing.due_at is not None and standing.due_at < closed_at
    return Figure("overdue_transfers", day, int(overdue))
