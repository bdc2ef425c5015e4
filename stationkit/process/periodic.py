"""Work that is done over and over on the wall clock, by one process of a service at a time.

The lease only saves effort: what a round does must be safe to be done twice at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from eventlet import sleep
from eventlet.event import Event as Signal
from eventlet.timeout import Timeout

from stationkit.storage.database import AWAY
from stationkit.storage.lease import Lease

if TYPE_CHECKING:
    from stationkit.storage.database import Db

ROUND = "zongzhan_round"
LEASE_SECONDS = 1.0
_log = structlog.get_logger()


@dataclass(frozen=True)
class PeriodicTask:
    """One kind of such work: its name, seconds from the end of a round to the next, what a round does.

    A round may answer True where the next will go on with what it has begun.
    """

    name: str
    seconds: float
    do: Callable[[], bool | None]


class PeriodicTasks:
    """The rounds of one service process."""

    def __init__(self, db: Db) -> None:
        self._lease = Lease(db, "rounds")
        self._held = False
        self._stopped = Signal()

    @property
    def ending(self) -> bool:
        """Nothing more is to be begun, by a round in hand either."""
        return bool(self._stopped.ready())

    def keep_lease(self) -> None:
        """Takes the lease and keeps it until the end; no trouble of one try ends it."""
        while not self.ending:
            try:
                self._held = self._lease.take()
            except AWAY as error:
                self._held = False
                _log.warning("rounds_wait", error=type(error).__name__)
            self._pause(LEASE_SECONDS)

    def go(self, task: PeriodicTask) -> None:
        """Goes round until the end; no trouble of one round ends it."""
        while not self.ending:
            if self._held:
                self._go_once(task)
            self._pause(task.seconds)

    def stop(self) -> None:
        """Begins no further round, and lets another process take over at once."""
        if not self.ending:
            self._stopped.send(None)
            sleep(0)

    def _go_once(self, task: PeriodicTask) -> None:
        try:
            task.do()
        except AWAY as error:
            _log.warning("round_waits", round=task.name, error=type(error).__name__)
        except Exception:  # noqa: BLE001  # a fault in one round must not end the rounds after it
            _log.exception("round_failed", round=task.name)

    def _pause(self, seconds: float) -> None:
        with Timeout(seconds, exception=False):
            self._stopped.wait()
