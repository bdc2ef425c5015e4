"""Publishes with confirms in a pipeline, on a connection of its own: what is confirmed is on the broker's disk."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlparse

import amqp
import orjson

CONFIRM_SECONDS = 10


class NotConfirmed(Exception):
    """The broker did not confirm; nothing is known of what was published."""


@dataclass(frozen=True)
class Message:
    """One message to publish. `id` is its message id. One that need not arrive is dropped where nobody listens."""

    exchange: str
    routing_key: str
    id: str
    body: bytes
    headers: Mapping[str, Any] = field(default_factory=dict)
    must_arrive: bool = True


def connect(uri: str, heartbeat: int = 0) -> amqp.Connection:
    """A connection to the first reachable broker of a URI of one or several hosts separated by `;`.

    With a heartbeat (seconds) the caller must tick; without one an idle connection is left alone by the broker.
    """
    failure: Exception | None = None
    for host in uri.split(";"):
        try:
            return _connect_one(host, heartbeat)
        except OSError as error:
            failure = error
    raise failure or OSError("no broker named")


def _connect_one(uri: str, heartbeat: int) -> amqp.Connection:
    parts = urlparse(uri)
    secure = ssl.create_default_context() if parts.scheme == "amqps" else False
    connection = amqp.Connection(
        f"{parts.hostname}:{parts.port or 5672}",
        userid=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        virtual_host=unquote(parts.path[1:] or "/"),
        heartbeat=heartbeat,
        connect_timeout=4,
        ssl=secure,
    )
    connection.connect()
    return connection


class Publisher:
    """One channel with confirms; one batch at a time."""

    def __init__(self, uri: str, heartbeat: int = 0) -> None:
        self._uri = uri
        self._heartbeat = heartbeat
        self._connection: amqp.Connection | None = None
        self._sent = 0
        self._turn = threading.Lock()

    def publish(self, messages: Sequence[Message]) -> set[str]:
        """Publishes all and waits until all are confirmed. Returns the ids that no queue took.

        Raises `NotConfirmed`; the connection is then given up and made anew the next time.
        """
        if not messages:
            return set()
        with self._turn:
            try:
                return self._publish(messages)
            except (OSError, amqp.exceptions.AMQPError) as error:
                self.close()
                raise NotConfirmed(str(error)) from error
            except NotConfirmed:
                self.close()
                raise

    def keep_alive(self) -> None:
        """Ticks the heartbeat; to be called every few seconds by whoever gave one."""
        if self._connection is None or self._turn.locked():
            return
        try:
            self._connection.heartbeat_tick()
            self._connection.drain_events(timeout=0)
        except TimeoutError:
            return
        except (OSError, amqp.exceptions.AMQPError):
            self.close()

    def close(self) -> None:
        """Gives the connection up."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.close()
        except (OSError, amqp.exceptions.AMQPError):
            connection.collect()

    def _publish(self, messages: Sequence[Message]) -> set[str]:
        channel = self._open()
        batch = _Batch(channel, messages, self._sent)
        self._sent += len(messages)
        batch.send()
        while batch.waiting:
            self._connection.drain_events(timeout=CONFIRM_SECONDS)  # type: ignore[union-attr]  # opened just above
        if batch.refused:
            raise NotConfirmed("the broker refused a message")
        return batch.returned

    def _open(self) -> amqp.Channel:
        if self._connection is None:
            self._connection = connect(self._uri, self._heartbeat)
            self._connection.channel(1).confirm_select()
            self._sent = 0
        return self._connection.channels[1]


class _Batch:
    """Letters on their way and what the broker says of them."""

    def __init__(self, channel: amqp.Channel, messages: Sequence[Message], sent: int) -> None:
        self._channel = channel
        self._messages = messages
        self.waiting = set(range(sent + 1, sent + 1 + len(messages)))
        self.returned: set[str] = set()
        self.refused = False

    def send(self) -> None:
        """Sends all messages without waiting."""
        self._channel.events["basic_ack"] = {self._acked}
        self._channel.events["basic_nack"] = {self._nacked}
        self._channel.events["basic_return"] = {self._on_return}
        for message in self._messages:
            self._send(message)

    def _send(self, message: Message) -> None:
        sent = amqp.Message(
            message.body,
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2 if message.must_arrive else 1,
            message_id=message.id,
            application_headers=dict(message.headers),
        )
        arguments = (0, message.exchange, message.routing_key, message.must_arrive, False)
        self._channel.send_method(amqp.spec.Basic.Publish, "Bssbb", arguments, sent)

    def _acked(self, tag: int, multiple: bool) -> None:  # noqa: FBT001  # py-amqp's signature
        self.waiting -= {number for number in self.waiting if number <= tag} if multiple else {tag}

    def _nacked(self, tag: int, multiple: bool) -> None:  # noqa: FBT001  # py-amqp's signature
        self.refused = True
        self._acked(tag, multiple)

    def _on_return(self, _error: Exception, _exchange: str, _key: str, message: amqp.Message) -> None:
        self.returned.add(message.properties["message_id"])


def bytes_of(body: str | bytes | memoryview) -> bytes:
    """A message's body as it was published, in whichever form the client library hands it over."""
    return body.encode() if isinstance(body, str) else bytes(body)


def dumps(payload: object) -> bytes:
    """Plain data as JSON."""
    return orjson.dumps(payload)
