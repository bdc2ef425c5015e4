"""What every test of a fault asks for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.oracle import Oracle
from tests.faults.struck import EVERYTHING
from tests.network import Network
from tests.platform import running_platform
from tests.servers import own_backing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.platform import Platform
    from tests.servers import OwnBacking
    from zz.backing import Backing

collect_ignore = [] if EVERYTHING else ["test_every_step.py"]


@pytest.fixture(scope="session")
def oracle(platform: Platform) -> Iterator[Oracle]:
    yield from _reading(platform)


@pytest.fixture(scope="module")
def ground() -> Iterator[OwnBacking]:
    """A broker and database that may be struck."""
    with tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name, own_backing(Path(name)) as own:
        yield own


@pytest.fixture(scope="module")
def own_network(ground: OwnBacking) -> Iterator[Network]:
    """A network on that ground."""
    yield from _own_network(ground.address)


@pytest.fixture(scope="module")
def own_oracle(own_network: Network) -> Iterator[Oracle]:
    yield from _reading(own_network.platform)


@pytest.fixture(scope="module")
def lone_network(backing: Backing) -> Iterator[Network]:
    """A network whose databases nobody else misses anything from."""
    yield from _own_network(backing)


@pytest.fixture(scope="module")
def lone_oracle(lone_network: Network) -> Iterator[Oracle]:
    yield from _reading(lone_network.platform)


def _own_network(there: Backing) -> Iterator[Network]:
    with (
        tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name,
        running_platform(there, Path(name)) as running,
    ):
        yield Network(running)


def _reading(platform: Platform) -> Iterator[Oracle]:
    reading = Oracle(platform)
    yield reading
    reading.close()
