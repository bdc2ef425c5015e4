"""Brings what was committed out into the world: events to the broker, replies and audit entries to their places.

Copies first, publishes then, and only then takes the entry off the document: a death in between repeats, never loses.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import structlog
from eventlet import sleep, spawn
from eventlet.event import Event as Signal
from eventlet.timeout import Timeout
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError, PyMongoError
from pymongo.write_concern import WriteConcern

from contracts.catalogue import EVENTS
from stationkit import failpoints, metrics
from stationkit.clock import monotonic, wall_now
from stationkit.confirmed import Letter, NotConfirmed, Publisher, dumps
from stationkit.kept import AUDIT, EVENT_LOG, LONG_AGO, REPLIES
from stationkit.lease import Lease

if TYPE_CHECKING:
    from stationkit.database import Db
    from stationkit.documents import Document
    from stationkit.names import Names

BATCH = 100
SWEEP_SECONDS = 1.0
HEARTBEAT_SECONDS = 30
DUPLICATE_KEY = 11000
_log = structlog.get_logger()


class Relay:
    """The relay of one service process; only the one that holds the lease works."""

    def __init__(self, service: str, db: Db, collections: Iterable[str], names: Names, uri: str) -> None:
        self._db = db
        self._collections = tuple(collections)
        self._exchange = names.events_exchange(service)
        self._publisher = Publisher(uri, HEARTBEAT_SECONDS)
        self._lease = Lease(db, "relay")
        self._woken = Signal()
        self._stopping = False

    def run(self) -> None:
        """Works until it is stopped; troubles of broker or database are waited out."""
        spawn(self._watch)
        while not self._stopping:
            try:
                self._work()
            except (PyMongoError, NotConfirmed, OSError) as error:
                _log.warning("relay_waits", error=f"{type(error).__name__}: {error}"[:300])
                sleep(SWEEP_SECONDS)
            except Exception:  # noqa: BLE001  # one bad entry must not end the relay of the others
                _log.exception("relay_failed")
                sleep(SWEEP_SECONDS)

    def stop(self) -> None:
        """Sends what is still pending, if it can be sent now, and gives the lease up."""
        self._stopping = True
        try:
            if self._lease.take():
                while self.drain():
                    pass
                self._lease.give_up()
        except (PyMongoError, NotConfirmed, OSError) as error:
            _log.warning("relay_stops_with_pending", error=type(error).__name__)
        self._publisher.close()

    def drain(self) -> int:
        """Sends one batch of each collection. Returns how many documents had something to send."""
        return sum(self._drain(name) for name in self._collections)

    def pending(self) -> int:
        """How many documents have something to send."""
        return sum(self._db[name].count_documents({"pending.at": {"$gt": LONG_AGO}}) for name in self._collections)

    def _work(self) -> None:
        if not self._lease.take():
            sleep(SWEEP_SECONDS)
            return
        self._measure()
        self._publisher.keep_alive()
        renewed = monotonic()
        while not self._stopping and monotonic() < renewed + SWEEP_SECONDS:
            self._woken = Signal()
            if not self.drain():
                with Timeout(SWEEP_SECONDS, exception=False):
                    self._woken.wait()

    def _watch(self) -> None:
        """Wakes the relay when a document changes; the sweep finds what this misses."""
        changed: Document = {
            "$or": [{"operationType": "insert"}, {"updateDescription.updatedFields.version": {"$exists": True}}]
        }
        pipeline: list[Document] = [
            {"$match": {"ns.coll": {"$in": list(self._collections)}, **changed}},
            {"$project": {"_id": 1}},
        ]
        while not self._stopping:
            try:
                with self._db.watch(pipeline, max_await_time_ms=5000) as stream:
                    while not self._stopping:
                        if stream.try_next() is not None and not self._woken.ready():
                            self._woken.send(None)
            except (PyMongoError, OSError) as error:
                _log.warning("watch_waits", error=type(error).__name__)
                sleep(SWEEP_SECONDS)

    def _drain(self, name: str) -> int:
        rows = self._db[name].find({"pending.at": {"$gt": LONG_AGO}}, {"station_id": 1, "pending": 1})
        documents = list(rows.sort("pending.at", 1).limit(BATCH))
        if not documents:
            return 0
        failpoints.reach("before_publish")
        entries = [(document, entry) for document in documents for entry in document["pending"]]
        self._copy(entries)
        envelopes = [envelope for _, entry in entries for envelope in entry["events"]]
        unroutable = self._publish(envelopes)
        failpoints.reach("after_publish")
        self._take_off(name, documents, unroutable)
        if unroutable:
            sleep(SWEEP_SECONDS)
        return len(documents)

    def _copy(self, entries: list[tuple[Document, Document]]) -> None:
        rows: dict[str, list[Document]] = {EVENT_LOG: [], REPLIES: [], AUDIT: []}
        for document, entry in entries:
            rows[EVENT_LOG] += [_logged(envelope) for envelope in entry["events"]]
            if "reply" in entry:
                rows[REPLIES].append(
                    {
                        "_id": entry["id"],
                        "station_id": document["station_id"],
                        "hash": entry["hash"],
                        "reply": entry["reply"],
                        "at": entry["at"],
                    }
                )
            rows[AUDIT].append({**entry["audit"], "at": entry["at"]})
        for name, documents in rows.items():
            if documents:
                insert_new(self._db, name, documents)

    def _publish(self, envelopes: list[dict[str, Any]]) -> set[str]:
        heard = [envelope for envelope in envelopes if EVENTS[envelope["type"]].hearers]
        letters = [Letter(self._exchange, envelope["type"], envelope["id"], dumps(envelope)) for envelope in heard]
        unroutable = self._publisher.publish(letters)
        for envelope in heard:
            counter = metrics.events_unroutable if envelope["id"] in unroutable else metrics.events_published
            counter.labels(envelope["type"]).inc()
        return unroutable

    def _take_off(self, name: str, documents: list[Document], unroutable: set[str]) -> None:
        pulls = []
        for document in documents:
            sent = [entry["id"] for entry in document["pending"] if not _unsent(entry, unroutable)]
            if sent:
                pulls.append(UpdateOne({"_id": document["_id"]}, {"$pull": {"pending": {"id": {"$in": sent}}}}))
        if pulls:
            relaxed = self._db[name].with_options(write_concern=WriteConcern(w=1))
            relaxed.bulk_write(pulls, ordered=False)

    def _measure(self) -> None:
        oldest, count = wall_now(), 0
        for name in self._collections:
            for row in self._db[name].find({"pending.at": {"$gt": LONG_AGO}}, {"pending.at": 1}).limit(BATCH):
                count += 1
                oldest = min([oldest, *(entry["at"] for entry in row["pending"])])
        metrics.outbox_pending.set(count)
        metrics.outbox_oldest.set((wall_now() - oldest).total_seconds() if count else 0)


def insert_new(db: Db, name: str, documents: list[Document]) -> None:
    """Inserts the documents that are not there yet. Raises `PyMongoError` for any other trouble."""
    try:
        db[name].insert_many(documents, ordered=False)
    except BulkWriteError as error:
        if any(one["code"] != DUPLICATE_KEY for one in error.details["writeErrors"]):
            raise


def _logged(envelope: dict[str, Any]) -> Document:
    return {
        "_id": envelope["id"],
        "station_id": envelope["station_id"],
        "aggregate_id": envelope["aggregate_id"],
        "type": envelope["type"],
        "position": sum(envelope["counts"].values()),
        "envelope": envelope,
    }


def _unsent(entry: Document, unroutable: set[str]) -> bool:
    return any(envelope["id"] in unroutable for envelope in entry["events"])
