"""What every test of a fault asks for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.kill_points import EVERYTHING
from tests.faults.oracle import Oracle
from tests.ground.platform import running_platform
from tests.ground.servers import own_backing
from tests.laws.probe import Probe
from tests.world.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ground.platform import Platform
    from tests.ground.servers import OwnBacking

collect_ignore = [] if EVERYTHING else ["test_every_step.py", "test_repeats_of_all.py"]


@pytest.fixture(scope="session")
def probe(processes: Probe) -> Probe:
    """The platform as it runs, whose processes are struck."""
    return processes


@pytest.fixture(scope="session")
def oracle(platform: Platform) -> Iterator[Oracle]:
    yield from _reading(platform)


@pytest.fixture(scope="session")
def ground() -> Iterator[OwnBacking]:
    """A broker and database that may be struck: nobody may strike those on which everything else runs."""
    with tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name, own_backing(Path(name)) as own:
        yield own


@pytest.fixture(scope="session")
def own_network(ground: OwnBacking) -> Iterator[Network]:
    """A network on that ground, whose time may be moved and from whose databases something may be taken.

    One for all faults: each leaves it as it has to be, running and with all that it has been told.
    """
    with (
        tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name,
        running_platform(ground.address, Path(name)) as running,
    ):
        yield Network(running)


@pytest.fixture(scope="session")
def own_oracle(own_network: Network) -> Iterator[Oracle]:
    yield from _reading(own_network.platform)


def _reading(platform: Platform) -> Iterator[Oracle]:
    reading = Oracle(platform)
    yield reading
    reading.close()
