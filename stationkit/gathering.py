"""Inserts what several greenlets have to insert at the same time in one write, and waits for nobody.

The first to come writes at once; whoever comes meanwhile goes together with all the others that have come. Nobody is
answered before the own document is on a majority's disks. Only inserts: of updates in one write the database tells no
more than how many of them matched.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eventlet.event import Event as Signal
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError, WriteConcernError, WriteError, WTimeoutError

from stationkit.database import DUPLICATE_KEY
from stationkit.turns import Turns

if TYPE_CHECKING:
    from pymongo.collection import Collection

    from stationkit.database import Db
    from stationkit.documents import Document

WTIMEOUT = 64


@dataclass
class Waiting:
    """A document on its way, and who waits for it."""

    document: Document
    written: Signal = field(default_factory=Signal)


class Gathering:
    """The inserts of one process."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._turns = Turns()
        self._waiting: defaultdict[str, list[Waiting]] = defaultdict(list)

    def insert(self, collection: str, document: Document) -> None:
        """Returns when the document is there. Raises what its own insert would."""
        own = Waiting(document)
        self._waiting[collection].append(own)
        with self._turns.of(collection):
            if not own.written.ready():
                _write(self._db[collection], self._waiting.pop(collection))
        own.written.wait()


def _write(target: Collection[Document], waiting: list[Waiting]) -> None:
    failures = _failures(target, [one.document for one in waiting])
    for number, one in enumerate(waiting):
        if number in failures:
            one.written.send_exception(failures[number])
        else:
            one.written.send(None)


def _failures(target: Collection[Document], documents: list[Document]) -> dict[int, Exception]:
    """Which were not written for certain, and why."""
    try:
        target.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        return _failures_told(error.details, len(documents))
    except PyMongoError as error:
        return dict.fromkeys(range(len(documents)), error)
    except Exception as error:  # noqa: BLE001  # one of them cannot be put into a message: the others can
        if len(documents) == 1:
            return {0: error}
        found = (_failures(target, [document]) for document in documents)
        return {number: failed[0] for number, failed in enumerate(found) if failed}
    return {}


def _failures_told(details: Any, count: int) -> dict[int, Exception]:
    """What each failed with; the majority's word is missing for all or for none."""
    failures: dict[int, Exception] = {}
    for told in details["writeConcernErrors"]:
        kind = WTimeoutError if told.get("code") == WTIMEOUT else WriteConcernError
        failures = dict.fromkeys(range(count), kind(told.get("errmsg", ""), told.get("code"), told))
    for told in details["writeErrors"]:
        failure = DuplicateKeyError if told["code"] == DUPLICATE_KEY else WriteError
        failures[told["index"]] = failure(told["errmsg"], told["code"], told)
    return failures
