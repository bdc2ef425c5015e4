"""The first scene: the network is founded, its sub-stations are opened and their people hired."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from zz.api import Api, LogIn, Refusal
from zz.demonstration.runner import Actor, Crew, Head
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from zz.demonstration.cast import House, Person

ONCE = "once"
CHECKLIST = ("premises", "staff", "stock", "training", "calendar")


@dataclass(frozen=True)
class Account:
    """A log-in, and where and as what its owner works."""

    username: str
    password: str
    station_id: str
    posts: tuple[str, ...]


@dataclass
class Founder:
    """Makes the network at a URL, or stations of it for a `story`; keeps the log-ins that come of it.

    The first of the people of `head` is the supervisor who does it.
    """

    url: str
    passwords: Mapping[str, str]
    head: House
    story: str = "demonstration"

    def __post_init__(self) -> None:
        self.accounts: list[Account] = []
        self._hired: list[tuple[Person, str, str]] = []
        self.supervisor = self._actor(self.head.people[0])

    def found(self, founding_key: str) -> str:
        """The head station with its first supervisor; returns its id. Raises `Trouble` where others founded it."""
        head, first = self.head, self.head.people[0]
        log_in = {"username": first.username, "password": self.passwords[first.username]}
        body = {"founding_key": founding_key, "name": head.name, "code": head.code, "supervisor": first.name, **log_in}
        try:
            Api(self.url).do.found_network(**body)
        except Refusal as refusal:
            self._check_own(refusal)
        me = self.supervisor.read.get_me()
        station_id, self.supervisor.id = str(me["station_id"]), str(me["account_id"])
        self._note(first, station_id, self.supervisor.id)
        return station_id

    def open_station(self, house: House) -> str:
        """A sub-station from plan to active; returns its id."""
        step, lead = f"open-{house.code}", self.supervisor
        station_id = str(lead.do(step).create_station(name=house.name, code=house.code)["id"])
        lead.do(step).start_onboarding(station_id=station_id, reason="租约已签")
        for item in CHECKLIST:
            lead.do(f"{step}-{item}").check_onboarding(station_id=station_id, item=item)
        lead.do(step).activate_station(station_id=station_id, reason="开业检查全部完成")
        return station_id

    def hire(self, house_id: str, people: tuple[Person, ...]) -> list[Actor]:
        """Staff of a station, each with a log-in."""
        return [self._hire(house_id, person) for person in people]

    def publish_cut_off(self, effective_from: datetime) -> None:
        """From then on the bench takes devices for the same day only until 14:30.

        What nobody fetches is written off after a day, for the demonstration is over in three.
        """
        values = {"bench_accept_until": "14:30", "abandon_after_days": 1}
        body = {"name": "receipt", "effective_from": effective_from.isoformat(), "values": values}
        self.supervisor.do("cut-off").publish_policy(**body)

    def staff_head(self, head_id: str) -> Head:
        """The head station's people beside the supervisor."""
        actors = dict(zip(self.head.people[1:], self.hire(head_id, self.head.people[1:]), strict=True))
        by_post = {person.posts[0]: actor for person, actor in actors.items() if not person.grants}
        base, store, bench = (by_post[post] for post in ("base_lead", "storekeeper", "engineer"))
        return Head(head_id, self.supervisor, base, store, bench)

    def crew(self, house: House, head: Head) -> Crew:
        """A sub-station that is open and staffed."""
        station_id = self.open_station(house)
        lead, desk, *benches, store = self.hire(station_id, house.people)
        return Crew(house, station_id, lead, desk, (benches[0], benches[1]), store, head)

    def set_addresses(self) -> None:
        """Where everybody's mails go; all are known everywhere by now."""
        for person, station_id, staff_id in self._hired:
            verbs = self.supervisor.once(f"address-{person.username}")
            verbs.set_address(station_id=station_id, staff_id=staff_id, email=person.email, language="zh")

    def _hire(self, station_id: str, person: Person) -> Actor:
        log_in = LogIn(person.username, f"{self.passwords[person.username]}-{ONCE}")
        body = {"name": person.name, "posts": person.posts, "grants": person.grants}
        hired = self.supervisor.do(f"hire-{person.username}").create_staff(
            station_id=station_id, **body, username=log_in.username, password=log_in.password
        )
        self._change_password(log_in)
        self._note(person, station_id, str(hired["id"]))
        return self._actor(person, str(hired["id"]))

    def _change_password(self, given: LogIn) -> None:
        """From the one given at hiring, which holds for one log-in, to one's own; told again, that is done already."""
        own = self.passwords[given.username]
        try:
            Api(self.url, given).do.change_password(password=given.password, new_password=own)
        except Refusal as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED:
                raise

    def _actor(self, person: Person, staff_id: str = "") -> Actor:
        return Actor(Api(self.url, LogIn(person.username, self.passwords[person.username])), staff_id, self.story)

    def _note(self, person: Person, station_id: str, staff_id: str) -> None:
        self._hired.append((person, station_id, staff_id))
        self.accounts.append(Account(person.username, self.passwords[person.username], station_id, person.posts))

    def _check_own(self, refusal: Refusal) -> None:
        """That it was founded by an interrupted telling of this story, whose password still holds."""
        if refusal.reason != "network_founded":
            raise refusal
        try:
            self.supervisor.read.get_me()
        except Refusal as wrong:
            remedy = "This needs an empty platform: `make clean`, then `make run`; that removes all data."
            raise UserError("This network has been founded already, by others.", remedy) from wrong
