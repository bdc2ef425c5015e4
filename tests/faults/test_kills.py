"""Killed at any instant under load: everybody gets a final answer, and everything has happened once."""

from __future__ import annotations

import os
import random
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.load import Load
from zz.processes import PROCESSES

if TYPE_CHECKING:
    from tests.faults.oracle import Oracle
    from tests.network import Network
    from tests.platform import Platform

KILLS = int(os.environ.get("ZZ_TEST_KILLS", "10"))
SEED = int(os.environ.get("ZZ_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
CLIENTS = 8
pytestmark = [pytest.mark.slow, pytest.mark.timeout(60 + 20 * KILLS)]


def test_nothing_is_lost_or_done_twice_when_processes_are_killed_at_any_instant(
    platform: Platform, network: Network, oracle: Oracle, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    names = [PROCESSES[number % len(PROCESSES)] for number in range(KILLS)]
    chance.shuffle(names)
    with capsys.disabled():
        sys.stdout.write(f"\nZZ_TEST_SEED={SEED} ZZ_TEST_KILLS={KILLS}: {' '.join(names)}\n")
    before = oracle.db("intake").orders.count_documents({})
    with Load((network.a, network.b), CLIENTS) as load:
        for name in names:
            load.wait_for(2)
            time.sleep(chance.uniform(0, 1))
            assert platform.kill(name) == -9
            time.sleep(chance.uniform(0, 1))
            platform.start(name)
            platform.wait_ready(name)
        load.wait_for(4)
    with capsys.disabled():
        sys.stdout.write(f"{len(load.orders)} orders closed under {KILLS} kills\n")
    assert load.errors == []
    assert oracle.violations() == []
    closed = oracle.db("intake").orders.count_documents({"_id": {"$in": load.orders}, "state": "closed"})
    assert closed == len(load.orders)
    assert oracle.db("intake").orders.count_documents({}) == before + len(load.begun)
