"""What belongs to another station is not found by any id in path, body or argument of the OpenAPI document.

Ids in the paths of the contract's operations are tried in `tests/laws/test_tenants.py`, through the API and past it.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.catalogue import OPERATIONS
from contracts.language.payload import schema_of
from contracts.language.permissions import permissions_of
from tests.attacks.sites import BESIDE, EACH, Site, document, operation_of, send_with, sites_of, with_all_routes
from tests.laws.probe import Probe, comparable
from tests.world.prepared import Prepared
from tests.world.scenario import scenarios
from tests.world.store_room import a_job_that_borrowed, a_part, a_receipt, a_stocked_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.language.operation import AnyOperation
    from tests.world.people import Person
    from tests.world.station import Station

OF_A: dict[str, Callable[[Station], str]] = {
    "actor_id": lambda a: a.bench.id,
    "author_id": lambda a: a.desk.id,
    "checklist_id": lambda a: a.id,
    "engineer_id": lambda a: a.bench.id,
    "from_station_id": lambda a: a.id,
    "holder_id": lambda a: a.bench.id,
    "job_id": a_job_that_borrowed,
    "liable_id": lambda a: a.bench.id,
    "object_id": lambda a: str(a.desk.do.get_finding(finding_id=a.a_finding())["object_id"]),
    "order_id": lambda a: a.an_order_on_the_bench().id,
    "part_id": a_stocked_part,
    "party_id": lambda a: a.customer,
    "person_id": lambda a: a.bench.id,
    "ref": lambda a: a_receipt(a, a_part(a)),
    "responsible_id": lambda a: a.bench.id,
    "staff_id": lambda a: a.bench.id,
    "stand_in_id": lambda a: a.lead.id,
    "station_id": lambda a: a.id,
}
"""Something of station A for every id that a body or an argument may carry; a new name needs its line here."""
AT_HOME: dict[tuple[str, str], Callable[[Station], str]] = {("list_kpi_records", "person_id"): lambda a: a.desk.id}
"""Where the same name finds, at home, something of somebody else."""
OF_ALL = {"part_id"}
"""Ids of what is the network's: the head writes it, every station reads it and may name it."""
BEFORE_IT_OPENED = "2020-01-06T02:00:00.000Z"
NOT_FOUND = ("not_found", "not_yet")
"""An id of nobody's, and one that the service has not heard of: to whoever may not know, both are."""


def unknown_routes(described: dict[str, Any]) -> list[str]:
    """Operations of the document of which nobody wrote down how to send them."""
    names = [method["operationId"] for methods in described["paths"].values() for method in methods.values()]
    return [name for name in names if name not in scenarios() and name not in BESIDE]


def unknown_ids(described: dict[str, Any]) -> list[str]:
    """Ids of the document for which there is no value of another station."""
    return [
        str(site)
        for site in sites_of(described)
        if site.is_id and site.where != "path" and _name_of(site) not in OF_A
        if not OF_ALL.issuperset(site.path[-1:])
    ]


def check_ids(probe: Probe) -> list[str]:
    """Where an id of station A is, for station B, anything but one that nobody has; or where it leaves a trace."""
    names = {operation.name for operation in probe.operations}
    of_a = cache(lambda name: OF_A[name](probe.network.a))
    return [
        f"{site} of another station: {said}"
        for site in sites_of(probe.document)
        if site.operation in names and site.is_id and site.where != "path" and _name_of(site) not in OF_ALL
        for said in _told_apart(probe, site, of_a(_name_of(site)))
    ]


def _name_of(site: Site) -> str:
    return next(name for name in reversed(site.path) if name != EACH)


def _told_apart(probe: Probe, site: Site, of_a: str) -> list[str]:
    operation = operation_of(site.operation)
    call = _in_b(probe, operation, _name_of(site))
    token = call.caller.api.token if call.caller else None
    if operation.kind == "command":
        probe.stand_still()
    values, before = (of_a, str(uuid.uuid4())), _written(probe, operation)
    answers = [send_with(probe, call, site, value, token) for value in values]
    findings = [] if _written(probe, operation) == before else ["something is written"]
    empty = answers[0].status < 300 and answers[0].body.get("items") == []
    if comparable(answers[0], values[0]) != comparable(answers[1], values[1]):
        findings.append(f"{answers[0].status}, but {answers[1].status} where nobody has it")
    if not empty and answers[0].code not in NOT_FOUND and not _is_forbidden(operation, call, answers[0].code):
        findings.append(f"{answers[0].status} {answers[0].code} {answers[0].reason}")
    return findings


def _written(probe: Probe, operation: AnyOperation) -> dict[tuple[str, str], int]:
    """What a command may have written; nothing else is under way."""
    if operation.kind == "query":
        return {}
    probe.rest()
    return probe.footprint(operation.service)


