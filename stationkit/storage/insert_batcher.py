"""Inserts what several greenlets have to insert at the same time in one write, or one transaction; waits for nobody.

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

from stationkit.ground import failpoints
from stationkit.ground.keyed_lock import KeyedLocks
from stationkit.storage.database import AWAY, DUPLICATE_KEY, in_transaction

if TYPE_CHECKING:
    from pymongo.client_session import ClientSession
    from pymongo.collection import Collection

    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document

WTIMEOUT = 64


@dataclass
class Waiting:
    """A document on its way, and who waits for it."""

    document: Document
    written: Signal = field(default_factory=Signal)


@dataclass
class WaitingGroup:
    """Documents that exist together or not at all, one for each collection of a shape, and who waits for them."""

    documents: tuple[Document, ...]
    operation: str
    written: Signal = field(default_factory=Signal)


class InsertBatcher:
    """The inserts of one process."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._locks = KeyedLocks()
        self._waiting: defaultdict[str, list[Waiting]] = defaultdict(list)
        self._together: defaultdict[tuple[str, ...], list[WaitingGroup]] = defaultdict(list)

    def insert(self, collection: str, document: Document) -> None:
        """Returns when the document is there. Raises what its own insert would."""
        own = Waiting(document)
        self._waiting[collection].append(own)
        with self._locks.of(collection):
            if not own.written.ready():
                _write(self._db[collection], self._waiting.pop(collection))
        own.written.wait()

    def insert_all(self, shape: tuple[str, ...], documents: tuple[Document, ...], operation: str) -> bool:
        """Whether the documents, one for each collection of the shape, are there; if not, none of them is.

        They share a transaction with others of that shape. What fails there is to be written alone, and fails then for
        its own fault, or not. Raises `PyMongoError` when nothing is known.
        """
        own = WaitingGroup(documents, operation)
        self._together[shape].append(own)
        with self._locks.of("+".join(shape)):
            if not own.written.ready():
                self._write_together(shape, self._together.pop(shape))
        done: bool = own.written.wait()
        return done

    def _write_together(self, shape: tuple[str, ...], waiting: list[WaitingGroup]) -> None:
        outcome = self._outcome(shape, waiting)
        for group in waiting:
            if isinstance(outcome, bool):
                group.written.send(outcome)
            else:
                group.written.send_exception(outcome)

    def _outcome(self, shape: tuple[str, ...], waiting: list[WaitingGroup]) -> bool | Exception:
        """Whether they are all there, or none of them; or what makes that unknown."""

        def write(session: ClientSession) -> None:
            for number, name in enumerate(shape):
                self._db[name].insert_many([group.documents[number] for group in waiting], session=session)
            failpoints.reach("in_transaction", *(group.operation for group in waiting))

        try:
            in_transaction(self._db, write)
        except AWAY as error:
            return error
        except Exception:  # noqa: BLE001  # whichever of them it was: each has it for itself when it is written alone
            return False
        return True


def _write(target: Collection[Document], waiting: list[Waiting]) -> None:
    failures = _failures(target, [waiter.document for waiter in waiting])
    for number, waiter in enumerate(waiting):
        if number in failures:
            waiter.written.send_exception(failures[number])
        else:
            waiter.written.send(None)


def _failures(target: Collection[Document], documents: list[Document]) -> dict[int, Exception]:
    """Which were not written for certain, and why."""
    try:
        target.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        return _failures_of(error.details, len(documents))
    except PyMongoError as error:
        return dict.fromkeys(range(len(documents)), error)
    except Exception as error:  # noqa: BLE001  # one of them cannot be put into a message: the others can
        if len(documents) == 1:
            return {0: error}
        failures = (_failures(target, [document]) for document in documents)
        return {number: failed[0] for number, failed in enumerate(failures) if failed}
    return {}


def _failures_of(details: Any, count: int) -> dict[int, Exception]:
    """What each failed with; the majority's word is missing for all or for none."""
    failures: dict[int, Exception] = {}
    for error in details["writeConcernErrors"]:
        kind = WTimeoutError if error.get("code") == WTIMEOUT else WriteConcernError
        failures = dict.fromkeys(range(count), kind(error.get("errmsg", ""), error.get("code"), error))
    for error in details["writeErrors"]:
        failure = DuplicateKeyError if error["code"] == DUPLICATE_KEY else WriteError
        failures[error["index"]] = failure(error["errmsg"], error["code"], error)
    return failures
