"""The desk's business day: money by way of paying as it comes in, and the devices at its close [F10c F11]."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from contracts.language.errors import Refused
from services.intake.rules.payments import NOTHING


@dataclass
class Takings:
    """What came in and went out by one way of paying, in CNY."""

    method: str
    taken: Decimal = NOTHING
    refunded: Decimal = NOTHING


@dataclass
class DeviceCounts:
    """Devices received, shipped and collected on the day, and in repair, waiting for parts, ready at its close."""

    received: int
    in_repair: int
    awaiting_parts: int
    ready: int
    shipped: int
    collected: int


@dataclass
class DayReport:
    """One desk and business day (YYYY-MM-DD). Every payment is written together with it: they cannot part."""

    id: str
    station_id: str
    day: str
    closed: bool = False
    closing: int = 0
    closed_at: datetime | None = None
    methods: list[Takings] = field(default_factory=list)
    devices: DeviceCounts | None = None
    corrected_at: datetime | None = None
    version: int = 0

    @property
    def total(self) -> Decimal:
        """What was taken less what was given back, in CNY."""
        return sum((takings.taken - takings.refunded for takings in self.methods), NOTHING)

    def book(self, method: str, amount: Decimal) -> None:
        """Money that came in, or went out where it is negative. Refused while the day is closed."""
        self.check_open()
        takings = self._takings(method)
        if amount > 0:
            takings.taken += amount
        else:
            takings.refunded -= amount

    def check_open(self) -> None:
        """Refused while the day is closed."""
        if self.closed:
            raise Refused("day_closed", "The day is closed; open it again to take or give back money.", day=self.day)

    def close(self, closing: int, at: datetime, devices: DeviceCounts) -> bool:
        """The day as this closing finds it; a later one corrects it. False for one that was taken before."""
        self.closed = True
        if closing <= self.closing:
            return False
        self.closing, self.closed_at, self.devices, self.corrected_at = closing, at, devices, None
        return True

    def correct(self, devices: DeviceCounts, at: datetime) -> None:
        """What came and went after the close counts too; what was in the house stays as the close found it."""
        if self.closed and self.devices:
            came_and_went = {name: getattr(devices, name) for name in ("received", "shipped", "collected")}
            corrected = replace(self.devices, **came_and_went)
            if corrected != self.devices:
                self.devices, self.corrected_at = corrected, at

    def reopen(self) -> None:
        """Money may be taken again."""
        self.closed = False

    def _takings(self, method: str) -> Takings:
        takings = next((takings for takings in self.methods if takings.method == method), None)
        if takings is None:
            takings = Takings(method)
            self.methods.append(takings)
        return takings
