"""Turns a unit of work into writes: one document with everything in it, or one transaction when several change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pymongo.errors import DuplicateKeyError

from contracts.language.fields import instant_text
from contracts.language.ids import derived_id
from stationkit.ground import failpoints
from stationkit.ground.clock import wall_now
from stationkit.ground.names import field_of, type_of
from stationkit.storage.database import in_transaction
from stationkit.storage.insert_batcher import InsertBatcher
from stationkit.storage.kit_collections import MARKS, REFUSALS, REPLIES
from stationkit.unit_of_work.audit_entries import Entries

if TYPE_CHECKING:
    from pymongo.client_session import ClientSession

    from contracts.language.errors import ContractError
    from contracts.language.operation import AnyEvent
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document
    from stationkit.unit_of_work.work import Cause, Tracked, Work

Insert = Callable[[str, "Document"], object]


class Moved(Exception):  # a signal to begin again, not an error
    """Somebody else wrote in between: the work must be done again from what now stands.

    `document` is what was written, as far as that is known.
    """

    def __init__(self, document: str = "") -> None:
        super().__init__(document)
        self.document = document


class Duplicate(Exception):  # a signal to look for the first reply
    """What was to be inserted exists already; `index` is `_id_` or the name of a unique index."""

    def __init__(self, collection: str, index: str) -> None:
        super().__init__(f"{collection}.{index}")
        self.collection = collection
        self.index = index


@dataclass(frozen=True)
class Command:
    """The command that is to be answered: its hash, and its reply once everything has its new version.

    `targets` are the ids that its key is scoped to. A reply rides on a document of that id; when another document is
    the one that changes, a row of its own under the command's id shows the command to whoever looks for it elsewhere.
    """

    hash: str
    reply: Callable[[], Document]
    targets: frozenset[str]


@dataclass(frozen=True)
class Mark:
    """That an event was consumed: the document that keeps the mark, the type, and how many of it are consumed now.

    A document that does not exist yet is the mark's `home`; when it is made, it takes over what was consumed `before`.
    Where several aggregates share a document, this one's marks stand `under` its id. The mark belongs to the station
    that emitted the event, wherever its effect is.
    """

    collection: str
    id: str
    station_id: str
    event_type: str
    count: int
    home: tuple[str, str] | None = None
    under: str | None = None
    before: Mapping[str, int] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The field that counts the events of this type."""
        return ".".join(filter(None, ("heard", self.under, field_of(self.event_type))))

    def all_counts(self) -> Document:
        """What a new document that keeps the mark has to have consumed."""
        counts = {**self.before, field_of(self.event_type): self.count}
        return {self.under: counts} if self.under else counts


@dataclass(frozen=True)
class Write:
    """One write to one document: an insert, or an update that holds only if the filter still matches."""

    collection: str
    document: Document | None = None
    filter: Document | None = None
    update: Document | None = None
    upsert: bool = False

    def run(self, db: Db, insert: Insert, session: ClientSession | None = None) -> None:
        """Writes. Raises `Moved` when the filter no longer matches, `Duplicate` when a unique key is taken."""
        target = db[self.collection]
        try:
            if self.document is not None:
                insert(self.collection, self.document)
                return
            result = target.update_one(self.filter or {}, self.update or {}, upsert=self.upsert, session=session)
        except DuplicateKeyError as error:
            if self.upsert:
                raise Moved(self._place) from error
            raise Duplicate(self.collection, _index_of(error)) from error
        if not result.matched_count and result.upserted_id is None:
            raise Moved(self._place)

    @property
    def _place(self) -> str:
        return f"{self.collection}/{(self.filter or {}).get('_id')}"


