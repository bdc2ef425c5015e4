"""Where the story is played: the network as it is made through the API, its crews at work, and the business clock."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zz.api import Api, LogIn, Refusal
from zz.demonstration.cast import HEAD, SUB_STATIONS
from zz.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zz.demonstration.cast import House, Person

CHECKLIST = ("premises", "staff", "stock", "training", "calendar")


@dataclass(frozen=True)
class Account:
    """A log-in of the demonstration."""

    username: str
    password: str
    station_id: str
    posts: tuple[str, ...]


class Actor:
    """A person at work: sends commands with keys that are the same whenever the same story is told again."""

    def __init__(self, api: Api, staff_id: str, keys: str) -> None:
        self.id = staff_id
        self._api = api
        self._keys = keys

    def do(self, key: str, path: str, **body: Any) -> Any:
        """A command, known by its key."""
        return self._api.post(path, body, key=f"{self._keys}.{key}")

    def read(self, path: str) -> Any:
        return self._api.get(path)


@dataclass(frozen=True)
class Crew:
    """The people of one sub-station."""

    house: House
    station_id: str
    lead: Actor
    desk: Actor
    store: Actor
    benches: tuple[Actor, ...]


class Clock:
    """The platform's business clock, which only goes forward."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._moving = threading.Lock()

    def go_to(self, moment: datetime) -> None:
        """Moves business time to a moment, or leaves it where it has passed that moment already."""
        with self._moving:
            try:
                self._api.post("/dev/clock", {"now": moment.isoformat()})
            except Refusal as refusal:
                if refusal.reason != "clock_goes_forward":
                    raise
