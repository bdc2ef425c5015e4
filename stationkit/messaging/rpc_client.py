"""Calls services over RabbitMQ: one connection a process, one reader, replies matched by correlation id.

Requests are transient and mandatory and are not confirmed: the reply is the confirmation. Make it after the fork.
"""

from __future__ import annotations

import secrets
import socket
import threading
import uuid
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

import amqp
import orjson
from amqp import spec

from contracts.language import errors
from stationkit.ground.clock import monotonic
from stationkit.messaging.publisher import connect

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from stationkit.ground.names import Names
    from stationkit.messaging.call import Call

ANSWER_SECONDS = 10.0
CONNECT_SECONDS = 4.0
TICK_SECONDS = 1.0
HEARTBEAT_SECONDS = 10
LONGEST_PAUSE = 2.0


class Lost(Exception):  # a signal to the waiting caller
    """The connection was lost after the request had been sent."""


class Client(Protocol):
    """What calls services."""

    def call(self, operation: AnyOperation, call: Call) -> Any:
        """The operation's reply, or the contract's error that the service raised."""


class RpcClient:
    """Thread-safe client. Replies are read by one thread of its own (a greenlet where threads are patched)."""

    def __init__(self, uri: str, names: Names) -> None:
        self._uri = uri
        self._names = names
        self._waiting: dict[str, Future[dict[str, Any]]] = {}
        self._writing = threading.Lock()
        self._me = uuid.uuid4().hex
        self._closed = False
        self._up = threading.Event()
        self._reader = threading.Thread(target=self._run, daemon=True, name="rpc-replies")
        self._reader.start()

    @property
    def connected(self) -> bool:
        """Whether requests can be sent at the moment."""
        return self._up.is_set()

    def call(self, operation: AnyOperation, call: Call) -> Any:
        """The operation's reply, or the contract's error that the service raised.

        Raises `Unavailable` when it was certainly not done, `OutcomeUnknown` when it was sent and no answer came.
        """
        number = secrets.token_hex(16)  # who was asked before must not guess it: a reply comes from whoever knows it
        future = self._send(operation, call, number)
        try:
            body = future.result(ANSWER_SECONDS)
        except (NoAnswer, Lost) as error:
            raise _unknown(operation) from error
        finally:
            self._waiting.pop(number, None)
        if body["error"] is not None:
            raise errors.from_wire(body["error"])
        return body["result"]

    def close(self) -> None:
        """Gives the connection up."""
        self._closed = True
        self._reader.join(2 * TICK_SECONDS)

    def _send(self, operation: AnyOperation, call: Call, number: str) -> Future[dict[str, Any]]:
        if not self._up.wait(CONNECT_SECONDS):
            raise errors.Unavailable("The message broker does not answer.")
        future: Future[dict[str, Any]] = Future()
        self._waiting[number] = future
        message = amqp.Message(
            orjson.dumps({"args": [call.to_wire()], "kwargs": {}}),
            content_type="application/json",
            content_encoding="utf-8",
            reply_to=self._me,
            correlation_id=number,
            delivery_mode=1,
            expiration=str(int(ANSWER_SECONDS * 1000)),
        )
        arguments = (0, self._names.rpc_exchange, f"{operation.service}.{operation.name}", True, False)
        try:
            self._channel.send_method(spec.Basic.Publish, "Bssbb", arguments, message)
        except (OSError, amqp.exceptions.AMQPError, AttributeError) as error:
            self._waiting.pop(number, None)
            raise _unknown(operation) from error
        return future

    def _run(self) -> None:
        pause = 0.05
        while not self._closed:
            try:
                self._connect()
                pause = 0.05
                self._up.set()
                self._read()
            except (OSError, ValueError, amqp.exceptions.AMQPError):
                self._lose()
                threading.Event().wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        self._lose()

    def _connect(self) -> None:
        self._connection = connect(self._uri, HEARTBEAT_SECONDS)
        self._connection.transport.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._guard_writes(self._connection)
        self._connection.on_blocked = lambda _reason: self._up.clear()
        self._connection.on_unblocked = self._up.set
        self._channel = self._connection.channel()
        queue = self._channel.queue_declare("", durable=False, exclusive=True, auto_delete=True).queue
        self._channel.queue_bind(queue, self._names.reply_exchange, self._me)
        self._channel.basic_consume(queue, no_ack=True, callback=self._on_reply)
        self._channel.events["basic_return"] = {self._on_return}

    def _guard_writes(self, connection: amqp.Connection) -> None:
        """Frames of several threads must not mix; basic_publish would also read, so it is never used."""
        write = connection.frame_writer

        def guarded(*args: Any, **kwargs: Any) -> None:
            with self._writing:
                write(*args, **kwargs)

        connection._frame_writer = guarded  # noqa: SLF001  # py-amqp has no lock of its own

    def _read(self) -> None:
        beaten = monotonic()
        while not self._closed:
            with suppress(TimeoutError):
                self._connection.drain_events(timeout=TICK_SECONDS)
            if monotonic() - beaten > TICK_SECONDS:
                self._connection.heartbeat_tick()
                beaten = monotonic()

    def _lose(self) -> None:
        self._up.clear()
        connection = getattr(self, "_connection", None)
        if connection is not None:
            connection.collect()
        for number in list(self._waiting):
            future = self._waiting.pop(number, None)
            if future is not None and not future.done():
                future.set_exception(Lost())

    def _on_reply(self, message: amqp.Message) -> None:
        future = self._waiting.pop(message.properties.get("correlation_id"), None)
        if future is not None and not future.done():
            body = message.body
            future.set_result(orjson.loads(body.tobytes() if isinstance(body, memoryview) else body))

    def _on_return(self, _error: Exception, _exchange: str, key: str, message: amqp.Message) -> None:
        future = self._waiting.pop(message.properties.get("correlation_id"), None)
        if future is not None and not future.done():
            away = errors.Unavailable("The service is not installed.", service=key.split(".", maxsplit=1)[0])
            future.set_result({"result": None, "error": errors.to_wire(away)})


def _unknown(operation: AnyOperation) -> errors.ContractError:
    if operation.kind == "query":
        return errors.Unavailable("No answer came in time.")
    return errors.OutcomeUnknown("No answer came in time: send it again with the same key.")
