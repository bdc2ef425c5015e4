"""gunicorn's gevent worker, taught to end soon when told and to refuse what is no HTTP with a problem document.

Nobody waits for a client that sends or takes nothing more, or that has more connections than are good for the others.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import gevent
from gunicorn import util
from gunicorn.http.errors import ExpectationFailed, LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.ggevent import GeventWorker

from gateway import problems

if TYPE_CHECKING:
    from types import FrameType

    from gateway.sources import Sources


IDLE_SECONDS = 1.0
SENDING_SECONDS = 30.0
"""How long a client may take for one piece of an answer."""
LINGER_SECONDS, LINGER_BYTES = 1.0, 16 * 1024 * 1024
"""How much of a body that nobody wants is still taken in, so that its sender gets to read the answer."""
SHORT_BYTES, PIECE_BYTES = 64 * 1024, 64 * 1024
AGAIN_SECONDS = "5"
STATUSES = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}


class Worker(GeventWorker):
    """Answers what has begun, hangs up on connections that are kept open between requests, and ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._open: set[socket.socket] = set()

    def handle(self, listener: socket.socket, client: socket.socket, addr: Any) -> None:
        """Serves one connection until it ends."""
        self._open.add(client)
        sources: Sources = self.app.callable.extensions["sources"]
        try:
            with sources.one_more(addr[0]) as is_welcome:
                if is_welcome:
                    super().handle(listener, client, addr)
                else:
                    self._turn_away(client)
        finally:
            self._open.discard(client)

    def handle_request(self, listener_name: Any, req: Any, sock: socket.socket, addr: Any) -> None:
        """Answers one request. The connection ends where the client takes nothing more, or its body was not wanted."""
        sock.settimeout(SENDING_SECONDS)
        is_over = False
        try:
            super().handle_request(listener_name, req, sock, addr)
        except StopIteration:
            is_over = True
        except TimeoutError:
            self.log.warning("a client took nothing for %s s", SENDING_SECONDS)
            raise StopIteration from None
        if not _is_read(req.body):
            is_over = True
            _linger(sock)
        if is_over:
            raise StopIteration
        sock.settimeout(None)  # how long it may stay idle is the configuration's to say

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """On SIGTERM: streams end, every answer closes its connection, and soon idle ones are read no further."""
        super().handle_exit(sig, frame)
        if self.app.callable is not None:  # it may still be loading
            gevent.spawn(self.app.callable.extensions["stream"].end)
        gevent.spawn_later(IDLE_SECONDS, self._hang_up)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Answers what cannot be read as HTTP; anything else is a fault of ours, which gunicorn logs."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        status = STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST)
        self.log.warning("not HTTP: %s", type(exc).__name__)
        _answer(client, status, "bad_request", "The request is not HTTP as this server reads it.")

    def _turn_away(self, client: socket.socket) -> None:
        detail, head = "Too many connections from this address.", f"Retry-After: {AGAIN_SECONDS}\r\n"
        with suppress(OSError):
            _answer(client, HTTPStatus.TOO_MANY_REQUESTS, "throttled", detail, head)
            _linger(client)
        util.close(client)

    def _hang_up(self) -> None:
        for client in self._open:
            try:
                client.shutdown(socket.SHUT_RD)
            except OSError:
                continue


def _answer(client: socket.socket, status: HTTPStatus, code: str, detail: str, more: str = "") -> None:
    """A problem document where there is no application to make one; the last answer of its connection."""
    body = problems.body_of(status, code, detail, {}, "")
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n{more}"
    head += f"Content-Type: {problems.MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
    util.write_nonblock(client, head.encode() + body)


def _is_read(body: Any) -> bool:
    """Whether nothing of a request's body is left; what is left of a short one is read."""
    is_read = False
    with suppress(OSError, ParseException), gevent.Timeout(LINGER_SECONDS, False):  # ends quietly
        is_read = not body.failed and len(body.read(SHORT_BYTES)) < SHORT_BYTES
    return is_read


def _linger(client: socket.socket) -> None:
    """Says that nothing more is read, and gives the client a moment to notice."""
    left = LINGER_BYTES
    with suppress(OSError), gevent.Timeout(LINGER_SECONDS, False):  # ends quietly
        client.shutdown(socket.SHUT_WR)
        while left > 0 and (piece := client.recv(min(left, PIECE_BYTES))):
            left -= len(piece)
