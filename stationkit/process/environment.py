"""What data are once production's stays so: nobody moves the business clock over them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import eventlet
from pymongo.errors import PyMongoError

from stationkit.storage.kit_collections import STATE

if TYPE_CHECKING:
    from stationkit.storage.database import Db

MARK = "production"
AGAIN_SECONDS = 1.0


class WasProductionError(RuntimeError):
    """A service is to work in development on data that were production's."""


class Environment:
    """Marks the data in production, and looks for the mark in development."""

    def __init__(self, db: Db, *, development: bool) -> None:
        self._db = db
        self._development = development
        self._settled = False

    def settle(self) -> None:
        """Raises `WasProductionError`; does nothing while the database does not answer."""
        with suppress(PyMongoError):
            self._refuse_production() if self._development else self._mark()
            self._settled = True

    def settle_at_last(self) -> None:
        """The same as soon as the database answers."""
        while not self._settled:
            self.settle()
            eventlet.sleep(AGAIN_SECONDS)

    def _mark(self) -> None:
        self._db[STATE].update_one({"_id": MARK}, {"$set": {"production": True}}, upsert=True)

    def _refuse_production(self) -> None:
        if self._db[STATE].find_one({"_id": MARK}):
            self._db.client.close()
            raise WasProductionError(
                f"The database {self._db.name} was started as production: set ZZ_ENV=production, or work on other data."
            )
