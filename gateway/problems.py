"""Errors as `application/problem+json` with a stable code."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from flask import Flask, Response, g
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from contracts.language import errors

if TYPE_CHECKING:
    from contracts.language.errors import ContractError

CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "timeout",
    413: "too_large",
    415: "unsupported_media_type",
    429: "throttled",
}
RETRY_SECONDS = {"not_yet": "1", "unavailable": "2", "outcome_unknown": "2"}
MEDIA_TYPE = "application/problem+json"


def of_error(error: ContractError) -> Response:
    """A problem document for an error of the contract."""
    response = _problem(error.status, error.code, error.detail, error.params)
    retry = error.params.get("retry_after") or RETRY_SECONDS.get(error.code)
    if isinstance(retry, str):
        response.headers["Retry-After"] = retry
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="zongzhan"'
    return response


def of_http(error: HTTPException) -> Response:
    """A problem document for what Flask and Werkzeug refuse by themselves."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    code = CODES.get(status, "internal" if ours else "bad_request")
    response = _problem(status, code, str(error.description), {})
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def of_body(_error: ParseException) -> Response:
    """A problem document for a body that breaks HTTP's own rules, a chunk without its end for instance."""
    return of_error(errors.Malformed("The body is not HTTP as this server reads it."))


def register(app: Flask) -> None:
    """Every error of the application becomes a problem document."""
    app.register_error_handler(errors.ContractError, of_error)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(ParseException, of_body)


def _problem(status: int, code: str, detail: str, params: errors.Params) -> Response:
    body = body_of(status, code, detail, params, g.get("request_id", ""))
    return Response(body, status, content_type=MEDIA_TYPE)


def body_of(status: int, code: str, detail: str, params: errors.Params, request_id: str) -> bytes:
    """A problem document as it is sent."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "code": code}
    return orjson.dumps({**body, "detail": detail, "params": params, "request_id": request_id})
