"""What every test of bad input asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient

from contracts.language.catalogue import SERVICES
from stationkit.ground.names import Names
from stationkit.process.migrate import collections_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.ground.platform import Platform
    from tests.world.network import Network

Count = dict[str, int]


@pytest.fixture(scope="session")
def count(platform: Platform) -> Iterator[Callable[[], Count]]:
    """How many documents of the business there are, and the sum of their versions; not what is made from others."""
    names = Names(platform.prefix)
    with MongoClient[dict[str, Any]](platform.backing.mongo_uri) as client:

        def counted() -> Count:
            counts = {}
            for service in SERVICES:
                for collection in collections_of(service):
                    if collection.name not in ("sessions", "clocks") and not collection.derived:
                        rows = list(client[names.user(service)][collection.name].find({}, {"version": 1}))
                        counts[f"{service}.{collection.name}"] = len(rows)
                        counts[f"{service}.{collection.name} versions"] = sum(row["version"] for row in rows)
            return counts

        yield counted


@pytest.fixture
def nothing_is_written(network: Network, count: Callable[[], Count]) -> Iterator[None]:
    """The test fails when it left a trace in any document of the business."""
    network.a.log_all_in()
    assert network.a.customer
    before = count()
    yield
    assert count() == before
