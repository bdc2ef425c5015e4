"""The head's figures are made again beside the old ones, from what the services tell again: equal to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.test_oversight import figures, live, mismatches, settled
from tests.world.people import until
from zz.checks.rebuilding import digests, lacking, rebuild

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.ground.platform import Platform
    from tests.world.network import Network


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_rebuilt_facts_are_equal_to_the_byte(platform: Platform, network: Network, db: Db) -> None:
    station = network.an_open_station()
    live(station)
    station.close_day()
    settled(platform, network.supervisor)
    until(lambda: not lacking(db("oversight")), "folded over all stations as well")
    before = digests(db("oversight"))
    assert before
    rebuilt = rebuild(platform.backing.mongo_uri, platform.prefix)
    assert (rebuilt.changed, digests(db("oversight"))) == (0, before)
    assert mismatches(platform, network.supervisor) == []
    assert figures(station.lead, station)["revenue"]["value"] == "128.50"
