"""The page that operators and Kubernetes ask: alive, ready, and the metrics. Not for the public."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

Troubles = Callable[[], list[str]]


def page(troubles: Troubles) -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """The WSGI application that answers `/health/live`, `/health/ready` and `/metrics`."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest()]
        problems = troubles() if path == "/health/ready" else []
        is_health_page = path in ("/health/live", "/health/ready")
        status = "404 Not Found" if not is_health_page else "503 Service Unavailable" if problems else "200 OK"
        start_response(status, [("Content-Type", "application/json")])
        return [orjson.dumps({"ready": not problems, "troubles": problems})]

    return answer
