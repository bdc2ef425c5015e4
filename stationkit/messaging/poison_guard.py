"""Finds the message that ends its process, among those that were merely in hand when the process died.

The broker counts a death against everything that was in hand. A message that was so several times is therefore tried
alone, and the database is told before each such try: guilty is only the one under which the process dies when alone.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from eventlet import sleep
from eventlet.semaphore import Semaphore

from stationkit.ground.clock import wall_now
from stationkit.messaging.publisher import bytes_of
from stationkit.storage.database import AWAY

if TYPE_CHECKING:
    from kombu.message import Message as Delivery

    from stationkit.storage.counters import Counters

IN_HAND_AT = 2
"""At how many deaths a message has to have been in hand to be tried alone."""
ALONE_AT = 2
"""At how many deaths it has to have been alone to be given up."""
GUILTY = "killed: the process died under it alone"
REMEMBERED = timedelta(days=1)
AWAY_SECONDS = 1.0


class PoisonGuard:
    """Lets the suspects of one process be tried one after the other; whatever it was asked of has to be settled."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._turn = Semaphore()
        self._tried: dict[Delivery, str] = {}

    def may_try(self, message: Delivery) -> bool:
        """Whether to take this message, or to put it aside. Returns when it is its turn and the database answers."""
        if deliveries_of(message) < IN_HAND_AT:
            return True
        self._turn.acquire()
        self._tried[message] = f"trial:{hashlib.sha256(bytes_of(message.body)).hexdigest()}"
        return self._begun(self._tried[message]) <= ALONE_AT

    def settled(self, message: Delivery) -> None:
        """The process has outlived it."""
        if message in self._tried:
            with suppress(*AWAY):
                self._counters.end(self._tried.pop(message))
            self._turn.release()

    def _begun(self, key: str) -> int:
        """How often this was tried alone, with this time."""
        while True:
            try:
                return self._counters.count(key, wall_now() + REMEMBERED)
            except AWAY:
                sleep(AWAY_SECONDS)


def deliveries_of(message: Delivery) -> int:
    """How often the broker gave this message to a process that died before it was settled; a sender's word is none."""
    count = (message.headers or {}).get("x-delivery-count", 0)
    return count if isinstance(count, int) else 0
