"""When nothing is on its way any more, and how to keep everything but the command path out of a measurement."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pymongo import MongoClient

from contracts.language.catalogue import SERVICES, producers_of
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.messaging.publisher import connect
from stationkit.process.migrate import collections_of
from stationkit.storage.kit_collections import HELD, LEASES, LONG_AGO, REFUSALS

if TYPE_CHECKING:
    from tests.ground.platform import Platform

LOOK_SECONDS = 0.2
TIMES = 4
PATIENCE_SECONDS = 300.0
LEASE_SECONDS = 2.5
T = TypeVar("T")
HEARERS = ("repair", "inventory", "quality", "notifications", "oversight")


class Quiet:
    """Looks at outboxes, held events and queues of one platform as an administrator."""

    def __init__(self, platform: Platform, client: MongoClient[dict[str, Any]]) -> None:
        self._platform = platform
        self._names = Names(platform.prefix)
        self._client = client
        self._channel = connect(platform.backing.amqp_uri).channel()

    def wait(self) -> None:
        """Returns when all is empty."""
        self.noted(lambda: None)

    def noted(self, note: Callable[[], T]) -> T:
        """Returns when all is empty, with what was noted when it was first seen so.

        A queue does not count what it has handed out, so it has to be seen several times.
        """
        deadline, notes = time.monotonic() + PATIENCE_SECONDS, list[T]()
        while len(notes) < TIMES:
            assert time.monotonic() < deadline, f"not quiet after {PATIENCE_SECONDS} s"
            time.sleep(LOOK_SECONDS)
            notes = [] if self._is_busy() else [*notes, note()]
        return notes[0]

    def _is_busy(self) -> bool:
        return any(map(self._is_pending, SERVICES)) or any(map(self._is_filled, self._queues()))

    def _is_pending(self, service: str) -> bool:
        """Whether the service has something to send, or holds an event."""
        db = self._client[self._names.user(service)]
        first_id: list[dict[str, Any]] = [{"$limit": 1}, {"$project": {"_id": 1}}]
        expected: list[dict[str, Any]] = [{"$match": {"pending.at": {"$gt": LONG_AGO}}}, *first_id]
        names = [collection.name for collection in collections_of(service)]
        unions: list[dict[str, Any]] = [{"$unionWith": {"coll": name, "pipeline": expected}} for name in names]
        held: dict[str, Any] = {"$unionWith": {"coll": HELD, "pipeline": first_id}}
        return bool(list(db[REFUSALS].aggregate([*expected, *unions, held])))

    def _queues(self) -> Iterator[str]:
        for hearer in SERVICES:
            for producer in producers_of(hearer):
                queue = self._names.event_queue(hearer, producer)
                yield from (queue, self._names.wait_queue(queue))

    def _is_filled(self, queue: str) -> bool:
        return bool(self._channel.queue_declare(queue, passive=True).message_count)

    @contextmanager
    def command_path_alone(self, service: str) -> Iterator[None]:
        """Everything that is not between a caller and the commit stands still: the service's relay, and all hearers.

        The relay's lease is held by nobody who works; the hearers' processes are frozen. What was committed meanwhile
        is told as soon as this ends.
        """
        self._lease(service, wall_now() + timedelta(hours=1))
        time.sleep(LEASE_SECONDS)
        for name in HEARERS:
            self._platform.send(name, signal.SIGSTOP)
        try:
            yield
        finally:
            for name in HEARERS:
                self._platform.send(name, signal.SIGCONT)
            self._lease(service, LONG_AGO)

    def _lease(self, service: str, until: Any) -> None:
        leases = self._client[self._names.user(service)][LEASES]
        leases.update_one({"_id": "relay"}, {"$set": {"holder": "nobody", "until": until}})