class Committer:
    """Writes units of work, and who was refused one; wakes the relay then.

    Holds the database and the key of the audit trail.
    """

    def __init__(self, db: Db, audit_key: str, wake: Callable[[Iterable[str]], None] = lambda _names: None) -> None:
        self._db = db
        self._insert_batcher = InsertBatcher(db)
        self._entries = Entries(audit_key)
        self._wake = wake

    def commit(
        self, work: Work, command: Command | None, mark: Mark | None = None, also: Sequence[Write] = ()
    ) -> Document | None:
        """Writes everything or nothing. Returns the command's reply. Raises `Moved`, `Duplicate`."""
        written = work.written()
        changes = [tracked.changes() for tracked in written]
        for tracked in written:
            tracked.aggregate.version = _version(tracked) + 1
        reply = command.reply() if command else None
        row = {"command": command.hash, "reply": reply} if command else None
        alone = command is not None and len(written) == 1 and written[0].aggregate.id in command.targets
        writes = [
            self._write(work, tracked, changed, row if alone else None, mark)
            for tracked, changed in zip(written, changes, strict=True)
        ]
        if row and not alone:
            writes.append(Write(REPLIES, document=reply_document(work.cause.id, work.station_id, row)))
        if mark and not any(_keeps(mark, tracked) for tracked in written):
            writes.append(_write_mark(mark))
        elif mark and mark.home and mark.before:
            place = {"_id": mark.id, "station_id": mark.station_id}
            writes.append(Write(mark.collection, filter=place, update={"$set": {"heard": {}}}))
        self._run([*writes, *also], work.cause.operation)
        failpoints.reach("after_commit", work.cause.operation)
        self._wake(write.collection for write in writes)
        return reply

    def note_refusal(self, cause: Cause, station_id: str, error: ContractError) -> None:
        """Writes that somebody was refused; the relay brings it into the audit trail."""
        self._note(self._entries.refused(cause, station_id, error))

    def note_reading(self, cause: Cause, station_id: str, outcome: str, asked: Document, rows: int) -> None:
        """Writes that somebody read so many rows; the relay brings it into the audit trail."""
        self._note(self._entries.read(cause, station_id, outcome, asked, rows))

    def _note(self, audit: Document) -> None:
        entry = {"id": audit["_id"], "at": audit["at"], "events": [], "audit": audit}
        self._db[REFUSALS].insert_one({"_id": audit["_id"], "station_id": audit["station_id"], "pending": [entry]})
        self._wake([REFUSALS])

    def _run(self, writes: list[Write], operation: str) -> None:
        if len(writes) == 1:
            failpoints.reach("before_write", operation)
            writes[0].run(self._db, self._insert_batcher.insert)
        elif writes and not self._inserted_together(writes, operation):
            in_transaction(self._db, lambda session: _run_all(writes, self._db, session, operation))

    def _inserted_together(self, writes: list[Write], operation: str) -> bool:
        """Whether they were all inserts, and are there."""
        documents = tuple(write.document for write in writes if write.document is not None)
        shape = tuple(write.collection for write in writes)
        return len(documents) == len(shape) and self._insert_batcher.insert_all(shape, documents, operation)

    def _write(self, work: Work, tracked: Tracked, changes: Document, row: Document | None, mark: Mark | None) -> Write:
        counts = dict((tracked.before or {}).get("counts", {}))
        news = [] if tracked.collection.derived else [self._entry(work, tracked, changes, counts, row)]
        kept_mark = mark if mark and _keeps(mark, tracked) else None
        if tracked.before is None:
            return _insert(work, tracked, changes, counts, kept_mark, news)
        return _update(tracked, changes, counts, kept_mark, news)

    def _entry(
        self, work: Work, tracked: Tracked, changes: Document, counts: dict[str, int], row: Document | None
    ) -> Document:
        replied = {"hash": row["command"], "reply": row["reply"]} if row else {}
        return {
            "id": work.cause.id,
            "at": wall_now(),
            "events": [_envelope(work, tracked, event, data, counts) for event, data in tracked.emitted],
            "audit": self._entries.done(work, tracked, changes),
            **replied,
        }


def reply_document(command_id: str, station_id: str, row: Document) -> Document:
    """A reply as it is kept for 48 hours."""
    return {
        "_id": command_id,
        "station_id": station_id,
        "hash": row["command"],
        "reply": row["reply"],
        "at": wall_now(),
    }


def _run_all(writes: list[Write], db: Db, session: ClientSession, operation: str) -> None:
    insert: Insert = lambda name, document: db[name].insert_one(document, session=session)  # noqa: E731  # in this one
    for write in writes:
        write.run(db, insert, session)
    failpoints.reach("in_transaction", operation)


def _version(tracked: Tracked) -> int:
    return tracked.before["version"] if tracked.before else 0


def _keeps(mark: Mark, tracked: Tracked) -> bool:
    return (tracked.collection.name, tracked.aggregate.id) in ((mark.collection, mark.id), mark.home)


def _insert(
    work: Work, tracked: Tracked, state: Document, counts: Document, mark: Mark | None, news: list[Document]
) -> Write:
    document = {
        "_id": tracked.aggregate.id,
        "station_id": work.station_id,
        "version": 1,
        "schema": tracked.collection.schema,
        **state,
        "counts": counts,
        "heard": mark.all_counts() if mark else {},
        "pending": news,
    }
    return Write(tracked.collection.name, document=document)


def _update(tracked: Tracked, changes: Document, counts: Document, mark: Mark | None, news: list[Document]) -> Write:
    before = tracked.before or {}
    kit = {"version": tracked.aggregate.version, "schema": tracked.collection.schema, "counts": counts}
    kit |= {mark.path: mark.count} if mark else {}
    return Write(
        tracked.collection.name,
        filter={"_id": before["_id"], "station_id": before["station_id"], "version": before["version"]},
        update={"$set": {**changes, **kit}} | ({"$push": {"pending": {"$each": news}}} if news else {}),
    )


def _write_mark(mark: Mark) -> Write:
    before = mark.count - 1 if mark.count > 1 else {"$exists": False}
    return Write(
        mark.collection,
        filter={"_id": mark.id, "station_id": mark.station_id, mark.path: before},
        update={"$set": {mark.path: mark.count}},
        upsert=mark.collection == MARKS,
    )


def _envelope(
    work: Work, tracked: Tracked, event: AnyEvent, data: dict[str, Any], counts: dict[str, int]
) -> dict[str, Any]:
    name = field_of(event.type)
    counts[name] = counts.get(name, 0) + 1
    cause = work.cause
    return {
        "id": derived_id(cause.id, tracked.aggregate.id, event.type, str(counts[name])),
        "type": event.type,
        "station_id": work.station_id,
        "aggregate_id": tracked.aggregate.id,
        "counts": {type_of(field): count for field, count in counts.items()},
        "occurred_at": instant_text(cause.occurred_at),
        "recorded_at": instant_text(cause.recorded_at),
        "actor": cause.actor,
        "causation": cause.id,
        "traceparent": cause.traceparent,
        "imported": cause.imported,
        "data": data,
    }


def _index_of(error: DuplicateKeyError) -> str:
    match = re.search(r"index: (\S+) dup key", str(error))
    return match.group(1) if match else ""
