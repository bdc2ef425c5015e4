"""Rows: one for each record of which events tell. A row keeps what was told; what it adds to the KPIs follows from it.

The order in which rows and their producers are heard changes nothing: what was told is kept in the order in which it
was recorded, so a row that is made again from the same events is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.intake.orders import order_received as received_order
from services.oversight.rules import orders, records, transfers
from services.oversight.rules.figures import Figure, RecordedEvent, Standing
from stationkit.ground.calendar import StationCalendar

LAST_DAY = "9999-12-31"


@dataclass
class Row:
    """What was told of one record, and what follows from it.

    `day` is the first that was told of; `days` are all business days on which it ever had a figure. `from_day` to
    `to_day` is how long a transfer stood open. `redo_of` is a redo's first order, until that order's row knows of it.
    `stale` until the facts know it.
    """

    id: str
    station_id: str
    kind: str
    version: int = 0
    day: str = ""
    told: list[RecordedEvent] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    from_day: str | None = None
    to_day: str | None = None
    state: str | None = None
    due_at: datetime | None = None
    redo_of: str | None = None
    stale: bool = True

    def add(self, event: RecordedEvent, calendar: StationCalendar) -> None:
        """One more event; its place is by when it was recorded."""
        self.told = sorted([*self.told, event], key=lambda event: (event.recorded_at, event.type))
        earliest = self.told[0]
        self.day = str(earliest.data.get("day") or calendar.day_of(earliest.at).isoformat())
        self.figures = figures_of(self.kind, self.told, calendar)
        self.days = sorted({*self.days, *(figure.day for figure in self.figures)})
        standing = standing_of(self.kind, self.told)
        self.state, self.due_at = standing.state, standing.due_at
        if self.kind == "transfer":
            first, last = transfers.span_of(self.told)
            self.from_day = calendar.day_of(first).isoformat()
            self.to_day = calendar.day_of(last).isoformat() if last else LAST_DAY
        self.stale = True

    @property
    def code(self) -> str | None:
        """An order's code, as it is on its label."""
        received = next((event for event in self.told if event.type == received_order.type), None)
        return received.data.get("code") if received else None

    def figures_at_close(self, day: str, closed_at: datetime, calendar: StationCalendar) -> list[Figure]:
        """What counted on a day by what had been recorded when it was closed."""
        recorded = [event for event in self.told if event.recorded_at <= closed_at]
        return [figure for figure in figures_of(self.kind, recorded, calendar) if figure.day == day]


def figures_of(kind: str, events: list[RecordedEvent], calendar: StationCalendar) -> list[Figure]:
    """What a record of this kind adds to the KPIs after these events."""
    day_of = lambda instant: calendar.day_of(instant).isoformat()  # noqa: E731  # the one question to the calendar
    if kind == "order":
        return orders.figures_of(events, day_of)
    return records.figures_of(kind, events, day_of)


def standing_of(kind: str, events: list[RecordedEvent]) -> Standing:
    """Where a record of this kind stands now; only orders and transfers stand anywhere."""
    if kind == "order":
        return orders.standing_of(events)
    return transfers.standing_of(events) if kind == "transfer" else Standing()
