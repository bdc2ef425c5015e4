"""A client of the HTTP API as any other could be: log-in, keys, retries of what is certainly not done."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import urllib3

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

    def do(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request that must succeed; what is not yet known or certainly not done is sent again with the same key."""
        headers.setdefault("Idempotency_Key", uuid.uuid4().hex)
        if method == "GET":
            del headers["Idempotency_Key"]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self.send(method, path, body, **headers)
            if answer.status < 300:
                return answer.body
            again = answer.code in ("not_yet", "unavailable", "outcome_unknown")
            assert again, f"{method} {path}: {answer.status} {answer.body}"
            assert time.monotonic() < deadline, f"{method} {path}: {answer.status} {answer.body}"
            time.sleep(0.1)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.do("POST", path, {} if body is None else body, **headers)

    def get(self, path: str) -> Any:
        return self.do("GET", path)

    def wait_for(self, path: str, condition: Any) -> Any:
        """Reads until `wanted(body)` holds, and returns the body."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self.send("GET", path)
            if answer.status == 200 and condition(answer.body):
                return answer.body
            assert time.monotonic() < deadline, f"GET {path}: {answer.status} {answer.body}"
            time.sleep(0.05)


def log_in(url: str, username: str, password: str, station_id: str | None = None) -> Api:
    """A client with a fresh session."""
    body = {"username": username, "password": password} | ({"station_id": station_id} if station_id else {})
    tokens = Api(url).post("/auth/token", body)
    return Api(url, tokens["access_token"], tokens["refresh_token"])
