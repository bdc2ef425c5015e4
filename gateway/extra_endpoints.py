"""What the gateway answers by itself, beside the operations of the contract, as OpenAPI has it."""

from __future__ import annotations

from typing import Any

from contracts.intake.orders import get_order
from contracts.intake.receiving import get_receipt
from contracts.language.search import LONGEST, Search
from contracts.language.text import ONE_LINE
from contracts.language.words import LANGUAGES
from gateway import search
from gateway.prints import views as prints
from gateway.stream import MEDIA_TYPE as EVENT_STREAM

TAG = "gateway"
FOUND = ("FoundOrder", "FoundInStore", "FoundPerson")


def paths_of(problems: dict[str, Any]) -> dict[str, Any]:
    """The paths, each with these answers beside its own."""
    order_id = {"in": "path", "name": "order_id", "required": True, "schema": {"type": "string", "format": "uuid"}}
    language = {"in": "query", "name": "lang", "schema": {"enum": [*LANGUAGES], "default": LANGUAGES[0]}}
    sheet: dict[str, Any] = {"parameters": [order_id, language], "media_type": prints.MEDIA_TYPE, "problems": problems}
    needed = f"Needs `{get_receipt.permission}`, for the label `{get_order.permission}`."
    receipt = _get("print_receipt", "Print an order's receipt", f"80 mm wide, with QR codes. {needed}", **sheet)
    label = _get("print_label", "Print the label of an order's device", f"60 x 40 mm. {needed}", **sheet)
    sought = _get("search", "Search everything", SEARCH, parameters=[SOUGHT], media_type=JSON, problems=problems)
    sought["responses"]["200"]["content"][JSON] = {"schema": HITS}
    stream = _get("stream", "Hear what happens", STREAM, parameters=[], media_type=EVENT_STREAM, problems=problems)
    return {
        "/orders/{order_id}/receipt.pdf": {"get": receipt},
        "/orders/{order_id}/label.pdf": {"get": label},
        search.PATH: {"get": sought},
        "/stream": {"get": stream},
    }


JSON = "application/json"
SEARCH = (
    "What `search_orders`, `search_store` and `search_staff` find, asked at the same time, orders first; those alone "
    "that your posts may use. `away` names the services that cannot say just now; where all are, the answer is 503."
)
SOUGHT = {
    "in": "query",
    "name": "q",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": ONE_LINE},
    "description": " ".join((Search.__doc__ or "").split()),
}
HITS = {
    "type": "object",
    "required": ["items", "more", "away"],
    "properties": {
        "items": {"type": "array", "items": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in FOUND]}},
        "more": {"type": "boolean"},
        "away": {"type": "array", "items": {"enum": [operation.service for operation in search.SEARCHES]}},
    },
}
STREAM = (
    "Server-sent events of your own station, for head posts of every station, as they happen. Each message is unnamed, "
    "its data a JSON object: `type`, `station_id`, `aggregate_id`, `occurred_at`; read anew what you show. "
    "`stream_resumed.v1` says that something may have been missed. The stream ends with the token, the session, a "
    "change of your account, or when you fall behind: connect again. The token goes into the header, not into the URL."
)


def _get(
    name: str, summary: str, text: str, *, parameters: list[Any], media_type: str, problems: dict[str, Any]
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "tags": [TAG],
        "description": text,
        "security": [{"token": []}],
        "parameters": parameters,
        "responses": {"200": {"description": "Done", "content": {media_type: {}}}, **problems},
    }
