"""Carries out what a service does when it hears an event: once, in order, with its mark in the same write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from eventlet import sleep
from marshmallow import ValidationError

from contracts.language.catalogue import EVENTS, subscriptions_of
from contracts.language.errors import NotFound, NotYet
from stationkit.ground import failpoints, metrics
from stationkit.ground.clock import wall_now
from stationkit.ground.keyed_lock import KeyedLocks
from stationkit.storage.database import AWAY
from stationkit.storage.reference_data import TYPES as COPIED
from stationkit.unit_of_work.commit import Duplicate, Moved
from stationkit.unit_of_work.work import Cause, Work

if TYPE_CHECKING:
    from stationkit.storage.documents import Document
    from stationkit.unit_of_work.inbox import Consumed, Inbox
    from stationkit.unit_of_work.system import System

Effect = Callable[[Work, Any], object]
TRIES = 20
AWAY_SECONDS = 1.0
UNKNOWN = (NotYet, NotFound)
"""What the event is about comes from another producer, whose own events may be on their way yet."""
UNKNOWN_SECONDS = 0.25
UNKNOWN_TRIES = 4
UNKNOWN_AT_MOST = timedelta(hours=1)
_log = structlog.get_logger()


class NotTaken(Exception):  # a signal for another try
    """The event's documents were changed by others too often to be written."""


class EventConsumer:
    """Hears events for one service."""

    def __init__(self, service: str, system: System, inbox: Inbox, know_stations: Callable[[], bool]) -> None:
        self._service = service
        self._system = system
        self._inbox = inbox
        self._know_stations = know_stations
        self._ready = False
        self._types = {producer: _awaited(types) for producer, types in subscriptions_of(service).items()}
        self._locks = KeyedLocks()

    def consume(self, envelope: Document, effect: Effect) -> bool:
        """Gives the event its effect or ignores a repeat: True; holds it: False. Waits while the database is away.

        What comes before stations, staff and policies are known is held, for they may lie behind it in the queue.
        Raises what the effect raises; that something is not known here only once the event was held for it in vain.
        """
        with self._locks.of(envelope["aggregate_id"]):
            return self._patiently(envelope, effect)

    def _patiently(self, envelope: Document, effect: Effect) -> bool:
        unknown = 0
        while True:
            try:
                if self._know_all():
                    return self._consume_once(envelope, effect)
                self._hold(envelope)
                return False
            except AWAY as error:
                _log.warning("database_away", event_id=envelope["id"], error=type(error).__name__)
                sleep(AWAY_SECONDS)
            except UNKNOWN:
                unknown += 1
                if unknown == UNKNOWN_TRIES:
                    if self._hold(envelope) + UNKNOWN_AT_MOST < wall_now():
                        raise
                    return False
                sleep(UNKNOWN_SECONDS)

    def _know_all(self) -> bool:
        """Whether stations, staff and policies are known here, without which no event can be understood."""
        self._ready = self._ready or self._know_stations()
        return self._ready

    def _consume_once(self, envelope: Document, effect: Effect) -> bool:
        producer = EVENTS[envelope["type"]].producer
        for _ in range(TRIES):
            consumed = self._inbox.consumed(producer, envelope)
            verdict = consumed.judge(envelope, self._types[producer])
            if verdict == "gap":
                self._hold(envelope)
                if self._inbox.consumed(producer, envelope).counts == consumed.counts:
                    return False
                continue
            if verdict == "repeat" or self._effected(envelope, effect, consumed):
                metrics.events_heard.labels(envelope["type"], verdict).inc()
                return True
        raise NotTaken(envelope["id"])

    def _hold(self, envelope: Document) -> datetime:
        """Keeps the event for the watch to try again. Returns since when it is held."""
        metrics.events_held.labels(envelope["type"]).inc()
        return self._inbox.hold(EVENTS[envelope["type"]].producer, envelope)

    def _effected(self, envelope: Document, effect: Effect, consumed: Consumed) -> bool:
        event = EVENTS[envelope["type"]]
        try:
            data = event.data.load(envelope["data"])
        except ValidationError as error:
            raise ValueError(f"event data is not valid: {error.messages}") from error
        work = self._work(envelope)
        consumed.remind(work)
        effect(work, data)
        try:
            self._system.committer.commit(work, None, consumed.mark(envelope))
        except (Moved, Duplicate):
            return False
        failpoints.reach("after_effect", envelope["type"])
        return True

    def _work(self, envelope: Document) -> Work:
        cause = Cause(
            id=envelope["id"],
            operation=f"on:{envelope['type']}",
            actor=self._service,
            recorder=self._service,
            occurred_at=_instant(envelope["occurred_at"]),
            recorded_at=_instant(envelope["recorded_at"]),
            imported=envelope["imported"],
            traceparent=envelope["traceparent"],
            source_id=envelope["aggregate_id"],
            source_actor=envelope["actor"],
        )
        event = EVENTS[envelope["type"]]
        station = self._system.reference_data.station(
            envelope["data"][event.acts_in] if event.acts_in else envelope["station_id"]
        )
        return Work(self._system, station, cause, network=station.kind == "head")


def _awaited(types: tuple[str, ...]) -> tuple[str, ...]:
    """Those whose place in the order matters: what the kit keeps copies of carries the whole state."""
    return tuple(event_type for event_type in types if event_type not in COPIED)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
