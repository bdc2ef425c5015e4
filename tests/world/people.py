"""Who works in a network under test, and everything that they send."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.world.api import Answer, Api

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.network import Network
    from zz.verbs import Verbs

PASSWORD = "a long enough phrase 7"
FIRST_PASSWORD = "a first phrase for once 3"
PATIENCE_SECONDS = 90.0
FRESH_SECONDS = 600.0
ONE_OF_EACH_SERVICE = ("list_stations", "list_orders", "list_jobs", "list_parts", "list_calls", "list_inbox")


@dataclass(frozen=True)
class Sent:
    """One request that was sent and what came back."""

    person: Person
    method: str
    path: str
    body: Any
    key: str | None
    answer: Answer


@dataclass(kw_only=True)
class Session(Api):
    """A person's log-in; everything that is sent in it is remembered."""

    person: Person

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        answer = super().send(method, path, body, **headers)
        key = headers.get("Idempotency_Key")
        self.person.network.sent.append(Sent(self.person, method, path, body, key, answer))
        return answer


@dataclass
class Person:
    """Somebody of a station with an account, who logs in when first asked and again before the token gets old."""

    network: Network = field(repr=False)
    station_id: str
    posts: tuple[str, ...]
    id: str
    username: str
    given: str = PASSWORD
    working_in: str | None = None

    def __post_init__(self) -> None:
        self._session: Session | None = None
        self._until = 0.0

    @property
    def password(self) -> str:
        """One's own, in place of the one that was given at hiring."""
        if self.given == FIRST_PASSWORD:
            self.take_own_password()
        return self.given

    @property
    def api(self) -> Session:
        """A session that every service takes."""
        if self._session is None or time.monotonic() > self._until:
            session = self.log_in()
            for name in ONE_OF_EACH_SERVICE:
                _wait_until_known(session, name)
            self._session, self._until = session, time.monotonic() + FRESH_SECONDS
        return self._session

    @property
    def do(self) -> Verbs[Any]:
        """What must succeed, in that session."""
        return self.api.do

    @property
    def ask(self) -> Verbs[Answer]:
        """What is answered as it is."""
        return self.api.ask

    @property
    def until(self) -> Verbs[Any]:
        """What is read until a condition holds."""
        return self.api.until

    @property
    def seconds_left(self) -> float:
        """For how long the session will be used before there is another."""
        return self._until - time.monotonic()

    def log_in(self) -> Session:
        """A session of its own."""
        return self._log_in(self.password, self.working_in)

    def _log_in(self, password: str, station_id: str | None = None) -> Session:
        body = {"username": self.username, "password": password}
        body |= {"station_id": station_id} if station_id else {}
        session = Session(url=self.network.url, pool=self.network.pool, person=self)
        tokens = session.do.issue_token(**body)
        session.token, session.refresh = tokens["access_token"], tokens["refresh_token"]
        return session

    def take_own_password(self, password: str = PASSWORD) -> None:
        """In place of one that was given for one log-in."""
        self._log_in(self.given).do.change_password(password=self.given, new_password=password)
        self.forget(password)

    def forget(self, password: str) -> None:
        """Logs in anew when next asked, with this password."""
        self.given, self._session = password, None


def until(holds: Callable[[], bool], what: str) -> None:
    """Returns when it holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"not {what} after {PATIENCE_SECONDS} s"
        time.sleep(0.02)


def _wait_until_known(session: Session, name: str) -> None:
    ask = getattr(session.ask, name)
    until(lambda: ask(limit=1).status not in (401, 409), f"known for {name}: {session.person.username}")
