"""Drops what `oversight` has made of the others' events and has it made again from the events that they keep.

The facts stay readable as they are until the rows are complete again: `oversight` folds nothing before it has heard
every producer's events. Then each of the facts is written whole in its turn, so that no figure is ever half-made; where
the new ones differ, a period shows some of the old and some of the new until all are folded. The records behind them
are missing until the rows are complete.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import bson

from contracts.language.catalogue import subscriptions_of
from contracts.oversight import SERVICE
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.storage.database import connect
from stationkit.storage.kit_collections import HELD, LEASES, LONG_AGO, MARKS, STATE
from stationkit.storage.lease import SECONDS
from stationkit.unit_of_work.replay import state_id
from zz.user_error import UserError

if TYPE_CHECKING:
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document

ROUND_SECONDS = 2 * SECONDS
LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 60
FACTS = ("facts", "network_facts")
_PASSING = {"weight": 0, "stale": 0}


@dataclass(frozen=True)
class Rebuilt:
    """What was made again: rows and facts, how many of the facts are not as before, and how long it took."""

    rows: int
    facts: int
    changed: int
    seconds: float

    def for_machine(self) -> dict[str, Any]:
        return asdict(self)


def rebuild(mongo_uri: str, prefix: str) -> Rebuilt:
    """Rebuilds while the platform runs. Raises `Trouble` when nothing comes any more before all is there."""
    began = time.monotonic()
    with connect(mongo_uri) as client:
        db: Db = client[Names(prefix).user(SERVICE)]
        before = digests(db)
        _drop(db)
        _wait(db)
        after = digests(db)
        changed = sum(before.get(facts_id) != after.get(facts_id) for facts_id in before.keys() | after.keys())
        seconds = round(time.monotonic() - began, 1)
        return Rebuilt(db["rows"].count_documents({}), len(after), changed, seconds)


def digests(db: Db) -> dict[str, str]:
    """A digest of each of the facts, to the byte, by where it is; those that say nothing are as if they were not."""
    return {
        f"{name}/{row['_id']}": hashlib.sha256(bson.encode(row)).hexdigest()
        for name in FACTS
        for row in db[name].find({"sums": {"$ne": {}}}, _PASSING).sort("_id", 1)
    }


def _drop(db: Db) -> None:
    """Keeps the service from folding meanwhile by taking its lease of rounds.

    What it is just folding from rows that are being dropped weighs less than the facts that are there, so they stay;
    only when it must have ended may later ones weigh less.
    """
    rounds = {"_id": "rounds"}
    db[LEASES].update_one(rounds, {"$set": {"holder": "rebuild", "until": wall_now() + timedelta(minutes=10)}})
    db[STATE].delete_many({"_id": {"$in": [state_id(producer) for producer in subscriptions_of(SERVICE)]}})
    for name in ("rows", MARKS, HELD):
        db[name].delete_many({})
    time.sleep(ROUND_SECONDS)
    for name in FACTS:
        db[name].update_many({}, {"$set": {"weight": 0}})
    db["facts"].update_many({"span": "day"}, {"$set": {"stale": True}})
    db[LEASES].update_one(rounds, {"$set": {"until": LONG_AGO}})


def _wait(db: Db) -> None:
    """Until every producer's events are here and folded; as long as more of them come."""
    rows, deadline = 0, time.monotonic() + PATIENCE_SECONDS
    while lacking(db):
        count = db["rows"].count_documents({})
        if count > rows:
            rows, deadline = count, time.monotonic() + PATIENCE_SECONDS
        if time.monotonic() > deadline:
            missing = f"{rows} rows are there, and what lacks is {', '.join(lacking(db))}"
            raise UserError(f"nothing more comes: {missing}", "see zz status, and rebuild again")
        time.sleep(LOOK_SECONDS)


def lacking(db: Db) -> list[str]:
    """What is still to come, in words."""
    complete = {state_id(producer): producer for producer in subscriptions_of(SERVICE)}
    marked = {row["_id"] for row in db[STATE].find({"_id": {"$in": list(complete)}, "complete_at": {"$exists": True}})}
    waiting: dict[str, tuple[str, Document]] = {
        "the turn of events that are held": (HELD, {}),
        "the folding of rows": ("rows", {"stale": True}),
        "the first orders of redos": ("rows", {"redo_of": {"$type": "string"}}),
        "the folding of facts": ("facts", {"stale": True}),
    }
    lacking = [f"events of {producer}" for mark, producer in complete.items() if mark not in marked]
    return lacking + [what for what, (name, selection) in waiting.items() if db[name].find_one(selection)]
