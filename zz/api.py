"""A client of the HTTP API as any other could be: logs in, sends keys, asks again where the answer says so."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
import urllib3

from zz.user_error import UserError
from zz.verbs import Message, Verbs

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS = 30.0
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0
PAGE = 200
AGAIN = frozenset({"not_yet", "unavailable", "outcome_unknown", "throttled"})
WHEN_TOLD = frozenset({"unavailable", "throttled"})
"""To be sent again no sooner than the answer says."""
LOST = urllib3.exceptions.HTTPError


class Refusal(Exception):
    """The platform said no: `status` of HTTP, stable `code`, the `reason` where the code has one, and in `words`.

    `retry_after` are the seconds after which it wants to be asked again; 0 where it does not say.
    """

    def __init__(self, request: str, status: int, problem: dict[str, Any], retry_after: str = "") -> None:
        super().__init__(f"{request}: {status} {problem.get('detail', '')} {problem.get('params', '')}")
        self.status = status
        self.code = str(problem.get("code", ""))
        params = problem.get("params", {})
        self.reason = str(params.get("reason", ""))
        self.retry_after = float(retry_after) if retry_after.isdigit() else 0.0
        self.words = "; ".join([str(problem.get("detail", "")), *params.get("fields", ())])


@dataclass(frozen=True)
class LogIn:
    """With whose name and password a session is opened; `station_id` where history is imported."""

    username: str
    password: str
    station_id: str | None = None


class Wire:
    """Connections to one gateway, kept open, shared by sessions and threads."""

    def __init__(self, url: str, connections: int) -> None:
        self.url = f"{url.rstrip('/')}/api/v1"
        self.has_answered = False
        self.given_up = threading.Event()
        self._pool = urllib3.PoolManager(maxsize=connections, timeout=30, retries=False)

    @property
    def do(self) -> Verbs[Any]:
        """What needs no session."""
        return Verbs(self.send)

    def send(self, message: Message, *, key: str | None = None, token: str = "") -> Any:
        """One request, sent once. Raises `Refusal`, or `LOST` where no answer came."""
        method, path, body = message.method, message.path, message.body
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key is not None:
            headers["Idempotency-Key"] = key
        raw = None if body is None else orjson.dumps(body)
        answer = self._pool.request(method, self.url + path, body=raw, headers=headers)
        self.has_answered = True
        content = orjson.loads(answer.data) if "json" in answer.headers.get("Content-Type", "") else None
        if answer.status >= HTTPStatus.BAD_REQUEST:
            retry_after = answer.headers.get("Retry-After", "")
            raise Refusal(f"{method} {path}", answer.status, content or {}, retry_after)
        return content


class Api:
    """Speaks to the gateway as one account, or as nobody. Safe for several threads.

    A gateway may be slow or away for `patience` seconds; where nobody has answered yet and nobody listens, that is told
    at once.
    """

    def __init__(
        self,
        url: str,
        log_in: LogIn | None = None,
        *,
        connections: int = 8,
        patience: float = PATIENCE_SECONDS,
        wire: Wire | None = None,
    ) -> None:
        self._wire = wire or Wire(url, connections)
        self._log_in = log_in
        self._patience = patience
        self._turn = threading.Lock()
        self._token = self._refresh_token = ""

    def in_station(self, station_id: str) -> Api:
        """The same account in a session that brings that station's history in."""
        if self._log_in is None:
            raise ValueError("nobody has no session")
        return Api("", replace(self._log_in, station_id=station_id), patience=self._patience, wire=self._wire)

    @property
    def do(self) -> Verbs[Any]:
        """Reads, and carries commands out: each once, however often it has to be sent.

        Raises `Refusal`, or `Trouble` where nobody answers.
        """
        return Verbs(self.carry_out)

    @property
    def rows(self) -> Verbs[Iterator[Any]]:
        """Every item of a list, page by page. Raises as `do`."""
        return Verbs(self.every)

    def carry_out(self, message: Message, key: str | None = None) -> Any:
        """What `do` sends."""
        return self._patiently(message, None if message.method == "GET" else key or uuid.uuid4().hex)

    def every(self, message: Message) -> Iterator[Any]:
        """What `rows` reads."""
        first = f"{message.path}{'&' if '?' in message.path else '?'}limit={PAGE}"
        page = self.carry_out(Message("GET", first, None))
        yield from page["items"]
        while page["next"] is not None:
            page = self.carry_out(Message("GET", f"{first}&{urlencode({'cursor': page['next']})}", None))
            yield from page["items"]

    def give_up(self) -> None:
        """What is under way comes to its end, and nothing that fails is sent again, by this session or its others."""
        self._wire.given_up.set()

    def log_out(self) -> None:
        """Ends the session; where that is not heard, it ends by itself when it has been idle for long enough."""
        with self._turn:
            used, self._token, self._refresh_token = self._refresh_token, "", ""
        if used and not self._wire.given_up.is_set():
            with contextlib.suppress(Refusal, LOST):
                self._wire.do.end_session(refresh_token=used)

    def _patiently(self, message: Message, key: str | None) -> Any:
        deadline, pause = time.monotonic() + self._patience, FIRST_PAUSE
        while True:
            wait = pause
            try:
                return self._as_account(message, key)
            except Refusal as refusal:
                wait = max(pause, refusal.retry_after if refusal.code in WHEN_TOLD else 0.0)
                if refusal.code not in AGAIN or time.monotonic() + wait > deadline or self._wire.given_up.is_set():
                    raise
            except LOST as error:
                nobody = not self._wire.has_answered and isinstance(error, urllib3.exceptions.NewConnectionError)
                if nobody or time.monotonic() > deadline or self._wire.given_up.is_set():
                    trouble = f"The platform does not answer at {self._wire.url}: {error}"
                    raise UserError(trouble, "Run `zz doctor`.") from error
            self._wire.given_up.wait(wait)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _as_account(self, message: Message, key: str | None) -> Any:
        """With a session where there is one to open; with a fresh token when this one has run out."""
        used = self._token or self._fresh_token("")
        try:
            return self._wire.send(message, key=key, token=used)
        except Refusal as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED or self._log_in is None:
                raise
        return self._wire.send(message, key=key, token=self._fresh_token(used))

    def _fresh_token(self, used: str) -> str:
        """Another token than the one that was used, whichever thread is the first to notice."""
        if self._log_in is None:
            return ""
        with self._turn:
            if self._token == used:
                tokens = self._continued() or self._opened(self._log_in)
                self._token, self._refresh_token = str(tokens["access_token"]), str(tokens["refresh_token"])
            return self._token

    def _continued(self) -> Any:
        """The tokens of the session that goes on, or None where it has ended."""
        used, self._refresh_token = self._refresh_token, ""
        try:
            return self._wire.do.refresh_token(refresh_token=used) if used else None
        except Refusal as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED:
                raise
        return None

    def _opened(self, log_in: LogIn) -> Any:
        return self._wire.do.issue_token(**{name: value for name, value in vars(log_in).items() if value is not None})
