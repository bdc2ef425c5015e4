"""A loop of clients that costs little: one thread, one kept connection each, bytes in and bytes out.

Closed: each client sends its next request when it has its answer. With a rate the requests are due at that pace, and
an answer's time counts from when its request was due, so that a server that lags is not spared what it held up.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson

Make = Callable[[int], bytes | None]
"""The next request of the client of that number, or None when there is nothing left to send."""
CHUNK = 256 * 1024
PATIENCE_SECONDS = 30.0
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


@dataclass
class Run:
    """What a loop did; `milliseconds` are the times of all answers, `cpu_seconds` those of the loop itself."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.milliseconds) / self.seconds

    def check(self) -> Run:
        """Every answer was a success."""
        assert set(self.statuses) <= {200, 201}, (self.statuses, self.refused[:3])
        return self


def request(method: str, path: str, token: str = "", body: Any = None) -> bytes:
    """One request under a key of its own."""
    raw = b"" if body is None else orjson.dumps(body)
    lines = [f"{method} {path} HTTP/1.1", "Host: platform"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if method != "GET":
        lines += ["Content-Type: application/json", f"Content-Length: {len(raw)}"]
        lines.append(f"Idempotency-Key: {uuid.uuid4().hex}")
    return "\r\n".join([*lines, "", ""]).encode() + raw


class _Connection:
    """One client's connection and the answer that is coming in on it."""

    def __init__(self, number: int, address: tuple[str, int]) -> None:
        self.number = number
        self.socket = socket.create_connection(address, PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent = 0.0
        self._received = bytearray()

    def read(self) -> tuple[int, bytes] | None:
        """Status and body once the answer is whole."""
        came = self.socket.recv(CHUNK)
        assert came, "the server hung up"
        self._received += came
        head = self._received.find(b"\r\n\r\n")
        if head < 0:
            return None
        length = _LENGTH.search(self._received, 0, head + 2)
        assert length, bytes(self._received[:head])
        end = head + 4 + int(length[1])
        if len(self._received) < end:
            return None
        answer = int(self._received[9:12]), bytes(self._received[head + 4 : end])
        self._received.clear()
        return answer


class Loop:
    """So many clients of one server."""

    def __init__(self, url: str, clients: int) -> None:
        parts = urlsplit(url)
        self._address = (str(parts.hostname), int(parts.port or 80))
        self._clients = clients

    def run(self, make: Make, seconds: float = 3600.0, *, rate: float | None = None, keep: bool = False) -> Run:
        """Sends until the time is over or nothing is left, and returns when all is answered."""
        with selectors.DefaultSelector() as selector:
            idle = deque(_Connection(number, self._address) for number in range(self._clients))
            for connection in idle:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
            opened = tuple(idle)
            try:
                return _Turns(selector, idle, make, rate, keep=keep).go(seconds)
            finally:
                for connection in opened:
                    connection.socket.close()


class _Turns:
    """One run of a loop."""

    def __init__(
        self, selector: selectors.BaseSelector, idle: deque[_Connection], make: Make, rate: float | None, *, keep: bool
    ) -> None:
        self._selector = selector
        self._idle = idle
        self._all = len(idle)
        self._make = make
        self._interval = 1.0 / rate if rate else 0.0
        self._keep = keep
        self._run = Run()

    def go(self, seconds: float) -> Run:
        started, cpu = time.monotonic(), time.thread_time()
        self._due, self._end = started, started + seconds
        while self._send() or len(self._idle) < self._all:
            self._receive()
        self._run.seconds = time.monotonic() - started
        self._run.cpu_seconds = time.thread_time() - cpu
        return self._run

    def _send(self) -> bool:
        """Sends what is due. Whether there will be more."""
        while self._idle and self._due <= (now := time.monotonic()) < self._end:
            message = self._make(self._idle[0].number)
            if message is None:
                self._end = now
                break
            connection = self._idle.popleft()
            connection.sent = self._due if self._interval else now
            self._due += self._interval
            connection.socket.sendall(message)
        return time.monotonic() < self._end

    def _receive(self) -> None:
        """Waits until something comes, or is due."""
        wait = max(0.0, self._due - time.monotonic()) if self._idle else 1.0
        for key, _ in self._selector.select(wait):
            connection: _Connection = key.data
            answer = connection.read()
            if answer is not None:
                self._take(connection, *answer)

    def _take(self, connection: _Connection, status: int, body: bytes) -> None:
        self._run.milliseconds.append((time.monotonic() - connection.sent) * 1000)
        self._run.statuses[status] += 1
        if status >= 300:
            self._run.refused.append(body)
        elif self._keep:
            self._run.bodies.append(body)
        self._idle.append(connection)
