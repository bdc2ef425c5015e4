"""The OpenAPI 3.1 document, made from the contract, and the page that people read it on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response
from marshmallow import Schema

from contracts.language.fields import InstantField, MoneyField
from contracts.language.operation import ById, Empty, Nothing
from contracts.language.payload import schema_of
from gateway import extra_endpoints
from gateway.document import Document
from gateway.exports.answer import FORMATS

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

VERSION = "1"
LICENSE = {"name": "Apache License 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
PROBLEMS = {
    "400": "The request cannot be read",
    "401": "No token, or one that does not hold",
    "403": "Not allowed by your posts",
    "404": "Absent, or of another station",
    "409": "Refused by the rules, conflicting, or not yet known",
    "412": "Changed since it was read",
    "413": "The body is too large",
    "415": "Not application/json",
    "422": "A field is missing, unknown or wrong",
    "429": "Too many tries",
    "500": "A fault of ours",
    "503": "Certainly not done; send it again",
    "504": "Outcome unknown; send it again with the same key",
}
QUERY_PROBLEMS = ("400", "401", "403", "404", "409", "422", "429", "500", "503")
FORMAT = {
    "in": "query",
    "name": "format",
    "schema": {"type": "string", "enum": [*FORMATS]},
    "description": "All rows that match, as a file, in place of a page as JSON; without `limit` and `cursor`. "
    "CSV has any number of rows, Excel up to 100,000. Of what says how customers are reached, `party:export` is asked "
    "for, and a person has so many files a day as the policy `personal_data` says.",
}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>总站 Zongzhan API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/vendor/swagger-ui/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/static/vendor/swagger-ui/swagger-ui-bundle.js"></script>
<script src="/static/docs.js"></script>
</body>
</html>
"""
STYLED = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def add(app: Flask, prefix: str, operations: Sequence[AnyOperation]) -> None:
    """Adds `openapi.json` and the page that shows it; nothing on it asks another host."""
    document = Document(document_of(prefix, operations))

    def page() -> Response:
        return Response(PAGE, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": STYLED})

    app.add_url_rule(f"{prefix}/openapi.json", "openapi", document.answer)
    app.add_url_rule(f"{prefix}/docs", "docs", page)


def document_of(prefix: str, operations: Sequence[AnyOperation]) -> dict[str, Any]:
    """The OpenAPI document of these operations."""
    spec = new_spec(servers=[{"url": prefix}])
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    spec.components.schema("Problem", PROBLEM)
    for operation in operations:
        spec.path(path=operation.path, operations={operation.method.lower(): _operation(operation)})
    document: dict[str, Any] = spec.to_dict()
    document["paths"].update(extra_endpoints.paths_of(_problems(QUERY_PROBLEMS)))
    return document


def new_spec(**more: Any) -> APISpec:
    """A document to which the schemas of payloads can be added."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name_of)
    spec = APISpec(
        title="总站 Zongzhan",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": "After-sales platform of a head station and its sub-stations.", "license": LICENSE},
        **more,
    )
    assert plugin.converter is not None  # noqa: S101  # set by APISpec; narrows the type
    plugin.converter.add_attribute_function(_money)
    plugin.converter.add_attribute_function(_instant)
    return spec


PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "params", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; clients decide by it."},
        "detail": {"type": "string", "description": "English, for people who read logs."},
        "params": {
            "type": "object",
            "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        },
        "request_id": {"type": "string"},
    },
}


def _operation(operation: AnyOperation) -> dict[str, Any]:
    document: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.service],
        "description": _description(operation),
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    if operation.permission:
        document["security"] = [{"token": []}]
    if operation.method != "GET":
        content: dict[str, Any] = {"schema": _body_of(operation)}
        if operation.example is not None:
            content["example"] = operation.example
        document["requestBody"] = {"required": bool(_required(operation)), "content": {"application/json": content}}
    return document


def _body_of(operation: AnyOperation) -> Schema:
    return schema_of(Nothing if issubclass(operation.request, ById) else operation.request)


def _description(operation: AnyOperation) -> str:
    text = re.sub(r"\s+", " ", operation.request.__doc__ or "")
    return f"{text} Needs `{operation.permission}`." if operation.permission else text


def _required(operation: AnyOperation) -> list[str]:
    return [name for name, field in schema_of(operation.request).fields.items() if field.required]


def _parameters(operation: AnyOperation) -> list[Any]:
    ids = [
        {"in": "path", "name": name, "required": True, "schema": {"type": "string", "format": "uuid"}}
        for name in operation.ids
    ]
    if operation.method == "GET":
        parameters = [*ids, {"in": "query", "schema": schema_of(operation.request)}]
        return [*parameters, FORMAT] if operation.is_list else parameters
    if not operation.keyed:
        return ids
    key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
    parameters = [*ids, {"in": "header", "name": "Idempotency-Key", "schema": key}]
    if operation.method == "PATCH":
        parameters.append(
            {"in": "header", "name": "If-Match", "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'}}
        )
    return parameters


def _responses(operation: AnyOperation) -> dict[str, Any]:
    empty = operation.reply is Empty
    success: dict[str, Any] = {"description": "Done"}
    if not empty:
        success["content"] = {"application/json": {"schema": schema_of(operation.reply)}}
    if operation.is_list:
        success["content"] |= {media_type: {} for media_type in FORMATS.values()}
    problems = _problems(QUERY_PROBLEMS if operation.method == "GET" else PROBLEMS)
    return {"204" if empty else str(operation.status): success, **problems}


def _problems(codes: Iterable[str]) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": PROBLEMS[code], "content": content} for code in codes}


def _name_of(schema: type[Schema] | Schema) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return str(kind.__name__)


def _money(_converter: Any, field: Any, **_kwargs: Any) -> dict[str, Any]:
    if not isinstance(field, MoneyField):
        return {}
    amount = {"type": "string", "pattern": f"^{field.form}$"}
    return {
        "type": "object",
        "required": ["amount", "currency"],
        "additionalProperties": False,
        "properties": {"amount": amount, "currency": {"enum": ["CNY"]}},
    }


def _instant(_converter: Any, field: Any, **_kwargs: Any) -> dict[str, Any]:
    if not isinstance(field, InstantField):
        return {}
    kind: Any = ["string", "null"] if field.allow_none else "string"
    return {"type": kind, "format": "date-time"}
