"""Parts between stations through HTTP: asked for, approved, packed, shipped, received; and all that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.inventory.arrivals import arrival_id_of
from tests.world import between_stations as between
from tests.world.between_stations import refused
from tests.world.people import until
from tests.world.store_room import a_part, a_stocked_part, inspect, keeper, places_of, stock_of

if TYPE_CHECKING:
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture
def a(network: Network) -> Station:
    return network.a


@pytest.fixture
def head(network: Network) -> Station:
    return between.with_a_store(network.head)


def receive(at: Station, transfer: str, part: str, **counts: Any) -> Answer:
    body = {"lines": [{"part_id": part, **counts}]}
    return keeper(at).ask.receive_transfer(transfer_id=transfer, **body)


def closed(sender: Station, transfer: str) -> dict[str, Any]:
    expected: dict[str, Any] = keeper(sender).until.get_transfer(
        lambda body: body["state"] == "closed", transfer_id=transfer
    )
    return expected


def test_a_part_goes_from_the_head_to_a_station_that_asked_for_it(a: Station, head: Station) -> None:
    part = a_stocked_part(head, 5)
    requisition = between.a_requisition(a, part, 3)
    transfer = between.approve(a, requisition, head)
    between.pack(head, transfer)
    assert (stock_of(head, part)["reserved"], stock_of(head, part)["free"]) == (3, 2)
    between.ship(head, transfer, a)
    assert places_of(head, part) == {"manufacturer": -5, "store": 2, f"transit_out:{transfer}": 3}
    assert places_of(a, part) == {"network": -3, f"transit_in:{transfer}": 3}
    arrival = keeper(a).do.get_arrival(arrival_id=arrival_id_of(transfer))
    assert arrival["from_station_name"] == keeper(head).do.get_me()["station_name"]
    assert (
        keeper(head).do.get_transfer(transfer_id=transfer)["to_station_name"] == keeper(a).do.get_me()["station_name"]
    )
    assert receive(a, transfer, part, received=3).status == 200
    assert closed(head, transfer)["lines"][0]["received"] == 3
    assert places_of(head, part) == {"manufacturer": -5, "store": 2, "network": 3}
    assert places_of(a, part) == {"network": -3, "quarantine": 3}
    assert keeper(a).do.get_requisition(requisition_id=requisition)["state"] == "filled"


def test_what_arrives_keeps_the_age_that_it_has_in_the_network(a: Station, head: Station) -> None:
    transfer, part = between.a_shipped_transfer(a, head)
    before = stock_of(head, part)["layers"][0]
    assert receive(a, transfer, part, received=2).status == 200
    (layer,) = stock_of(a, part)["layers"]
    assert (layer["place"], layer["received_at"]) == ("quarantine", before["received_at"])
    assert layer["arrived_at"] > before["arrived_at"]
    assert layer["cost"] == before["cost"]


def test_what_comes_back_is_as_old_as_it_was(a: Station, head: Station) -> None:
    part = a_stocked_part(a)
    before = stock_of(a, part)["layers"][0]
    transfer = keeper(a).do.open_return(reason="surplus", lines=[{"part_id": part, "quantity": 2}])["id"]
    assert refused(keeper(a).ask.pack_transfer(transfer_id=transfer)) == "transfer_requested"
    between.pack(a, between.approved_by_lead(a, transfer))
    between.ship(a, transfer, head)
    assert receive(head, transfer, part, received=2).status == 200
    receipt = _receipt_of(head, transfer)
    inspect(head, receipt, part, 2)
    back = between.approve(a, between.a_requisition(a, part, 2), head)
    between.pack(head, back)
    between.ship(head, back, a)
    assert receive(a, back, part, received=2).status == 200
    (layer,) = stock_of(a, part)["layers"]
    assert (layer["received_at"], layer["arrived_at"]) == (before["received_at"], before["arrived_at"])


def test_what_arrived_is_inspected_by_an_engineer_who_did_not_receive_it(a: Station, head: Station) -> None:
    transfer, part = between.a_shipped_transfer(a, head)
    assert receive(a, transfer, part, received=2).status == 200
    receipt = _receipt_of(a, transfer)
    lines = {"lines": [{"part_id": part, "passed": 1, "failed": 1}]}
    assert keeper(a).ask.inspect_receipt(receipt_id=receipt, **lines).status == 403
    inspect(a, receipt, part, 1, 1)
    assert places_of(a, part) == {"network": -2, "store": 1, "defective": 1}


def test_damage_and_loss_are_recorded_with_who_is_liable(a: Station, head: Station) -> None:
    transfer, part = between.a_shipped_transfer(a, head, 4)
    assert receive(a, transfer, part, received=1).status == 200
    followed = keeper(head).until.get_transfer(lambda body: body["state"] != "shipped", transfer_id=transfer)
    assert (followed["state"], followed["lines"][0]["in_transit"]) == ("partly_received", 3)
    assert receive(a, transfer, part, damaged=1, lost=1).reason == "liable_missing"
    assert receive(a, transfer, part, damaged=1, liable="sender").status == 200
    assert receive(a, transfer, part, received=1, lost=1, liable="carrier").status == 200
    assert places_of(a, part) == {"network": -4, "quarantine": 2, f"transit_in:{transfer}": 2}
    arrival = keeper(a).do.get_arrival(arrival_id=arrival_id_of(transfer))
    assert (arrival["state"], arrival["lines"][0]["missing"]) == ("partly_received", 2)
    assert [(loss["kind"], loss["liable"]) for loss in arrival["losses"]] == [
        ("damaged", "sender"),
        ("lost", "carrier"),
    ]
    decided = {"station_id": a.id, "arrival_id": arrival_id_of(transfer), "agreed": True}
    assert a.lead.ask.decide_loss(**decided).code == "forbidden"
    assert between.supervisor(a).do.decide_loss(**decided)["state"] == "received"
    (line,) = closed(head, transfer)["lines"]
    assert (line["shipped"], line["received"], line["damaged"], line["lost"]) == (4, 2, 1, 1)
    assert places_of(a, part) == {"network": -4, "quarantine": 2, "defective": 1, "loss": 1}
    arrival = keeper(a).do.get_arrival(arrival_id=arrival_id_of(transfer))
    assert [reception["liable"] for reception in arrival["receptions"]] == [None, "sender", "carrier"]


def test_nothing_is_received_before_it_was_shipped_nor_twice_nor_more_than_was(a: Station, head: Station) -> None:
    transfer, part = between.an_approved_transfer(a, head)
    assert receive(a, transfer, part, received=2).reason == "not_shipped"
    between.pack(head, transfer)
    assert receive(a, transfer, part, received=2).reason == "not_shipped"
    between.ship(head, transfer, a)
    assert receive(a, transfer, part, received=3).reason == "more_than_shipped"
    assert receive(a, transfer, a_part(a), received=1).reason == "part_not_shipped"
    assert receive(a, transfer, part).reason == "nothing_received"
    assert receive(a, transfer, part, received=2).status == 200
    assert receive(a, transfer, part, received=1).reason == "transfer_received"
    assert places_of(a, part) == {"network": -2, "quarantine": 2}


def test_nothing_is_shipped_unpacked_or_twice_and_no_more_is_packed_than_there_is(a: Station, head: Station) -> None:
    part = a_stocked_part(head, 2)
    transfer = between.approve(a, between.a_requisition(a, part, 3), head)
    assert refused(keeper(head).ask.ship_transfer(transfer_id=transfer)) == "transfer_approved"
    assert refused(keeper(head).ask.pack_transfer(transfer_id=transfer)) == "not_enough"
    assert (
        refused(keeper(head).ask.pack_transfer(transfer_id=transfer, lines=[{"part_id": part, "quantity": 4}]))
        == "more_than_approved"
    )
    keeper(head).do.pack_transfer(transfer_id=transfer, lines=[{"part_id": part, "quantity": 2}])
    assert refused(keeper(head).ask.pack_transfer(transfer_id=transfer)) == "transfer_packed"
    between.ship(head, transfer, a)
    assert refused(keeper(head).ask.ship_transfer(transfer_id=transfer)) == "transfer_shipped"
    assert refused(keeper(head).ask.cancel_transfer(transfer_id=transfer, reason="changed")) == "transfer_shipped"
    assert places_of(head, part) == {"manufacturer": -2, f"transit_out:{transfer}": 2}


def test_what_is_reserved_for_a_transfer_cannot_be_packed_for_another(a: Station, head: Station) -> None:
    transfer, part = between.an_approved_transfer(a, head)
    other = between.approve(a, between.a_requisition(a, part, 1), head)
    between.pack(head, transfer)
    assert refused(keeper(head).ask.pack_transfer(transfer_id=other)) == "not_enough"
    keeper(head).do.cancel_transfer(transfer_id=transfer, reason="the other first")
    between.pack(head, other)
    assert (stock_of(head, part)["reserved"], stock_of(head, part)["free"]) == (1, 1)


def test_a_cancelled_transfer_lets_the_head_approve_from_elsewhere(network: Network, head: Station) -> None:
    a, b = network.a, network.b
    part = a_stocked_part(b)
    requisition = between.a_requisition(a, part)
    first = between.approve(a, requisition, head)
    assert refused(keeper(head).ask.pack_transfer(transfer_id=first)) == "not_enough"
    keeper(head).do.cancel_transfer(transfer_id=first, reason="none here")
    keeper(a).until.get_requisition(lambda body: body["state"] == "requested", requisition_id=requisition)
    second = between.approve(a, requisition, b)
    between.pack(b, second)
    between.ship(b, second, a)
    assert receive(a, first, part, received=1).reason == "transfer_cancelled"
    assert receive(a, second, part, received=2).status == 200
    assert closed(b, second)["requisition_id"] == requisition


def test_another_stations_transfer_is_not_found(network: Network, head: Station) -> None:
    a, b = network.a, network.b
    transfer, part = between.an_approved_transfer(a, head)
    api = keeper(b).api
    for answer in (
        api.ask.get_transfer(transfer_id=transfer),
        api.ask.pack_transfer(transfer_id=transfer),
        api.ask.ship_transfer(transfer_id=transfer),
        api.ask.cancel_transfer(transfer_id=transfer, reason="no"),
        receive(b, transfer, part, received=1),
        receive(head, transfer, part, received=1),
    ):
        assert (answer.status, answer.code) == (404, "not_found")
    assert keeper(head).do.get_transfer(transfer_id=transfer)["state"] == "approved"


def test_nobody_approves_what_they_asked_for_and_a_sub_station_approves_nothing(a: Station, head: Station) -> None:
    both = a.network.hire(head.id, "storekeeper", "supervisor")
    lines = [{"part_id": a_part(a), "quantity": 1}]
    own = both.do.open_requisition(reason="usage", lines=lines)["id"]
    body = {"from_station_id": a.id}
    answer = both.ask.approve_requisition(station_id=head.id, requisition_id=own, **body)
    assert answer.reason == "own_requisition"
    requisition = between.a_requisition(a, a_part(a))
    assert (
        a.lead.ask.approve_requisition(station_id=a.id, requisition_id=requisition, from_station_id=head.id).status
        == 403
    )
    supervisor = a.network.supervisor.api
    assert (
        supervisor.ask.approve_requisition(station_id=a.id, requisition_id=requisition, from_station_id=a.id).reason
        == "same_station"
    )
    nobody = "00000000-0000-4000-8000-000000000000"
    assert (
        supervisor.ask.approve_requisition(station_id=a.id, requisition_id=requisition, from_station_id=nobody).code
        == "not_found"
    )
    supervisor.do.approve_requisition(station_id=a.id, requisition_id=requisition, from_station_id=head.id)
    assert (
        supervisor.ask.approve_requisition(station_id=a.id, requisition_id=requisition, from_station_id=head.id).reason
        == "requisition_approved"
    )


def test_a_rejected_requisition_opens_no_transfer(a: Station, head: Station) -> None:
    requisition = between.a_requisition(a, a_part(a))
    a.network.supervisor.do.reject_requisition(station_id=a.id, requisition_id=requisition, reason="enough in store")
    reply = keeper(a).do.get_requisition(requisition_id=requisition)
    assert (reply["state"], reply["decision"], reply["transfer_id"]) == ("rejected", "enough in store", None)
    answer = a.network.supervisor.ask.approve_requisition(
        station_id=a.id, requisition_id=requisition, from_station_id=head.id
    )
    assert answer.reason == "requisition_rejected"


def test_the_head_recalls_parts_and_returns_nothing_to_itself(a: Station, head: Station) -> None:
    body = {"reason": "recall", "lines": [{"part_id": a_stocked_part(a), "quantity": 2}]}
    recall = a.network.supervisor.do.recall_parts(station_id=a.id, **body)
    transfer = keeper(a).do.get_transfer(transfer_id=recall["id"])
    assert (transfer["state"], transfer["reason"], transfer["to_station_id"]) == ("approved", "recall", head.id)
    assert refused(keeper(head).ask.open_return(**body)) == "head_station"


def test_a_part_twice_on_a_document_is_named(a: Station) -> None:
    line = {"part_id": a_part(a), "quantity": 1}
    answer = keeper(a).ask.open_requisition(reason="usage", lines=[line, line])
    assert (answer.status, answer.body["params"]["fields"]) == (422, ["lines.1.part_id: Named before."])


def test_nothing_is_shipped_on_a_closed_day(network: Network) -> None:
    at = network.an_open_station()
    transfer = between.a_packed_return(at)
    at.close_day()
    keeper(at).until.list_store_days(lambda body: [item["state"] for item in body["items"]] == ["closed"])
    assert refused(keeper(at).ask.ship_transfer(transfer_id=transfer)) == "day_closed"
    assert keeper(at).do.get_transfer(transfer_id=transfer)["state"] == "packed"


def test_a_repeated_reception_with_the_same_key_changes_nothing(a: Station, head: Station) -> None:
    transfer, part = between.a_shipped_transfer(a, head)
    body = {"lines": [{"part_id": part, "received": 1}]}
    first = keeper(a).ask.receive_transfer(transfer_id=transfer, **body, key=transfer)
    again = keeper(a).ask.receive_transfer(transfer_id=transfer, **body, key=transfer)
    assert (first.status, again.body) == (200, first.body)
    assert places_of(a, part) == {"network": -2, f"transit_in:{transfer}": 1, "quarantine": 1}


def test_a_waiting_job_gets_the_part_that_the_head_sent(a: Station, head: Station) -> None:
    order, part = a.a_job_in_repair(), a_stocked_part(head, 1)
    expected = {"parts": ["battery"], "lines": [{"part_id": part, "quantity": 1}]}
    a.bench.do.await_parts(job_id=order.job, **expected)
    transfer = between.approve(a, between.a_requisition(a, part, 1), head)
    between.pack(head, transfer)
    between.ship(head, transfer, a)
    assert receive(a, transfer, part, received=1).status == 200
    until(lambda: bool(stock_of(a, part)["claims"]), "the store knows that the job waits")
    inspect(a, _receipt_of(a, transfer), part, 1)
    a.bench.until.get_job(lambda body: not body["awaiting_parts"], job_id=order.job)
    assert stock_of(a, part)["reserved"] == 1


def _receipt_of(at: Station, transfer: str) -> str:
    items = keeper(at).do.list_receipts(limit=200, sort="-received_at")["items"]
    return str(next(item["id"] for item in items if item["delivery_note"] == transfer))
