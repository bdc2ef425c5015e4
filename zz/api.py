"""A client of the HTTP API as any other could be: logs in, sends keys, asks again where the answer says so."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import urllib3

from zz.trouble import Trouble

PATIENCE_SECONDS = 30.0
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0
AGAIN = frozenset({"not_yet", "unavailable", "outcome_unknown", "throttled"})


class Refusal(Exception):
    """The platform said no: `status` of HTTP, stable `code`, and the `reason` where the code has one."""

    def __init__(self, request: str, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{request}: {status} {problem.get('detail', '')} {problem.get('params', '')}")
        self.status = status
        self.code = str(problem.get("code", ""))
        self.reason = str(problem.get("params", {}).get("reason", ""))


@dataclass(frozen=True)
class LogIn:
    """With whose name and password a session is opened; `station_id` where history is imported."""

    username: str
    password: str
    station_id: str | None = None


class Api:
    """Speaks to the gateway as one account, or as nobody. Safe for several threads."""

    def __init__(self, url: str, log_in: LogIn | None = None, *, connections: int = 8) -> None:
        self._url = f"{url}/api/v1"
        self._log_in = log_in
        self._token = ""
        self._pool = urllib3.PoolManager(maxsize=connections, timeout=30, retries=False)

    def get(self, path: str) -> Any:
        """Reads. Raises `Refusal`, or `Trouble` where nobody answers."""
        return self._patiently("GET", path, None, None)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """Carries a command out, once however often it has to be sent. Raises as `get`."""
        return self._patiently("POST", path, {} if body is None else body, key or uuid.uuid4().hex)

    def _patiently(self, method: str, path: str, body: Any, key: str | None) -> Any:
        deadline, pause = time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE
        while True:
            try:
                return self._as_account(method, path, body, key)
            except Refusal as refusal:
                if refusal.code not in AGAIN or time.monotonic() > deadline:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _as_account(self, method: str, path: str, body: Any, key: str | None) -> Any:
        """With a session where there is one to open; with a new one when the token has run out."""
        used = self._token or self._fresh_token()
        try:
            return self._send(method, path, body, key, used)
        except Refusal as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED or self._log_in is None:
                raise
        return self._send(method, path, body, key, self._token if self._token != used else self._fresh_token())

    def _fresh_token(self) -> str:
        if self._log_in is None:
            return ""
        body = {name: value for name, value in vars(self._log_in).items() if value is not None}
        self._token = str(self._send("POST", "/auth/token", body, None, "")["access_token"])
        return self._token

    def _send(self, method: str, path: str, body: Any, key: str | None, token: str) -> Any:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key is not None:
            headers["Idempotency-Key"] = key
        raw = None if body is None else json.dumps(body).encode()
        try:
            answer = self._pool.request(method, self._url + path, body=raw, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise Trouble(f"The platform does not answer at {self._url}: {error}", "Run `zz doctor`.") from error
        content = json.loads(answer.data) if "json" in answer.headers.get("Content-Type", "") else None
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise Refusal(f"{method} {path}", answer.status, content or {})
        return content
