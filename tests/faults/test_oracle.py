"""The oracle itself: each kind of damage, done to the database by hand, is found and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.repair.jobs import job_id_of
from tests.faults.load import workplace_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.oracle import Oracle
    from tests.world.network import Network

DAMAGES: dict[str, tuple[str, str, dict[str, str], dict[str, Any] | None]] = {
    "an event lost": ("intake", "kit_events", {"aggregate_id": "order", "type": "bench_accepted.v1"}, None),
    "an audit entry lost": ("intake", "kit_audit", {"aggregate_id": "order"}, None),
    "an audit entry altered": ("intake", "kit_audit", {"aggregate_id": "order"}, {"actor": "foreign engineer"}),
    "a job lost": ("repair", "jobs", {"order_id": "order"}, None),
    "an effect missed": ("repair", "jobs", {"order_id": "order"}, {"heard.desk_accepted:v1": 0}),
    "an event heard twice": ("intake", "orders", {"_id": "order"}, {"heard.job_finished:v1": 2}),
    "a copy behind": ("repair", "kit_copies", {"_id": "station"}, {"mark": 1}),
    "a foreign customer": ("intake", "orders", {"_id": "order"}, {"party_id": "foreign party"}),
    "a foreign engineer": ("repair", "jobs", {"order_id": "order"}, {"engineer_id": "foreign engineer"}),
}


@pytest.fixture(scope="module")
def order_id(network: Network, oracle: Oracle) -> Iterator[str]:
    """An order that came to its end; before and after all damages nothing is wrong."""
    worked = workplace_of(network.a).work_an_order([])
    assert oracle.violations() == []
    yield worked
    assert oracle.violations() == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_is_found(network: Network, oracle: Oracle, order_id: str, damage: str) -> None:
    meant = {"order": order_id, "station": network.a.id, "foreign party": network.b.customer}
    meant["foreign engineer"] = network.b.bench.id
    service, name, where, change = DAMAGES[damage]
    rows = oracle.db(service)[name]
    row = rows.find_one({field: meant.get(value, value) for field, value in where.items()})
    assert row is not None
    if change is None:
        rows.delete_one({"_id": row["_id"]})
    else:
        rows.update_one(
            {"_id": row["_id"]}, {"$set": {field: meant.get(value, value) for field, value in change.items()}}
        )
    violations = oracle.violations()
    rows.replace_one({"_id": row["_id"]}, row, upsert=True)
    assert rows.find_one({"_id": row["_id"]}) == row
    assert violations, f"{damage} was not found"
    concerned = (order_id, job_id_of(order_id), network.a.id)
    assert [line for line in violations if not any(word in line for word in concerned)] == []
