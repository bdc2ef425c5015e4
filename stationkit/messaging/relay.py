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
from pymongo.errors import BulkWriteError, PyMongoError
from pymongo.write_concern import WriteConcern

from contracts.language.catalogue import EVENTS
from stationkit.ground import failpoints, metrics
from stationkit.ground.clock import monotonic, wall_now
from stationkit.messaging.publisher import Message, NotConfirmed, Publisher, dumps
from stationkit.storage.database import only_duplicates
from stationkit.storage.kit_collections import EVENT_LOG, LONG_AGO, REFUSALS, REPLIES
from stationkit.storage.lease import Lease

if TYPE_CHECKING:
    from stationkit.audit.trail import Trail
    from stationkit.ground.names import Names
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document

BATCH = 100
LEASE_SECONDS = 1.0
SWEEP_SECONDS = 5.0
REST_SECONDS = 0.05
"""After a batch, so that the next is larger: every batch has its own queries, confirm and link of the audit chain."""
HEARTBEAT_SECONDS = 30
NOTICE = ("type", "station_id", "aggregate_id", "occurred_at")
_log = structlog.get_logger()


class Relay:
    """The relay of one service process; only the one that holds the lease works."""

    def __init__(  # what the relay stands on, put together once by the kit
        self, service: str, db: Db, collections: Iterable[str], trail: Trail, names: Names, publisher: Publisher
    ) -> None:
        self._db = db
        self._relaxed = db.with_options(write_concern=WriteConcern(w=1))
        self._collections = (*collections, REFUSALS)
        self._trail = trail
        self._exchange = names.events_exchange(service)
        self._stream = names.stream_exchange
        self._publisher = publisher
        self._lease = Lease(db, "relay")
        self._woken = Signal()
        self._changed: set[str] = set()
        self._next_sweep = 0.0
        self._stopping = False

    def run(self) -> None:
        """Works until it is stopped; troubles of broker or database are waited out."""
        spawn(self._watch_others)
        while not self._stopping:
            try:
                self._work()
            except (PyMongoError, NotConfirmed, OSError) as error:
                _log.warning("relay_waits", error=f"{type(error).__name__}: {error}"[:300])
                sleep(LEASE_SECONDS)
            except Exception:  # noqa: BLE001  # one bad entry must not end the relay of the others
                _log.exception("relay_failed")
                sleep(LEASE_SECONDS)

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

    def wake(self, names: Iterable[str]) -> None:
        """Says that documents of these collections were written in this process."""
        self._changed.update({*names}.intersection(self._collections))
        if self._changed and not self._woken.ready():
            self._woken.send(None)

    def drain(self) -> int:
        """Sends one batch of each collection. Returns how many documents had something to send."""
        return sum(self._drain(name) for name in self._collections)

    def drain_changed(self) -> int:
        """The same of the collections that were written in this process since the last time, in the service's order.

        A station is told before its calendar: what names something is then heard after what it names.
        """
        changed, self._changed = self._changed, set()
        return sum(self._drain(name) for name in self._collections if name in changed)

    def pending(self) -> int:
        """How many documents have something to send, asked of all collections at once."""
        stages: list[Document] = [{"$match": {"pending.at": {"$gt": LONG_AGO}}}, {"$project": {"_id": 1}}]
        first, *others = self._collections
        unions = [{"$unionWith": {"coll": name, "pipeline": stages}} for name in others]
        rows = self._db[first].aggregate([*stages, *unions, {"$count": "documents"}])
        return next((int(row["documents"]) for row in rows), 0)

    def _work(self) -> None:
        if not self._lease.take():
            sleep(LEASE_SECONDS)
            return
        if monotonic() >= self._next_sweep:
            self._sweep()
        until = monotonic() + LEASE_SECONDS
        while not self._stopping and monotonic() < until:
            self._woken = Signal()
            if self.drain_changed():
                sleep(REST_SECONDS)
            else:
                with Timeout(LEASE_SECONDS, exception=False):
                    self._woken.wait()

    def _sweep(self) -> None:
        """Finds what nobody told of, and says how it stands."""
        self._measure()
        self._publisher.keep_alive()
        self._changed.update(self._collections)
        self._next_sweep = monotonic() + SWEEP_SECONDS

    def _watch_others(self) -> None:
        """Wakes the relay when another process of the service changes a document; the sweep finds what this misses.

        The stream of changes is three tenths of what the database has to do for an order, so it is read only while
        there is another process.
        """
        while not self._stopping:
            if self._lease.others_want_it:
                self._watch()
            sleep(LEASE_SECONDS)

    def _watch(self) -> None:
        changed: Document = {
            "$or": [{"operationType": "insert"}, {"updateDescription.updatedFields.version": {"$exists": True}}]
        }
        pipeline: list[Document] = [
            {"$match": {"ns.coll": {"$in": list(self._collections)}, **changed}},
            {"$project": {"ns.coll": 1}},
        ]
        try:
            with self._db.watch(pipeline, max_await_time_ms=1000) as stream:
                self.wake(self._collections)
                while self._lease.others_want_it and not self._stopping:
                    if change := stream.try_next():
                        self.wake([change["ns"]["coll"]])
        except (PyMongoError, OSError) as error:
            _log.warning("watch_waits", error=type(error).__name__)

    def _drain(self, name: str) -> int:
        rows = self._db[name].find({"pending.at": {"$gt": LONG_AGO}}, {"station_id": 1, "pending": 1})
        documents = list(rows.sort("pending.at", 1).limit(BATCH))
        if not documents:
            return 0
        entries = [(document, entry) for document in documents for entry in document["pending"]]
        operations = _operations(entries)
        failpoints.reach("before_publish", *operations)
        self._copy(entries)
        envelopes = [envelope for _, entry in entries for envelope in entry["events"]]
        unroutable = self._publish(envelopes)
        self._give_notice([envelope for envelope in envelopes if envelope["id"] not in unroutable])
        failpoints.reach("after_publish", *operations)
        self._take_off(name, documents, unroutable)
        if len(documents) == BATCH and not unroutable:
            self._changed.add(name)
        return len(documents)

    def _copy(self, entries: list[tuple[Document, Document]]) -> None:
        insert_new(self._db, EVENT_LOG, [_logged(envelope) for _, entry in entries for envelope in entry["events"]])
        answered = [(document, entry) for document, entry in entries if "reply" in entry]
        failpoints.reach("before_reply_kept", *_operations(answered))
        insert_new(self._db, REPLIES, [_reply(document, entry) for document, entry in answered])
        self._trail.append([entry["audit"] for _, entry in entries])

    def _publish(self, envelopes: list[dict[str, Any]]) -> set[str]:
        consumed = [envelope for envelope in envelopes if EVENTS[envelope["type"]].subscribers]
        messages = [Message(self._exchange, envelope["type"], envelope["id"], dumps(envelope)) for envelope in consumed]
        unroutable = self._publisher.publish(messages)
        for envelope in consumed:
            counter = metrics.events_unroutable if envelope["id"] in unroutable else metrics.events_published
            counter.labels(envelope["type"]).inc()
        return unroutable

    def _give_notice(self, envelopes: list[dict[str, Any]]) -> None:
        """Tells those who look at a page just now; nothing hangs on it. History that is brought in is no news."""
        messages = [
            Message(self._stream, envelope["type"], envelope["id"], dumps(_notice(envelope)), must_arrive=False)
            for envelope in envelopes
            if not envelope["imported"]
        ]
        try:
            self._publisher.publish(messages)
        except NotConfirmed as error:
            _log.warning("notices_lost", error=str(error)[:300])

    def _take_off(self, name: str, documents: list[Document], unroutable: set[str]) -> None:
        """Takes what was sent off these documents, and nothing that has come since.

        An entry's own id is its command's, and that of entries of other documents too; its audit entry's is its alone.
        """
        own: Document = {"_id": {"$in": [document["_id"] for document in documents]}}
        if name == REFUSALS:
            self._relaxed[name].delete_many(own)
            return
        entries = (entry for document in documents for entry in document["pending"])
        sent = [entry["audit"].get("_id") for entry in entries if not _unsent(entry, unroutable)]
        if sent:
            own["station_id"] = {"$in": [*{document["station_id"] for document in documents}]}
            self._relaxed[name].update_many(own, {"$pull": {"pending": {"audit._id": {"$in": sent}}}})

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
    if not documents:
        return
    try:
        db[name].insert_many(documents, ordered=False)
    except BulkWriteError as error:
        if not only_duplicates(error):
            raise


def _operations(entries: list[tuple[Document, Document]]) -> set[str]:
    return {entry["audit"].get("operation", "") for _, entry in entries}


def _reply(document: Document, entry: Document) -> Document:
    reply = {name: entry[name] for name in ("hash", "reply", "at")}
    return {"_id": entry["id"], "station_id": document["station_id"], **reply}


def _logged(envelope: dict[str, Any]) -> Document:
    return {
        "_id": envelope["id"],
        "station_id": envelope["station_id"],
        "aggregate_id": envelope["aggregate_id"],
        "type": envelope["type"],
        "position": sum(envelope["counts"].values()),
        "envelope": envelope,
    }


def _notice(envelope: dict[str, Any]) -> dict[str, Any]:
    return {name: envelope[name] for name in NOTICE}


def _unsent(entry: Document, unroutable: set[str]) -> bool:
    return any(envelope["id"] in unroutable for envelope in entry["events"])
