"""What clears the store, through HTTP: dead layers go back, awaited parts are ordered, write-offs are approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.world import between_stations as between
from tests.world.between_stations import refused
from tests.world.store_room import a_stocked_part, keeper, places_of

if TYPE_CHECKING:
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture
def a(network: Network) -> Station:
    return network.a


@pytest.fixture
def head(network: Network) -> Station:
    return between.with_a_store(network.head)


def test_a_dead_layer_is_proposed_once_and_goes_back_to_the_head(a: Station, head: Station) -> None:
    proposal = between.a_return_proposal(a)
    between.a_return_proposal(a)
    same = [item for item in _proposals(a) if item["id"] == proposal]
    assert len(same) == 1
    accepted = keeper(a).do.accept_return_proposal(proposal_id=proposal)
    transfer = keeper(a).do.get_transfer(transfer_id=accepted["transfer_id"])
    assert (transfer["reason"], transfer["lines"][0]["part_id"]) == ("dead_stock", same[0]["part_id"])
    assert refused(keeper(a).ask.accept_return_proposal(proposal_id=proposal)) == "proposal_accepted"


def test_the_dead_stock_list_shows_both_ages(a: Station) -> None:
    part = a_stocked_part(a)
    assert part not in [row["part_id"] for row in _dead(a, "warning")]
    (row,) = [row for row in _dead(a, "fresh") if row["part_id"] == part]
    (layer,) = row["layers"]
    assert (layer["station_age"], layer["network_age"], layer["quantity"]) == ("fresh", "fresh", 2)
    assert layer["value"] == {"amount": "172.00", "currency": "CNY"}


def test_what_jobs_wait_for_becomes_a_requisition_once(a: Station) -> None:
    proposal = between.a_reorder_proposal(a)
    assert refused(keeper(a).ask.order_proposed(proposal_id=proposal)) == "list_reported"
    keeper(a).do.acknowledge_awaiting_list(proposal_id=proposal)
    assert refused(keeper(a).ask.acknowledge_awaiting_list(proposal_id=proposal)) == "list_acknowledged"
    ordered = keeper(a).do.order_proposed(proposal_id=proposal)
    requisition = keeper(a).do.get_requisition(requisition_id=ordered["requisition_id"])
    assert (requisition["state"], requisition["reason"], requisition["proposal_id"]) == (
        "requested",
        "awaiting_parts",
        proposal,
    )
    assert refused(keeper(a).ask.order_proposed(proposal_id=proposal)) == "list_ordered"


def test_what_is_on_order_is_not_proposed_again(a: Station) -> None:
    ordered = between.an_acknowledged_proposal(a)
    requisition_id = keeper(a).do.order_proposed(proposal_id=ordered)["requisition_id"]
    part = keeper(a).do.get_requisition(requisition_id=requisition_id)["lines"][0]["part_id"]
    later = between.a_reorder_proposal(a)
    items = keeper(a).do.list_reorder_proposals(limit=200, sort="-reported_at")["items"]
    (proposal,) = [item for item in items if item["id"] == later]
    awaited = [line["part_id"] for own_list in proposal["lists"] for job in own_list["lines"] for line in job["lines"]]
    assert part in awaited
    assert part not in [line["part_id"] for line in proposal["lines"]]


def test_a_write_off_is_approved_by_another_person_at_the_head_and_moves_to_the_loss(a: Station) -> None:
    part = a_stocked_part(a)
    line = {"part_id": part, "place": "store", "quantity": 3}
    assert refused(keeper(a).ask.request_write_off(reason="crushed", lines=[line])) == "not_enough"
    write_off_id = keeper(a).do.request_write_off(reason="crushed", lines=[line | {"quantity": 1}])["id"]
    assert a.lead.ask.approve_write_off(station_id=a.id, write_off_id=write_off_id).status == 403
    assert places_of(a, part) == {"manufacturer": -2, "store": 2}
    supervisor = a.network.supervisor.api
    supervisor.do.approve_write_off(station_id=a.id, write_off_id=write_off_id)
    assert places_of(a, part) == {"manufacturer": -2, "store": 1, "loss": 1}
    assert supervisor.ask.approve_write_off(station_id=a.id, write_off_id=write_off_id).reason == "write_off_approved"


def test_nobody_approves_their_own_write_off(head: Station) -> None:
    both = head.network.hire(head.id, "storekeeper", "supervisor")
    line = {"part_id": a_stocked_part(head), "place": "store", "quantity": 1}
    write_off_id = both.do.request_write_off(reason="crushed", lines=[line])["id"]
    answer = both.ask.approve_write_off(station_id=head.id, write_off_id=write_off_id)
    assert answer.reason == "own_write_off"


def _proposals(at: Station) -> list[dict[str, Any]]:
    return list(keeper(at).do.list_return_proposals(limit=200, sort="-proposed_at")["items"])


def _dead(at: Station, age: str) -> list[dict[str, Any]]:
    return list(keeper(at).do.list_dead_stock(limit=200, sort="-oldest_at", age=age)["items"])
