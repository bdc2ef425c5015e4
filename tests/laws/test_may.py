"""What a thing says may be done to it is what its service takes: no button that refuses, and none that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from contracts.intake import orders
from contracts.inventory.arrivals import arrival_id_of, get_arrival, list_arrivals, receive_transfer
from contracts.language.catalogue import OPERATIONS, SERVICES
from contracts.language.operation import IN_STATION
from contracts.stations.stations import get_station, list_stations
from stationkit.process.wiring import service_of
from stationkit.unit_of_work.guards import GUARDED
from tests.laws.probe import Probe
from tests.world.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.language.operation import AnyOperation
    from tests.world.people import Person

Row = dict[str, Any]
OF_THE_REQUEST = {
    *("no_finding", "not_asked_yet", "not_enough", "not_found", "not_holder", "not_in_sample", "part_not_on_receipt"),
    *("above_refund_limit", "receipt_not_of_release", "wrong_receipt_code"),
}
"""What the examples are refused for that the contract gives: they name nobody's ids, codes, parts and amounts."""
QUERIES = {operation.path: operation for operation in OPERATIONS.values() if operation.kind == "query"}
DONE = [
    getattr(method, GUARDED)
    for service in SERVICES
    for method in vars(service_of(f"services.{service}.service")).values()
    if hasattr(method, GUARDED)
]


@dataclass(frozen=True)
class Kind:
    """Things of a kind: how they are read, and what is done to them."""

    get: AnyOperation | None
    list: AnyOperation
    done: tuple[AnyOperation, ...]

    def rows(self, probe: Probe, person: Person) -> Iterator[Row]:
        """All of them that the person reads; nothing for whoever may not."""
        arguments: dict[str, Any] = {"limit": 200}
        while arguments:
            answer = probe.send("http", self.list, Prepared(person, {}, arguments))
            assert answer.status in (200, 403), answer
            page = answer.body if answer.status == 200 else {"items": [], "next": None}
            yield from page["items"]
            arguments = arguments | {"cursor": page["next"]} if page["next"] else {}

    def row(self, probe: Probe, person: Person, thing_id: str) -> Row | None:
        """The thing as the person reads it, by itself where it can be; None where it is not found."""
        if self.get is None:
            return next((row for row in self.rows(probe, person) if row["id"] == thing_id), None)
        answer = probe.send("http", self.get, Prepared(person, {self.get.ids[-1]: thing_id}))
        assert answer.status in (200, 403, 404), answer
        row: Row | None = answer.body if answer.status == 200 else None
        return row


def kinds() -> Iterator[Kind]:
    """Every kind of thing to which something is done."""
    for guarded in {id(guarded.collection): guarded for guarded in DONE}.values():
        get, rows = _reads(guarded.operation)
        yield Kind(get, rows, tuple(other.operation for other in DONE if other.collection is guarded.collection))


def _reads(operation: AnyOperation) -> tuple[AnyOperation | None, AnyOperation]:
    if operation is receive_transfer:
        return get_arrival, list_arrivals
    if operation.thing == "station":
        return get_station, list_stations
    noun, _, rest = operation.path.removeprefix(IN_STATION).partition("/{")
    return QUERIES.get(f"{noun}/{{{rest.partition('}')[0]}}}"), QUERIES[noun]


KINDS = {kind.list.name: kind for kind in kinds()}


def check_taken(probe: Probe, operation: AnyOperation) -> list[str]:
    """Where a call that is taken was not shown before as one that would be."""
    kind = next(kind for kind in KINDS.values() if operation in kind.done)
    prepared = probe.prepared(operation)
    assert prepared.caller is not None
    named = prepared.ids[operation.ids[-1]]
    row = kind.row(probe, prepared.caller, arrival_id_of(named) if operation is receive_transfer else named)
    assert row is not None
    assert probe.send("http", operation, prepared).status < 300
    return [] if operation.name in row["may"] else [f"{operation.name} is taken, and was not shown: {row['may']}"]


def check_shown(probe: Probe, kind: Kind) -> list[str]:
    """Where something is taken that is not shown, or is shown and refused for more than what the request says."""
    people = [*probe.network.a.people.values(), *probe.network.head.people.values()]
    tries = (
        (operation, person, thing)
        for thing in _samples(probe, kind, people)
        for person in people
        for operation in kind.done
    )
    return [line for attempt in tries for line in _wrong(probe, kind, *attempt)]


def _samples(probe: Probe, kind: Kind, people: list[Person]) -> list[str]:
    """A thing of each state at station A and elsewhere; none of the people and stations that others work with."""
    network = probe.network
    stations = (network.a, network.b, network.head)
    staff = {person.id for station in stations for person in station.people.values()}
    themselves = {network.supervisor.id, *staff, *(station.id for station in stations)}
    rows = (row for person in people for row in kind.rows(probe, person) if row["id"] not in themselves)
    groups = {(row.get("state"), row.get("station_id") == probe.network.a.id): row["id"] for row in rows}
    return list(groups.values())


def _wrong(probe: Probe, kind: Kind, operation: AnyOperation, person: Person, thing_id: str) -> list[str]:
    row = kind.row(probe, person, thing_id)
    if row is None:
        return []
    named = row["transfer_id"] if operation is receive_transfer else thing_id
    ids = {operation.ids[0]: row.get("station_id", ""), operation.ids[-1]: named}
    answer = probe.send("http", operation, Prepared(person, ids, dict(operation.example or {})))
    shown, case = operation.name in row["may"], f"{operation.name} by {person.posts} in {row.get('state')}: {answer}"
    if not shown and answer.status not in (403, 404, 409):
        return [f"not shown, and taken: {case}"]
    if shown and answer.status >= 400 and (answer.reason or answer.code) not in OF_THE_REQUEST:
        return [f"shown, and refused: {case}"]
    return []


@pytest.mark.parametrize("name", sorted(guarded.operation.name for guarded in DONE))
def test_what_is_taken_was_shown(probe: Probe, name: str) -> None:
    assert check_taken(probe, OPERATIONS[name]) == []


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_is_not_shown_is_refused_and_what_is_shown_is_not_but_for_the_request(finished: Probe, name: str) -> None:
    assert check_shown(finished, KINDS[name]) == []


def test_whatever_is_done_to_a_thing_is_done_by_its_guard() -> None:
    to_a_thing = {
        operation.name
        for operation in OPERATIONS.values()
        if operation.method in ("POST", "PATCH") and operation.ids[operation.acts_on_station :]
    }
    assert to_a_thing == {guarded.operation.name for guarded in DONE}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_list_and_single_thing_say_the_same(finished: Probe, name: str) -> None:
    kind, reader = KINDS[name], finished.network.a.lead
    listed = next(iter(kind.rows(finished, reader)), None)
    if listed is not None and kind.get is not None:
        alone = kind.row(finished, reader, listed["id"])
        assert alone is not None
        assert alone["may"] == listed["may"]


def test_a_service_that_shows_what_it_refuses_and_hides_what_it_takes_is_found(planted: Probe) -> None:
    assert planted.prepared(orders.cancel_order)
    mismatches = {line.partition(" by ")[0] for line in check_shown(planted, KINDS["list_orders"])}
    assert mismatches == {"shown, and refused: notify_customer", "not shown, and taken: cancel_order"}
