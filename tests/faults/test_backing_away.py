"""Broker or database gone for a while: no process ends, callers are told the truth, all goes on by itself."""

from __future__ import annotations

import signal
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import urllib3

from tests.api import Api
from tests.faults.load import Load, Patient
from tests.faults.oracle import Oracle
from tests.faults.town import Town, make_town
from tests.platform import OwnBacking, Platform, own_backing, running_platform

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS = 6
ANSWER_SECONDS = 12.0
AWAY_SECONDS = 8.0
AWAY_CODES = ("unavailable", "outcome_unknown")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def ground() -> Iterator[OwnBacking]:
    with tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name, own_backing(Path(name)) as own:
        yield own


@pytest.fixture(scope="module")
def platform(ground: OwnBacking) -> Iterator[Platform]:
    """A platform on a broker and database that may be struck."""
    with (
        tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name,
        running_platform(ground.address, Path(name)) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def town(platform: Platform) -> Town:
    return make_town(platform)


@pytest.fixture(scope="module")
def oracle(platform: Platform) -> Iterator[Oracle]:
    reading = Oracle(platform)
    yield reading
    reading.close()


class Far(Patient):
    """Patient for as long as a broker takes to boot."""

    final_seconds = 90.0


def ask_meanwhile(town: Town) -> None:
    """One command and one query, answered in time and truly while something is away."""
    desk = town.places[0].desk
    asking = Api(desk.url, desk.token, pool=urllib3.PoolManager(timeout=ANSWER_SECONDS, retries=False))
    body = {"kind": "user", "name": "李雷", "phone": "13812345678"}
    for answer in (asking.send("POST", "/parties", body), asking.send("GET", "/orders")):
        assert answer.status in (503, 504), answer
        assert answer.code in AWAY_CODES
        assert answer.headers["Retry-After"]


def test_work_goes_on_after_the_broker_was_killed(
    platform: Platform, ground: OwnBacking, town: Town, oracle: Oracle
) -> None:
    with Load(town, CLIENTS, Far) as load:
        load.wait_for(4)
        assert ground.kill("broker") == -9
        ask_meanwhile(town)
        platform.check_alive()
        ground.start_again("broker")
        ground.wait_ready()
        load.wait_for(6)
    assert load.errors == []
    platform.check_alive()
    assert oracle.violations() == []
    _check_closed(oracle, load)


def test_work_goes_on_after_the_database_was_frozen(
    platform: Platform, ground: OwnBacking, town: Town, oracle: Oracle
) -> None:
    with Load(town, CLIENTS, Far) as load:
        load.wait_for(4)
        ground.send("database", signal.SIGSTOP)
        time.sleep(AWAY_SECONDS)
        ground.send("database", signal.SIGCONT)
        load.wait_for(6)
    assert load.errors == []
    platform.check_alive()
    assert oracle.violations() == []
    _check_closed(oracle, load)


def test_work_goes_on_after_the_database_was_killed(
    platform: Platform, ground: OwnBacking, town: Town, oracle: Oracle
) -> None:
    with Load(town, CLIENTS, Far) as load:
        load.wait_for(4)
        assert ground.kill("database") == -9
        ask_meanwhile(town)
        platform.check_alive()
        ground.start_again("database")
        ground.wait_ready()
        load.wait_for(6)
    assert load.errors == []
    platform.check_alive()
    assert oracle.violations() == []
    _check_closed(oracle, load)


def _check_closed(oracle: Oracle, load: Load) -> None:
    closed = oracle.db("intake").orders.count_documents({"_id": {"$in": load.orders}, "state": "closed"})
    assert closed == len(load.orders)
