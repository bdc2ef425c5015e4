"""One effect of every command: made, changed or several at once, however often and by however many it is sent."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from contracts.intake import orders, parties, receiving, releases
from contracts.intake import orders as intake
from contracts.language.errors import (
    Conflict,
    Forbidden,
    KeyReused,
    NotFound,
    Refused,
    Stale,
    Unauthenticated,
    Unavailable,
)
from contracts.repair import jobs as repair
from stationkit.ground.clock import wall_now
from tests.world.people import until

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.caller import Caller
    from tests.world.network import Network

AT_ONCE = 8


def a_party(network: Network) -> dict[str, Any]:
    return {"kind": "user", "name": "李雷", "phone": network.phone()}


def a_new_customers_device(network: Network) -> dict[str, Any]:
    return {"party": a_party(network), "fault": "does not charge", "device": network.a.a_device()}


def phone_of(request: dict[str, Any]) -> str:
    return f"+86{request['phone']}"


def test_what_is_made_twice_under_one_key_is_made_once(rpc: Caller, network: Network, db: Db) -> None:
    request, key = a_party(network), uuid.uuid4().hex
    first = rpc.call(parties.register_party, network.a.desk, request, key=key)
    assert rpc.call(parties.register_party, network.a.desk, request, key=key) == first
    assert db("intake").parties.count_documents({"phone": phone_of(request)}) == 1


def test_a_key_is_refused_for_another_request(rpc: Caller, network: Network, db: Db) -> None:
    request, key = a_party(network), uuid.uuid4().hex
    first = rpc.call(parties.register_party, network.a.desk, request, key=key)
    with pytest.raises(KeyReused):
        rpc.call(parties.register_party, network.a.desk, request | {"name": "韩梅梅"}, key=key)
    document = db("intake").parties.find_one({"_id": first["id"]})
    assert document is not None
    assert (document["name"], document["version"]) == ("李雷", 1)


def test_one_key_of_two_people_is_two_commands(rpc: Caller, network: Network) -> None:
    request, key = a_party(network), uuid.uuid4().hex
    registered = [rpc.call(parties.register_party, who, request, key=key) for who in (network.a.desk, network.a.lead)]
    assert registered[0]["id"] != registered[1]["id"]


def test_a_change_sent_twice_under_one_key_is_made_once(rpc: Caller, network: Network) -> None:
    party_id = network.a.a_party()
    request, key = {"party_id": party_id, "name": "韩梅梅"}, uuid.uuid4().hex
    first = rpc.call(parties.edit_party, network.a.desk, request, key=key)
    rpc.call(parties.edit_party, network.a.desk, {"party_id": party_id, "name": "李雷"})
    assert rpc.call(parties.edit_party, network.a.desk, request, key=key) == first
    assert rpc.call(parties.get_party, network.a.desk, {"party_id": party_id})["name"] == "李雷"


def test_a_first_reply_is_given_in_a_state_that_would_refuse_the_command(rpc: Caller, network: Network) -> None:
    order = network.a.a_received_order()
    request, key = {"order_id": order.id, "reason": "changed their mind"}, uuid.uuid4().hex
    first = rpc.call(orders.cancel_order, network.a.desk, request, key=key)
    assert rpc.call(orders.cancel_order, network.a.desk, request, key=key) == first
    with pytest.raises(Refused):
        rpc.call(orders.cancel_order, network.a.desk, request)


def test_several_documents_of_one_command_are_written_together_and_once(rpc: Caller, network: Network, db: Db) -> None:
    request, key = a_new_customers_device(network), uuid.uuid4().hex
    first = rpc.call(receiving.receive_device, network.a.desk, request, key=key)
    assert rpc.call(receiving.receive_device, network.a.desk, request, key=key) == first
    order = db("intake").orders.find_one({"_id": first["id"]})
    assert order is not None
    assert db("intake").parties.count_documents({"phone": phone_of(request["party"])}) == 1
    assert db("intake").parties.count_documents({"_id": order["party_id"], "station_id": network.a.id}) == 1


def test_of_several_documents_none_is_written_when_one_is_refused(rpc: Caller, network: Network, db: Db) -> None:
    first = a_new_customers_device(network)
    rpc.call(receiving.receive_device, network.a.desk, first)
    second = a_new_customers_device(network) | {"device": first["device"]}
    with pytest.raises(Conflict) as refused:
        rpc.call(receiving.receive_device, network.a.desk, second)
    assert refused.value.reason == "serial_open"
    assert db("intake").parties.count_documents({"phone": phone_of(second["party"])}) == 0


@pytest.mark.parametrize("operation", [parties.register_party, receiving.receive_device])
def test_two_at_once_under_one_key_have_one_effect_and_one_reply(
    rpc: Caller, network: Network, db: Db, operation: Any
) -> None:
    request_body, key = a_new_customers_device(network), uuid.uuid4().hex
    request = request_body["party"] if operation is parties.register_party else request_body
    assert network.a.desk.api.token
    with ThreadPoolExecutor(AT_ONCE) as pool:
        calls = [pool.submit(rpc.call, operation, network.a.desk, request, key=key) for _ in range(AT_ONCE)]
        replies = [call.result() for call in calls]
    assert replies == [replies[0]] * AT_ONCE
    assert db("intake").parties.count_documents({"phone": phone_of(request_body["party"])}) == 1


def test_changes_by_many_at_once_are_all_made(rpc: Caller, network: Network) -> None:
    party_id = network.a.a_party()
    assert network.a.desk.api.token
    with ThreadPoolExecutor(AT_ONCE) as pool:
        requests = [{"party_id": party_id, "name": f"李雷 {number}"} for number in range(AT_ONCE)]
        calls = [pool.submit(rpc.call, parties.edit_party, network.a.desk, request) for request in requests]
        versions = sorted(call.result()["version"] for call in calls)
    assert versions == list(range(2, AT_ONCE + 2))


def test_a_change_of_another_version_than_was_read_is_stale(rpc: Caller, network: Network) -> None:
    party_id = network.a.a_party()
    request = {"party_id": party_id, "name": "韩梅梅"}
    with pytest.raises(Stale):
        rpc.call(parties.edit_party, network.a.desk, request, if_match=2)
    assert rpc.call(parties.edit_party, network.a.desk, request, if_match=1)["version"] == 2


def test_nothing_is_begun_for_a_caller_who_has_stopped_waiting(rpc: Caller, network: Network, db: Db) -> None:
    request = a_party(network)
    with pytest.raises(Unavailable):
        rpc.call(parties.register_party, network.a.desk, request, deadline=wall_now() - timedelta(seconds=1))
    assert db("intake").parties.count_documents({"phone": phone_of(request)}) == 0


def test_a_service_checks_the_token_and_the_post_by_itself(rpc: Caller, network: Network) -> None:
    with pytest.raises(Unauthenticated):
        rpc.call(parties.register_party, None, a_party(network))
    with pytest.raises(Forbidden):
        rpc.call(parties.register_party, network.a.bench, a_party(network))


def test_another_stations_document_is_not_found(rpc: Caller, network: Network) -> None:
    order = network.a.an_order_on_the_bench()
    for operation, request in (
        (intake.get_order, {"order_id": order.id}),
        (releases.close_order, {"order_id": order.id, "receipt": "signed"}),
    ):
        with pytest.raises(NotFound):
            rpc.call(operation, network.b.desk, request)
    with pytest.raises(NotFound):
        rpc.call(repair.start_diagnosis, network.b.bench, {"job_id": order.job})


def test_a_refusal_is_noted_without_a_value_that_was_sent(rpc: Caller, network: Network, db: Db) -> None:
    order = network.a.a_received_order()
    request = {"order_id": order.id, "channel": "wechat"}
    with pytest.raises(Refused):
        rpc.call(releases.notify_customer, network.a.desk, request, request_id=(mine := uuid.uuid4().hex))
    until(lambda: db("intake").kit_audit.find_one({"request_id": mine}) is not None, "moved to the audit trail")
    noted = list(db("intake").kit_audit.find({"request_id": mine}))
    assert [(row["outcome"], row["reason"], row["actor"]) for row in noted] == [
        ("refused", "order_received", network.a.desk.id)
    ]
    assert "wechat" not in str(noted)
