"""When a running platform has come to rest: asked of its services and databases, from outside."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contracts.language.catalogue import SERVICES
from contracts.language.fields import instant_text
from contracts.language.kit_messages import get_standing
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.messaging.call import Call
from stationkit.messaging.rpc_client import ANSWER_SECONDS, RpcClient
from stationkit.process.migrate import collections_of
from stationkit.storage.database import connect, database
from stationkit.storage.kit_collections import REFUSALS
from tests.world.api import Api
from tests.world.people import until

if TYPE_CHECKING:
    from tests.ground.platform import Platform

MOVING = ("waiting", "in_hand", "pending")
SOON = timedelta(minutes=5)


class Resting:
    """Looks at one platform."""

    def __init__(self, platform: Platform, client: RpcClient) -> None:
        self._url = platform.url
        self._names = Names(platform.prefix)
        self._client = client
        self._mongo = connect(platform.backing.mongo_uri)

    def close(self) -> None:
        self._mongo.close()

    def settle(self) -> None:
        """Returns when everything that was committed has been told and moved to its place."""
        until(lambda: not any(self._pending(service) for service in SERVICES), "settled")

    def rest(self) -> None:
        """Returns when everything that was committed has been told and heard, and what came of that too."""
        before: list[Any] = []

        def at_rest() -> bool:
            now = [self._standing(service) for service in SERVICES]
            same, before[:] = now == before, now
            return same and not any(standing[name] for standing in now for name in MOVING)

        until(at_rest, "at rest")

    def stand_still(self) -> None:
        """The same, and nothing falls due for a while: what would, such as at closing time, is done before."""
        self.rest()
        if soon := self._due_soon():
            Api(self._url).do.move_clock(now=max(soon))
            self.stand_still()

    def _due_soon(self) -> list[str]:
        standings = [self._standing(service) for service in SERVICES]
        offset = max(standing["offset_ms"] for standing in standings)
        end = instant_text(wall_now() + timedelta(milliseconds=offset) + SOON)
        return [standing["next_due"] for standing in standings if standing["next_due"] and standing["next_due"] <= end]

    def _standing(self, service: str) -> Any:
        wall = wall_now()
        call = Call({}, wall + timedelta(seconds=ANSWER_SECONDS), wall, request_id="law")
        return self._client.call(get_standing(service), call)

    def _pending(self, service: str) -> bool:
        db = database(self._mongo, self._names.user(service))
        names = (REFUSALS, *(collection.name for collection in collections_of(service)))
        return any(db[name].find_one({"pending.0": {"$exists": True}}) for name in names)
