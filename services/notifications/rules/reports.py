"""The day's reports as they are kept, and who is told of which (E3 E5 F10c F11 P1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from contracts.language.payload import EventData

RECIPIENTS: dict[str, tuple[str, ...]] = {
    "awaiting_parts": ("storekeeper",),
    "unfinished": ("base_lead", "station_lead"),
    "overnight": ("base_lead", "station_lead"),
    "revenue": ("finance", "commerce", "station_lead"),
    "devices": ("general_manager", "commerce", "station_lead"),
}
"""The posts that each kind of report goes to by mail."""


@dataclass
class Report:
    """A station's report of a business day (YYYY-MM-DD); a later closing of the day is a report of its own."""

    id: str
    station_id: str
    kind: str
    day: str
    closing: int
    data: dict[str, Any]
    recipient_ids: tuple[str, ...]
    made_at: datetime
    version: int = 0


def plain(value: Any) -> Any:
    """A report's data as it is kept and answered: amounts as the contract writes them, everything else as it is."""
    if isinstance(value, Decimal):
        return {"amount": f"{value:.2f}", "currency": "CNY"}
    if isinstance(value, EventData):
        return {name: plain(field) for name, field in vars(value).items()}
    return [plain(item) for item in value] if isinstance(value, tuple) else value
