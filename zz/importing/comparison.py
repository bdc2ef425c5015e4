"""Whether an order is the one that its record tells of: everything that the file determines, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zz.importing.records import Record

OF_RECEIPT = ("day", "imported", "category", "brand", "model", "made_in", "fault")
OF_END = ("state", "outcome", "reason")


def differences(record: Record, order: Mapping[str, Any], time_zone: str, *, ended: bool = True) -> list[str]:
    """What of an order is not as its record says; without `ended` only what it was received with."""
    actual = _as_record(order, time_zone)
    expected = {**vars(record), "imported": True}
    return [name for name in OF_RECEIPT + (OF_END if ended else ()) if actual[name] != expected[name]]


def _as_record(order: Mapping[str, Any], time_zone: str) -> dict[str, Any]:
    device = order["device"] or {}
    received = datetime.fromisoformat(order["received_at"]).astimezone(ZoneInfo(time_zone))
    return {
        "day": received.date(),
        "imported": order["imported"],
        "fault": order["fault"],
        "state": order["state"],
        "outcome": order["outcome"],
        "reason": order["outcome_reason"],
        **{name: device.get(name) for name in ("category", "brand", "model", "made_in")},
    }
