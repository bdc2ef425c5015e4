"""The demonstration as `zz demo` tells it, on a platform of its own; and whoever brings history in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient

from tests.ground.platform import Platform, running_platform
from tests.journey.importer import Importer
from tests.world.api import Api, log_in
from zz.demonstration.story import DemoNetwork, play_story
from zz.local.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pymongo.database import Database

    from tests.world.network import Network
    from zz.local.backing import Backing


class BrokenOff(Exception):
    """Somebody pressed Ctrl-C."""


@dataclass(frozen=True)
class Demonstration:
    """The platform with the demonstration loaded, and the folder with its log-ins."""

    platform: Platform
    place: Paths
    network: DemoNetwork

    def api(self, username: str) -> Api:
        account = next(account for account in self.network.accounts if account.username == username)
        return log_in(self.platform.url, account.username, account.password)

    def all(self, listed: str) -> list[dict[str, Any]]:
        """Everything that an operation lists in the network, as the general manager reads it."""
        read = getattr(self.api("head.manager").do, listed)
        page = read(limit=200)
        items: list[dict[str, Any]] = page["items"]
        while page["next"]:
            page = read(limit=200, cursor=page["next"])
            items += page["items"]
        return items


def _break_off(_step: str, part: float) -> None:
    if part:
        raise BrokenOff


@pytest.fixture(scope="session")
def demonstration(backing: Backing, folder: Path) -> Iterator[Demonstration]:
    home = folder / "demonstration"
    home.mkdir()
    place = Paths(home / "var")
    place.root.mkdir()
    with running_platform(backing, home) as platform:
        key = platform.secrets.founding_key
        with pytest.raises(BrokenOff):
            play_story(platform.url, key, place.demo, _break_off)
        assert not place.demo.exists()
        network = play_story(platform.url, key, place.demo, lambda _step, _part: None)
        yield Demonstration(platform, place, network)


@pytest.fixture(scope="session")
def importer(network: Network, folder: Path) -> Importer:
    person = network.hire(network.head.id, "supervisor", grants=("history:import",))
    assert "history:import" in person.do.get_me()["permissions"]
    return Importer(person, folder)


@pytest.fixture
def intake(network: Network) -> Iterator[Database[dict[str, Any]]]:
    """The database of `intake`, for a hand that goes round every rule; what it did to the indexes is undone."""
    with MongoClient[dict[str, Any]](network.platform.backing.mongo_uri) as client:
        yield client[f"{network.platform.prefix}_intake"]
