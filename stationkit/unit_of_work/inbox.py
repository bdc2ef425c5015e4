"""Every event has one effect, in the order in which its aggregate emitted it.

An event says how many of each type its aggregate has emitted so far. The subscriber keeps, for each aggregate, how many
of each type it has consumed: in the document that the aggregate alone determines, else in a mark of its own. Fewer than
the mark is a repeat; more than the next is a gap, and the event is held until the gap is filled. It is held as well
while what it is about is not known here, because another producer's events are on their way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from stationkit.ground.clock import wall_now
from stationkit.ground.names import field_of
from stationkit.storage.kit_collections import HELD, MARKS
from stationkit.unit_of_work.commit import Mark

if TYPE_CHECKING:
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Collection, Document
    from stationkit.storage.read_batcher import ReadBatcher
    from stationkit.unit_of_work.work import Work

ASK_AGAIN = timedelta(hours=1)
Verdict = Literal["next", "repeat", "gap"]


@dataclass(frozen=True)
class MarksIn:
    """Marks for a producer's events are kept in this collection, in the document whose id `key` tells.

    Where such a document is `shared` by several of the producer's aggregates, each has its marks under its own id.
    """

    collection: Collection[Any]
    key: Callable[[Mapping[str, Any]], str]
    shared: bool = False


@dataclass(frozen=True)
class Consumed:
    """The mark of one aggregate as it stands, and where: in `document`, if that was made for more than marks.

    `home` is the document (collection and id) that will keep it once an effect has made that document; `under` is the
    aggregate's id, where several share it.
    """

    collection: str
    id: str
    station_id: str
    counts: Mapping[str, int]
    home: tuple[str, str] | None = None
    under: str | None = None
    document: Document | None = None

    def judge(self, envelope: Document, types: tuple[str, ...]) -> Verdict:
        """Whether the event is the next one for a subscriber to these types, a repeat, or after a gap."""
        counts, own = envelope["counts"], envelope["type"]
        if counts[own] <= self._count(own):
            return "repeat"
        gap = counts[own] > self._count(own) + 1
        gap = gap or any(counts.get(other, 0) > self._count(other) for other in types if other != own)
        return "gap" if gap else "next"

    def mark(self, envelope: Document) -> Mark:
        """The mark that the event leaves once it has had its effect."""
        count = envelope["counts"][envelope["type"]]
        place = (self.collection, self.id, self.station_id)
        return Mark(*place, envelope["type"], count, self.home, self.under, self.counts)

    def remind(self, work: Work) -> None:
        """Spares the effect reading again the document that keeps the mark, or that there is none yet."""
        if work.station_id != self.station_id:
            return
        if self.home:
            work.remember(*self.home, None)
        elif self.document:
            work.remember(self.collection, self.id, self.document)

    def _count(self, event_type: str) -> int:
        return self.counts.get(field_of(event_type), 0)


class Inbox:
    """Reads marks and keeps held events for one service."""

    def __init__(self, db: Db, read_batcher: ReadBatcher, marks: Mapping[str, MarksIn]) -> None:
        self._db = db
        self._read_batcher = read_batcher
        self._marks = marks

    def consumed(self, producer: str, envelope: Document) -> Consumed:
        """How much of this event's aggregate was consumed so far."""
        station_id, aggregate_id = envelope["station_id"], envelope["aggregate_id"]
        where, home, under = self._marks.get(producer), None, None
        if where is not None:
            home = (where.collection.name, where.key(envelope))
            under = aggregate_id if where.shared else None
            document = self._read_batcher.one(*home, station_id)
            if document is not None:
                return Consumed(*home, station_id, _counts(document, under), under=under, document=document)
        mark_id = f"{producer}|{aggregate_id}"
        document = self._read_batcher.one(MARKS, mark_id, station_id) or {}
        return Consumed(MARKS, mark_id, station_id, _counts(document, under), home, under)

    def hold(self, producer: str, envelope: Document) -> datetime:
        """Keeps an event until what it needs has come. Returns since when it is kept (wall time)."""
        row = {
            "station_id": envelope["station_id"],
            "producer": producer,
            "envelope": envelope,
            "since": wall_now(),
            "aggregate_id": envelope["aggregate_id"],
        }
        held = self._db[HELD].find_one_and_update(
            {"_id": envelope["id"]}, {"$setOnInsert": row}, {"since": 1}, upsert=True, return_document=True
        )
        since: datetime = (held or row)["since"]
        return since

    def held(self, limit: int = 200) -> list[Document]:
        """The events that are held, oldest first."""
        return list(self._db[HELD].find().sort("since", 1).limit(limit))

    def let_go(self, event_id: str) -> None:
        """A held event has had its effect, or was put aside."""
        self._db[HELD].delete_one({"_id": event_id})

    def failed(self, event_id: str) -> int:
        """Counts that a held event's turn came and its effect failed. Returns how often that was."""
        row = self._db[HELD].find_one_and_update({"_id": event_id}, {"$inc": {"failures": 1}}, return_document=True)
        return int(row["failures"]) if row else 0

    def may_ask_for(self, row: Document) -> bool:
        """Whether to ask the producer for what a held event waits for: at once, and again every hour."""
        now = wall_now()
        if "asked" in row and row["asked"] + ASK_AGAIN > now:
            return False
        self._db[HELD].update_one({"_id": row["_id"]}, {"$set": {"asked": now}})
        return True


def _counts(document: Document, under: str | None) -> Mapping[str, int]:
    counts: Mapping[str, Any] = document.get("heard", {})
    return counts.get(under, {}) if under else counts
