"""What is copied or derived comes from whatever was told last, however two of them meet."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient

from services.oversight import collections as store
from services.oversight.rules.facts import Facts
from stationkit.storage.kit_collections import COPIES
from stationkit.storage.reference_data import ReferenceData
from stationkit.unit_of_work.commit import Committer
from stationkit.unit_of_work.system import System

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pymongo.database import Database

    from tests.ground.platform import Platform

MEETINGS = 200


@pytest.fixture
def database(platform: Platform) -> Iterator[Database[dict[str, Any]]]:
    """A database that no service has."""
    with MongoClient[dict[str, Any]](platform.backing.mongo_uri, tz_aware=True) as client:
        name = f"{platform.prefix}_scratch"
        yield client[name]
        client.drop_database(name)


def test_a_copy_is_of_the_later_of_two_events_that_come_at_once(database: Database[dict[str, Any]]) -> None:
    copies = ReferenceData(database)
    ids = [str(uuid.uuid4()) for _ in range(MEETINGS)]
    with ThreadPoolExecutor(2) as pool:
        for station_id in ids:
            list(pool.map(copies.apply, (_changed(station_id, 1), _changed(station_id, 2))))
    assert {row["_id"]: (row["mark"], row["data"]) for row in database[COPIES].find()} == dict.fromkeys(
        ids, (2, {"told": 2})
    )


def test_what_is_derived_is_from_the_later_ones_where_two_put_it_at_once(database: Database[dict[str, Any]]) -> None:
    system = System(database, Committer(database, "key"), ReferenceData(database))
    ids = [str(uuid.uuid4()) for _ in range(MEETINGS)]
    with ThreadPoolExecutor(2) as pool:
        for facts_id in ids:
            list(pool.map(lambda facts: system.put(store.facts, [facts]), (_facts(facts_id, 1), _facts(facts_id, 2))))
    assert {row["_id"]: row["weight"] for row in database[store.facts.name].find()} == dict.fromkeys(ids, 2)


def _changed(station_id: str, count: int) -> dict[str, Any]:
    event = {"type": "station_changed.v1", "counts": {"station_changed.v1": count}, "data": {"told": count}}
    return {"aggregate_id": station_id, "station_id": station_id, **event}


def _facts(facts_id: str, weight: int) -> Facts:
    return Facts(facts_id, facts_id, "day", "2026-11-23", {}, weight)
