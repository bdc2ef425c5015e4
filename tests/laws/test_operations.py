"""Every operation of the contract has one route, one method in its service, and one scenario that succeeds."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from types import FunctionType
from typing import TYPE_CHECKING, Any

import pytest
from marshmallow import RAISE

from contracts.language.catalogue import OPERATIONS, SERVICES
from contracts.language.payload import schema_of
from contracts.stations import network as network_contract
from services.intake.service import IntakeService
from stationkit.messaging.rpc import Rpc, rpc
from stationkit.process import entrypoints
from tests.world.prepared import Prepared
from tests.world.scenario import scenarios

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.language.operation import AnyOperation
    from tests.laws.probe import Probe

HEAD_FIRST = {"found_network"}  # possible once in a network's life: the fixture has done it


@dataclass(frozen=True)
class Catalogue:
    """The three places in which an operation stands: contract, OpenAPI document, services."""

    operations: Mapping[str, AnyOperation]
    document: Mapping[str, tuple[str, str]]
    methods: Mapping[str, tuple[str, ...]]


def check_operations(catalogue: Catalogue) -> list[str]:
    """Where an operation is missing, or is there without being in the contract, or has another route."""
    carried_out = {name: service for service, names in catalogue.methods.items() for name in names}
    places = {"the OpenAPI document": catalogue.document, "the services": carried_out}
    findings = [
        f"{name} is not in {place}" for place, names in places.items() for name in catalogue.operations.keys() - names
    ]
    findings += [
        f"{name} is in {place} only" for place, names in places.items() for name in names.keys() - catalogue.operations
    ]
    for name, operation in catalogue.operations.items():
        if catalogue.document.get(name, (operation.method, operation.path)) != (operation.method, operation.path):
            findings.append(f"{name} has another route in the document")
        if carried_out.get(name, operation.service) != operation.service:
            findings.append(f"{name} is carried out by {carried_out[name]}, not by {operation.service}")
    return sorted(findings)


def methods_of(service: type) -> tuple[str, ...]:
    """The names that a service class answers to over RPC by way of the kit, which asks who calls."""
    return tuple(name for name, member in vars(service).items() if _is_entrypoint(member) and _is_of_the_kit(member))


def _is_entrypoint(member: object) -> bool:
    return any(isinstance(entrypoint, Rpc) for entrypoint in getattr(member, "nameko_entrypoints", ()))


def _is_of_the_kit(member: object) -> bool:
    return isinstance(member, FunctionType) and member.__code__.co_filename == entrypoints.__file__


@pytest.fixture(scope="module")
def catalogue(probe: Probe) -> Catalogue:
    methods = {service: methods_of(_class_of(service)) for service in SERVICES}
    return Catalogue(OPERATIONS, probe.routes, methods)


def _class_of(service: str) -> type:
    members = vars(importlib.import_module(f"services.{service}.service")).values()
    (service_class,) = (
        member for member in members if isinstance(member, type) and getattr(member, "name", "") == service
    )
    return service_class


def test_contract_document_and_services_hold_the_same_operations(catalogue: Catalogue) -> None:
    assert check_operations(catalogue) == []
    assert len(catalogue.document) == len(OPERATIONS)


def test_an_operation_that_is_not_routed_is_found(catalogue: Catalogue) -> None:
    document = {name: at for name, at in catalogue.document.items() if name != "cancel_order"}
    findings = check_operations(replace(catalogue, document=document))
    assert findings == ["cancel_order is not in the OpenAPI document"]


def test_an_operation_with_another_route_is_found(catalogue: Catalogue) -> None:
    document = {**catalogue.document, "cancel_order": ("POST", "/orders/cancel")}
    findings = check_operations(replace(catalogue, document=document))
    assert findings == ["cancel_order has another route in the document"]


def test_operations_that_no_service_carries_out_by_way_of_the_kit_are_found(catalogue: Catalogue) -> None:
    class Shop:
        name = "intake"
        register_party = IntakeService.register_party

        @rpc
        def edit_party(self, data: dict[str, Any]) -> dict[str, Any]:
            return data

    methods = {**catalogue.methods, "intake": methods_of(Shop)}
    missing = {operation.name for operation in OPERATIONS.values() if operation.service == "intake"} - {
        "register_party"
    }
    findings = check_operations(replace(catalogue, methods=methods))
    assert findings == sorted(f"{name} is not in the services" for name in missing)


def test_an_operation_beside_the_contract_is_found(catalogue: Catalogue) -> None:
    methods = {**catalogue.methods, "repair": (*catalogue.methods["repair"], "drop_everything")}
    findings = check_operations(replace(catalogue, methods=methods))
    assert findings == ["drop_everything is in the services only"]


def test_every_operation_has_a_scenario() -> None:
    assert {*scenarios()} == {*OPERATIONS}


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - HEAD_FIRST))
def test_its_scenario_succeeds(probe: Probe, name: str) -> None:
    operation = OPERATIONS[name]
    answer = probe.send("http", operation, probe.prepared(operation))
    assert str(answer.status) in probe.success_of(operation), answer.body
    if answer.status != 204:
        schema_of(operation.reply).load(answer.body, unknown=RAISE)


def test_a_network_is_founded_once(planted: Probe) -> None:
    network = planted.network
    assert str(network.founded.status) in planted.success_of(network_contract.found_network)
    schema_of(network_contract.found_network.reply).load(network.founded.body, unknown=RAISE)
    again = planted.send("http", network_contract.found_network, Prepared(None, {}, network.founding))
    assert (again.status, again.reason) == (409, "network_founded")
