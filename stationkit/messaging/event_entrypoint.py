"""The event entrypoint: one queue per producer, tried again after a delay, parked when given up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from eventlet import sleep
from eventlet.greenpool import GreenPool
from nameko.extensions import Entrypoint, SharedExtension

from contracts.language.catalogue import EVENTS, producers_of
from contracts.language.kit_messages import OF_EVERY_KIT
from stationkit.ground import failpoints
from stationkit.ground.names import Names
from stationkit.messaging.poison_guard import GUILTY
from stationkit.messaging.publisher import Message, dumps
from stationkit.messaging.queue_consumer import (
    BEING_KILLED,
    Parking,
    QueueConsumer,
    existing_queue,
    payload_of,
    tries_of,
)
from stationkit.storage.database import AWAY

if TYPE_CHECKING:
    from kombu.message import Message as Delivery

    from contracts.language.operation import AnyEvent

TRIES = 5
SETTLE_SECONDS = 1.0
_log = structlog.get_logger()
BuiltIn = Callable[[dict[str, Any]], None]
Settle = Callable[[BaseException | None, bool], None]
"""What is done with a message after its event was taken: the failure, if any, and whether it is settled for good."""


class Forged(Exception):
    """A service told what is another's to tell."""


class EventQueue:
    """The queue of one producer's events for this service: the broker lets nobody else write there."""

    def __init__(self, events: EventQueues, producer: str, name: str) -> None:
        self._events = events
        self._producer = producer
        self.queue = existing_queue(name)

    def handle_raw(self, message: Delivery) -> None:
        """One event: to its method, to the kit, or aside."""
        self._events.taken += 1
        if not self._events.consumer.poison_guard.may_try(message):
            self.park(message, GUILTY)
            return
        try:
            envelope = payload_of(message)
            self._check_producer(envelope)
            self._events.take(envelope, partial(self._settle, message))
        except (ValueError, KeyError, TypeError) as error:
            self.park(message, f"unreadable: {type(error).__name__}: {error}")
        except Forged as error:
            self.park(message, f"forged: {error}")
        except BEING_KILLED:
            self._events.consumer.give_back(message)
            self._events.settled += 1

    def _check_producer(self, envelope: dict[str, Any]) -> None:
        """Whoever holds one service's log-in must not speak for the others: an event is its producer's to tell."""
        event_type = envelope["type"]
        if event_type not in EVENTS and event_type not in OF_EVERY_KIT:
            raise KeyError(event_type)
        producer = EVENTS[event_type].producer if event_type in EVENTS else envelope["producer"]
        if producer != self._producer:
            raise Forged(f"{self._producer} told {event_type} of {producer}")

    def park(self, message: Delivery, reason: str) -> None:
        """Puts a message aside; until that is confirmed it stays with the broker."""
        self._events.parking.park(self.queue.name, message, reason)
        self._events.consumer.ack(message)
        self._events.settled += 1

    def _settle(self, message: Delivery, failure: BaseException | None, _settled: bool) -> None:  # noqa: FBT001  # see Settle
        failpoints.reach("before_ack", message.delivery_info["routing_key"])
        if failure is not None and tries_of(message, self.queue.name) + 1 >= TRIES:
            self.park(message, _reason_of(failure))
            return
        if failure is None:
            self._events.consumer.ack(message)
        else:
            self._events.consumer.retry_later(message)
        self._events.settled += 1


class EventQueues(SharedExtension):
    """All that a service hears: routes each event to the method or the part of the kit that hears its type.

    `taken` and `settled` count messages since the start: what is between them is in hand.
    """

    consumer = QueueConsumer()

    def __init__(self) -> None:
        super().__init__()
        self._methods: dict[str, EventEntrypoint] = {}
        self.built_in: dict[str, BuiltIn] = {}
        self._queues: list[EventQueue] = []
        self.taken = self.settled = 0
        self._ceased = False

    def setup(self) -> None:
        """Prepares the queues that the contract gives this service."""
        config, service = self.container.config, self.container.service_name
        self._names = names = Names(config["ZZ_PREFIX"])
        self.uri = config["AMQP_URI"]
        self.parking = Parking(self.uri, names, service)
        for producer in producers_of(service):
            queue = EventQueue(self, producer, names.event_queue(service, producer))
            self._queues.append(queue)
            self.consumer.register_provider(queue)

    def register(self, entrypoint: EventEntrypoint) -> None:
        """Routes events of the entrypoint's type to its method."""
        self._methods[entrypoint.event.type] = entrypoint

    def register_built_in(self, event_type: str, consume: BuiltIn) -> None:
        """Routes events of a type to a part of the kit."""
        self.built_in[event_type] = consume

    def take(self, envelope: dict[str, Any], settle: Settle) -> None:
        """Lets the event have its effect, then settles. Raises `KeyError` for a type that is not heard."""
        built_in, entrypoint = self.built_in.get(envelope["type"]), self._methods.get(envelope["type"])
        if built_in is None and entrypoint is None:
            raise KeyError(envelope["type"])
        failure = _failure_of(built_in, envelope) if built_in else None
        if entrypoint is None or failure:
            settle(failure, failure is None)
            return
        self.container.spawn_worker(entrypoint, (envelope,), {}, context_data={}, handle_result=partial(_done, settle))

    def queue_names(self) -> list[str]:
        """The queues that are heard, and those in which their messages wait for another try."""
        names = [queue.queue.name for queue in self._queues]
        return names + [self._names.wait_queue(name) for name in names]

    def put_aside(self, producer: str, envelope: dict[str, Any], failure: BaseException) -> None:
        """Puts an event that is no longer a message on the dead queue that it would have come to."""
        queue = self._names.event_queue(self.container.service_name, producer)
        self.parking.put(queue, Message("", envelope["type"], envelope["id"], dumps(envelope)), _reason_of(failure))

    def cease(self) -> None:
        """Consumes no more; returns when that is so. May be called by each entrypoint."""
        if not self._ceased:
            self._ceased = True
            pool = GreenPool()
            pool.starmap(self.consumer.unregister_provider, ((queue,) for queue in self._queues))
            pool.waitall()


class EventEntrypoint(Entrypoint):
    """A method that is called when an event is heard."""

    events = EventQueues()

    def __init__(self, event: AnyEvent, **kwargs: Any) -> None:
        self.event = event
        super().__init__(**kwargs)

    def setup(self) -> None:
        """Registers for the event's type."""
        self.events.register(self)

    def stop(self) -> None:
        """Returns when nothing is consumed any more."""
        self.events.cease()


def _reason_of(failure: BaseException) -> str:
    return f"failed: {type(failure).__name__}: {failure}"


def _failure_of(built_in: BuiltIn, envelope: dict[str, Any]) -> BaseException | None:
    while True:
        try:
            built_in(envelope)
        except AWAY:
            sleep(SETTLE_SECONDS)
        except Exception as error:  # noqa: BLE001  # whatever it is, the event is tried again and then parked
            _log.warning("event_failed", type=envelope.get("type"), error=repr(error))
            return error
        else:
            failpoints.reach("after_effect", envelope["type"])
            return None


def _done(settle: Settle, _context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
    settle(exc_info[1] if exc_info else None, bool(result))
    return result, exc_info
