"""Where a service stands with what is due, heard and told: asked in development before business time goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from eventlet.semaphore import Semaphore

from contracts.language import kit_messages as contract
from contracts.language.errors import Unavailable
from contracts.language.payload import schema_of
from stationkit.messaging.publisher import connect
from stationkit.messaging.queue_consumer import BROKER_AWAY

if TYPE_CHECKING:
    from collections.abc import Callable

    import amqp

    from stationkit.messaging.event_entrypoint import EventQueues
    from stationkit.messaging.relay import Relay
    from stationkit.storage.documents import Document
    from stationkit.storage.reference_data import ReferenceData
    from stationkit.unit_of_work.inbox import Inbox
    from stationkit.unit_of_work.schedule import Schedule

_MILLISECOND = timedelta(milliseconds=1)


class Standing:
    """What one process still has to do, and what lies in the queues that it hears."""

    def __init__(  # whom it asks, put together once by the kit
        self,
        schedule: Schedule,
        reference_data: ReferenceData,
        events: EventQueues,
        inbox: Inbox,
        relay: Relay,
        waiting: Callable[[], int],
    ) -> None:
        self._schedule = schedule
        self._reference_data = reference_data
        self._events = events
        self._inbox = inbox
        self._relay = relay
        self._waiting = waiting

    def look(self) -> Document:
        """Looks in the order in which one thing leads to the next, so that what moves on meanwhile is still seen.

        Raises `Unavailable` when the broker is away.
        """
        next_due = self._schedule.next_due()
        standing = contract.Standing(
            offset_ms=self._reference_data.clock_offset() // _MILLISECOND,
            next_due=next_due,
            due=next_due is not None and next_due <= self._schedule.now(),
            waiting=self._waiting(),
            in_hand=self._events.taken - self._events.settled,
            held=len(self._inbox.held()),
            pending=self._relay.pending(),
            settled=self._events.settled,
        )
        dumped: Document = schema_of(contract.Standing).dump(standing)
        return dumped


class Queues:
    """The queues that a service hears, at the broker."""

    def __init__(self, events: EventQueues) -> None:
        self._events = events
        self._turn = Semaphore()
        self._channel: amqp.Channel | None = None

    def waiting(self) -> int:
        """How many messages lie in them and were given to no process yet. Raises `Unavailable`."""
        with self._turn:
            try:
                self._channel = channel = self._channel or connect(self._events.uri).channel()
                return sum(
                    channel.queue_declare(name, passive=True).message_count for name in self._events.queue_names()
                )
            except BROKER_AWAY as error:
                self._channel = None
                raise Unavailable("The message broker does not answer.") from error
