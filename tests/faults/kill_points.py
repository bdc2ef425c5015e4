"""Processes that hang at a named point, are killed there from outside and come back."""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from stationkit.ground.names import Names
from stationkit.process.migrate import BrokerApi
from stationkit.storage.kit_collections import LEASES, LONG_AGO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from pymongo.database import Database

    from tests.ground.platform import Platform

EVERYTHING = os.environ.get("ZZ_TEST_STEPS") == "all"
"""Whether every command, every heard event and every service is struck, and for long, as in `make soak`."""
REACHED_SECONDS = 30.0


class Victim:
    """A process that is killed at one point after another; `environment` is added whenever it is started again."""

    def __init__(self, platform: Platform, name: str, **environment: str) -> None:
        self.name = name
        self._platform = platform
        self._environment = environment
        self._lives = True
        self._mark = 0

    def aim(self, *points: str) -> None:
        """From now on it hangs at whichever of these it comes to first; it is started where it was killed before."""
        self._mark = len(self._platform.log(self.name))
        self._platform.arm(self.name, *points)
        if not self._lives:
            self._platform.start(self.name, **self._environment)
            self._lives = True

    def reached(self) -> str | None:
        """The point at which it hangs, if it does."""
        said = self._platform.log(self.name)[self._mark :].splitlines()
        lines = (json.loads(line) for line in said if "failpoint_reached" in line and line.endswith("}"))
        return next((str(line["point"]) for line in lines), None)

    def wait(self) -> str:
        """The point at which it hangs, once it does."""
        deadline = time.monotonic() + REACHED_SECONDS
        while (point := self.reached()) is None:
            tail = self._platform.log(self.name)[-2000:]
            assert time.monotonic() < deadline, f"{self.name} came to none of its points\n{tail}"
            time.sleep(0.05)
        return point

    def die(self) -> str:
        """It is killed where it hangs, once it does; that point."""
        point = self.wait()
        self.kill()
        return point

    def kill(self) -> None:
        """It is killed wherever it is."""
        assert self._platform.kill(self.name) == -9
        self._lives = False

    def revive(self) -> None:
        """It comes through everywhere from now on, in a new process where it was killed or still hangs."""
        if self._lives and self.reached():
            self.die()
        self.aim()

    def rise(self) -> None:
        """The same, and it is ready."""
        self.revive()
        self._platform.wait_ready(self.name)


@contextmanager
def armed(platform: Platform, points: dict[str, str]) -> Iterator[None]:
    """These services come each to its point; in the end every one of them has done so and was killed there."""
    victims = {name: Victim(platform, name) for name in points}
    try:
        for name, point in points.items():
            victims[name].aim(point)
        yield
        for victim in victims.values():
            victim.die()
    finally:
        for victim in victims.values():
            victim.revive()
        for name in victims:
            platform.wait_ready(name)


def give_up(platform: Platform, name: str) -> None:
    """The broker cuts a process off and takes back what it had in hand, as from one that gave no sign for a minute."""
    user = Names(platform.prefix).user(name)
    BrokerApi(platform.backing.broker_api, "")._send("DELETE", f"connections/username/{user}", None)


def keep_leases(db: Database[Any]) -> None:
    """Nobody has them: what a lease is needed for waits in every process of the service."""
    db[LEASES].update_many({}, {"$set": {"holder": "nobody", "until": LONG_AGO.replace(year=2100)}})


def let_leases_go(db: Database[Any]) -> None:
    """As they go by themselves 3 seconds after who held them is dead."""
    db[LEASES].update_many({}, {"$set": {"until": LONG_AGO}})


def begun(do: Callable[[], Any]) -> Future[Any]:
    """What is done in the background from now on."""
    pool = ThreadPoolExecutor(1)
    doing = pool.submit(do)
    pool.shutdown(wait=False)
    return doing


def in_background(send: Callable[[], Any]) -> Callable[[], Any]:
    """Sends while the caller goes on; what is returned waits for the answer."""
    return begun(send).result
