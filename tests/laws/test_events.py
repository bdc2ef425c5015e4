"""Every event is what the contract says, is told by one service, and is heard by those who should hear it."""

from __future__ import annotations

import ast
import importlib
import uuid
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from marshmallow import RAISE, ValidationError

from contracts.language.catalogue import EVENTS, SERVICES
from contracts.language.operation import Event
from contracts.language.payload import schema_of
from stationkit.storage.reference_data import PRODUCER as OF_THE_KIT
from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.laws.probe import Probe

ENVELOPE = {
    *("id", "type", "station_id", "aggregate_id", "counts", "occurred_at", "recorded_at"),
    *("actor", "causation", "traceparent", "imported", "data"),
}
EMITTING = {"emit", "emit_moved", "tell_remains"}
"""What is given an event in order to emit it."""
CONSUMING = {"consumes", "notes"}
"""What is given an event to make a service's entrypoint of it."""


def check_emitted(emitted: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """What is wrong with the envelopes that each service told, in the order in which they are kept."""
    return [
        f"{service} {envelope.get('type')}: {line}"
        for service, envelopes in emitted.items()
        for envelope in envelopes
        for line in _wrong(service, envelope)
    ]


def _wrong(service: str, envelope: dict[str, Any]) -> list[str]:
    if envelope.keys() != ENVELOPE:
        return [f"the envelope differs by {', '.join(sorted(envelope.keys() ^ ENVELOPE))}"]
    event = EVENTS.get(envelope["type"])
    if event is None or event.producer != service:
        return ["it is not this service's to tell"]
    try:
        schema_of(event.data).load(envelope["data"], unknown=RAISE)
    except ValidationError as error:
        return [f"{name}: {why}" for name, why in sorted(error.normalized_messages().items())]
    return [] if _is_well_formed(envelope) else ["a field of the envelope is not of its kind"]


def _is_well_formed(envelope: dict[str, Any]) -> bool:
    ids = [uuid.UUID(envelope[name]) for name in ("id", "station_id", "aggregate_id", "causation")]
    instants = [datetime.fromisoformat(envelope[name]) for name in ("occurred_at", "recorded_at")]
    counts = envelope["counts"].items()
    counted = all(EVENTS[name].producer == EVENTS[envelope["type"]].producer and number > 0 for name, number in counts)
    zoned = all(instant.utcoffset() is not None for instant in instants)
    return len(ids) == 4 and zoned and counted and isinstance(envelope["imported"], bool) and bool(envelope["actor"])


def check_order(emitted: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Aggregates whose events are not counted one by one from the first."""
    findings = []
    for service, envelopes in emitted.items():
        positions: dict[str, int] = {}
        for envelope in envelopes:
            position, aggregate = sum(envelope["counts"].values()), envelope["aggregate_id"]
            if position != positions.get(aggregate, 0) + 1:
                findings.append(f"{service} {envelope['type']}: number {position} after {positions.get(aggregate, 0)}")
            positions[aggregate] = position
    return findings


def emitted_by(probe: Probe) -> dict[str, list[dict[str, Any]]]:
    """Everything that the services have told, each aggregate's in order."""
    probe.settle()
    sort = [("aggregate_id", 1), ("position", 1)]
    return {
        service: [row["envelope"] for row in probe.db(service).kit_events.find().sort(sort)] for service in SERVICES
    }


def check_wiring(sources: Mapping[str, list[str]]) -> list[str]:
    """Events that another than their producer tells, that nobody tells, or that a hearer has no method for."""
    emitted = {service: set().union(*map(_emitted_in, texts)) for service, texts in sources.items()}
    consumed = {service: set().union(*map(_consumed_in, texts)) for service, texts in sources.items()}
    findings = []
    for event in EVENTS.values():
        producers = {service for service, types in emitted.items() if event.type in types}
        subscribers = {service for service, types in consumed.items() if event.type in types}
        expected = set() if event.producer == OF_THE_KIT else set(event.subscribers)
        findings += [
            f"{service} tells {event.type}, which is {event.producer}'s" for service in producers - {event.producer}
        ]
        findings += [f"{event.producer} never tells {event.type}"] if event.producer not in producers else []
        findings += [f"{service} has no method that hears {event.type}" for service in expected - subscribers]
        findings += [
            f"{service} hears {event.type}, which is not sent to it" for service in subscribers - set(event.subscribers)
        ]
    return sorted(findings)


def _emitted_in(text: str) -> set[str]:
    return _given_to(EMITTING, ast.parse(text))


def _consumed_in(text: str) -> set[str]:
    return _given_to(CONSUMING, ast.parse(text))


def _given_to(names: set[str], tree: ast.Module) -> set[str]:
    """The types of the events that functions or methods of these names are given."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return set(_types(tree, (argument for call in calls if _name_of(call) in names for argument in call.args)))


def _name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def _types(tree: ast.Module, nodes: Iterator[ast.AST]) -> Iterator[str]:
    """The types of the contract's events that these nodes name."""
    modules = {
        alias.asname or alias.name: importlib.import_module(f"{node.module}.{alias.name}")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("contracts.")
        for alias in node.names
        if Path(PROJECT, *str(node.module).split("."), f"{alias.name}.py").exists()
    }
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            named = getattr(modules[node.value.id], node.attr, None)
            if isinstance(named, Event):
                yield named.type


@pytest.fixture(scope="module")
def sources() -> dict[str, list[str]]:
    return {
        service: [path.read_text() for path in sorted(Path(PROJECT, "services", service).rglob("*.py"))]
        for service in SERVICES
    }


def test_every_event_is_told_by_its_producer_alone_and_heard_where_it_is_sent(sources: dict[str, list[str]]) -> None:
    assert check_wiring(sources) == []


def test_a_service_that_tells_what_is_anothers_is_found(sources: dict[str, list[str]]) -> None:
    text = (
        "from contracts.repair import jobs as repair\ndef f(work, order):\n    work.emit(order, repair.job_finished)\n"
    )
    findings = check_wiring({**sources, "intake": [*sources["intake"], text]})
    assert findings == ["intake tells job_finished.v1, which is repair's"]


def test_a_hearer_without_a_method_is_found(sources: dict[str, list[str]]) -> None:
    deaf = [text.replace("consumes(job_waits.job_waiting, ", "of(None, ") for text in sources["intake"]]
    assert check_wiring({**sources, "intake": deaf}) == ["intake has no method that hears job_waiting.v1"]


def test_an_event_that_is_not_told_any_more_is_found(sources: dict[str, list[str]]) -> None:
    silent = [text.replace("orders.order_abandoned", "None") for text in sources["intake"]]
    assert check_wiring({**sources, "intake": silent}) == ["intake never tells order_abandoned.v1"]


@pytest.mark.last
def test_everything_that_was_told_is_as_the_contract_says(finished: Probe) -> None:
    emitted = emitted_by(finished)
    assert check_emitted(emitted) == []
    assert {envelope["type"] for envelopes in emitted.values() for envelope in envelopes} == set(EVENTS)


@pytest.mark.last
def test_every_aggregates_events_are_counted_without_a_gap(finished: Probe) -> None:
    assert check_order(emitted_by(finished)) == []


def test_an_event_with_a_field_left_out_is_found(planted: Probe) -> None:
    order = planted.network.a.a_received_order()
    planted.network.a.desk.do.cancel_order(order_id=order.id, reason="changed their mind")
    missing = "['Missing data for required field.']"
    expected = {f"intake order_cancelled.v1: {name}: {missing}" for name in ("outcome", "reason")}
    assert set(check_emitted(emitted_by(planted))) == expected


def test_an_envelope_with_a_field_too_many_and_a_lost_event_are_found(planted: Probe) -> None:
    envelopes = emitted_by(planted)["repair"] or emitted_by(planted)["stations"]
    first, *rest = envelopes
    assert check_emitted({"stations": [{**first, "phone": ""}]}) == [
        f"stations {first['type']}: the envelope differs by phone"
    ]
    assert check_order({"stations": [first, first, *rest]}) != []
