"""Reads that look alike: what several greenlets want at the same time is one query, and nobody waits for more to come.

The first to come asks at once; whoever comes meanwhile is asked for together with all the others that have come, in a
query that is sent later than any of them came.
"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from eventlet.event import Event as Signal

from stationkit.ground.keyed_lock import KeyedLocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document

Paths = tuple[str, ...]
"""What tells a document from the others of a query: an id and the station in which it is looked for; a value."""


@dataclass
class Waiter:
    """A document that somebody waits for."""

    place: Paths
    answer: Signal = field(default_factory=Signal)


class ReadBatcher:
    """What one part of a process reads of its service's database."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self._locks = KeyedLocks()
        self._waiting: defaultdict[str, list[Waiter]] = defaultdict(list)

    def one(self, name: str, document_id: str, station_id: str) -> Document | None:
        """The station's document of that id in the collection of that name, or None. Raises `PyMongoError`."""
        return self._together(name, (document_id, station_id), partial(self._by_id, name))

    def last(self, name: str, path: str, value: str, by: str) -> Document | None:
        """Of all stations' documents with that value at a path, the one whose field `by` is last, or None.

        Raises `PyMongoError`.
        """
        return self._together(f"{name}/{path}/{by}", (value,), partial(self._last, name, path, by))

    def _together(
        self, question: str, place: Paths, find: Callable[[list[Paths]], dict[Paths, Document]]
    ) -> Document | None:
        own = Waiter(place)
        self._waiting[question].append(own)
        with self._locks.of(question):
            if not own.answer.ready():
                _read(find, self._waiting.pop(question))
        document: Document | None = own.answer.wait()
        return document

    def _by_id(self, name: str, places: list[Paths]) -> dict[Paths, Document]:
        if len(places) == 1:
            ((document_id, station_id),) = places
            rows = self.db[name].find({"_id": document_id, "station_id": station_id}).limit(1)
        else:
            ids, stations = ([*set(some)] for some in zip(*places, strict=True))
            rows = self.db[name].find({"_id": {"$in": ids}, "station_id": {"$in": stations}})
        return {(row["_id"], row["station_id"]): row for row in rows}

    def _last(self, name: str, path: str, by: str, places: list[Paths]) -> dict[Paths, Document]:
        values = [*{value for (value,) in places}]
        if len(values) == 1:
            document = self.db[name].find_one({path: values[0]}, sort=[(by, -1)])
            return {(values[0],): document} if document else {}
        rows = self.db[name].aggregate(
            [
                {"$match": {path: {"$in": values}}},
                {"$sort": {path: 1, by: -1}},
                {"$group": {"_id": f"${path}", "last": {"$first": "$$ROOT"}}},
            ]
        )
        return {(row["_id"],): row["last"] for row in rows}


def _read(find: Callable[[list[Paths]], dict[Paths, Document]], waiting: list[Waiter]) -> None:
    try:
        documents = find([waiter.place for waiter in waiting])
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what each of them met
        for waiter in waiting:
            waiter.answer.send_exception(error)
        return
    given: set[Paths] = set()
    for waiter in waiting:
        document = documents.get(waiter.place)
        waiter.answer.send(
            deepcopy(document) if waiter.place in given else document
        )  # to each its own, to change at will
        given.add(waiter.place)
