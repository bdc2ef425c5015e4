"""The AsyncAPI 3 document of all events, made from the contract: for whoever builds what subscribes to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.language.catalogue import EVENTS, SERVICES
from contracts.language.payload import schema_of
from gateway.docs import LICENSE, VERSION, new_spec
from gateway.document import Document
from stationkit.ground.names import Names

if TYPE_CHECKING:
    from flask import Flask

    from contracts.language.operation import AnyEvent

_UUID = {"type": "string", "format": "uuid"}
_INSTANT = {"type": "string", "format": "date-time"}
ENVELOPE: dict[str, Any] = {
    "id": _UUID,
    "station_id": _UUID,
    "aggregate_id": _UUID,
    "counts": {
        "type": "object",
        "additionalProperties": {"type": "integer", "minimum": 1},
        "description": "How many events of each type the aggregate has emitted so far.",
    },
    "occurred_at": _INSTANT,
    "recorded_at": _INSTANT,
    "actor": {"type": "string", "description": "The account that acted, or the service."},
    "causation": _UUID,
    "traceparent": {"type": ["string", "null"]},
    "imported": {"type": "boolean"},
}
"""What stands around every event's data."""


def add(app: Flask, at: str, prefix: str) -> None:
    """Adds `asyncapi.json` below that path."""
    app.add_url_rule(f"{at}/asyncapi.json", "asyncapi", Document(document_of(prefix)).answer)


def document_of(prefix: str) -> dict[str, Any]:
    """The document, with the names that a platform of this prefix has at the broker."""
    names, spec = Names(prefix), new_spec()
    for event in EVENTS.values():
        if event.data.__name__ not in spec.components.schemas:
            spec.components.schema(event.data.__name__, schema=schema_of(event.data))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "总站 Zongzhan",
            "version": VERSION,
            "description": "What the services of the platform emit: at least once, in any order; `counts` tells which.",
            "license": LICENSE,
        },
        "defaultContentType": "application/json",
        "channels": {producer: _channel(names, producer) for producer in SERVICES if _of(producer)},
        "operations": {event.type: _operation(event) for event in EVENTS.values()},
        "components": {
            "messages": {event.type: _message(event) for event in EVENTS.values()},
            "schemas": spec.to_dict()["components"]["schemas"],
        },
    }


def _of(producer: str) -> list[AnyEvent]:
    return [event for event in EVENTS.values() if event.producer == producer]


def _channel(names: Names, producer: str) -> dict[str, Any]:
    exchange = {"name": names.events_exchange(producer), "type": "topic", "durable": True}
    return {
        "address": names.events_exchange(producer),
        "description": f"The events of {producer}; the routing key is the event's type.",
        "messages": {event.type: {"$ref": f"#/components/messages/{event.type}"} for event in _of(producer)},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange}},
    }


def _operation(event: AnyEvent) -> dict[str, Any]:
    subscribers = ", ".join(event.subscribers) or "nobody yet"
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{event.producer}"},
        "description": f"Emitted by {event.producer}; consumed by {subscribers}.",
        "messages": [{"$ref": f"#/channels/{event.producer}/messages/{event.type}"}],
    }


def _message(event: AnyEvent) -> dict[str, Any]:
    data = {"$ref": f"#/components/schemas/{event.data.__name__}"}
    properties = {**ENVELOPE, "type": {"const": event.type}, "data": data}
    return {
        "name": event.type,
        "summary": " ".join((event.data.__doc__ or "").split()),
        "payload": {"type": "object", "required": [*properties], "properties": properties},
    }
