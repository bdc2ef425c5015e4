"""What every test of a service asks for: the whole platform in this process, on a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ground.databases import Db, databases_of
from tests.world.caller import Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ground.house import House
    from tests.laws.probe import Probe
    from tests.world.network import Network


@pytest.fixture(scope="session")
def network(probe: Probe) -> Network[House]:
    return probe.network


@pytest.fixture(scope="session")
def platform(house: House) -> House:
    return house


@pytest.fixture(scope="session")
def rpc(house: House) -> Caller:
    return Caller(house.client)


@pytest.fixture(scope="session")
def db(house: House) -> Iterator[Db]:
    """A service's database, read as an administrator."""
    with databases_of(house) as databases:
        yield databases
