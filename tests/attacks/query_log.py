"""What services asked of their databases, judged: whose station it was limited to, and which operators were in it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from stationkit.process.migrate import collections_of
from stationkit.storage.kit_collections import MARKS, REPLIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationkit.storage.documents import Document

MARK = "zz-operator"
"""Stands in everything that an attack sends."""
OF_THE_PROGRAM = {
    *("$set", "$setOnInsert", "$inc", "$push", "$each", "$pull"),
    *("$in", "$nin", "$exists", "$gt", "$gte", "$lt", "$lte", "$and", "$or", "$ne", "$type", "$elemMatch"),
    *("$match", "$project", "$group", "$sum", "$cond", "$count", "$sort", "$limit", "$unionWith", "$changeStream"),
    *("$unwind", "$filter", "$eq", "$first", "$addFields", "$size"),
}
"""Every operator that the program writes itself; any other came from outside."""
OF_THE_WIRE = {"$db", "$clusterTime", "$readPreference"}
"""What the driver adds to a command."""
OF_ONE_STATION = (REPLIES, MARKS)
"""What the kit keeps for a station beside the service's own documents."""


class QueryLog:
    """Takes commands as the profiler has them, and keeps what is to be judged of them."""

    def __init__(self) -> None:
        self.commands = 0
        self.scoped: Counter[str] = Counter()
        self.unscoped: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.foreign: Counter[str] = Counter()

    def take(self, service: str, row: Document) -> None:
        """One command of a service."""
        command, name = row.get("command", {}), row["ns"].partition(".")[2]
        self.commands += 1
        self.foreign.update(_foreign(command))
        for collection, filter_ in _filters(row["op"], name, command):
            if collection in _own(service):
                self._judge(f"{service}.{collection}", filter_)

    def _judge(self, collection: str, filter_: Document) -> None:
        if _names_a_station(filter_):
            self.scoped[collection] += 1
        else:
            self.unscoped[collection, tuple(sorted(filter_))] += 1


@cache
def _own(service: str) -> frozenset[str]:
    return frozenset(OF_ONE_STATION).union(
        collection.name for collection in collections_of(service) if collection.scope == "own"
    )


def _names_a_station(filter_: Document) -> bool:
    station_id = filter_.get("station_id")
    return isinstance(station_id, str) or (isinstance(station_id, dict) and station_id.keys() == {"$in"})


def _filters(kind: str, collection: str, command: Document) -> Iterator[tuple[str, Document]]:
    """Every filter of a command with the collection that it is for; a getmore goes on with one that was judged."""
    if "$truncated" in command:
        yield collection, {"too long to be judged": command}
    elif kind in ("update", "remove"):
        yield collection, command["q"]
    elif "find" in command:
        yield collection, command.get("filter", {})
    elif "aggregate" in command and not _watches(command["pipeline"]):
        yield from _of_pipeline(collection, command["pipeline"])
    elif kind != "getmore" and {"findAndModify", "count", "distinct"} & command.keys():
        yield collection, command.get("query", {})


def _watches(pipeline: list[Document]) -> bool:
    return bool(pipeline) and "$changeStream" in pipeline[0]


def _of_pipeline(collection: str, pipeline: list[Document]) -> Iterator[tuple[str, Document]]:
    yield collection, pipeline[0].get("$match", {}) if pipeline else {}
    for stage in pipeline:
        if "$unionWith" in stage:
            yield from _of_pipeline(stage["$unionWith"]["coll"], stage["$unionWith"]["pipeline"])


def _foreign(value: Any, above: str = "") -> Iterator[str]:
    """Operators that the program does not write, and where what an attack sent is a field or an operator's operand."""
    match value:
        case dict():
            for name, inner in value.items():
                if MARK in name or (name.startswith("$") and name not in OF_THE_PROGRAM | OF_THE_WIRE):
                    yield f"{name} as a field or operator"
                yield from _foreign(inner, name)
        case list():
            for inner in value:
                yield from _foreign(inner, above)
        case str() if MARK in value and above.startswith("$"):
            yield f"{value!r} under {above}"
        case _:
            pass
