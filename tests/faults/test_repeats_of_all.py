"""Everything that a run told, sent twice more over the broker."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import pytest

from contracts.language.catalogue import SERVICES
from tests.faults.producer import Producer
from tests.ground.seed import SEED
from tests.laws.told import HEARD, differences, everything, some_of_each_type
from tests.world.people import until

if TYPE_CHECKING:
    from tests.faults.oracle import Oracle
    from tests.laws.probe import Probe

ALL = 10**9
AT_ONCE = 100


@pytest.mark.last
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("mails_wait")
def test_all_events_of_a_run_sent_twice_more_and_shuffled_change_nothing(
    finished: Probe, oracle: Oracle, capsys: pytest.CaptureFixture[str]
) -> None:
    oracle.settle()
    chance = random.Random(SEED)
    envelopes = [*some_of_each_type(oracle.db, ALL, chance)]
    assert {envelope["type"] for _, envelope in envelopes} == HEARD.keys()
    until(lambda: oracle.db("oversight").rows.find_one({"stale": True}) is None, "all folded")
    before = everything(oracle.db)
    again = envelopes * 2
    chance.shuffle(again)
    producers = {service: Producer(finished.network.platform, service) for service in SERVICES}
    for start in range(0, len(again), AT_ONCE):
        for service, producer in producers.items():
            producer.send(*(envelope for teller, envelope in again[start : start + AT_ONCE] if teller == service))
    for producer in producers.values():
        producer.close()
    with capsys.disabled():
        sys.stdout.write(f"\nZZ_TEST_SEED={SEED}: {len(again)} repeats of {len(envelopes)} events\n")
    assert oracle.violations() == []
    assert differences(before, everything(oracle.db)) == []
