"""The one way to MongoDB: majority and journal on every write, majority on every read, short waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymongo
from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    ServerSelectionTimeoutError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

Db = Database[dict[str, Any]]

AWAY = (
    AutoReconnect,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    ServerSelectionTimeoutError,
    WTimeoutError,
)
"""The database did not answer: try again later, nothing is known of the write."""
DUPLICATE_KEY = 11000
TRANSACTION_SECONDS = 8
"""How long a transaction is tried again while another holds what it writes: no longer than the caller waits."""


def only_duplicates(error: BulkWriteError) -> bool:
    """Whether nothing was left out but what is there already, and the majority has confirmed the rest."""
    details = error.details
    return not details["writeConcernErrors"] and all(error["code"] == DUPLICATE_KEY for error in details["writeErrors"])


def connect(uri: str, *, pool: int = 60) -> MongoClient[dict[str, Any]]:
    """A client with the platform's concerns: what is answered is on a majority's disks."""
    return MongoClient(
        uri,
        tz_aware=True,
        w="majority",
        journal=True,
        retryWrites=True,
        retryReads=True,
        readConcernLevel="majority",
        serverSelectionTimeoutMS=4000,
        connectTimeoutMS=4000,
        socketTimeoutMS=20000,
        waitQueueTimeoutMS=4000,
        maxPoolSize=pool,
        appname="zongzhan",
    )


def database(client: MongoClient[dict[str, Any]], name: str) -> Db:
    """A service's database with aware UTC times."""
    return client.get_database(
        name,
        codec_options=CodecOptions(tz_aware=True),
        read_concern=ReadConcern("majority"),
        write_concern=WriteConcern(w="majority", j=True),
    )


def in_transaction(db: Db, write: Callable[[ClientSession], None]) -> None:
    """Writes all or nothing, tried again for a while where another holds what is written. Raises `PyMongoError`."""
    with pymongo.timeout(TRANSACTION_SECONDS), db.client.start_session() as session:
        session.with_transaction(write)
