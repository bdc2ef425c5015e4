"""Bodies, received within a time and read strictly: a JSON object, not too deep, each name once, and JSON's numbers."""

from __future__ import annotations

import io
import json
from typing import IO, Any

import gevent
import orjson
from werkzeug.exceptions import RequestTimeout

from contracts.language.errors import Malformed

DEEPEST = 32
PIECE_BYTES, PIECE_SECONDS = 64 * 1024, 5.0


class Timely:
    """A request's body of which each 64 KiB must come within five seconds.

    Else reading raises `RequestTimeout`, once: whoever makes the answer then finds that there is no more.
    """

    def __init__(self, body: IO[bytes]) -> None:
        self._body = body

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """At most so many bytes, none at the end."""
        try:
            with gevent.Timeout(PIECE_SECONDS, RequestTimeout("The body did not come in time.")):
                return self._body.read(min(size, PIECE_BYTES))
        except RequestTimeout:
            self._body = io.BytesIO()
            raise


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
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Malformed("The body names a field twice.")
    return fields
