"""gunicorn's gevent worker, taught to end soon when told and to refuse what is no HTTP with a problem document."""

from __future__ import annotations

import socket
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import gevent
from gunicorn import util
from gunicorn.http.errors import ExpectationFailed, LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.ggevent import GeventWorker

from gateway import problems

if TYPE_CHECKING:
    from types import FrameType


IDLE_SECONDS = 1.0
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
        try:
            super().handle(listener, client, addr)
        finally:
            self._open.discard(client)

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
        body = problems.body_of(status, "bad_request", "The request is not HTTP as this server reads it.", {}, "")
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
        head += f"Content-Type: {problems.MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
        util.write_nonblock(client, head.encode() + body)

    def _hang_up(self) -> None:
        for client in self._open:
            try:
                client.shutdown(socket.SHUT_RD)
            except OSError:
                continue
