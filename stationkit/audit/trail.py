"""The audit trail in the database: each station's entries are one chain, numbered without gaps.

An entry is its link: it is not there before it is linked. Of two processes that add to a chain at once the unique
number lets one; the other looks where the chain now ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo.errors import BulkWriteError

from stationkit.audit.chain import START, Head, Seals
from stationkit.storage.database import only_duplicates
from stationkit.storage.kit_collections import AUDIT

if TYPE_CHECKING:
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document

TRIES = 20


class Trail:
    """Adds to the chains of one service. Remembers where they end; only the relay may add."""

    def __init__(self, db: Db, audit_key: str) -> None:
        self._rows = db[AUDIT]
        self._seals = Seals(audit_key)
        self._heads: dict[str, Head] = {}

    def append(self, entries: list[Document]) -> None:
        """Links the entries that are not linked yet, in this order. Raises `PyMongoError`; may then be done again."""
        for left in reversed(range(TRIES)):
            try:
                self._insert(entries)
            except BulkWriteError as error:
                if not left or not only_duplicates(error):
                    raise
                entries = self._not_linked(entries)
            else:
                return

    def head(self, station_id: str) -> Head:
        """Where a station's chain ends in the database."""
        linked = {"station_id": station_id, "seq": {"$gt": 0}}
        row = self._rows.find_one(linked, {"seq": 1, "mac": 1}, sort=[("seq", -1)])
        return Head(row["seq"], row["mac"]) if row else START

    def _insert(self, entries: list[Document]) -> None:
        heads, rows = self._heads, []
        self._heads = {}  # not known, should this fail
        for entry in entries:
            station_id = entry["station_id"]
            row = self._seals.linked(entry, heads.get(station_id) or self.head(station_id))
            heads[station_id] = Head(row["seq"], row["mac"])
            rows.append(row)
        if rows:
            self._rows.insert_many(rows)
        self._heads = heads

    def _not_linked(self, entries: list[Document]) -> list[Document]:
        linked = {
            row["_id"] for row in self._rows.find({"_id": {"$in": [entry["_id"] for entry in entries]}}, {"_id": 1})
        }
        return [entry for entry in entries if entry["_id"] not in linked]
