"""What a service looks after every second beside its requests and events: held events, due work, missing events."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog
from eventlet.event import Event as Signal
from eventlet.timeout import Timeout

from stationkit.ground import metrics
from stationkit.ground.clock import wall_now
from stationkit.messaging.event_entrypoint import TRIES
from stationkit.messaging.publisher import NotConfirmed
from stationkit.storage.database import AWAY

if TYPE_CHECKING:
    from stationkit.messaging.event_entrypoint import EventQueues
    from stationkit.storage.documents import Document
    from stationkit.unit_of_work.inbox import Inbox
    from stationkit.unit_of_work.replay import Replay
    from stationkit.unit_of_work.schedule import Schedule

CHECK_SECONDS = 1.0
ROUNDS_TO_MISSING = 5
HELD_ALARM_SECONDS = 60
_log = structlog.get_logger()


class Housekeeping:
    """Looks around every second, or at once when it is woken."""

    def __init__(self, events: EventQueues, inbox: Inbox, schedule: Schedule, replay: Replay) -> None:
        self._events = events
        self._inbox = inbox
        self._schedule = schedule
        self._replay = replay
        self._released: set[str] = set()
        self._woken = Signal()
        self._stopping = False

    def run(self) -> None:
        """Looks until it is stopped; no trouble of one look ends it."""
        tasks = 0
        while not self._stopping:
            self._woken = Signal()
            try:
                self._look(tasks)
            except (*AWAY, NotConfirmed) as error:
                _log.warning("watch_over_waits", error=f"{type(error).__name__}: {error}"[:300])
            except Exception:  # noqa: BLE001  # one bad event must not end the watch over the others
                _log.exception("watch_over_failed")
            tasks += 1
            with Timeout(CHECK_SECONDS, exception=False):
                self._woken.wait()

    def wake(self) -> None:
        """Looks at once: business time was moved."""
        if not self._woken.ready():
            self._woken.send(None)

    def stop(self) -> None:
        """Begins nothing more; `run` returns as soon as what it has begun is done."""
        self._stopping = True
        self._schedule.stop()
        self.wake()

    def _look(self, tasks: int) -> None:
        self._release_held()
        self._schedule.tick()
        if tasks % ROUNDS_TO_MISSING == 0:
            self._replay.ask_for_missing()

    def _release_held(self) -> None:
        oldest = 0.0
        for row in self._inbox.held():
            age = (wall_now() - row["since"]).total_seconds()
            oldest = max(oldest, age)
            if row["_id"] in self._released:  # a second try behind the first would hold again what that has put aside
                continue
            self._released.add(row["_id"])
            self._events.take(row["envelope"], partial(self._settle_held, row))
            if age > HELD_ALARM_SECONDS and self._inbox.may_ask_for(row):
                _log.error("event_held_too_long", event_id=row["_id"], producer=row["producer"], seconds=age)
                self._replay.ask(row["producer"], row["aggregate_id"])
        metrics.held_oldest.set(oldest)

    def _settle_held(self, row: Document, failure: BaseException | None, settled: bool) -> None:  # noqa: FBT001  # see Settle
        """Lets go what has had its effect and puts aside what keeps failing; what this misses is tried again."""
        self._released.discard(row["_id"])
        try:
            if failure is None and settled:
                self._inbox.let_go(row["_id"])
            elif failure is not None and self._inbox.failed(row["_id"]) >= TRIES:
                self._events.put_aside(row["producer"], row["envelope"], failure)
                self._inbox.let_go(row["_id"])
        except AWAY as error:
            _log.warning("held_event_not_settled", event_id=row["_id"], error=type(error).__name__)
