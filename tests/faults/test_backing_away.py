"""Broker or database gone for a while: no process ends, callers are told the truth, all goes on by itself."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest
import urllib3

from tests.api import Api
from tests.faults.load import Load, Patient

if TYPE_CHECKING:
    from tests.faults.oracle import Oracle
    from tests.network import Network
    from tests.platform import OwnBacking

CLIENTS = 6
ANSWER_SECONDS = 12.0
AWAY_SECONDS = 8.0
AWAY_CODES = ("unavailable", "outcome_unknown")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


class Far(Patient):
    """Patient for as long as a broker takes to boot."""

    final_seconds = 90.0


def ask_meanwhile(network: Network) -> None:
    """One command and one query, answered in time and truly while something is away."""
    desk = network.a.desk.api
    asking = Api(desk.url, desk.token, pool=urllib3.PoolManager(timeout=ANSWER_SECONDS, retries=False))
    body = {"kind": "user", "name": "李雷", "phone": "13812345678"}
    for answer in (asking.send("POST", "/parties", body), asking.send("GET", "/orders")):
        assert answer.status in (503, 504), answer
        assert answer.code in AWAY_CODES
        assert answer.headers["Retry-After"]


def test_work_goes_on_after_the_broker_was_killed(ground: OwnBacking, own_network: Network, own_oracle: Oracle) -> None:
    with Load((own_network.a, own_network.b), CLIENTS, Far) as load:
        load.wait_for(4)
        assert ground.kill("broker") == -9
        ask_meanwhile(own_network)
        own_network.platform.check_alive()
        ground.start_again("broker")
        ground.wait_ready()
        load.wait_for(6)
    assert load.errors == []
    own_network.platform.check_alive()
    assert own_oracle.violations() == []
    _check_closed(own_oracle, load)


def test_work_goes_on_after_the_database_was_frozen(
    ground: OwnBacking, own_network: Network, own_oracle: Oracle
) -> None:
    with Load((own_network.a, own_network.b), CLIENTS, Far) as load:
        load.wait_for(4)
        ground.send("database", signal.SIGSTOP)
        time.sleep(AWAY_SECONDS)
        ground.send("database", signal.SIGCONT)
        load.wait_for(6)
    assert load.errors == []
    own_network.platform.check_alive()
    assert own_oracle.violations() == []
    _check_closed(own_oracle, load)


def test_work_goes_on_after_the_database_was_killed(
    ground: OwnBacking, own_network: Network, own_oracle: Oracle
) -> None:
    with Load((own_network.a, own_network.b), CLIENTS, Far) as load:
        load.wait_for(4)
        assert ground.kill("database") == -9
        ask_meanwhile(own_network)
        own_network.platform.check_alive()
        ground.start_again("database")
        ground.wait_ready()
        load.wait_for(6)
    assert load.errors == []
    own_network.platform.check_alive()
    assert own_oracle.violations() == []
    _check_closed(own_oracle, load)


def _check_closed(oracle: Oracle, load: Load) -> None:
    closed = oracle.db("intake").orders.count_documents({"_id": {"$in": load.orders}, "state": "closed"})
    assert closed == len(load.orders)
