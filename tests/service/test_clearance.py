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
    same = [one for one in _proposals(a) if one["id"] == proposal]
    assert len(same) == 1
    accepted = keeper(a).api.post(f"/return-proposals/{proposal}/accept")
    transfer = keeper(a).api.get(f"/transfers/{accepted['transfer_id']}")
    assert (transfer["reason"], transfer["lines"][0]["part_id"]) == ("dead_stock", same[0]["part_id"])
    assert refused(a, f"/return-proposals/{proposal}/accept") == "proposal_accepted"


def test_the_dead_stock_list_shows_both_ages(a: Station) -> None:
    part = a_stocked_part(a)
    assert part not in [row["part_id"] for row in _dead(a, "warning")]
    (row,) = [row for row in _dead(a, "fresh") if row["part_id"] == part]
    (layer,) = row["layers"]
    assert (layer["station_age"], layer["network_age"], layer["quantity"]) == ("fresh", "fresh", 2)
    assert layer["value"] == {"amount": "172.00", "currency": "CNY"}


def test_what_jobs_wait_for_becomes_a_requisition_once(a: Station) -> None:
    proposal = between.a_reorder_proposal(a)
    path = f"/reorder-proposals/{proposal}"
    assert refused(a, f"{path}/order") == "list_reported"
    keeper(a).api.post(f"{path}/acknowledge")
    assert refused(a, f"{path}/acknowledge") == "list_acknowledged"
    ordered = keeper(a).api.post(f"{path}/order")
    requisition = keeper(a).api.get(f"/requisitions/{ordered['requisition_id']}")
    assert (requisition["state"], requisition["reason"], requisition["proposal_id"]) == (
        "requested",
        "awaiting_parts",
        proposal,
    )
    assert refused(a, f"{path}/order") == "list_ordered"


def test_what_is_on_order_is_not_proposed_again(a: Station) -> None:
    ordered = between.an_acknowledged_proposal(a)
    requisition_id = keeper(a).api.post(f"/reorder-proposals/{ordered}/order")["requisition_id"]
    part = keeper(a).api.get(f"/requisitions/{requisition_id}")["lines"][0]["part_id"]
    later = between.a_reorder_proposal(a)
    items = keeper(a).api.get("/reorder-proposals?limit=200&sort=-reported_at")["items"]
    (proposal,) = [item for item in items if item["id"] == later]
    awaited = [line["part_id"] for own_list in proposal["lists"] for job in own_list["lines"] for line in job["lines"]]
    assert part in awaited
    assert part not in [line["part_id"] for line in proposal["lines"]]


def test_a_write_off_is_approved_by_another_person_at_the_head_and_moves_to_the_loss(a: Station) -> None:
    part = a_stocked_part(a)
    line = {"part_id": part, "place": "store", "quantity": 3}
    assert refused(a, "/write-offs", {"reason": "crushed", "lines": [line]}) == "not_enough"
    write_off_id = keeper(a).api.post("/write-offs", {"reason": "crushed", "lines": [line | {"quantity": 1}]})["id"]
    path = f"/stations/{a.id}/write-offs/{write_off_id}/approve"
    assert a.lead.api.send("POST", path, {}).status == 403
    assert places_of(a, part) == {"manufacturer": -2, "store": 2}
    supervisor = a.network.supervisor.api
    supervisor.post(path)
    assert places_of(a, part) == {"manufacturer": -2, "store": 1, "loss": 1}
    assert supervisor.send("POST", path, {}).reason == "write_off_approved"


def test_nobody_approves_their_own_write_off(head: Station) -> None:
    both = head.network.hire(head.id, "storekeeper", "supervisor")
    line = {"part_id": a_stocked_part(head), "place": "store", "quantity": 1}
    write_off_id = both.api.post("/write-offs", {"reason": "crushed", "lines": [line]})["id"]
    answer = both.api.send("POST", f"/stations/{head.id}/write-offs/{write_off_id}/approve", {})
    assert answer.reason == "own_write_off"


def _proposals(at: Station) -> list[dict[str, Any]]:
    return list(keeper(at).api.get("/return-proposals?limit=200&sort=-proposed_at")["items"])


def _dead(at: Station, age: str) -> list[dict[str, Any]]:
    return list(keeper(at).api.get(f"/dead-stock?limit=200&sort=-oldest_at&age={age}")["items"])
