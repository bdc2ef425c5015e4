"""Stations and their life: planned, onboarding, active, suspended, winding up, closed [S6]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from contracts.language.errors import Invalid, Refused
from contracts.stations.stations import REMAINS, State
from stationkit.ground.calendar import StationCalendar

CHECKLIST = ("premises", "staff", "stock", "training", "calendar")
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
MOVES: dict[State, tuple[State, ...]] = {
    "onboarding": ("planned",),
    "active": ("onboarding", "suspended"),
    "suspended": ("active",),
    "winding_up": ("active", "suspended"),
    "closed": ("planned", "onboarding", "winding_up"),
}
"""From where each state is reached."""
ENDS = ("suspended", "winding_up", "closed")
NO_REGIONS = ("Etc/", "posix/", "right/", "SystemV/")


@dataclass
class Hours:
    """Opening hours and open days in the station's local time; ISO weekdays."""

    opens: time = time(9)
    closes: time = time(18)
    open_weekdays: tuple[int, ...] = EVERY_DAY
    extra_open: tuple[date, ...] = ()
    extra_closed: tuple[date, ...] = ()


@dataclass
class Station:
    """A head station or sub-station. `active_from` is when its own work began, business time."""

    id: str
    station_id: str
    name: str
    code: str
    kind: str
    parent_id: str | None
    version: int = 0
    state: State = "planned"
    time_zone: str = "Asia/Shanghai"
    hours: Hours = field(default_factory=Hours)
    checklist: tuple[str, ...] = ()
    active_from: datetime | None = None
    area_code: str | None = None
    external_ref: str | None = None
    reason: str | None = None
    remains: dict[str, int] = field(default_factory=dict)

    def start_onboarding(self, reason: str) -> None:
        """Refused unless the station is planned."""
        self._move("onboarding", reason)

    def check_onboarding(self, item: str) -> None:
        """Ticks an item of the checklist. Refused outside onboarding."""
        self.check_checklist()
        self.checklist = tuple(known_item for known_item in CHECKLIST if known_item in (*self.checklist, item))

    def activate(self, reason: str, at: datetime) -> None:
        """Begins the station's own work, or resumes it. Refused while an onboarding item is open."""
        self._move("active", reason)
        self.active_from = self.active_from or at

    def suspend(self, reason: str) -> None:
        """Stops all booking until the station is activated again. Refused for the head station."""
        self._move("suspended", reason)

    def wind_up(self, reason: str) -> None:
        """From here nothing new is taken, and everything goes out. Refused for the head station."""
        self._move("winding_up", reason)

    def count(self, counts: Mapping[str, int]) -> None:
        """Takes what was counted there."""
        self.remains |= counts

    def close(self, reason: str) -> None:
        """Ends the station for good. Refused for the head station, and while something is still there."""
        self._move("closed", reason)

    def edit(self, name: str | None, area_code: str | None, hours: Hours | None) -> None:
        """Changes what is given. Raises `Invalid` for hours that contradict each other, `Refused` once closed."""
        self.check_edit()
        self.name = name or self.name
        self.area_code = area_code or self.area_code
        if hours is not None:
            check_hours(self.time_zone, hours)
            self.hours = hours

    def check_checklist(self) -> None:
        """Refused outside onboarding."""
        if self.state != "onboarding":
            raise Refused("station_not_onboarding", "The checklist belongs to onboarding.", state=self.state)

    def check_edit(self) -> None:
        """Refused once closed."""
        if self.state == "closed":
            raise Refused("station_closed", "A closed station does not change any more.")

    def check_move(self, state: State) -> None:
        """Refused from a state that does not lead to that one, while an item is open, and for the head to end."""
        if self.kind == "head" and state in ENDS:
            raise Refused("head_station", "The head station can be neither suspended nor closed.")
        missing = [item for item in CHECKLIST if item not in self.checklist]
        if state == "active" and self.state == "onboarding" and missing:
            raise Refused("onboarding_incomplete", "The onboarding checklist is not complete.", missing=missing)
        if self.state not in MOVES[state]:
            raise Refused("station_state", f"A station that is {self.state} cannot become {state}.", state=self.state)
        if state == "closed" and self.state == "winding_up":
            self._check_empty()

    def _check_empty(self) -> None:
        """Refused while something is there, or has not been counted."""
        if there := {what: str(count) for what, count in self.remains.items() if count}:
            raise Refused("station_not_empty", "Something is still there.", **there)
        if missing := [what for what in REMAINS if what not in self.remains]:
            raise Refused("station_not_counted", "It is not known yet whether anything is there.", missing=missing)

    def _move(self, state: State, reason: str) -> None:
        self.check_move(state)
        self.state, self.reason = state, reason


def check_hours(time_zone: str, hours: Hours) -> None:
    """Raises `Invalid` when the time zone is unknown or of no region, or hours and days contradict each other."""
    if "/" not in time_zone or time_zone.startswith(NO_REGIONS):
        raise Invalid("The request is not valid.", ["time_zone: Not a time zone of a region, such as Asia/Shanghai."])
    try:
        StationCalendar(
            time_zone=time_zone,
            opens=hours.opens,
            closes=hours.closes,
            open_weekdays=frozenset(hours.open_weekdays),
            extra_open=frozenset(hours.extra_open),
            extra_closed=frozenset(hours.extra_closed),
            years={},
        )
    except ValueError as error:
        raise Invalid("The request is not valid.", [f"hours: {error}"]) from error
