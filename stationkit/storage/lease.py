"""Leases: one process at a time does what any could do. They save effort; no guarantee hangs on them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from stationkit.ground.clock import wall_now
from stationkit.storage.kit_collections import LEASES, LONG_AGO

if TYPE_CHECKING:
    from stationkit.storage.database import Db

SECONDS = 3


class Lease:
    """One named lease, held by this process or not."""

    def __init__(self, db: Db, name: str) -> None:
        self._rows = db[LEASES]
        self._name = name
        self._holder = secrets.token_hex(8)
        self.others_want_it = False
        """Whether another process tried to take it in the last 3 seconds."""

    def take(self) -> bool:
        """Takes or renews the lease for 3 seconds; False while another process holds it."""
        now = wall_now()
        taken = self._rows.find_one_and_update(
            {"_id": self._name, "$or": [{"holder": self._holder}, {"until": {"$lt": now}}]},
            {"$set": {"holder": self._holder, "until": now + timedelta(seconds=SECONDS)}},
        )
        if taken is None:
            self._rows.update_one({"_id": self._name}, {"$set": {"wanted": now}})
            return False
        self.others_want_it = taken.get("wanted", LONG_AGO) > now - timedelta(seconds=SECONDS)
        return True

    def give_up(self) -> None:
        """Lets another process take it at once."""
        self._rows.update_one({"_id": self._name, "holder": self._holder}, {"$set": {"until": LONG_AGO}})
