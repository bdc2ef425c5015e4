"""Who works in a network under test, and everything that they send."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.world.api import Answer, Api

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.network import Network

PASSWORD = "a long enough phrase 7"
PATIENCE_SECONDS = 90.0
FRESH_SECONDS = 600.0
ONE_OF_EACH_SERVICE = ("/stations?limit=1", "/orders?limit=1", "/jobs?limit=1", "/parts?limit=1", "/calls?limit=1")


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
    password: str = PASSWORD
    working_in: str | None = None

    def __post_init__(self) -> None:
        self._session: Session | None = None
        self._until = 0.0

    @property
    def api(self) -> Session:
        """A session that every service takes."""
        if self._session is None or time.monotonic() > self._until:
            session = self.log_in()
            for path in ONE_OF_EACH_SERVICE:
                _wait_until_known(session, path)
            self._session, self._until = session, time.monotonic() + FRESH_SECONDS
        return self._session

    @property
    def seconds_left(self) -> float:
        """For how long the session will be used before there is another."""
        return self._until - time.monotonic()

    def log_in(self) -> Session:
        """A session of its own."""
        body = {"username": self.username, "password": self.password}
        body |= {"station_id": self.working_in} if self.working_in else {}
        session = Session(url=self.network.url, pool=self.network.pool, person=self)
        tokens = session.post("/auth/token", body)
        session.token, session.refresh = tokens["access_token"], tokens["refresh_token"]
        return session

    def forget(self, password: str) -> None:
        """Logs in anew when next asked, with this password."""
        self.password, self._session = password, None


def until(holds: Callable[[], bool], what: str) -> None:
    """Returns when it holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"not {what} after {PATIENCE_SECONDS} s"
        time.sleep(0.02)


def _wait_until_known(session: Session, path: str) -> None:
    until(lambda: session.send("GET", path).status not in (401, 409), f"known at {path}: {session.person.username}")
