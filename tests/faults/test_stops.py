"""Told to end: what was begun is answered, what waits is left to the next process, and the end comes soon."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.faults.load import Counting, Load
from zz.local.processes import GATEWAY, SERVICES

if TYPE_CHECKING:
    from tests.faults.oracle import Oracle
    from tests.ground.platform import Platform
    from tests.world.network import Network

CLIENTS = 8
NEVER_ACCEPTED = {"NewConnectionError", "ConnectionResetError"}  # nobody listens, or nobody accepted before the end


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_request_fails_while_one_service_after_the_other_is_replaced(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    """As at a roll-out: a process is told to end when its successor is ready."""
    with Load((network.a, network.b), CLIENTS, Counting) as load:
        for service in SERVICES:
            load.wait_for(1)
            successor = platform.start_second(service)
            assert platform.stop(service) == 0
            load.wait_for(1)
            platform.start(service)
            platform.wait_ready(service)
            assert platform.stop(successor) == 0
            assert load.failures == Counter(), service
        load.wait_for(1)
    assert load.errors == []
    assert load.failures == Counter()
    assert oracle.violations() == []


def test_a_gateway_that_is_told_to_end_answers_what_it_has_begun(
    platform: Platform, network: Network, oracle: Oracle
) -> None:
    with Load((network.a, network.b), CLIENTS, Counting) as load:
        load.wait_for(1)
        assert platform.stop(GATEWAY) == 0
        platform.start(GATEWAY)
        platform.wait_ready(GATEWAY)
        load.wait_for(1)
    assert load.errors == []
    assert {*load.failures} <= NEVER_ACCEPTED
    assert oracle.violations() == []
