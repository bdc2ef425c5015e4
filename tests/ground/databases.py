"""The databases of a platform under test, read as an administrator."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pymongo import MongoClient
from pymongo.database import Database

from stationkit.ground.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ground.reached import Reached

Db = Callable[[str], Database[dict[str, Any]]]


@contextmanager
def databases_of(platform: Reached) -> Iterator[Db]:
    """Finds a service's database by the service's name."""
    names = Names(platform.prefix)
    with MongoClient[dict[str, Any]](platform.backing.mongo_uri, tz_aware=True) as client:
        yield lambda service: client[names.user(service)]
