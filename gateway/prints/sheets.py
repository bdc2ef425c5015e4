"""What stands on each sheet, from what the API itself answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gateway.prints.words import words

PHONE_TAIL = 4
Answered = Mapping[str, Any]


def receipt_of(order: Answered, receipt: Answered, party: Answered, station: Answered, language: str) -> dict[str, Any]:
    """The customer's receipt: of the phone number only its end, instants in the station's zone [F1 F2]."""
    zone = ZoneInfo(station["time_zone"])
    return {
        **_common(order, station, language),
        "pickup_code": receipt["receipt_code"],
        "customer": party["name"],
        "phone_tail": party["phone"][-PHONE_TAIL:],
        "serial": order["device"]["serial"] if order["device"] else None,
        "accessories": order["accessories"],
        "condition": order["condition"],
        "fault": order["fault"],
        "consent": order["data_loss_consent"],
        "received": _local(order["received_at"], zone),
        "due": _local(receipt["due_at"], zone),
        "provisional": order["calendar_provisional"],
    }


def label_of(order: Answered, station: Answered, language: str) -> dict[str, Any]:
    """The label on the device: nothing of the customer."""
    zone = ZoneInfo(station["time_zone"])
    return {**_common(order, station, language), "due": _local(order["effective_due_at"], zone)}


def _common(order: Answered, station: Answered, language: str) -> dict[str, Any]:
    device = order["device"]
    return {
        "language": language,
        "words": words(language),
        "station": station["name"],
        "code": order["code"],
        "device": f"{device['brand']} {device['model']}" if device else None,
    }


def _local(instant: str, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(instant).astimezone(zone):%Y-%m-%d %H:%M}"
