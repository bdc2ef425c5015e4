"""How messages come into a Nameko service: quorum queues that exist already, raw messages, one connection.

Nameko's own consumer declares classic queues, acknowledges what raised, and closes its connection before the last
workers have answered; this one does none of that.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import amqp
import orjson
import structlog
from eventlet import sleep
from greenlet import GreenletExit
from kombu.entity import Queue
from nameko.exceptions import ContainerBeingKilled
from nameko.messaging import QueueConsumer as NamekoQueueConsumer

from stationkit.ground import metrics
from stationkit.ground.names import Names
from stationkit.messaging.publisher import Message, NotConfirmed, Publisher, bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kombu.message import Message as Delivery
    from kombu.messaging import Consumer

    from stationkit.messaging.poison_guard import PoisonGuard

LOOK_UP_SECONDS = 0.25
WAIT_SECONDS = 1.0
BROKER_AWAY = (OSError, amqp.exceptions.AMQPError)
BEING_KILLED = ContainerBeingKilled
_log = structlog.get_logger()


class QueueConsumer(NamekoQueueConsumer):
    """Nameko's queue consumer, told to hand over raw messages and to stay connected until its workers are done."""

    prefetch = 24
    poison_guard: PoisonGuard
    _away = False

    def run(self, _tokens: int = 1, **kwargs: Any) -> None:
        """Consumes; looks up from the socket often enough to stop soon when told."""
        super().run(_tokens, safety_interval=LOOK_UP_SECONDS, **kwargs)

    def get_consumers(self, consumer_cls: Callable[..., Consumer], _channel: Any) -> Iterable[Consumer]:
        """A consumer for each registered queue; prefetch counts apart for each."""
        for provider in self._providers:
            consumer = consumer_cls(
                queues=[provider.queue], on_message=partial(self.handle_raw, provider), accept=["json"]
            )
            consumer.qos(prefetch_count=self.prefetch)
            self._consumers[provider] = consumer
        return list(self._consumers.values())

    @property
    def connected(self) -> bool:
        """Whether the queues are being consumed."""
        return self._consumers_ready.ready() and bool(self._consumers) and not self._away

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        """Told by kombu at every vain try to connect."""
        self._away = True
        _log.warning("broker_away", error=str(exc)[:200], next_try_seconds=interval)

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **kwargs: Any) -> None:
        """Told by kombu when the queues are consumed, for the first time or again."""
        self._away = False
        self._channel = channel
        super().on_consume_ready(connection, channel, consumers, **kwargs)

    def unregister_provider(self, provider: Any) -> None:
        """Returns when the provider's queue is no longer consumed; with the broker away that is so already."""
        if self._away:
            self._providers.discard(provider)
            self.kill_reader()
        else:
            super().unregister_provider(provider)

    def kill_reader(self) -> None:
        """Gives up waiting for a broker that is away."""
        if not self._last_provider_unregistered.ready():
            self._last_provider_unregistered.send()
        self._gt.kill()

    def stop(self) -> None:
        """Returns when the connection is closed, or was given up."""
        with suppress(GreenletExit):
            super().stop()

    def handle_raw(self, provider: Any, message: Delivery) -> None:
        """Passes a message on to its queue's provider outside the thread that reads the socket."""
        self.container.spawn_managed_thread(partial(provider.handle_raw, message), identifier="handle_raw")

    def on_iteration(self) -> None:
        """Stops only when no queue is consumed any more and every worker has answered.

        Raises `ConnectionError` when what a worker sent found the connection lost: kombu would read on from a new one,
        on which nothing is consumed.
        """
        self._cancel_consumers_if_requested()
        if not self._consumers and not self.container._worker_pool.running():  # noqa: SLF001  # Nameko offers no other
            self.should_stop = True
        elif self._channel.connection is None or not self._channel.connection.connected:
            raise ConnectionError("The connection was lost while something was sent.")

    def ack(self, message: Delivery) -> None:
        """The message has had its effect."""
        self._settle(message, message.ack)

    def retry_later(self, message: Delivery) -> None:
        """Sends the message to its wait queue, from where it comes back."""
        self._settle(message, message.reject)

    def give_back(self, message: Delivery) -> None:
        """This process takes no more work; another may."""
        self._settle(message, message.requeue)

    def _settle(self, message: Delivery, settle: Callable[[], Any]) -> None:
        """On a lost connection the broker delivers the message again: nothing is to be done."""
        self.poison_guard.settled(message)
        try:
            settle()
        except (AttributeError, *BROKER_AWAY) as error:
            _log.info("message_comes_again", error=type(error).__name__)


class Parking:
    """Puts messages aside that were given up, with the reason, on the dead queue of the queue they came from."""

    def __init__(self, uri: str, names: Names, service: str) -> None:
        self._publisher = Publisher(uri)
        self._exchange = names.dead_exchange(service)

    def park(self, queue: str, message: Delivery, reason: str) -> None:
        """Confirmed on the dead queue when this returns; waits for as long as that takes."""
        message_id = str(message.properties.get("message_id", ""))
        self.put(queue, Message("", message.delivery_info["routing_key"], message_id, bytes_of(message.body)), reason)

    def put(self, queue: str, message: Message, reason: str) -> None:
        """The same for what was addressed so and is no longer a message."""
        headers = {"zz-reason": reason[:300], "zz-routing-key": message.routing_key}
        dead = Message(self._exchange, queue, message.id, message.body, headers)
        while True:
            try:
                self._put(dead)
            except NotConfirmed as error:
                _log.warning("parking_waits", error=str(error)[:200])
                sleep(WAIT_SECONDS)
            else:
                break
        metrics.events_dead.labels(queue, reason.split(":", maxsplit=1)[0]).inc()
        _log.error("message_parked", queue=queue, reason=reason)

    def _put(self, message: Message) -> None:
        if self._publisher.publish([message]):
            raise NotConfirmed(f"no dead queue for {message.routing_key}")


def existing_queue(name: str) -> Queue:
    """A queue that was declared by `zz migrate`: it is consumed and never declared here."""
    return Queue(name, no_declare=True)


def payload_of(message: Delivery) -> Any:
    """The message's JSON. Raises `ValueError`."""
    return orjson.loads(bytes_of(message.body))


def tries_of(message: Delivery, queue: str) -> int:
    """How often this message has come back from its wait queue."""
    deaths = (message.headers or {}).get("x-death", [])
    return sum(int(death["count"]) for death in deaths if death.get("queue") == queue)
