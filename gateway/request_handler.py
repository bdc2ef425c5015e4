"""Carries an HTTP request to its operation: reads it strictly, calls the service, answers in the form of the API."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
from flask import Request, Response, current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from contracts.language.errors import Invalid
from contracts.language.operation import Empty
from gateway.body import object_of
from gateway.exports import answer as exports
from gateway.local_only import check_local
from stationkit.ground.clock import wall_now
from stationkit.messaging.call import Call
from stationkit.messaging.rpc_client import ANSWER_SECONDS

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation


_KEY = re.compile(r"[\x21-\x2b\x2d-\x7e]{1,255}")
"""No comma: two headers arrive as one with a comma between."""
_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')
_JSON = "application/json"
NO_VERSION = 0


def view_of(operation: AnyOperation) -> Callable[..., Response]:
    """The Flask view of a operation."""

    def view(**ids: str) -> Response:
        call = _call(operation, {name: str(value) for name, value in ids.items()})
        g.key = call.key
        if operation.is_list and "format" in call.request:
            return exports.answer(operation, call)
        if operation.development:
            check_local(request)
            result = current_app.extensions["stepping"].carry_out(operation, call)
        else:
            result = current_app.extensions["rpc"].call(operation, call)
        return _answer(operation, result)

    view.__name__ = operation.name
    return view


def _call(operation: AnyOperation, ids: dict[str, str]) -> Call:
    body = arguments() if operation.method == "GET" else _body()
    clashing = ids.keys() & body.keys()
    if clashing:
        raise Invalid("The request is not valid.", [f"{name}: Unknown field." for name in sorted(clashing)])
    return replace(call_of({**body, **ids}), key=_key(operation), if_match=_if_match())


def call_of(asked: dict[str, Any]) -> Call:
    """A call on behalf of whoever sent the HTTP request."""
    return Call(
        request=asked,
        deadline=wall_now() + timedelta(seconds=ANSWER_SECONDS),
        now=current_app.extensions["clock"].now(),
        token=token_of(request),
        request_id=g.request_id,
        traceparent=g.traceparent,
        source=request.remote_addr or "",
    )


def arguments() -> dict[str, Any]:
    """The query arguments; what is said several times as a list."""
    said = request.args.to_dict(flat=False)
    return {name: values[0] if len(values) == 1 else values for name, values in said.items()}


def _body() -> dict[str, Any]:
    if request.args:
        raise Invalid("The request is not valid.", [f"{name}: Unknown argument." for name in request.args])
    raw = request.get_data()
    if request.content_length is None and len(raw) >= current_app.config["MAX_CONTENT_LENGTH"]:
        raise RequestEntityTooLarge
    if not raw:
        return {}
    if request.mimetype != _JSON or request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("Send application/json, not compressed.")
    return object_of(raw)


def token_of(http_request: Request) -> str | None:
    """The bearer token that a request brings, whether or not it holds."""
    scheme, _, token = http_request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _key(operation: AnyOperation) -> str | None:
    if operation.kind == "query" or not operation.keyed:
        return None
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return uuid.uuid4().hex
    if not _KEY.fullmatch(key):
        raise Invalid("The request is not valid.", ["Idempotency-Key: 1 to 255 visible ASCII characters, no comma."])
    return key


def _if_match() -> int | None:
    header = request.headers.get("If-Match")
    if header is not None and request.method != "PATCH":
        raise Invalid("The request is not valid.", ["If-Match: Only an edit (PATCH) is bound to a version."])
    if header is None or header.strip() == "*":
        return None
    match = _ETAG.fullmatch(header.strip())
    return int(match.group(1)) if match else NO_VERSION


def _answer(operation: AnyOperation, result: Any) -> Response:
    if operation.reply is Empty:
        response = Response(status=204)
    else:
        response = Response(orjson.dumps(result), operation.status, content_type=_JSON)
        version = result.get("version")
        if isinstance(version, int):
            response.set_etag(str(version))
    return response
