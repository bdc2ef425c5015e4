"""Requests as no proper client sends them, byte by byte, and what the gateway answers."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

SECONDS = 20.0


@dataclass(frozen=True)
class RawAnswer:
    """Status, headers in lower case, and the JSON of a body."""

    status: int
    headers: dict[str, str]
    body: Any


def send_raw(url: str, request: bytes) -> RawAnswer:
    """Sends these bytes and reads one answer until the connection ends."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=SECONDS) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it was refused before it was read to its end; the answer is there all the same
        return answer_on(connection)


def answer_on(connection: socket.socket) -> RawAnswer:
    """What a connection answers until it ends."""
    return _answer(_all_of(connection))


def request_of(token: str, *, path: str = "/parties", body: bytes = b"", headers: tuple[bytes, ...] = ()) -> bytes:
    """A POST in bytes, with these header lines as they are."""
    lines = [
        f"POST /api/v1{path} HTTP/1.1".encode(),
        b"Host: localhost",
        b"Connection: close",
        f"Authorization: Bearer {token}".encode(),
        *headers,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _all_of(connection: socket.socket) -> bytes:
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass  # what had come before counts
    return b"".join(parts)


def _answer(raw: bytes) -> RawAnswer:
    head, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    is_json = "json" in headers.get("content-type", "")
    return RawAnswer(int(status.split()[1]), headers, json.loads(body) if is_json else body)
