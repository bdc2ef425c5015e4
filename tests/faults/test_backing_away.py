"""Broker or database gone for a while: no process ends, callers are told the truth, all goes on by itself."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest
import urllib3

from tests.faults.kill_points import EVERYTHING
from tests.faults.load import Load
from tests.world.api import Api

if TYPE_CHECKING:
    from tests.faults.oracle import Oracle
    from tests.ground.servers import OwnBacking
    from tests.world.network import Network

CLIENTS = 20
ANSWER_SECONDS = 12.0
BROKER_AWAY_SECONDS = 60.0 if EVERYTHING else 12.0  # longer than anybody waits for an answer
DATABASE_AWAY_SECONDS = 20.0 if EVERYTHING else 5.0  # longer than a server is looked for
AWAY_CODES = ("unavailable", "outcome_unknown")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def ask_meanwhile(network: Network) -> None:
    """One command and one query, answered in time and truly while something is away."""
    desk = network.a.desk.api
    asking = Api(desk.url, desk.token, pool=urllib3.PoolManager(timeout=ANSWER_SECONDS, retries=False))
    body = {"kind": "user", "name": "李雷", "phone": "13812345678"}
    for answer in (asking.ask.register_party(**body), asking.ask.list_orders()):
        assert answer.status in (503, 504), answer
        assert answer.code in AWAY_CODES
        assert answer.headers["Retry-After"]


@pytest.mark.parametrize(("name", "seconds"), [("broker", BROKER_AWAY_SECONDS), ("database", DATABASE_AWAY_SECONDS)])
def test_work_goes_on_after_broker_or_database_was_away(
    ground: OwnBacking, own_network: Network, own_oracle: Oracle, name: str, seconds: float
) -> None:
    with Load((own_network.a, own_network.b), CLIENTS) as load:
        load.wait_for(4)
        assert ground.kill(name) == -9
        back = time.monotonic() + seconds
        ask_meanwhile(own_network)
        time.sleep(max(back - time.monotonic(), 0))
        own_network.platform.check_alive()
        ground.start_again(name)
        ground.wait_ready()
        load.wait_for(6)
    own_network.platform.check_alive()
    own_oracle.check(load, own_network.supervisor)


def test_work_goes_on_after_the_database_was_frozen(
    ground: OwnBacking, own_network: Network, own_oracle: Oracle
) -> None:
    with Load((own_network.a, own_network.b), CLIENTS) as load:
        load.wait_for(4)
        ground.send("database", signal.SIGSTOP)
        time.sleep(DATABASE_AWAY_SECONDS)
        ground.send("database", signal.SIGCONT)
        load.wait_for(6)
    own_network.platform.check_alive()
    own_oracle.check(load, own_network.supervisor)
