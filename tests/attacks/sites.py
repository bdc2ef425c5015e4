"""Every place in which a request of the OpenAPI document takes a value: path, query, header, and the whole body."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from contracts.intake.order_search import search_orders
from contracts.intake.orders import get_order
from contracts.intake.receiving import get_receipt
from contracts.language.catalogue import OPERATIONS
from contracts.language.operation import AnyOperation, Empty, Nothing, Operation
from gateway.app import PREFIX
from gateway.docs import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.laws.probe import Probe
    from tests.world.api import Answer
    from tests.world.prepared import Prepared

Json = dict[str, Any]
EACH = "[]"
ANY = "*"
BESIDE: dict[str, AnyOperation] = {
    "print_receipt": replace(get_receipt, name="print_receipt"),
    "print_label": replace(get_order, name="print_label"),
    "search": replace(search_orders, name="search"),
    "stream": Operation("intake", "stream", "", "GET", "/stream", get_order.permission, Nothing, Empty),
}
"""What the gateway answers by itself, as the operation whose permission it asks for."""


@dataclass(frozen=True)
class Site:
    """One place: `path` leads to it through the body, `[]` into a list and `*` into a field of any name."""

    operation: str
    where: str
    path: tuple[str, ...]
    schema: Mapping[str, Any] = field(hash=False, compare=False)

    def __str__(self) -> str:
        return f"{self.operation}: {self.where} {'.'.join(self.path)}"

    @property
    def is_id(self) -> bool:
        return self.schema.get("format") == "uuid"

    def takes(self, value: Any) -> bool:
        """Whether the document allows the value; nothing that an attack sends is an id, a day or an instant."""
        if "format" in self.schema and isinstance(value, str):
            return False
        if self.where == "query" and self.schema.get("type") == "boolean":
            return value in ("true", "false")
        return bool(Draft202012Validator(dict(self.schema)).is_valid(value))

    def put(self, body: Json, value: Any) -> Json:
        """The body with the value in this place."""
        changed: Json = _put(body, self.path, value)
        return changed


def document() -> Json:
    """The OpenAPI document as it is served."""
    described: Json = document_of(PREFIX, [*OPERATIONS.values()])
    return described


def operation_of(name: str) -> AnyOperation:
    """The operation that the document calls so. Raises `KeyError` for one that nobody knows how to send."""
    return OPERATIONS.get(name) or BESIDE[name]


def with_all_routes(probe: Probe) -> Probe:
    """The subject with the routes that the gateway answers by itself."""
    whole = probe.only(*(operation.name for operation in probe.operations))
    whole.routes = {
        described["operationId"]: (method.upper(), path)
        for path, methods in probe.document["paths"].items()
        for method, described in methods.items()
    }
    return whole


def sites_of(described: Json) -> list[Site]:
    """Every place, in the order of the document."""
    named = described["components"]["schemas"]
    return [
        site
        for methods in described["paths"].values()
        for operation in methods.values()
        for site in _sites(operation, named)
    ]


def _sites(operation: Json, named: Json) -> Iterator[Site]:
    for parameter in operation["parameters"]:
        yield Site(operation["operationId"], parameter["in"], (parameter["name"],), _whole(parameter["schema"], named))
    if "requestBody" in operation:
        body = _whole(operation["requestBody"]["content"]["application/json"]["schema"], named)
        for path, schema in _inside(body, ()):
            yield Site(operation["operationId"], "body", path, schema)


def _inside(schema: Json, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Json]]:
    parts = dict(schema.get("properties", {}))
    parts |= {EACH: schema["items"]} if "items" in schema else {}
    parts |= {ANY: schema["additionalProperties"]} if isinstance(schema.get("additionalProperties"), dict) else {}
    for name, inner in parts.items():
        yield (*path, name), inner
        yield from _inside(inner, (*path, name))
    for inner in schema.get("anyOf", []):
        yield from _inside(inner, path)


def _whole(schema: Any, named: Json) -> Any:
    """The schema with what it refers to in its place."""
    if isinstance(schema, list):
        return [_whole(part, named) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _whole(named[schema["$ref"].rpartition("/")[2]], named)
    return {name: _whole(inner, named) for name, inner in schema.items()}


def _put(inside: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    name, *rest = path
    if name == EACH:
        first, *others = inside or [{}]
        return [_put(first, tuple(rest), value), *others]
    fields = inside if isinstance(inside, dict) else {}
    name = next(iter(fields), "x") if name == ANY else name
    return {**fields, name: _put(fields.get(name), tuple(rest), value)}


def send_with(probe: Probe, call: Prepared, site: Site, value: Any, token: str | None) -> Answer:
    """The call with the value in this place, over HTTP."""
    operation, bearer = operation_of(site.operation), token or ""
    if site.where == "path":
        return probe.over_http(operation, replace(call, ids={**call.ids, site.path[0]: value}), bearer)
    if site.where == "header":
        return probe.over_http(operation, call, bearer, **{site.path[0].replace("-", "_"): value})
    return probe.over_http(operation, replace(call, body=site.put(call.body, value)), bearer)
