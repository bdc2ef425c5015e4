"""A document of the API: made once, sent compressed where that is taken, and not to whom has it already."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from flask import Response, request

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/json"
CACHED = "public, max-age=300"
COMPRESSION = "gzip"


class Document:
    """JSON as it is sent, plain and compressed."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._plain = orjson.dumps(content)
        self._compressed = gzip.compress(self._plain)
        self._digest = hashlib.sha256(self._plain).hexdigest()[:16]

    def answer(self) -> Response:
        """The document in the form that the client takes; 304 where it has it."""
        if request.accept_encodings[COMPRESSION]:
            response = Response(self._compressed, content_type=MEDIA_TYPE, headers={"Content-Encoding": COMPRESSION})
            response.set_etag(f"{self._digest}-{COMPRESSION}")
        else:
            response = Response(self._plain, content_type=MEDIA_TYPE)
            response.set_etag(self._digest)
        response.headers["Cache-Control"] = CACHED
        response.vary.add("Accept-Encoding")
        response.make_conditional(request.environ)
        return response
