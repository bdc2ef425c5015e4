"""A search looks words up in the index that was made for it, and reads no more than it may put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.intake.order_search import search_orders
from contracts.inventory.store_search import search_store
from contracts.language.search import MOST
from contracts.stations.staff_search import search_staff
from stationkit.storage.documents import WORDS
from stationkit.unit_of_work.view import LOOKED_AT
from tests.world.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.laws.probe import Probe
    from tests.world.people import Person

SOUGHT = ("4K7M-2Q9P-P", "5678", "13812345678", "a", "x5", ".*", "%")
LOOKED_UP = {
    *("intake.orders", "intake.parties", "stations.staff", "stations.stations"),
    *("inventory.parts", "inventory.transfers", "inventory.arrivals", "inventory.requisitions"),
}


def check_searches(rows: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """Look-ups of words that go through no index of words, or through more documents than may be put in order."""
    findings = []
    for name, row in rows:
        if f"{WORDS}: 1" not in row["planSummary"] or "COLLSCAN" in row["planSummary"]:
            findings.append(f"{name}: {row['planSummary']}")
        if row["docsExamined"] > max(LOOKED_AT, MOST + 1):
            findings.append(f"{name}: {row['docsExamined']} documents")
    return findings


def look_ups(rows: list[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was asked of words, with the service and collection."""
    for service, row in rows:
        if WORDS in str(row.get("command", {}).get("filter") or row.get("command", {}).get("pipeline")):
            yield f"{service}.{row['ns'].rpartition('.')[2]}", row


def _searched(probe: Probe, person: Person) -> list[tuple[str, dict[str, Any]]]:
    rows: list[tuple[str, dict[str, Any]]] = []
    with probe.what_reaches_the_database(lambda service, row: rows.append((service, row))):
        for operation in (search_orders, search_store, search_staff):
            for q in SOUGHT:
                answer = probe.send("rpc", operation, Prepared(person, {}, {"q": q}))
                assert answer.status == 200, answer
    return list(look_ups(rows))


@pytest.mark.parametrize("whose", ["station", "head"])
def test_every_word_is_looked_up_in_the_index_of_words(probe: Probe, whose: str) -> None:
    person = probe.network.a.desk if whose == "station" else probe.network.supervisor
    rows = _searched(probe, person)
    assert {name for name, _ in rows} == (LOOKED_UP if whose == "head" else LOOKED_UP - {"stations.stations"})
    assert check_searches(rows) == []


def test_a_look_up_that_reads_the_whole_collection_is_found() -> None:
    row = {"planSummary": "COLLSCAN", "docsExamined": LOOKED_AT + 1}
    assert check_searches([("intake.orders", row)]) == ["intake.orders: COLLSCAN", "intake.orders: 501 documents"]
