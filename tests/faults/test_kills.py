"""Killed at any instant under load: everybody gets a final answer, and everything has happened once."""

from __future__ import annotations

import os
import random
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.load import Load
from tests.ground.seed import SEED
from zz.local.processes import GATEWAY, SERVICES

if TYPE_CHECKING:
    from tests.faults.oracle import Oracle
    from tests.ground.servers import OwnBacking
    from tests.world.network import Network

BACKING = ("broker", "database")
STRUCK = (*BACKING, GATEWAY, *SERVICES)
"""In the order in which they are taken where there are fewer kills than these."""
KILLS = int(os.environ.get("ZZ_TEST_KILLS", "8"))
CLIENTS = 20
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + 20 * KILLS)]


def test_nothing_is_lost_or_done_twice_when_anything_is_killed_at_any_instant(
    ground: OwnBacking, own_network: Network, own_oracle: Oracle, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    names = [STRUCK[number % len(STRUCK)] for number in range(KILLS)]
    chance.shuffle(names)
    with Load((own_network.a, own_network.b), CLIENTS) as load:
        busy = 0
        for name in names:
            load.wait_for(2)
            time.sleep(chance.uniform(0, 1))
            busy += bool(load.pool.waiting)
            strike(ground, own_network, name, chance.uniform(0, 1))
        load.wait_for(4)
    with capsys.disabled():
        output = (
            f"{len(load.orders)} orders and {len(load.borrows)} borrows under {KILLS} kills, {busy} of a busy platform"
        )
        sys.stdout.write(f"\nZZ_TEST_SEED={SEED} ZZ_TEST_KILLS={KILLS}: {output}\n")
    assert busy >= 0.8 * KILLS
    own_oracle.check(load, own_network.supervisor)


def strike(ground: OwnBacking, network: Network, name: str, away_seconds: float) -> None:
    """Kills a process, the broker or the database, and starts it again; nobody else ends of it."""
    if name in BACKING:
        assert ground.kill(name) == -9
        time.sleep(away_seconds)
        ground.start_again(name)
        ground.wait_ready()
        network.platform.check_alive()
        return
    assert network.platform.kill(name) == -9
    time.sleep(away_seconds)
    network.platform.start(name)
    network.platform.wait_ready(name)
