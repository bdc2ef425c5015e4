"""Every list has an index for each of its filters, in each order that it can be had in: it costs what it shows."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contracts.language.paging import PageRequest
from stationkit.process.migrate import collections_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.language.operation import AnyOperation
    from stationkit.storage.documents import Collection, Document, Index
    from tests.laws.probe import Probe

NO_FILTERS = ("limit", "cursor", "sort", "station_id", "format")
VALUES: dict[str | None, str] = {
    "code": "4K7M-2Q9P-P",
    "phone": "13800138000",
    "week": "2026-W48",
    "uuid": str(uuid.UUID(int=1)),
    "date": "2026-11-23",
    "integer": "1",
    "boolean": "true",
    "string": "abcdef",
}
"""Something to look for, by a filter's name, its format or its type."""
FEW = ("stations.stations", "stations.policies", "stations.years", "quality.checklists")
"""What the head writes, of which there are some hundreds at most."""
WITHOUT_AN_INDEX = {
    "intake.orders by device.serial": "a device comes a few times",
    "intake.orders by custody.holder_id": "a person holds what is on one bench",
    "intake.orders by party_id": "a customer brings a few devices, a dealer some thousands",
    "intake.visits by kind": "no kind is rare",
    "quality.appeasements by order_id": "an order has a few",
    "quality.calls by stage": "each is a third of all",
    "notifications.deliveries by kind": "no kind is rare",
    "stations.staff by active": "a station has some dozen people",
    "stations.staff by posts": "the same",
    "quality.calls by order_id": "an order has three",
    "quality.spot_checks by week": "a week has a few",
    "oversight.rows by figures": "the records of one figure in the days that are looked at",
}
"""What is sorted after it was found, or picked out of what is sorted: why that is little, however long they work."""


def check_lists(probe: Probe, collections: Iterable[tuple[str, Collection[Any]]]) -> list[str]:
    """Lists that are refused, or whose rows are found and ordered otherwise than by an index."""
    findings: list[str] = []
    asked: list[tuple[str, Document, list[str]]] = []
    with probe.what_reaches_the_database(lambda service, row: asked.extend(_asked(service, row))):
        for operation in probe.operations:
            if issubclass(operation.request, PageRequest):
                findings += _ask(probe, operation)
    kept = dict(collections)
    return findings + sorted({_finding(*entry) for entry in asked if not _is_served(kept, *entry)})


def _ask(probe: Probe, operation: AnyOperation) -> list[str]:
    token, example = probe.token_for(operation), probe.example(operation, probe.network.a)
    calls = [replace(example, body=arguments) for arguments in _arguments_of(probe, operation)]
    answers = [probe.send("http", operation, call, token) for call in calls]
    return [f"{operation.name}: {answer.body}" for answer in answers if answer.status != 200]


def _arguments_of(probe: Probe, operation: AnyOperation) -> Iterator[dict[str, str]]:
    """Of one request for each filter, and one without any, in each order."""
    parameters = probe.document["paths"][probe.routes[operation.name][1]]["get"]["parameters"]
    declared = {parameter["name"]: parameter for parameter in parameters if parameter["in"] == "query"}
    values = {name: _value_of(parameter) for name, parameter in declared.items() if name not in NO_FILTERS}
    always = {name: value for name, value in values.items() if declared[name].get("required")}
    for sort in declared["sort"]["schema"]["enum"]:
        yield {"sort": sort, **always}
        yield from ({"sort": sort, **always, name: value} for name, value in values.items() if name not in always)


def _value_of(parameter: Document) -> str:
    schema = parameter["schema"]
    choices = [choice for choice in schema.get("enum", ()) if choice is not None]
    names = (parameter["name"], schema.get("format"), schema.get("type"))
    return str(choices[0]) if choices else next(VALUES[name] for name in names if name in VALUES)


def _asked(service: str, row: Document) -> Iterator[tuple[str, Document, list[str]]]:
    """The filter and the order of a page, which is told from other readings by its two keys."""
    command = row.get("command", {})
    if len(command.get("sort", ())) > 1:
        yield f"{service}.{command['find']}", command.get("filter", {}), [*command["sort"]]


def _is_served(kept: dict[str, Collection[Any]], name: str, filter_: Document, sort: list[str]) -> bool:
    is_little = name in FEW or _looked_for(name, filter_) in WITHOUT_AN_INDEX
    return is_little or any(_serves(index, filter_, sort) for index in kept[name].indexes)


def _serves(index: Index, filter_: Document, sort: list[str]) -> bool:
    """Whether its keys begin with what is equal and go on in the order; a span is one of the field sorted by."""
    keys = [key for key, _ in index.fields]
    if index.unique:
        return {*keys} <= filter_.keys()
    equal = {field for field, value in filter_.items() if not isinstance(value, dict) and field != "$or"}
    spans = filter_.keys() - equal - {"$or"}
    order = [field for field in sort if field not in equal]
    return {*keys[: len(equal)]} == equal and keys[len(equal) :] == order and spans <= {order[0]}


def _looked_for(name: str, filter_: Document) -> str:
    return f"{name} by {' '.join(sorted(filter_.keys() - {'station_id', '$or'})) or 'nothing'}"


def _finding(name: str, filter_: Document, sort: list[str]) -> str:
    return f"{_looked_for(name, filter_)} in the order of {sort[0]}"


def kept_by(probe: Probe) -> Iterator[tuple[str, Collection[Any]]]:
    """The collections of all services that the probe asks."""
    for service in {operation.service for operation in probe.operations}:
        yield from ((f"{service}.{collection.name}", collection) for collection in collections_of(service))


def test_every_list_has_an_index_for_each_filter_and_order(probe: Probe) -> None:
    assert check_lists(probe, kept_by(probe)) == []


def test_a_list_that_lost_an_index_is_found(probe: Probe) -> None:
    narrowed = probe.only("list_jobs")
    ((name, jobs),) = [entry for entry in kept_by(narrowed) if entry[0] == "repair.jobs"]
    left = tuple(index for index in jobs.indexes if index.keys != ("state", "bench_due_at", "_id"))
    assert check_lists(narrowed, [(name, replace(jobs, indexes=left))]) == [
        "repair.jobs by state in the order of bench_due_at"
    ]
