"""Collections, validators and indexes as the database must have them; made by `zz migrate`, checked by readiness."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.errors import CollectionInvalid

from stationkit.storage.documents import WORDS
from stationkit.storage.kit_collections import (
    ANCHORS,
    AUDIT,
    COPIES,
    COUNTERS,
    DUE,
    EVENT_LOG,
    HELD,
    LEASES,
    LONG_AGO,
    MARKS,
    REFUSALS,
    REPLIES,
    STATE,
)

if TYPE_CHECKING:
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Collection, Document

REPLY_SECONDS = 48 * 3600
AT_ONCE = 1000
"""Documents that are read and written together."""
KIT_INDEXES: dict[str, list[tuple[list[tuple[str, int]], Document]]] = {
    EVENT_LOG: [([("aggregate_id", 1), ("position", 1)], {"unique": True}), ([("type", 1)], {})],
    REPLIES: [([("at", 1)], {"expireAfterSeconds": REPLY_SECONDS})],
    AUDIT: [
        ([("station_id", 1), ("seq", 1)], {"unique": True, "partialFilterExpression": {"seq": {"$gt": 0}}}),
        ([("aggregate_id", 1), ("version", 1)], {}),
    ],
    REFUSALS: [([("pending.at", 1)], {})],
    ANCHORS: [([("service", 1), ("station_id", 1), ("seq", 1)], {})],
    MARKS: [],
    COUNTERS: [([("until", 1)], {"expireAfterSeconds": 0})],
    HELD: [([("since", 1)], {})],
    DUE: [],
    LEASES: [],
    STATE: [],
    COPIES: [([("type", 1)], {})],
}


def migrate(db: Db, collections: Iterable[Collection[Any]]) -> None:
    """Makes what is missing and changes validators that differ; may be run again at any time."""
    collections = tuple(collections)
    for collection in collections:
        _create(db, collection.name, validator_of(collection))
        db[collection.name].create_indexes(_indexes_of(collection))
        _write_words(db, collection)
    for name, indexes in KIT_INDEXES.items():
        _create(db, name, {})
        if indexes:
            db[name].create_indexes([IndexModel(keys, **options) for keys, options in indexes])
    for name in ("relay", "rounds", "schedule"):
        db[LEASES].update_one({"_id": name}, {"$setOnInsert": {"holder": "", "until": LONG_AGO}}, upsert=True)
    db[STATE].update_one({"_id": "schema"}, {"$set": {"hash": digest(collections)}}, upsert=True)


def troubles(db: Db, collections: tuple[Collection[Any], ...]) -> list[str]:
    """Why the database does not fit this program, if it does not."""
    state = db[STATE].find_one({"_id": "schema"})
    fits = state is not None and state["hash"] == digest(collections)
    return [] if fits else ["the database is not migrated: run zz migrate"]


def digest(collections: Iterable[Collection[Any]]) -> str:
    """A digest of everything that migration makes for these collections."""
    declared = [
        [
            collection.name,
            collection.schema,
            validator_of(collection),
            [index.document for index in _indexes_of(collection)],
            collection.words is not None,
        ]
        for collection in collections
    ]
    kit = [[name, indexes] for name, indexes in KIT_INDEXES.items()]
    return hashlib.sha256(json.dumps([declared, kit], sort_keys=True, default=str).encode()).hexdigest()


def validator_of(collection: Collection[Any]) -> Document:
    """The validator of a collection: every document belongs to a station and has a version."""
    return {
        "$jsonSchema": {
            "bsonType": "object",
            "required": ["_id", "station_id", "version", "schema", "counts", "pending"],
            "properties": {
                "_id": {"bsonType": "string"},
                "station_id": {"bsonType": "string", "minLength": 36},
                "version": {"bsonType": ["int", "long"], "minimum": 1},
                "schema": {"enum": list(range(1, collection.schema + 1))},
                "counts": {"bsonType": "object"},
                "pending": {"bsonType": "array"},
            },
        }
    }


def _indexes_of(collection: Collection[Any]) -> list[IndexModel]:
    indexes = [IndexModel([("pending.at", ASCENDING)], name="pending", sparse=True)]
    for index in collection.indexes:
        options: Document = {"name": index.name, "unique": index.unique}
        if index.where:
            options["partialFilterExpression"] = dict(index.where)
        indexes.append(IndexModel(index.fields, **options))
    return indexes


def _write_words(db: Db, collection: Collection[Any]) -> None:
    """Writes the words by which they are found into documents from before they had any."""
    if collection.words is None:
        return
    documents = iter(db[collection.name].find({WORDS: {"$exists": False}}, batch_size=AT_ONCE))
    while several := [*islice(documents, AT_ONCE)]:
        db[collection.name].bulk_write([_with_words(collection, document) for document in several], ordered=False)


def _with_words(collection: Collection[Any], document: Document) -> UpdateOne:
    """Of this version alone: a later one has its words by itself, or gets them when this is run again."""
    words = collection.to_document(collection.from_document(document))[WORDS]
    same = {"_id": document["_id"], "station_id": document["station_id"], "version": document["version"]}
    return UpdateOne(same, {"$set": {WORDS: words}})


def _create(db: Db, name: str, validator: Document) -> None:
    try:
        db.create_collection(name, validator=validator)
    except CollectionInvalid:
        db.command("collMod", name, validator=validator)
