"""Reads by id: what several greenlets want at the same time is one query, and nobody waits for more to come.

The first to come asks at once; whoever comes meanwhile is asked for together with all the others that have come, in a
query that is sent later than any of them came.
"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventlet.event import Event as Signal

from stationkit.turns import Turns

if TYPE_CHECKING:
    from pymongo.collection import Collection

    from stationkit.database import Db
    from stationkit.documents import Document

Place = tuple[str, str]
"""An id, and the station in which it is looked for."""


@dataclass
class Wanted:
    """A document that somebody waits for."""

    place: Place
    found: Signal = field(default_factory=Signal)


class Reads:
    """What one part of a process reads of its service's database."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self._turns = Turns()
        self._wanted: defaultdict[str, list[Wanted]] = defaultdict(list)

    def one(self, name: str, document_id: str, station_id: str) -> Document | None:
        """The station's document of that id in the collection of that name, or None. Raises `PyMongoError`."""
        own = Wanted((document_id, station_id))
        self._wanted[name].append(own)
        with self._turns.of(name):
            if not own.found.ready():
                _read(self.db[name], self._wanted.pop(name))
        document: Document | None = own.found.wait()
        return document


def _read(collection: Collection[Document], wanted: list[Wanted]) -> None:
    try:
        found = _find(collection, [one.place for one in wanted])
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what each of them met
        for one in wanted:
            one.found.send_exception(error)
        return
    given: set[Place] = set()
    for one in wanted:
        document = found.get(one.place)
        one.found.send(deepcopy(document) if one.place in given else document)  # to each its own, to change at will
        given.add(one.place)


def _find(collection: Collection[Document], places: list[Place]) -> dict[Place, Document]:
    if len(places) == 1:
        ((document_id, station_id),) = places
        rows = collection.find({"_id": document_id, "station_id": station_id}).limit(1)
    else:
        ids, stations = ([*set(some)] for some in zip(*places, strict=True))
        rows = collection.find({"_id": {"$in": ids}, "station_id": {"$in": stations}})
    return {(row["_id"], row["station_id"]): row for row in rows}
