"""How a process is, read from its health page."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from zz.local import health, ports

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _page(status: int, body: str) -> Iterator[int]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    with HTTPServer((ports.LOOPBACK, 0), Page) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_a_ready_process_has_no_reason() -> None:
    with _page(200, '{"ready": true, "troubles": []}') as port:
        assert health.ask(port) == health.Health(is_ready=True, reason="")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (json.dumps({"ready": False, "troubles": ["database away", "copy of stations"]}), "database away; copy of st"),
        ("<h1>Bad gateway</h1>", "<h1>Bad gateway</h1>"),
        ("[1]", "[1]"),
        ("", "answers 503"),
    ],
)
def test_one_that_is_not_says_why(body: str, reason: str) -> None:
    with _page(503, body) as port:
        answer = health.ask(port)
    assert not answer.is_ready
    assert answer.reason.startswith(reason)


def test_silence_is_not_ready() -> None:
    (port,) = ports.choose(["nobody"]).values()
    assert not health.ask(port).is_ready


def test_a_figure_is_read_by_its_whole_name() -> None:
    with _page(200, "# TYPE a_total counter\na_total_more 5.0\na_total 3.0\n") as port:
        assert health.figure(port, "a_total") == 3.0
        assert health.figure(port, "b_total") == 0.0
    assert health.figure(port, "a_total") == 0.0
