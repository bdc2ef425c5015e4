"""What a query reads: within the caller's reach, in pages with a signed cursor."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import bson

from contracts.language.errors import Invalid, NotFound
from contracts.language.search_words import LAST
from stationkit.storage.documents import WORDS, Aggregate, Collection, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from contracts.language.paging import PageRequest
    from contracts.language.search_words import Sought
    from stationkit.messaging.tokens import Caller
    from stationkit.storage.read_batcher import ReadBatcher
    from stationkit.storage.reference_data import ReferenceData, StationRecord

T = TypeVar("T", bound=Aggregate)
Item = TypeVar("Item")
Other = TypeVar("Other")
BATCH = 1000
"""How many documents of a pipeline are in memory at once."""
LOOKED_AT = 500
"""How many documents that have a word of a beginning are put in order."""
_SIGNATURE = 16
_RANK = "rank"
_OF_EVERY_LIST = ("limit", "cursor", "sort", "station_id")


@dataclass(frozen=True)
class Filter:
    """How a list's argument is looked for: as `spell` makes of it, in the field at `path` or that of its name."""

    spell: Callable[[Any], Any]
    path: str = ""


@dataclass(frozen=True)
class Rows(Generic[Item]):
    """Part of a list, and the cursor of what follows."""

    items: list[Item]
    next: str | None

    def map(self, make: Callable[[Item], Other]) -> Rows[Other]:
        """The same rows in another form."""
        return Rows([make(item) for item in self.items], self.next)


@dataclass(frozen=True)
class Matches(Generic[Item]):
    """What was found: what has a word that was sought whole, and what has one that only begins so."""

    whole: list[Item] = field(default_factory=list)
    begun: list[Item] = field(default_factory=list)

    @property
    def all(self) -> list[Item]:
        """Both, what fits whole first."""
        return [*self.whole, *self.begun]


