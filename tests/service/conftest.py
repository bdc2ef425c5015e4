"""What every test of a service asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from stationkit.names import Names
from tests.service.rpc import Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.platform import Platform

Db = Callable[[str], Database[dict[str, Any]]]


@pytest.fixture(scope="session")
def rpc(platform: Platform) -> Iterator[Caller]:
    caller = Caller(platform)
    yield caller
    caller.close()


@pytest.fixture(scope="session")
def db(platform: Platform) -> Iterator[Db]:
    """A service's database, read as an administrator."""
    names = Names(platform.prefix)
    with MongoClient[dict[str, Any]](platform.backing.mongo_uri, tz_aware=True) as client:
        yield lambda service: client[names.user(service)]
