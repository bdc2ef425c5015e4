"""The HTTP application: routes, request ids, security headers, problems, documents. Stateless."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from contracts.language.catalogue import OPERATIONS
from gateway import assets, asyncapi, compression, docs, metrics, pages, problems, search, stream
from gateway.body import Timely
from gateway.clock import BusinessClock
from gateway.clock_stepper import ClockStepper
from gateway.notices import Notices
from gateway.prints import views as prints
from gateway.rate import RateLimit
from gateway.request_handler import token_of, view_of
from gateway.settings import Settings, read
from gateway.sources import Sources, is_near
from stationkit.ground import log
from stationkit.ground.clock import monotonic
from stationkit.ground.names import Names
from stationkit.messaging.rpc_client import Client, RpcClient
from stationkit.messaging.tokens import Verifier

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

PREFIX = "/api/v1"
FORWARDED_FOR = "X-Forwarded-For"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cache-Control": "no-store",
}
_log = structlog.get_logger()


class IdConverter(BaseConverter):
    """A path segment that is taken as an id; the service says whether it is one."""

    regex = "[0-9a-fA-F-]{36}"


def create_app(settings: Settings | None = None) -> Flask:
    """The application; connects to the broker at once, so make it after the fork."""
    settings = settings or read()
    log.set_up("gateway", settings.log_level)
    names = Names(settings.prefix)
    client = RpcClient(settings.amqp_uri, names)
    clock = BusinessClock(client, movable=settings.development)
    if settings.development:
        clock.follow()
    app = assembled(settings, client, clock)
    Notices(settings.amqp_uri, names, app.extensions["stream"].take, app.extensions["stream"].resume)
    return app


def assembled(settings: Settings, client: Client, clock: BusinessClock) -> Flask:
    """The application, put together from what calls services and what tells business time."""
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = settings.body_limit
    app.url_map.converters["id"] = IdConverter
    app.config["DEVELOPMENT"] = settings.development
    app.config["PROXIES"] = settings.proxies
    app.url_map.merge_slashes = False
    app.extensions["rpc"] = client
    app.extensions["verifier"] = Verifier(settings.public_keys)
    app.extensions["clock"] = clock
    app.extensions["stepping"] = ClockStepper(client, clock)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    operations = [operation for operation in OPERATIONS.values() if settings.development or not operation.development]
    _add_routes(app, operations)
    if settings.documents:
        asyncapi.add(app, PREFIX, settings.prefix)
        docs.add(app, PREFIX, operations)
    problems.register(app)
    app.extensions["rate"] = RateLimit(settings, app.extensions["verifier"])
    app.extensions["sources"] = Sources(settings.connections)
    app.before_request(_begin)
    app.after_request(_end)
    compression.add(app)
    return app


def _add_routes(app: Flask, operations: list[AnyOperation]) -> None:
    for operation in operations:
        rule = PREFIX + re.sub(r"{(\w+)}", r"<id:\1>", operation.path)
        app.add_url_rule(rule, operation.name, view_of(operation), methods=[operation.method])
    prints.add(app, PREFIX)
    search.add(app, PREFIX)
    stream.add(app, PREFIX)
    assets.add(app)
    pages.add(app)


def _begin() -> None:
    sent = request.headers.get("X-Request-ID", "")
    g.request_id = sent if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)
    trace = request.headers.get("traceparent", "")
    g.traceparent = trace if _TRACEPARENT.fullmatch(trace) else _new_trace()
    g.started = monotonic()
    if not current_app.config["PROXIES"] and FORWARDED_FOR in request.headers and is_near(request.remote_addr):
        metrics.not_believed.inc()
    current_app.extensions["rate"].check(token_of(request), request.remote_addr or "")
    _check_path(request.environ)
    request.environ["wsgi.input"] = Timely(request.environ["wsgi.input"])
    request.get_data()  # kept for whoever asks for it, so that it is late or too large here and nowhere else


def _check_path(environ: Mapping[str, Any]) -> None:
    """A path has one spelling. Raises `NotFound` for empty parts, and for a slash within one."""
    written = environ.get("RAW_URI", "").partition("?")[0]
    if "//" in environ["PATH_INFO"] or "%2f" in written.lower():
        raise NotFound


def _end(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-ID"] = g.request_id
    response.headers["traceparent"] = g.traceparent
    if g.get("key"):  # also beside a problem, so that what was lost can be sent again
        response.headers["Idempotency-Key"] = g.key
    line = _line(response)
    metrics.requests.labels(line["route"], line["method"], line["status"]).observe(line["ms"] / 1000)
    _log.info("request", **line)
    return response


def _line(response: Response) -> dict[str, Any]:
    return {
        "method": request.method,
        "route": request.endpoint or "none",
        "status": response.status_code,
        "ms": round((monotonic() - g.started) * 1000, 1),
        "request_id": g.request_id,
    }


def _new_trace() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
