"""A process that stands still, or computes, for longer than anybody waits: others go on, nothing happens twice."""

from __future__ import annotations

import signal
import time
import uuid
from functools import partial
from typing import TYPE_CHECKING

import pytest

from contracts.intake.orders import order_received
from contracts.language.catalogue import OPERATIONS, SERVICES
from tests.faults.kill_points import EVERYTHING, Victim, begun, give_up
from tests.faults.load import Load, Patient
from tests.laws.probe import Probe, comparable

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from tests.faults.oracle import Oracle
    from tests.ground.platform import Platform
    from tests.world.api import Answer
    from tests.world.network import Network

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
CLIENTS = 3
FROZEN_SECONDS = 90 if EVERYTHING else 6  # longer than the broker waits for a sign; than leases and transactions last
HANGING_SECONDS = 5  # long enough to be frozen within
TAKEN_OVER_SECONDS = 120.0
COMMANDS = [operation for operation in OPERATIONS.values() if operation.kind == "command" and operation.keyed]
BUSY_SECONDS = [12, 70] if EVERYTHING else [12]  # longer than callers wait; longer than the broker waits for a sign


class Lasting(Patient):
    """Patient for as long as the broker takes to give up a process that gives no sign."""

    final_seconds = TAKEN_OVER_SECONDS


def in_hand(service: str) -> str:
    """What a service has in hand when it is frozen: its first command, or else an event that it hears."""
    command = next((operation.name for operation in COMMANDS if operation.service == service), None)
    return command or f"on:{order_received.type}"


def answered(probe: Probe, operation: AnyOperation) -> list[Answer]:
    """The first answer to a command, and the answer to the same key again; what has no answer is asked again."""
    prepared, key, answers = probe.prepared(operation), uuid.uuid4().hex, []
    for _ in range(2):
        deadline = time.monotonic() + TAKEN_OVER_SECONDS
        while (answer := probe.send("http", operation, prepared, key=key)).status >= 500:
            assert time.monotonic() < deadline, answer
        answers.append(answer)
    return answers


@pytest.mark.parametrize("service", SERVICES if EVERYTHING else ["intake"])
def test_a_process_that_was_frozen_has_no_second_effect_when_it_wakes_and_another_has_done_its_work(
    platform: Platform, network: Network, probe: Probe, oracle: Oracle, service: str
) -> None:
    frozen, about = Victim(platform, service), in_hand(service)
    network.a.log_all_in()
    with Load((network.a, network.b), CLIENTS, Lasting) as load:
        load.wait_for(2)
        frozen.aim(*(f"{step}:{about}={HANGING_SECONDS}" for step in ("before_write", "in_transaction")))
        doing = begun(partial(answered, probe, OPERATIONS[about])) if about in OPERATIONS else None
        frozen.wait()
        platform.send(service, signal.SIGSTOP)
        if not EVERYTHING:
            give_up(platform, service)
        woken = time.monotonic() + FROZEN_SECONDS
        second = platform.start_second(service)
        load.wait_for(4, TAKEN_OVER_SECONDS)
        answers = doing.result() if doing else []
        time.sleep(max(0.0, woken - time.monotonic()))
        platform.send(service, signal.SIGCONT)
        frozen.aim()
        platform.wait_ready(service)
        load.wait_for(4)
        assert platform.stop(second) == 0
        load.wait_for(4)
    assert load.errors == []
    assert [answer for answer in answers if answer.status >= 300] == []
    assert len({comparable(answer) for answer in answers}) <= 1
    assert oracle.violations() == []
    assert oracle.db("intake").orders.count_documents({"_id": {"$in": load.begun}}) == len(load.begun)


@pytest.mark.parametrize("seconds", BUSY_SECONDS)
def test_a_handler_that_computes_for_long_holds_nobody_else_up_and_its_process_goes_on(
    platform: Platform, network: Network, oracle: Oracle, seconds: int
) -> None:
    busy, pid, order_ids = Victim(platform, "repair"), platform.pid("repair"), list[str]()
    with Load((network.a, network.b), CLIENTS, Lasting) as load:
        load.wait_for(2)
        busy.aim(f"before_write:on:bench_accepted.v1={seconds}")
        busy.wait()
        over = time.monotonic() + seconds
        while time.monotonic() < over:
            order_ids.append(str(network.a.desk.do.receive_device(**network.a.a_receipt())["id"]))
            assert network.a.lead.do.get_kpis(start="2026-01-01", end="2099-12-31", by="station")["items"]
            time.sleep(0.5)
        busy.aim()
        platform.wait_ready("repair")
        load.wait_for(4, TAKEN_OVER_SECONDS)
    assert load.errors == []
    assert platform.pid("repair") == pid
    assert oracle.violations() == []
    everything = [*load.begun, *order_ids]
    assert oracle.db("intake").orders.count_documents({"_id": {"$in": everything}}) == len(everything)
    jobs = oracle.db("repair").jobs.count_documents({"order_id": {"$in": load.orders}})
    assert jobs == len(load.orders)
