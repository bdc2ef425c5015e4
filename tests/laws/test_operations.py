"""Every operation of the contract has one route, one method in its service, and one scenario that succeeds."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from types import FunctionType
from typing import TYPE_CHECKING, Any

import pytest
from marshmallow import RAISE

from contracts.intake import orders
from contracts.language.catalogue import OPERATIONS, SERVICES
from contracts.stations import accounts
from gateway.api import ROUTES
from gateway.route import Route
from services.intake.service import IntakeService
from stationkit.messaging.rpc import Rpc, rpc
from stationkit.process import kit
from tests.world.prepared import Prepared
from tests.world.scenario import scenarios

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.language.operation import Operation
    from tests.laws.probe import Probe

HEAD_FIRST = {"found_network"}  # possible once in a network's life: the fixture has done it


@dataclass(frozen=True)
class Catalogue:
    """The four places in which an operation stands: contract, OpenAPI document, routes, services."""

    operations: Mapping[str, Operation]
    document: Mapping[str, tuple[str, str]]
    routes: tuple[Route, ...]
    methods: Mapping[str, tuple[str, ...]]


def check_operations(catalogue: Catalogue) -> list[str]:
    """Where an operation is missing, or is there without being in the contract, or has no id in its path."""
    routed = {route.operation.name: route for route in catalogue.routes}
    carried_out = {name: service for service, names in catalogue.methods.items() for name in names}
    places = {"the OpenAPI document": catalogue.document, "the routes": routed, "the services": carried_out}
    found = [
        f"{name} is not in {place}" for place, names in places.items() for name in catalogue.operations.keys() - names
    ]
    found += [
        f"{name} is in {place} only" for place, names in places.items() for name in names.keys() - catalogue.operations
    ]
    for name, operation in catalogue.operations.items():
        found += _misrouted(operation, routed.get(name), catalogue.document.get(name))
        if carried_out.get(name, operation.service) != operation.service:
            found.append(f"{name} is carried out by {carried_out[name]}, not by {operation.service}")
    return sorted(found)


def _misrouted(operation: Operation, route: Route | None, documented: tuple[str, str] | None) -> list[str]:
    found = []
    for place, path in (("route", route and route.path), ("document", documented and documented[1])):
        found += [
            f"{operation.name}: {{{one}}} is not in the {place}'s path"
            for one in operation.ids
            if path and f"{{{one}}}" not in path
        ]
    if route and (route.method == "GET") != (operation.kind == "query"):
        found.append(f"{operation.name}: a {operation.kind} is routed as {route.method}")
    return found


def methods_of(service: type) -> tuple[str, ...]:
    """The names that a service class answers to over RPC by way of the kit, which asks who calls."""
    return tuple(name for name, one in vars(service).items() if _is_entrypoint(one) and _is_of_the_kit(one))


def _is_entrypoint(member: object) -> bool:
    return any(isinstance(one, Rpc) for one in getattr(member, "nameko_entrypoints", ()))


def _is_of_the_kit(member: object) -> bool:
    return isinstance(member, FunctionType) and member.__code__.co_filename == kit.__file__


@pytest.fixture(scope="module")
def catalogue(probe: Probe) -> Catalogue:
    methods = {service: methods_of(_class_of(service)) for service in SERVICES}
    return Catalogue(OPERATIONS, probe.routes, ROUTES, methods)


def _class_of(service: str) -> type:
    members = vars(importlib.import_module(f"services.{service}.service")).values()
    (found,) = (one for one in members if isinstance(one, type) and getattr(one, "name", "") == service)
    return found


def test_contract_document_routes_and_services_hold_the_same_operations(catalogue: Catalogue) -> None:
    assert check_operations(catalogue) == []
    assert len(catalogue.document) == len(OPERATIONS) == len(catalogue.routes)


def test_an_operation_that_is_not_routed_is_found(catalogue: Catalogue) -> None:
    routes = tuple(route for route in catalogue.routes if route.operation is not orders.cancel_order)
    document = {name: at for name, at in catalogue.document.items() if name != "cancel_order"}
    found = check_operations(replace(catalogue, routes=routes, document=document))
    assert found == ["cancel_order is not in the OpenAPI document", "cancel_order is not in the routes"]


def test_a_route_without_the_id_in_its_path_is_found(catalogue: Catalogue) -> None:
    wrong = Route("POST", "/orders/cancel", orders.cancel_order)
    routes = (*(route for route in catalogue.routes if route.operation is not orders.cancel_order), wrong)
    found = check_operations(replace(catalogue, routes=routes))
    assert found == ["cancel_order: {order_id} is not in the route's path"]


def test_operations_that_no_service_carries_out_by_way_of_the_kit_are_found(catalogue: Catalogue) -> None:
    class Shop:
        name = "intake"
        register_party = IntakeService.register_party

        @rpc
        def edit_party(self, data: dict[str, Any]) -> dict[str, Any]:
            return data

    methods = {**catalogue.methods, "intake": methods_of(Shop)}
    missing = {one.name for one in OPERATIONS.values() if one.service == "intake"} - {"register_party"}
    found = check_operations(replace(catalogue, methods=methods))
    assert found == sorted(f"{name} is not in the services" for name in missing)


def test_an_operation_beside_the_contract_is_found(catalogue: Catalogue) -> None:
    methods = {**catalogue.methods, "repair": (*catalogue.methods["repair"], "drop_everything")}
    found = check_operations(replace(catalogue, methods=methods))
    assert found == ["drop_everything is in the services only"]


def test_every_operation_has_a_scenario() -> None:
    assert {*scenarios()} == {*OPERATIONS}


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - HEAD_FIRST))
def test_its_scenario_succeeds(probe: Probe, name: str) -> None:
    operation = OPERATIONS[name]
    answer = probe.send("http", operation, probe.prepared(operation))
    assert str(answer.status) in probe.success_of(operation), answer.body
    if answer.status != 204:
        operation.reply().load(answer.body, unknown=RAISE)


def test_a_network_is_founded_once(planted: Probe) -> None:
    network = planted.network
    assert str(network.founded.status) in planted.success_of(accounts.found_network)
    accounts.found_network.reply().load(network.founded.body, unknown=RAISE)
    again = planted.send("http", accounts.found_network, Prepared(None, {}, network.founding))
    assert (again.status, again.reason) == (409, "network_founded")
