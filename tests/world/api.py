"""A client of the HTTP API as any other could be: log-in, keys, retries of what is certainly not done."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import urllib3

from zz.verbs import Message, Verbs

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Any
    body: Any

    @property
    def code(self) -> str:
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""

    @property
    def reason(self) -> str:
        return str(self.body["params"].get("reason", "")) if self.code else ""


@dataclass
class Api:
    """Speaks to the gateway as one account."""

    url: str
    token: str = ""
    refresh: str = ""
    pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(maxsize=40, timeout=90, retries=False)
    )

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request, answered as it is."""
        sent = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        answer = self.pool.request(method, f"{self.url}/api/v1{path}", body=raw, headers=sent)
        content = json.loads(answer.data) if "json" in answer.headers.get("Content-Type", "") else answer.data
        return Answer(answer.status, answer.headers, content)

    @property
    def do(self) -> Verbs[Any]:
        """Requests that must succeed; what is not yet known or certainly not done is sent again with the same key."""
        return Verbs(self.succeed)

    @property
    def ask(self) -> Verbs[Answer]:
        """Requests that are sent once and answered as they are, by an `Answer`."""
        return Verbs(self.answer)

    @property
    def until(self) -> Verbs[Any]:
        """Reads until a condition, the first argument, holds; answers what it holds for."""
        return Verbs(self.wait_for)

    def answer(self, message: Message, key: str | None = None, if_match: int | None = None) -> Answer:
        """What comes back."""
        named = (("Idempotency_Key", key), ("If_Match", None if if_match is None else str(if_match)))
        headers = {name: value for name, value in named if value is not None}
        return self.send(message.method, message.path, message.body, **headers)

    def succeed(self, message: Message, key: str | None = None, if_match: int | None = None) -> Any:
        """What `do` sends."""
        key = key or (None if message.method == "GET" else uuid.uuid4().hex)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self.answer(message, key, if_match)
            if answer.status < 300:
                return answer.body
            again = answer.code in ("not_yet", "unavailable", "outcome_unknown")
            assert again, f"{message}: {answer.status} {answer.body}"
            assert time.monotonic() < deadline, f"{message}: {answer.status} {answer.body}"
            time.sleep(0.1)

    def wait_for(self, message: Message, condition: Callable[[Any], Any]) -> Any:
        """What `until` sends."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self.send(message.method, message.path)
            if answer.status == 200 and condition(answer.body):
                return answer.body
            assert time.monotonic() < deadline, f"{message}: {answer.status} {answer.body}"
            time.sleep(0.05)


def log_in(url: str, username: str, password: str, station_id: str | None = None) -> Api:
    """A client with a fresh session."""
    body = {"username": username, "password": password} | ({"station_id": station_id} if station_id else {})
    tokens = Api(url).do.issue_token(**body)
    return Api(url, tokens["access_token"], tokens["refresh_token"])
