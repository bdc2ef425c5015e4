"""One search over what several services keep: all are asked at the same time, and what one cannot say is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
from flask import Flask, Response, current_app, request

from contracts.intake.order_search import search_orders
from contracts.inventory.store_search import search_store
from contracts.language.errors import ContractError, Invalid, Unauthenticated
from contracts.stations.staff_search import search_staff
from gateway import request_handler

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from stationkit.messaging.call import Call

SEARCHES: tuple[AnyOperation, ...] = (search_orders, search_store, search_staff)
NAME, PATH = "search", "/search"


@dataclass
class Hits:
    """What the services found, orders first; whether there is more; which of them are away, and why."""

    items: list[dict[str, Any]] = field(default_factory=list)
    more: bool = False
    away: dict[str, ContractError] = field(default_factory=dict)


def add(app: Flask, prefix: str) -> None:
    """Adds the search of all."""
    app.add_url_rule(f"{prefix}{PATH}", NAME, answer)


def answer() -> Response:
    """The search as a client of the API has it."""
    hits = search(request_handler.arguments())
    body = {"items": hits.items, "more": hits.more, "away": [*hits.away]}
    return Response(orjson.dumps(body), content_type="application/json")


def search(arguments: dict[str, Any]) -> Hits:
    """What all services find whose searches this caller may use, each for itself.

    Raises `Unauthenticated`, `Invalid` for what cannot be sought, and what one says where all are away.
    """
    caller = current_app.extensions["verifier"].caller(request_handler.token_of(request))
    operations = [operation for operation in SEARCHES if operation.permission in caller.permissions]
    call = request_handler.call_of(arguments)
    ask = partial(_asked, current_app.extensions["rpc"], call)
    with ThreadPoolExecutor(len(SEARCHES)) as pool:
        replies = dict(zip((operation.service for operation in operations), pool.map(ask, operations), strict=True))
    hits = Hits(away={service: reply for service, reply in replies.items() if isinstance(reply, ContractError)})
    if hits.away and len(hits.away) == len(replies):
        raise next(iter(hits.away.values()))
    for reply in replies.values():
        if not isinstance(reply, ContractError):
            hits.items += reply["items"]
            hits.more |= reply["more"]
    return hits


def _asked(rpc: Any, call: Call, operation: AnyOperation) -> dict[str, Any] | ContractError:
    """What one service found, or why it could not say."""
    try:
        reply: dict[str, Any] = rpc.call(operation, call)
    except (Unauthenticated, Invalid):
        raise
    except ContractError as error:
        return error
    return reply
