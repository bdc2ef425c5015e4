"""JSON bodies read strictly: an object, not too deep, each of its names once, no number that JSON does not know."""

from __future__ import annotations

import json
from typing import Any

import orjson

from contracts.errors import Malformed

DEEPEST = 32


def object_of(raw: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises `Malformed`."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"The body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise Malformed("The body is not a JSON object.")
    _check_depth(body, DEEPEST)
    json.loads(raw, object_pairs_hook=_each_once)
    return body


def _check_depth(value: Any, left: int) -> None:
    if isinstance(value, dict | list):
        if left == 0:
            raise Malformed(f"The body is nested more than {DEEPEST} levels deep.")
        for inner in value.values() if isinstance(value, dict) else value:
            _check_depth(inner, left - 1)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Malformed("The body names a field twice.")
    return found
