"""The RPC entrypoint: Nameko's wire format over a quorum queue, answered on one transient channel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from amqp import Message as AmqpMessage
from amqp import spec
from eventlet import sleep
from eventlet.semaphore import Semaphore
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension

from contracts.language import errors
from stationkit.ground import failpoints
from stationkit.ground.names import Names
from stationkit.messaging.poison_guard import GUILTY
from stationkit.messaging.publisher import connect
from stationkit.messaging.queue_consumer import (
    BEING_KILLED,
    BROKER_AWAY,
    Parking,
    QueueConsumer,
    existing_queue,
    payload_of,
)

if TYPE_CHECKING:
    import amqp
    from kombu.message import Message as Delivery

TRIES = 5
_log = structlog.get_logger()
BuiltIn = Callable[[Any], dict[str, Any]]


class ReplyChannel:
    """Sends replies, transient and unconfirmed: a caller that gets none asks again with the same key."""

    def __init__(self, uri: str, names: Names) -> None:
        self._uri = uri
        self._exchange = names.reply_exchange
        self._turn = Semaphore()
        self._channel: amqp.Channel | None = None

    def send(self, reply_to: str, correlation_id: str, body: dict[str, Any]) -> None:
        """Sends a reply; never raises, as a reply that cannot be sent must not stop the service."""
        message = AmqpMessage(
            orjson.dumps(body),
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id=correlation_id,
            delivery_mode=1,
        )
        with self._turn:
            for attempt in range(TRIES):
                if self._sent(reply_to, message):
                    return
                sleep(0.1 * 2**attempt)
        _log.warning("reply_not_sent")

    def close(self) -> None:
        """Gives the connection up."""
        channel, self._channel = self._channel, None
        if channel is not None and channel.connection is not None:
            channel.connection.collect()

    def _sent(self, reply_to: str, message: AmqpMessage) -> bool:
        try:
            if self._channel is None:
                self._channel = connect(self._uri).channel()
            arguments = (0, self._exchange, reply_to, False, False)
            self._channel.send_method(spec.Basic.Publish, "Bssbb", arguments, message)
        except BROKER_AWAY:
            self.close()
            return False
        return True


class RpcQueue(SharedExtension, ProviderCollector):
    """The request queue of the service: finds the method, lets a worker run it, answers, acknowledges."""

    consumer = QueueConsumer()

    def __init__(self) -> None:
        super().__init__()
        self._methods: dict[str, Rpc] = {}
        self.built_in: dict[str, BuiltIn] = {}
        self._ceased = False

    def setup(self) -> None:
        """Prepares the queue; consuming begins when Nameko starts the inlet."""
        config, service = self.container.config, self.container.service_name
        names = Names(config["ZZ_PREFIX"])
        self.queue = existing_queue(names.rpc_queue(service))
        self._parking = Parking(config["AMQP_URI"], names, service)
        self._replies = ReplyChannel(config["AMQP_URI"], names)
        self.consumer.register_provider(self)

    def register(self, entrypoint: Rpc) -> None:
        """Routes requests for this entrypoint's method to it."""
        self._methods[f"{self.container.service_name}.{entrypoint.method_name}"] = entrypoint
        self.register_provider(entrypoint)

    def register_built_in(self, method_name: str, carry_out: BuiltIn) -> None:
        """Routes requests for a method that every service has to the kit."""
        self.built_in[f"{self.container.service_name}.{method_name}"] = carry_out

    def unregister_provider(self, provider: Rpc) -> None:
        """The first method that is stopped stops the queue, which all share, and waits until that is done."""
        self.cease()
        super().unregister_provider(provider)

    def cease(self) -> None:
        """Consumes no more; returns when that is so."""
        if not self._ceased:
            self._ceased = True
            self.consumer.unregister_provider(self)

    def stop(self) -> None:
        """Closes what is left; every worker has answered by now."""
        self._replies.close()
        super().stop()

    def handle_raw(self, message: Delivery) -> None:
        """One request."""
        if not self.consumer.poison_guard.may_try(message):
            self._park(message, GUILTY)
            return
        routing_key = message.delivery_info["routing_key"]
        entrypoint, built_in = self._methods.get(routing_key), self.built_in.get(routing_key)
        try:
            call = payload_of(message)["args"][0]
        except (ValueError, KeyError, IndexError, TypeError):
            self._answer(message, {"result": None, "error": errors.to_wire(errors.Malformed("Not a request."))})
            return
        if built_in is not None:
            self._carry_out(built_in, call, message)
            return
        if entrypoint is None:
            unknown = errors.NotFound("There is no such operation.")
            self._answer(message, {"result": None, "error": errors.to_wire(unknown)})
            return
        self._spawn(entrypoint, call, message)

    def _spawn(self, entrypoint: Rpc, call: Any, message: Delivery) -> None:
        try:
            self.container.spawn_worker(
                entrypoint, (call,), {}, context_data={}, handle_result=partial(self._done, message)
            )
        except BEING_KILLED:
            self.consumer.give_back(message)

    def _carry_out(self, built_in: BuiltIn, call: Any, message: Delivery) -> None:
        try:
            body = built_in(call)
        except Exception:  # noqa: BLE001  # whatever it is, it is answered as the fault of a worker is
            _log.exception("built_in_failed", routing_key=message.delivery_info["routing_key"])
            body = _fault()
        self._answer(message, body)

    def _done(self, message: Delivery, _context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        if exc_info is not None:
            result = _fault()
        self._answer(message, result)
        return result, exc_info

    def _answer(self, message: Delivery, body: dict[str, Any]) -> None:
        reply_to = message.properties.get("reply_to")
        if reply_to:
            self._replies.send(reply_to, message.properties.get("correlation_id", ""), body)
        failpoints.reach("before_ack", message.delivery_info["routing_key"])
        self.consumer.ack(message)

    def _park(self, message: Delivery, reason: str) -> None:
        self._parking.park(self.queue.name, message, reason)
        fault = errors.Internal("The request was put aside: it ended the process that worked on it.")
        self._answer(message, {"result": None, "error": errors.to_wire(fault)})


class Rpc(Entrypoint):
    """A method that is called over RPC."""

    requests = RpcQueue()

    def setup(self) -> None:
        """Registers with the service's request queue."""
        self.requests.register(self)

    def stop(self) -> None:
        """Returns when the queue is no longer consumed."""
        self.requests.unregister_provider(self)


def _fault() -> dict[str, Any]:
    return {"result": None, "error": errors.to_wire(errors.Internal("A fault of ours; the log has it."))}


rpc = Rpc.decorator
