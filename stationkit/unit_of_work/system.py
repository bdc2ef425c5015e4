"""What reads across stations and writes in the name of nobody who is logged in: log-in, founding, the clock.

Everything that is written still goes through a `Work` of the document's own station.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from contracts.language.errors import NotYet
from contracts.language.ids import derived_id
from stationkit.storage.counters import Counters
from stationkit.storage.database import only_duplicates
from stationkit.storage.documents import Aggregate
from stationkit.storage.read_batcher import ReadBatcher
from stationkit.storage.reference_data import StationRecord, calendar_of
from stationkit.unit_of_work.commit import Moved
from stationkit.unit_of_work.work import Cause, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from contracts.language.operation import AnyOperation
    from stationkit.messaging.call import Call
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Collection, Document
    from stationkit.storage.reference_data import ReferenceData
    from stationkit.unit_of_work.commit import Committer


class Derived(Aggregate, Protocol):
    """An aggregate that was made from others; the later those were, the higher its weight."""

    weight: int


T = TypeVar("T", bound=Aggregate)
D = TypeVar("D", bound=Derived)
R = TypeVar("R")
TRIES = 20


class System:
    """What every unit of work of a service stands on, and the reads and writes of the platform itself."""

    def __init__(self, db: Db, committer: Committer, reference_data: ReferenceData) -> None:
        self.db = db
        self.committer = committer
        self.reference_data = reference_data
        self.read_batcher = ReadBatcher(db)
        self.counters = Counters(db)

    def find(self, collection: Collection[T], *, last_by: str | None = None, **equals: Any) -> T | None:
        """An aggregate of any station, or None; of several the one that is last by a field."""
        document = self.db[collection.name].find_one(equals, sort=[(last_by, -1)] if last_by else None)
        return None if document is None else collection.from_document(document)

    def last(self, collection: Collection[T], path: str, value: str, by: str) -> T | None:
        """Of the aggregates of any station with that value at a path, the one that is last by a field, or None."""
        document = self.read_batcher.last(collection.name, path, value, by)
        return None if document is None else collection.from_document(document)

    def all(self, collection: Collection[T], limit: int, *, by: str = "_id", **equals: Any) -> list[T]:
        """Up to so many aggregates (0: all) of any station whose fields are these, or match these operators, in order.

        That is by id, or `by` a field.
        """
        documents = self.db[collection.name].find(equals).sort(by, 1).limit(limit)
        return [collection.from_document(document) for document in documents]

    def summed(self, collection: Collection[Any], *stages: Document) -> Iterator[Document]:
        """What a pipeline of the database makes of the aggregates of all stations."""
        yield from self.db[collection.name].aggregate(list(stages))

    def put(self, collection: Collection[D], derived: Iterable[D]) -> None:
        """Writes derived aggregates whole, but for those that stand there as made from later ones."""
        writes = [_put(collection, aggregate) for aggregate in derived]
        rest = self._put_all(collection, writes)  # as made from later ones, or since this moment from earlier ones
        self._put_all(collection, [writes[number] for number in rest])

    def _put_all(self, collection: Collection[D], writes: list[UpdateOne]) -> list[int]:
        """Returns which were not written, as another stands there."""
        if not writes:
            return []
        try:
            self.db[collection.name].bulk_write(writes, ordered=False)
        except BulkWriteError as error:
            if not only_duplicates(error):
                raise
            return [failure["index"] for failure in error.details["writeErrors"]]
        return []

    def settle(self, collection: Collection[T], aggregates: Iterable[T], **marks: Any) -> None:
        """Sets marks that are no state, of those aggregates that nobody has written since; their version stays."""
        by_version: defaultdict[int, list[T]] = defaultdict(list)
        for aggregate in aggregates:
            by_version[aggregate.version].append(aggregate)
        for version, several in by_version.items():
            own = {
                "_id": {"$in": [aggregate.id for aggregate in several]},
                "station_id": {"$in": [*{aggregate.station_id for aggregate in several}]},
            }
            self.db[collection.name].update_many({**own, "version": version}, {"$set": marks})

    def change(
        self, name: str, collection: Collection[T], aggregate: T, at: datetime, rule: Callable[[Work, T], R]
    ) -> R:
        """Changes an aggregate in a unit of work of its own station, again from the start if somebody wrote between."""
        return self.do(name, aggregate.station_id, at, lambda work: rule(work, work.get(collection, aggregate.id)))

    def do(self, name: str, station_id: str, at: datetime, rule: Callable[[Work], R]) -> R:
        """Runs a rule in a station's unit of work and commits it, again from the start if somebody wrote between."""
        cause = Cause(
            id=derived_id(name, secrets.token_hex(16)),
            operation=name,
            actor=name,
            recorder=name,
            occurred_at=at,
            recorded_at=at,
        )
        return self._again_until_written(cause, self.reference_data.station(station_id), rule)

    def head(self) -> StationRecord:
        """The head station. Raises `NotYet` before it is known here."""
        stations = (self.reference_data.station(station_id) for station_id in self.reference_data.station_ids())
        head = next((station for station in stations if station.kind == "head"), None)
        if head is None:
            raise NotYet("The head station is not known here yet.")
        return head

    def in_station(self, station_id: str) -> StationRecord:
        """A station as it is known here. Raises `NotYet`."""
        return self.reference_data.station(station_id)

    def carry_out(
        self, operation: AnyOperation, call: Call, station: StationRecord, actor: str, rule: Callable[[Work], Any]
    ) -> Any:
        """Runs a rule in a station's unit of work and commits it, again from the start if somebody wrote between."""
        cause = Cause(
            id=derived_id(operation.name, secrets.token_hex(16)),
            operation=operation.name,
            actor=actor,
            recorder=actor,
            occurred_at=call.now,
            recorded_at=call.now,
            request_id=call.request_id,
            traceparent=call.traceparent,
        )
        return self._again_until_written(cause, station, rule)

    def each(self, collection: Collection[T], cause: Cause, rule: Callable[[Work, T], Any], **equals: Any) -> None:
        """Does the same to every such aggregate of every station, each in a unit of work of its own station.

        May be done again: the rule must leave alone what it has done already.
        """
        rows = list(self.db[collection.name].find(equals, {"station_id": 1}))
        for row in rows:
            own = replace(cause, id=derived_id(cause.id, row["_id"]))

            def alone(work: Work, aggregate_id: str = row["_id"]) -> None:
                rule(work, work.get(collection, aggregate_id))

            self._again_until_written(own, self.reference_data.station(row["station_id"]), alone)

    def _again_until_written(self, cause: Cause, station: StationRecord, rule: Callable[[Work], R]) -> R:
        for attempt in range(TRIES):
            again = replace(cause, id=derived_id(cause.id, str(attempt)))
            work = Work(self, station, again, network=station.kind == "head")
            result = rule(work)
            try:
                self.committer.commit(work, None)
            except Moved:
                continue
            return result
        raise Moved


def _put(collection: Collection[D], aggregate: D) -> UpdateOne:
    state = collection.to_document(aggregate) | {"schema": collection.schema}
    return UpdateOne(
        {"_id": aggregate.id, "station_id": aggregate.station_id, "weight": {"$lte": aggregate.weight}},
        {"$set": state, "$setOnInsert": {"version": 1, "counts": {}, "pending": []}},
        upsert=True,
    )


def station_record(station_id: str, state: Mapping[str, Any], hours: Mapping[str, Any]) -> StationRecord:
    """A station that is just being founded, before any event has told of it."""
    return StationRecord(
        id=station_id,
        name=state["name"],
        kind="head",
        state="active",
        active_from=None,
        calendar=calendar_of(state["time_zone"], hours, {}),
    )
