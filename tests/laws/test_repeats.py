"""What was heard once has had its effect: told again, at any later time and in any order, it changes nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from stationkit.ground.names import Names
from stationkit.messaging.publisher import Message, dumps
from tests.ground.seed import SEED
from tests.laws.told import HEARD, differences, everything, some_of_each_type

if TYPE_CHECKING:
    from tests.laws.probe import Probe

OF_EACH_TYPE = 25


def told_again(probe: Probe, envelopes: list[tuple[str, dict[str, Any]]]) -> None:
    """Each of them, to everybody who hears it."""
    names = Names(probe.network.platform.prefix)
    for producer, envelope in envelopes:
        message = Message(names.events_exchange(producer), envelope["type"], envelope["id"], dumps(envelope))
        probe.network.platform.client.tell(message)


@pytest.mark.last
def test_every_kind_of_event_told_twice_more_and_shuffled_changes_nothing(finished: Probe) -> None:
    chance = random.Random(SEED)
    envelopes = [*some_of_each_type(finished.db, OF_EACH_TYPE, chance)]
    assert {envelope["type"] for _, envelope in envelopes} == HEARD.keys()
    before = everything(finished.db)
    again = envelopes * 2
    chance.shuffle(again)
    told_again(finished, again)
    assert differences(before, everything(finished.db)) == []
