"""More requests than a session or a source may send are told when to come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.badinput.test_bodies import check_problem
from tests.world.api import Api
from zz.local.processes import GATEWAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ground.platform import Platform
    from tests.world.network import Network

ALLOWED = 5


@pytest.fixture
def strict(platform: Platform, network: Network) -> Iterator[Network]:
    """The gateway with a limit that a test can reach."""
    assert network.a.desk.api.token
    assert network.b.desk.api.token
    _restart(platform, ZZ_RATE_LIMIT=f"{ALLOWED}/hour")
    yield network
    _restart(platform)


def test_what_is_too_often_is_throttled_for_that_session_and_that_source_alone(strict: Network) -> None:
    asking, stranger = strict.a.desk.api, Api(strict.url, "no token that holds")
    assert [asking.send("GET", "/me").status for _ in range(ALLOWED)] == [200] * ALLOWED
    answer = asking.send("GET", "/me")
    check_problem(answer, 429, "throttled")
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert strict.b.desk.api.send("GET", "/me").status == 200
    statuses = [stranger.send("GET", "/me").status for _ in range(ALLOWED + 1)]
    assert statuses == [401] * ALLOWED + [429]
    assert Api(strict.url, "another that does not hold").send("GET", "/me").status == 429


def _restart(platform: Platform, **environment: str) -> None:
    assert platform.stop(GATEWAY) == 0
    platform.start(GATEWAY, **environment)
    platform.wait_ready(GATEWAY)