@dataclass(frozen=True)
class View:
    """Reads for one caller: its own station's documents, or with a head person's reach those of every station."""

    read_batcher: ReadBatcher
    caller: Caller
    reference_data: ReferenceData
    now: datetime
    cursor_key: bytes
    read: dict[str, tuple[Collection[Any], Any]] = field(default_factory=dict)
    """What was read so far, by id."""

    @property
    def station(self) -> StationRecord:
        """The station that the token names."""
        return self.reference_data.station(self.caller.station_id)

    def station_within_reach(self, station_id: str | None) -> StationRecord:
        """That station, or the own one where none is named. Raises `NotFound`, also where it is out of reach."""
        chosen_id = station_id or self.caller.station_id
        within = self.reference_data.station_ids() if self.caller.network else [self.caller.station_id]
        if chosen_id not in within:
            raise NotFound("There is no such thing here.", kind="stations")
        return self.reference_data.station(chosen_id)

    def get(self, collection: Collection[T], aggregate_id: str) -> T:
        """The aggregate of that id. Raises `NotFound`, also where it is out of reach."""
        reach = self._reach(collection, None)
        if reach == {"station_id": self.caller.station_id}:
            document = self.read_batcher.one(collection.name, aggregate_id, self.caller.station_id)
        else:
            document = self.read_batcher.db[collection.name].find_one({"_id": aggregate_id, **reach})
        if document is None:
            raise NotFound("There is no such thing here.", kind=collection.name)
        return self.take_up(collection, document)

    def page(self, collection: Collection[T], request: PageRequest, **equals: Any) -> Rows[T]:
        """A page of aggregates whose fields are these (None: any), or match these operators, by (sort field, id).

        A request that has a `station_id` is narrowed to it.
        """
        conditions = self._conditions(collection, request, equals)
        sort, direction = _order_of(request)
        name = f"{collection.name}|{request.sort}"
        if request.cursor is not None:
            conditions |= _after(sort, direction, self._open(request.cursor, name))
        order = [(sort, direction), ("_id", direction)]
        documents = list(self.read_batcher.db[collection.name].find(conditions).sort(order).limit(request.limit + 1))
        more, shown = len(documents) > request.limit, documents[: request.limit]
        last = shown[-1] if more else None
        following = self._seal(name, _at(last, sort), last["_id"]) if last else None
        return Rows([self.take_up(collection, row) for row in shown], following)

    def ranked(self, collection: Collection[T], request: PageRequest, rank: Document, **equals: Any) -> Rows[T]:
        """The same, the greatest `rank` first, which is an expression of the database; it is worked out of all rows."""
        sort, direction = _order_of(request)
        name = f"{collection.name}|{request.sort}|ranked"
        stages: list[Document] = [
            {"$match": self._conditions(collection, request, equals)},
            {"$addFields": {_RANK: rank}},
        ]
        if request.cursor is not None:
            cursor = self._open(request.cursor, name)
            last_rank, value = cursor["v"]
            after = _after(sort, direction, {"v": value, "i": cursor["i"]})
            stages.append({"$match": {"$or": [{_RANK: {"$lt": last_rank}}, {_RANK: last_rank, **after}]}})
        stages.append({"$sort": {_RANK: -1, sort: direction, "_id": direction}})
        stages.append({"$limit": request.limit + 1})
        documents = list(self.read_batcher.db[collection.name].aggregate(stages))
        ranks = [document.pop(_RANK) for document in documents]
        shown, following = documents[: request.limit], None
        if len(documents) > request.limit:
            following = self._seal(name, [ranks[request.limit - 1], _at(shown[-1], sort)], shown[-1]["_id"])
        return Rows([self.take_up(collection, row) for row in shown], following)

    def all(self, collection: Collection[T], station_id: str | None = None, **equals: Any) -> list[T]:
        """Every aggregate within reach whose fields are these, or match these operators, by id; for what is few."""
        matching = {name.replace("__", "."): value for name, value in equals.items()}
        documents = (
            self.read_batcher.db[collection.name].find(matching | self._reach(collection, station_id)).sort("_id", 1)
        )
        return [self.take_up(collection, row) for row in documents]

    def search(self, collection: Collection[T], sought: Sought, most: int, by: str) -> Matches[T]:
        """The aggregates within reach with these words, up to so many that fit whole and so many that begin so.

        `by` is the field, with `-` for descending, by which the first are first; of what begins so, among as many as
        are looked at.
        """
        rows, hint = self.read_batcher.db[collection.name], collection.index_of_words(by.removeprefix("-"))
        order, reach = {by.removeprefix("-"): -1 if by.startswith("-") else 1}, self._reach(collection, None)
        is_whole = {WORDS: {"$in": [*sought.whole]}} | reach
        whole = [*rows.find(is_whole).sort(order).limit(most).hint(hint)] if sought.whole else []
        rest: dict[str, Document] = {}
        for beginning in sought.begun:
            span = {WORDS: {"$elemMatch": {"$gte": beginning, "$lt": beginning + LAST}}}
            stages: list[Document] = [{"$match": span | reach}, {"$limit": LOOKED_AT}, {"$sort": order}]
            rest |= {row["_id"]: row for row in rows.aggregate([*stages, {"$limit": most}], hint=hint)}
        for row in whole:
            rest.pop(row["_id"], None)
        take_up = partial(self.take_up, collection)
        return Matches([*map(take_up, whole)], [*map(take_up, rest.values())])

    def first(self, collection: Collection[T], station_id: str, most: int, by: str, **equals: Any) -> list[T]:
        """Of a station's aggregates whose fields are these, or match these operators, the first by a field."""
        conditions, order = equals | self._reach(collection, station_id), -1 if by.startswith("-") else 1
        documents = self.read_batcher.db[collection.name].find(conditions).sort(by.removeprefix("-"), order).limit(most)
        return [self.take_up(collection, row) for row in documents]

    def summed(self, collection: Collection[Any], station_id: str | None, *stages: Document) -> Iterator[Document]:
        """What a pipeline of the database makes of the aggregates within reach, or of one station's."""
        pipeline = [{"$match": self._reach(collection, station_id)}, *stages]
        yield from self.read_batcher.db[collection.name].aggregate(pipeline, batchSize=BATCH)

    def take_up(self, collection: Collection[T], document: Document) -> T:
        """The aggregate in a document, of which the reply may say what may be done to it."""
        thing = collection.from_document(document)
        self.read[thing.id] = (collection, thing)
        return thing

    def _conditions(self, collection: Collection[Any], request: PageRequest, equals: Mapping[str, Any]) -> Document:
        conditions = {name.replace("__", "."): value for name, value in equals.items() if value is not None}
        return conditions | self._reach(collection, getattr(request, "station_id", None))

    def _reach(self, collection: Collection[Any], station_id: str | None) -> Document:
        if collection.scope == "network":
            return {}
        if not self.caller.network:
            own = self.caller.station_id
            return {"station_id": own if station_id in (None, own) else {"$in": []}}
        return {"station_id": station_id or {"$in": self.reference_data.station_ids()}}

    def _seal(self, name: str, value: object, last_id: str) -> str:
        body = bson.encode({"n": name, "v": value, "i": last_id})
        return base64.urlsafe_b64encode(self._sign(body) + body).decode().rstrip("=")

    def _open(self, cursor: str, name: str) -> Document:
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raw = b""
        signature, body = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if hmac.compare_digest(signature, self._sign(body)):
            opened: Document = bson.decode(body)
            if opened["n"] == name:
                return opened
        raise Invalid("The request is not valid.", ["cursor: Not a cursor of this list."])

    def _sign(self, body: bytes) -> bytes:
        return hmac.new(self.cursor_key, body, hashlib.sha256).digest()[:_SIGNATURE]


def conditions_of(request: PageRequest, filters: Mapping[str, str | Filter]) -> Document:
    """What a list's request wants its rows to be; of `filters` see `stationkit.process.entrypoints.find`."""
    conditions: Document = {}
    for name, value in request.given().items():
        if name not in _OF_EVERY_LIST:
            said = filters.get(name, name)
            path, spell = (said, None) if isinstance(said, str) else (said.path or name, said.spell)
            conditions[path] = spell(value) if spell else value
    return conditions


def _order_of(request: PageRequest) -> tuple[str, int]:
    return request.sort.removeprefix("-"), -1 if request.sort.startswith("-") else 1


def _at(document: Document, path: str) -> object:
    value: Any = document
    for name in path.split("."):
        value = value[name]
    return value


def _after(sort: str, direction: int, cursor: Document) -> Document:
    beyond = "$gt" if direction > 0 else "$lt"
    return {"$or": [{sort: {beyond: cursor["v"]}}, {sort: cursor["v"], "_id": {beyond: cursor["i"]}}]}
