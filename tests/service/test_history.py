"""History: brought in by importers alone, before the station's own work began, and marked as such for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from contracts.intake import custody, orders, parties, receiving, releases
from contracts.intake import orders as intake
from contracts.language.errors import Forbidden, Invalid, NotYet, Refused
from contracts.language.fields import instant_text
from contracts.repair import jobs as repair
from tests.world.people import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ground.databases import Db
    from tests.world.caller import Caller
    from tests.world.network import Network
    from tests.world.people import Person

LONG_AGO = "2015-06-20T10:00:00+08:00"


@pytest.fixture(scope="module")
def importer(network: Network) -> Person:
    return network.an_importer_in(network.a.id)


def a_party(network: Network, actor: Person | None = None, at: str | None = LONG_AGO) -> dict[str, Any]:
    said = {"actor_id": actor.id} if actor else {}
    said |= {"occurred_at": at} if at else {}
    return {"kind": "user", "name": "李雷", "phone": network.phone(), **said}


def test_an_importer_says_when_it_was_and_who_did_it(rpc: Caller, network: Network, importer: Person, db: Db) -> None:
    party = rpc.call(parties.register_party, importer, a_party(network, network.a.desk))
    party_id = party["id"]
    entries = db("intake").kit_audit
    until(lambda: entries.find_one({"aggregate_id": party_id}) is not None, "moved to the audit trail")
    entry = entries.find_one({"aggregate_id": party_id})
    assert entry is not None
    assert (entry["actor"], entry["recorder"], entry["imported"]) == (network.a.desk.id, importer.id, True)
    assert instant_text(entry["occurred_at"]) == "2015-06-20T02:00:00.000Z"
    assert entry["station_id"] == network.a.id


def test_an_imported_order_and_its_job_are_marked_and_carry_their_own_time(
    rpc: Caller, network: Network, importer: Person, db: Db
) -> None:
    bench = network.a.bench
    when: dict[str, Any] = {"occurred_at": LONG_AGO, "actor_id": network.a.desk.id}
    worked = when | {"actor_id": bench.id}
    party = {"kind": "user", "name": "李雷", "phone": network.phone()}
    received = when | {"party": party, "fault": "silent", "device": network.a.a_device()}
    order = rpc.call(receiving.receive_device, importer, received)["id"]
    offered = when | {"order_id": order, "to": "engineer", "engineer_id": bench.id}
    rpc.call(custody.offer_custody, importer, offered)
    rpc.call(custody.accept_custody, importer, worked | {"order_id": order})
    job_id = repair.job_id_of(order)
    until(lambda: db("repair").jobs.find_one({"_id": job_id}) is not None, "a job")
    rpc.call(repair.start_diagnosis, importer, worked | {"job_id": job_id})
    read_order = rpc.call(intake.get_order, network.a.desk, {"order_id": order})
    assert (read_order["imported"], read_order["received_at"]) == (True, "2015-06-20T02:00:00.000Z")
    job = rpc.call(repair.get_job, network.a.desk, {"job_id": job_id})
    assert (job["imported"], job["queued_at"], job["started_at"]) == (True, *["2015-06-20T02:00:00.000Z"] * 2)


def test_nobody_else_says_when_it_was(rpc: Caller, network: Network) -> None:
    for said in (a_party(network), a_party(network, network.a.desk), a_party(network, network.a.desk, None)):
        with pytest.raises(Forbidden):
            rpc.call(parties.register_party, network.a.desk, said)


@pytest.mark.parametrize(
    ("request_of", "error"),
    [
        (lambda network: a_party(network, network.a.desk, None), Invalid),
        (lambda network: a_party(network, network.a.desk, instant_text(network.now() + timedelta(days=1))), Refused),
        (lambda network: a_party(network, network.a.desk, instant_text(network.now())), Refused),
        (lambda network: a_party(network, network.b.desk), NotYet),
        (lambda network: a_party(network, network.supervisor), NotYet),
    ],
    ids=["no time", "the future", "after the station opened", "another station's person", "a person of the head"],
)
def test_history_without_its_time_and_its_people_is_not_taken(
    rpc: Caller, network: Network, importer: Person, request_of: Callable[[Network], dict[str, Any]], error: Any
) -> None:
    with pytest.raises(error):
        rpc.call(parties.register_party, importer, request_of(network))


def test_a_session_that_imports_does_nothing_else(rpc: Caller, network: Network, importer: Person) -> None:
    order = network.a.a_received_order()
    with pytest.raises(Forbidden):
        rpc.call(orders.cancel_order, importer, {"order_id": order.id, "reason": "no"})
    with pytest.raises(Forbidden):
        rpc.call(repair.reassign_job, importer, {"job_id": order.id, "engineer_id": network.a.bench.id})


def test_an_importer_who_names_nobody_is_told_so(rpc: Caller, network: Network, importer: Person) -> None:
    with pytest.raises(Invalid) as refused:
        rpc.call(parties.register_party, importer, a_party(network))
    assert refused.value.params["fields"] == ["actor_id: Required for history."]


def test_history_is_recorded_of_no_live_order_and_of_no_live_job(
    rpc: Caller, network: Network, importer: Person
) -> None:
    order = network.a.a_job_in_testing()
    said = {"occurred_at": LONG_AGO, "actor_id": network.a.bench.id}
    finished = said | {"job_id": order.job, "outcome": "returned_unrepaired", "reason": "spare_parts_not_available"}
    for operation, request in (
        (releases.release_order, said | {"order_id": order.id, "how": "dispatch", "waybill": "SF1234567890123"}),
        (repair.finish_job, finished),
    ):
        with pytest.raises(Refused) as refused:
            rpc.call(operation, importer, request)
        assert refused.value.reason == "not_imported"
    with pytest.raises(Forbidden):
        rpc.call(receiving.get_receipt, importer, {"order_id": order.id})


def test_a_step_of_history_is_not_before_the_step_before_it(rpc: Caller, network: Network, importer: Person) -> None:
    party = {"kind": "user", "name": "李雷", "phone": network.phone()}
    received = {"occurred_at": LONG_AGO, "actor_id": network.a.desk.id, "party": party, "fault": "silent"}
    order = rpc.call(receiving.receive_device, importer, received | {"device": network.a.a_device()})["id"]
    assert rpc.call(receiving.get_receipt, importer, {"order_id": order})["receipt_code"]
    offered = {"actor_id": network.a.desk.id, "order_id": order, "to": "engineer", "engineer_id": network.a.bench.id}
    with pytest.raises(Refused) as refused:
        rpc.call(custody.offer_custody, importer, offered | {"occurred_at": "2015-06-20T09:59:59+08:00"})
    assert refused.value.reason == "before_last_step"
    rpc.call(custody.offer_custody, importer, offered | {"occurred_at": LONG_AGO})
