"""Clients that send slowly, without end, or too many at a time: they are let go, and nobody else waits for them."""

from __future__ import annotations

import os
import socket
import time
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from gateway.body import PIECE_SECONDS
from gateway.worker import LINGER_BYTES
from tests.badinput.raw import RawAnswer, answer_on
from tests.world.api import Api

if TYPE_CHECKING:
    from tests.world.network import Network

MANY = 1_100
MOST = 200
PROXY_SECONDS = 60
IDLE = os.environ.get("ZZ_TEST_IDLE") == "all"
GIGABYTE = 1024**3
MARGIN_BYTES = 64 * 1024 * 1024
"""What the kernel keeps on both sides of a connection, and more."""
BEGUN = b"POST /api/v1/parties HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
pytestmark = pytest.mark.usefixtures("nothing_is_written")


def connect(network: Network, source: str) -> socket.socket:
    parts = urlsplit(network.url)
    return socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60, source_address=(source, 0))


def stranger(network: Network, source: str) -> Api:
    """Somebody without a log-in, at another address."""
    return Api(network.url, pool=network.platform.pool(source))


def check_problem(answer: RawAnswer, status: int, code: str) -> None:
    assert (answer.status, answer.body["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_never_ends_is_given_up(network: Network) -> None:
    with connect(network, "127.0.0.20") as connection:
        connection.sendall(BEGUN)
        check_problem(answer_on(connection), 408, "timeout")


def test_a_form_that_never_ends_is_given_up_as_well(network: Network) -> None:
    with connect(network, "127.0.0.20") as connection:
        head = b"POST /log-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        connection.sendall(head + b"Content-Length: 100\r\n\r\nusername=")
        assert answer_on(connection).status == 408


def test_a_body_that_comes_by_drops_is_given_up(network: Network) -> None:
    with connect(network, "127.0.0.21") as connection:
        connection.sendall(BEGUN)
        deadline = time.monotonic() + 4 * PIECE_SECONDS
        connection.settimeout(0.5)
        first = b""
        while not first and time.monotonic() < deadline:
            connection.sendall(b" ")
            with suppress(TimeoutError):
                first = connection.recv(1, socket.MSG_PEEK)
        assert first == b"H"
        check_problem(answer_on(connection), 408, "timeout")


def test_more_connections_than_there_are_with_bodies_that_never_end_keep_nobody_out(network: Network) -> None:
    with ExitStack() as open_connections:
        for _ in range(MANY):
            open_connections.enter_context(connect(network, "127.0.0.22")).sendall(BEGUN)
        assert stranger(network, "127.0.0.23").send("GET", "/openapi.json").body["openapi"]
        assert network.a.desk.log_in().do.get_me()["account_id"] == network.a.desk.id


def test_a_source_has_so_many_connections_and_no_more(network: Network) -> None:
    with ExitStack() as open_connections:
        for _ in range(MOST):
            open_connections.enter_context(connect(network, "127.0.0.24")).sendall(BEGUN)
        with connect(network, "127.0.0.24") as one_more:
            one_more.sendall(BEGUN)
            answer = answer_on(one_more)
        check_problem(answer, 429, "throttled")
        assert answer.headers["retry-after"] == "5"
    assert stranger(network, "127.0.0.24").send("GET", "/openapi.json").body["openapi"]


@pytest.mark.parametrize("path", ["/parties", "/no-such-thing", "/auth/token"])
def test_a_body_over_the_limit_is_not_read_on(network: Network, path: str) -> None:
    head = f"POST /api/v1{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()
    with connect(network, "127.0.0.25") as connection:
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % GIGABYTE)
        piece, sent = b"x" * 1024 * 1024, 0
        with suppress(ConnectionError):
            while sent < GIGABYTE:
                connection.sendall(piece)
                sent += len(piece)
        assert sent < LINGER_BYTES + MARGIN_BYTES


@pytest.mark.skipif(not IDLE, reason="waits longer than a test may; part of make soak")
def test_a_connection_may_be_idle_for_longer_than_a_proxy_keeps_it(network: Network) -> None:
    """Whoever ends it decides whether a request is lost that is just being sent: the proxy, never the gateway."""
    parts = urlsplit(network.url)
    statuses = []
    with closing(
        HTTPConnection(parts.hostname or "", parts.port or 80, source_address=("127.0.0.26", 0))
    ) as connection:
        for seconds in (0, PROXY_SECONDS + 2):
            time.sleep(seconds)
            connection.request("GET", "/api/v1/openapi.json")
            answer = connection.getresponse()
            statuses.append((answer.status, bool(answer.read())))
    assert statuses == [(200, True)] * 2
