"""Where a simulation is played: its people hired, their addresses written down, its stations open."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from string import ascii_lowercase
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zz.api import Api, LogIn
from zz.demonstration.cast import Person
from zz.demonstration.founding import Account, Founder
from zz.simulation.acts import HEAD, SLOT_MINUTES, slot
from zz.simulation.cast import draw_cast

if TYPE_CHECKING:
    from zz.demonstration.cast import House
    from zz.demonstration.runner import Actor, Clock

ZONE = ZoneInfo("Asia/Shanghai")
PASSWORD_BYTES = 12
AT_ONCE = 4
OPENS = slot(8)
FIRST = "s1"


@dataclass(frozen=True)
class Ground:
    """The platform, and who may open stations on it: its founding key, or a supervisor of a founded network."""

    url: str
    founding_key: str
    supervisor: Account | None = None


@dataclass(frozen=True)
class Days:
    """The days of a plan; day 0 is the one before the first."""

    eve: date

    def instant(self, day: int, at: int) -> datetime:
        """When the ten minutes of a day begin."""
        midnight = datetime.combine(self.eve + timedelta(days=day), time.min, ZONE)
        return midnight + timedelta(minutes=at * SLOT_MINUTES)

    def name(self, day: int) -> str:
        """The business day, YYYY-MM-DD."""
        return (self.eve + timedelta(days=day)).isoformat()

    def names(self, last: int) -> dict[str, str]:
        """What the plan calls the days and their weeks."""
        days = {number: self.eve + timedelta(days=number) for number in range(last + 2)}
        weeks = {f"week{number}": f"{day.isocalendar()[0]}-W{day.isocalendar()[1]:02}" for number, day in days.items()}
        return {f"day{number}": self.name(number) for number in days} | weeks


class Setting:
    """The network with the simulation's own stations and people in it; `actors` and `ids` by the names of the plan."""

    def __init__(self, ground: Ground, clock: Clock, seed: int, stations: int) -> None:
        self.clock = clock
        self.actors: dict[str, Actor] = {}
        self.ids: dict[str, str] = {}
        self.accounts: list[Account] = []
        self._ground = ground
        self.cast = draw_cast(self._free_prefix(seed), seed, stations)
        people = [person for house in self.cast.places.values() for person in house.people]
        passwords = {person.username: secrets.token_urlsafe(PASSWORD_BYTES) for person in people}
        if ground.supervisor:
            passwords[ground.supervisor.username] = ground.supervisor.password
        self._founder = Founder(ground.url, passwords, self._head(), self.cast.prefix)

    @property
    def supervisor(self) -> Actor:
        """Who opens the stations, and reads everything."""
        return self._founder.supervisor

    def found(self) -> Days:
        """Founds the network where it is not founded; everything else happens on the morning after."""
        head, is_new = self.cast.places[HEAD], self._ground.supervisor is None
        if is_new:
            self._founder.found(self._ground.founding_key)
            self.accounts = self._founder.accounts
        self.ids[HEAD] = self.supervisor.read.get_me()["station_id"]
        days = Days(self.clock.read().astimezone(ZONE).date() + timedelta(days=1))
        self.clock.go_to(days.instant(0, OPENS))
        if is_new:
            self._take(HEAD, head.people[0], self.supervisor)
        self._hire(HEAD, replace(head, people=head.people[1:]) if is_new else head)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._open, self.cast.stations))
        self.clock.go_to(days.instant(0, OPENS + 1))  # by then everybody is known everywhere
        self._founder.set_addresses()
        return days

    def _open(self, place: str) -> None:
        self.ids[place] = self._founder.open_station(self.cast.places[place])
        self._hire(place, self.cast.places[place])

    def _hire(self, place: str, house: House) -> None:
        for person, actor in zip(house.people, self._founder.hire(self.ids[place], house.people), strict=True):
            self._take(place, person, actor)

    def _take(self, place: str, person: Person, actor: Actor) -> None:
        """The person has a part in the play."""
        who = self.cast.who(place, person)
        self.actors[who], self.ids[who] = actor, actor.id

    def _head(self) -> House:
        """The head station's house with whoever opens the stations as its first person."""
        head, given = self.cast.places[HEAD], self._ground.supervisor
        return (
            head
            if given is None
            else replace(head, people=(Person(given.username, given.username, given.posts), *head.people))
        )

    def _free_prefix(self, seed: int) -> str:
        """`sim1` for the seed 1, `sim1b` where that has been played in this network, and so on."""
        codes, given = set(), self._ground.supervisor
        if given is not None:
            api = Api(self._ground.url, LogIn(given.username, given.password))
            codes = {station["code"] for station in api.rows.list_stations()}
        prefixes = (f"sim{seed}{letter}" for letter in ("", *ascii_lowercase[1:]))
        return next(prefix for prefix in prefixes if f"{prefix}{FIRST}".upper() not in codes)
