"""Hears notices of what happens anywhere in the network: one queue of this process, which goes when it goes.

The queue is bounded and drops its oldest; whoever listens is told when something may have been missed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import amqp
import orjson
import structlog

from stationkit.ground.clock import monotonic
from stationkit.messaging.publisher import connect

if TYPE_CHECKING:
    from stationkit.ground.names import Names

HEARTBEAT_SECONDS = 10
TICK_SECONDS = 1.0
LONGEST_PAUSE = 2.0
QUEUE = {"x-queue-type": "classic", "x-max-length": 10_000, "x-overflow": "drop-head"}
_log = structlog.get_logger()


@dataclass(frozen=True)
class Notice:
    """That something happened: the event's type, its station and aggregate, when (RFC 3339). No more than that."""

    type: str
    station_id: str
    aggregate_id: str
    occurred_at: str


class Notices:
    """Listens by a thread of its own (a greenlet where threads are patched) and connects again by itself."""

    def __init__(self, uri: str, names: Names, take: Callable[[Notice], None], resume: Callable[[], None]) -> None:
        self._uri = uri
        self._exchange = names.stream_exchange
        self._take = take
        self._resume = resume
        threading.Thread(target=self._run, daemon=True, name="notices").start()

    def _run(self) -> None:
        pause = 0.05
        while True:
            connection: amqp.Connection | None = None
            try:
                connection = connect(self._uri, HEARTBEAT_SECONDS)
                self._bind(connection)
                self._resume()
                pause = 0.05
                self._read(connection)
            except (OSError, KeyError, ValueError, amqp.exceptions.AMQPError) as error:
                _log.info("notices_away", error=f"{type(error).__name__}: {error}"[:200])
            if connection is not None:
                connection.collect()
            threading.Event().wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _bind(self, connection: amqp.Connection) -> None:
        channel = connection.channel()
        queue = channel.queue_declare("", durable=False, exclusive=True, auto_delete=True, arguments=QUEUE).queue
        channel.queue_bind(queue, self._exchange, "#")
        channel.basic_consume(queue, no_ack=True, callback=self._on_message)

    def _read(self, connection: amqp.Connection) -> None:
        beaten = monotonic()
        while True:
            with suppress(TimeoutError):
                connection.drain_events(timeout=TICK_SECONDS)
            if monotonic() - beaten > TICK_SECONDS:
                connection.heartbeat_tick()
                beaten = monotonic()

    def _on_message(self, message: amqp.Message) -> None:
        body = message.body
        notice = orjson.loads(body.tobytes() if isinstance(body, memoryview) else body)
        self._take(Notice(**{field.name: notice[field.name] for field in fields(Notice)}))
