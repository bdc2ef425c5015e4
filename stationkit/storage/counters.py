"""Counters of a service that end by themselves: tries at a password, at a pick-up code, at a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationkit.storage.kit_collections import COUNTERS

if TYPE_CHECKING:
    from datetime import datetime

    from stationkit.storage.database import Db


class Counters:
    """The counters of one service, each under a key."""

    def __init__(self, db: Db) -> None:
        self._rows = db[COUNTERS]

    def count(self, key: str, until: datetime, by: int = 1) -> int:
        """Adds to a counter, and returns what it now is. A new one ends at `until` (wall time)."""
        row = self._rows.find_one_and_update(
            {"_id": key}, {"$inc": {"count": by}, "$setOnInsert": {"until": until}}, upsert=True, return_document=True
        )
        return int(row["count"]) if row else 0

    def counted(self, key: str) -> int:
        """What a counter stands at; 0 when it has ended."""
        row = self._rows.find_one({"_id": key})
        return 0 if row is None else int(row["count"])

    def end(self, key: str) -> None:
        """Ends a counter before its time."""
        self._rows.delete_one({"_id": key})
