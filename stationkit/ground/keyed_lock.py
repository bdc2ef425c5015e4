"""One after the other, in this process, for whatever must not meet itself."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eventlet.semaphore import Semaphore

if TYPE_CHECKING:
    from collections.abc import Iterator


class KeyedLocks:
    """Turns for each of any number of keys; only the keys in use are remembered."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, Semaphore] = defaultdict(Semaphore)

    @contextmanager
    def of(self, key: str) -> Iterator[None]:
        """Waits until nobody else has the turn of this key, and has it."""
        turn = self._locks[key]
        try:
            with turn:
                yield
        finally:
            if turn.balance > 0:
                self._locks.pop(key, None)
