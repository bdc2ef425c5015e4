"""Live news for pages: what happened in a station, told to those who look at it just now, as server-sent events.

A message says that something happened and to what, never what is in it: a page then asks for what it shows. Whoever
falls behind, or may have missed something, is told or cut off, and reads anew.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
import structlog
from flask import Flask, Response, current_app, request

from contracts.language.errors import ContractError, Forbidden, Invalid, Unauthenticated, Unavailable
from contracts.language.fields import instant_text
from contracts.stations import accounts
from contracts.stations.accounts import session_ended
from contracts.stations.staff import staff_changed
from gateway import request_handler
from gateway.ending import at_end
from gateway.notices import Notice
from stationkit.ground.clock import monotonic, wall_now
from stationkit.messaging.rpc_client import ANSWER_SECONDS
from stationkit.messaging.tokens import LIFETIME

if TYPE_CHECKING:
    from stationkit.messaging.tokens import Caller

MEDIA_TYPE = "text/event-stream"
MOST, MOST_OF_A_STATION, MOST_OF_A_PERSON = 500, 100, 20
WAITING = 200
HEARTBEAT_SECONDS = 15.0
CHECK_SECONDS = 30.0
RETRY = b"retry: 2000\n\n"
HEARTBEAT = b":\n\n"
MISSED = "stream_resumed.v1"
ENDING = (session_ended.type, staff_changed.type)
_log = structlog.get_logger()


class Listener:
    """One open stream: who listens, what waits to be sent."""

    def __init__(self, caller: Caller, hang_up: Callable[[], None]) -> None:
        self.caller = caller
        self._hang_up = hang_up
        self._waiting: queue.Queue[Notice | None] = queue.Queue(WAITING)
        self._over = threading.Event()

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is sent."""
        return self._over.is_set()

    def is_of(self, caller: Caller) -> bool:
        """Whether who listens is of the caller's station."""
        return self.caller.station_id == caller.station_id

    def take(self, notice: Notice) -> None:
        """Puts what this one may know in line; ends the stream where its own session or account is concerned."""
        if notice.type in ENDING and notice.aggregate_id in (self.caller.session_id, self.caller.account_id):
            self.end()
        elif self.caller.network or notice.station_id == self.caller.station_id:
            try:
                self._waiting.put_nowait(notice)
            except queue.Full:
                self.end()
                self._hang_up()

    def resume(self) -> None:
        """Says that something may have been missed."""
        self.take(Notice(MISSED, self.caller.station_id, self.caller.station_id, instant_text(wall_now())))

    def end(self) -> None:
        """Nothing more is sent."""
        self._over.set()
        with suppress(queue.Full):
            self._waiting.put_nowait(None)

    def messages(self, holds: Callable[[], bool]) -> Iterator[bytes]:
        """What is sent, until it ends: asks every half minute whether the caller's session still holds."""
        yield RETRY
        expires = self.caller.issued_at + LIFETIME
        checked = monotonic()
        while not self.has_ended and (left := (expires - wall_now()).total_seconds()) > 0:
            yield self._next(min(HEARTBEAT_SECONDS, left))
            if monotonic() - checked > CHECK_SECONDS:
                checked = monotonic()
                if not holds():
                    return

    def _next(self, seconds: float) -> bytes:
        try:
            notice = self._waiting.get(timeout=seconds)
        except queue.Empty:
            return HEARTBEAT
        return b"data: %b\n\n" % orjson.dumps(asdict(notice)) if notice else HEARTBEAT


class Stream:
    """All open streams of this process."""

    def __init__(self) -> None:
        self._listeners: dict[Listener, None] = {}  # the oldest first
        self._ended = False

    def open(self, caller: Caller, hang_up: Callable[[], None]) -> Listener:
        """A new one, for which one of its person or station makes room. Raises `Unavailable` for too many in all."""
        if self._ended:
            raise Unavailable("The gateway ends.")
        of_station = [listener for listener in self._listeners if listener.is_of(caller) and not listener.has_ended]
        own = [listener for listener in of_station if listener.caller.account_id == caller.account_id]
        if len(own) >= MOST_OF_A_PERSON:
            own[0].end()
        elif len(of_station) >= MOST_OF_A_STATION:
            _oldest_of_who_has_most(of_station).end()
        elif len(self._listeners) >= MOST:
            raise Unavailable("Too many streams are open.")
        listener = Listener(caller, hang_up)
        self._listeners[listener] = None
        return listener

    def close(self, listener: Listener) -> None:
        """Forgets one that has ended."""
        self._listeners.pop(listener, None)

    def take(self, notice: Notice) -> None:
        """Tells everybody who may know."""
        for listener in tuple(self._listeners):
            listener.take(notice)

    def resume(self) -> None:
        """Tells everybody that something may have been missed."""
        for listener in tuple(self._listeners):
            listener.resume()

    def end(self) -> None:
        """Ends all and opens no more: the process is told to end."""
        self._ended = True
        for listener in tuple(self._listeners):
            listener.end()


def _oldest_of_who_has_most(listeners: list[Listener]) -> Listener:
    """So nobody of a station keeps the others from listening."""
    of_person = Counter(listener.caller.account_id for listener in listeners)
    (account_id, _), *_ = of_person.most_common(1)
    return next(listener for listener in listeners if listener.caller.account_id == account_id)


def add(app: Flask, prefix: str) -> None:
    """Adds the stream of the API, for whoever brings a token in the header."""

    def stream() -> Response:
        if request.args:
            raise Invalid("The request is not valid.", [f"{name}: Unknown field." for name in request.args])
        return answer(request_handler.token_of(request))

    app.extensions["stream"] = Stream()
    app.add_url_rule(f"{prefix}/stream", "stream", stream)


def answer(token: str | None) -> Response:
    """A stream for the holder of a token, wherever the request brought it.

    Raises what `get_me` raises for a token that does not hold, and `Unavailable`.
    """
    caller = current_app.extensions["verifier"].caller(token)
    ask = _asking(token)
    ask()
    news: Stream = current_app.extensions["stream"]
    listener = news.open(caller, _hanging_up(request.environ.get("gunicorn.socket")))
    messages = listener.messages(lambda: _holds(ask))
    response = Response(messages, content_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})
    at_end(response, lambda: news.close(listener))
    return response


def _asking(token: str | None) -> Callable[[], None]:
    """Asks whether session and account still hold; may be called after the request's own time."""
    client, call = current_app.extensions["rpc"], replace(request_handler.call_of({}), token=token)

    def ask() -> None:
        client.call(accounts.get_me, replace(call, deadline=wall_now() + timedelta(seconds=ANSWER_SECONDS)))

    return ask


def _holds(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except (Unauthenticated, Forbidden):
        return False
    except ContractError as error:
        _log.info("session_not_checked", code=error.code)
    return True


def _hanging_up(connection: socket.socket | None) -> Callable[[], None]:
    """Wakes whoever is writing to a client that does not read."""

    def hang_up() -> None:
        if connection is not None:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    return hang_up
