"""Where a device lies at the desk: by open days since receipt, and by repaired, unrepaired or awaiting parts [F4]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from services.intake.rules.orders import Device, Order

if TYPE_CHECKING:
    from stationkit.ground.calendar import StationCalendar

AGES = ("0", "1", "2-3", ">3")
CONDITIONS = ("repaired", "unrepaired", "awaiting_parts")
_BAND_OF = ("0", "1", "2-3", "2-3", ">3")


@dataclass(frozen=True)
class Shelved:
    """An order with a device on its shelf."""

    order: Order
    device: Device
    age: str
    condition: str


def age_of(received: date, today: date, calendar: StationCalendar) -> str:
    """The age band: open days after the one on which the receipt counts, today included; 0 on that day itself."""
    days, day = 0, calendar.next_open(calendar.first_open(received))
    while day <= today and days < len(_BAND_OF) - 1:
        days, day = days + 1, calendar.next_open(day)
    return _BAND_OF[days]


def condition_of(order: Order) -> str:
    """Awaiting parts as long as it waits for some; else repaired where that was the outcome."""
    if "awaiting_parts" in order.waits:
        return "awaiting_parts"
    return "repaired" if order.outcome == "repaired" else "unrepaired"


def shelve(orders: Iterable[Order], today: date, calendar: StationCalendar) -> list[Shelved]:
    """These orders' devices on their shelves, longest here first; accessories alone have none."""
    return [
        Shelved(order, order.device, age_of(calendar.day_of(order.received_at), today, calendar), condition_of(order))
        for order in sorted(orders, key=lambda order: (order.received_at, order.id))
        if order.device
    ]