def _is_forbidden(operation: AnyOperation, call: Prepared, code: str) -> bool:
    """Whether nobody of a station may do it at all: then it is refused before any id is looked at."""
    posts = call.caller.posts if call.caller else ()
    return code == "forbidden" and operation.permission not in permissions_of(posts, ())


def _in_b(probe: Probe, operation: AnyOperation, name: str) -> Prepared:
    """A call that station B could make, but for that one field."""
    b = probe.network.b
    if name == "actor_id":
        importer = probe.network.an_importer_in(b.id)
        example = probe.example(operation, b)
        return replace(example, caller=importer, body={**example.body, "occurred_at": BEFORE_IT_OPENED})
    caller = b.who_may(operation.permission) if operation.permission else None
    prepared = probe.prepared(operation, b)
    return replace(prepared, caller=caller or (prepared.caller and b.lead))


def check_sheets(probe: Probe) -> list[str]:
    """Which of what the gateway prints shows station B that there is an order of station A."""
    whole, findings = with_all_routes(probe), []
    for name in ("print_receipt", "print_label"):
        orders = (probe.network.a.a_received_order().id, str(uuid.uuid4()))
        calls = [Prepared(probe.network.b.desk, {"order_id": order}) for order in orders]
        answers = [whole.send("http", BESIDE[name], call) for call in calls]
        said = [comparable(answer, order) for answer, order in zip(answers, orders, strict=True)]
        if said[0] != said[1] or answers[0].status != 404:
            findings.append(f"{name}: {answers[0].status}, but {answers[1].status} where nobody has it")
    return findings


def check_cursors(probe: Probe) -> list[str]:
    """Lists that go on, for station B, with what only station A sees, when B sends the cursor of A's list."""
    findings = []
    for operation in (query for query in probe.operations if "cursor" in schema_of(query.request).fields):
        call, reader = probe.prepared(operation), probe.network.b.lead
        first = probe.send("http", operation, replace(call, body={**call.body, "limit": "1"}))
        if first.body["next"]:
            starts: tuple[dict[str, str], ...] = ({}, {"cursor": first.body["next"]})
            sees, gets = (_listed(probe, operation, reader, {**call.body, **start}) for start in starts)
            findings += [] if gets <= sees else [f"{operation.name} goes on with another station's"]
    return findings


def _listed(probe: Probe, operation: AnyOperation, reader: Person, body: dict[str, Any]) -> set[str]:
    """All the reader gets, page by page, but for the filter by a station of which they know nothing."""
    query, items = {name: value for name, value in body.items() if name != "station_id"}, set[str]()
    while True:
        answer = probe.send("http", operation, Prepared(reader, {}, {**query, "limit": "200"}))
        items |= {str(item) for item in (answer.body.get("items") or ())}
        if not answer.body.get("next"):
            return items
        query["cursor"] = answer.body["next"]


def test_every_route_of_the_document_is_one_that_is_attacked() -> None:
    assert unknown_routes(document()) == []
    assert {*scenarios()} == {*OPERATIONS}


def test_there_is_something_of_another_stations_for_every_id_of_the_document() -> None:
    assert unknown_ids(document()) == []


def test_a_route_and_an_id_that_nobody_knows_are_found() -> None:
    described = document()
    schema = {"type": "object", "properties": {"lines": {"items": {"properties": {"shelf_id": {"format": "uuid"}}}}}}
    body = {"content": {"application/json": {"schema": schema}}}
    described["paths"]["/shelves"] = {"post": {"operationId": "build_shelf", "parameters": [], "requestBody": body}}
    assert unknown_routes(described) == ["build_shelf"]
    assert unknown_ids(described) == ["build_shelf: body lines.[].shelf_id"]


@pytest.mark.timeout(600)
def test_another_stations_id_in_a_body_or_argument_is_the_same_as_one_that_nobody_has(probe: Probe) -> None:
    assert check_ids(probe) == []


def test_another_stations_cursor_shows_nothing_of_that_station(probe: Probe) -> None:
    assert check_cursors(probe) == []


def test_another_stations_order_is_not_printed(probe: Probe) -> None:
    assert check_sheets(probe) == []


@pytest.mark.last
def test_the_same_arguments_find_something_at_home(finished: Probe) -> None:
    probe, a = finished, finished.network.a
    for site in sites_of(probe.document):
        if site.is_id and site.where == "query":
            name = site.path[0]
            operation, value = operation_of(site.operation), AT_HOME.get((site.operation, name), OF_A[name])(a)
            prepared = probe.prepared(operation)
            body = {name: value, **prepared.body}
            answer = probe.send("http", operation, replace(prepared, body=body))
            assert answer.body["items"], str(site)


def test_a_service_that_does_not_look_whose_id_it_is_given_is_found(planted: Probe) -> None:
    findings = check_ids(planted.only("record_visit", "list_visits", "list_orders"))
    taken = {f"record_visit: body {name} of another station" for name in ("party_id", "order_id")}
    assert {line.rpartition(": ")[0] for line in findings} == taken
