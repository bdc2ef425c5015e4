"""The demonstration's clock at a platform that is still starting or has much to do."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from zz.api import Refusal
from zz.demonstration.runner import Clock
from zz.local import ports
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
Answer = tuple[int, dict[str, Any]]
UNKNOWN: Answer = (503, {"code": "unavailable", "detail": "The business clock is not known yet."})
BUSY: Answer = (503, {"code": "unavailable", "detail": "Not all is done that fell due; send the move again to go on."})
NO_ROUTE: Answer = (404, {"code": "not_found", "detail": "There is no such path."})
PAST: Answer = (409, {"code": "refused", "detail": "No.", "params": {"reason": "clock_goes_forward"}})
SHUT: Answer = (0, {})
"""The connection ends without an answer."""


def _at(offset_seconds: int) -> Answer:
    return 200, {"now": NOW.isoformat(), "offset_seconds": offset_seconds}


class _Gateway(BaseHTTPRequestHandler):
    answers: dict[str, list[Answer]]

    def do_GET(self) -> None:
        coming = self.answers[self.command]
        status, body = coming.pop(0) if len(coming) > 1 else coming[0]
        if not status:
            self.close_connection = True
            return
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


@contextmanager
def _clock(*, told: Sequence[Answer], moved: Sequence[Answer] = (), patience: float = 5.0) -> Iterator[Clock]:
    """A clock whose platform gives these answers one after the other, the last again and again."""
    gateway = type("Gateway", (_Gateway,), {"answers": {"GET": list(told), "POST": list(moved)}})
    with ThreadingHTTPServer((ports.LOOPBACK, 0), gateway) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield Clock(f"http://{ports.LOOPBACK}:{server.server_port}", patience)
        server.shutdown()


@pytest.mark.parametrize(
    "told", [[_at(0)], [UNKNOWN] * 4 + [_at(0)], [SHUT, UNKNOWN, SHUT, _at(0)]], ids=["ready", "late", "slow to answer"]
)
def test_who_asks_the_clock_first_waits_until_it_is_known(told: list[Answer]) -> None:
    with _clock(told=told) as clock:
        clock.check_movable()


def test_a_clock_that_stays_unknown_is_not_taken_for_one_that_cannot_be_moved() -> None:
    with (
        _clock(told=[UNKNOWN], patience=0.2) as clock,
        pytest.raises(UserError, match="does not tell its business time"),
    ):
        clock.check_movable()


def test_the_clock_of_production_is_told_at_once() -> None:
    with _clock(told=[NO_ROUTE]) as clock, pytest.raises(UserError, match="cannot be moved"):
        clock.check_movable()


def test_where_nobody_listens_that_is_told_at_once() -> None:
    clock = Clock(f"http://{ports.LOOPBACK}:{ports.choose(['gateway'])['gateway']}")
    with pytest.raises(UserError, match="does not answer"):
        clock.check_movable()


@pytest.mark.parametrize("end", [_at(90), PAST])
def test_a_move_is_sent_again_for_as_long_as_the_clock_goes_on(end: Answer) -> None:
    with _clock(told=[_at(30), _at(60), _at(90)], moved=[*[BUSY] * 12, end], patience=0.5) as clock:
        clock.go_to(NOW)


def test_a_move_that_stands_still_is_given_up() -> None:
    with _clock(told=[_at(30)], moved=[BUSY], patience=0.2) as clock, pytest.raises(Refusal, match="Not all is done"):
        clock.go_to(NOW)
