"""What shows only between processes: `subject` is the platform as it runs, with a broker between its services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stationkit.ground.names import Names
from stationkit.messaging.rpc_client import RpcClient
from tests.ground.databases import Db, databases_of
from tests.laws.probe import Probe
from tests.world.caller import Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ground.platform import Platform


@pytest.fixture(scope="session")
def probe(processes: Probe) -> Probe:
    return processes


@pytest.fixture(scope="session")
def rpc(platform: Platform) -> Iterator[Caller]:
    client = RpcClient(platform.amqp_uri_of("gateway"), Names(platform.prefix))
    yield Caller(client)
    client.close()


@pytest.fixture(scope="session")
def db(platform: Platform) -> Iterator[Db]:
    """A service's database, read as an administrator."""
    with databases_of(platform) as databases:
        yield databases
