"""The AsyncAPI document says of every event who emits it, where, and what is in it."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contracts.intake.orders import order_rescheduled
from contracts.language.catalogue import EVENTS
from gateway.asyncapi import document_of

DOCUMENT = document_of("test")
ID = "00000000-0000-4000-8000-000000000001"
AT = "2026-11-24T01:30:00.000Z"
ENVELOPE: dict[str, Any] = {
    **dict.fromkeys(("id", "station_id", "aggregate_id", "causation"), ID),
    **dict.fromkeys(("occurred_at", "recorded_at"), AT),
    "type": order_rescheduled.type,
    "counts": {order_rescheduled.type: 1},
    "actor": ID,
    "traceparent": None,
    "imported": False,
    "data": {"due_at": AT, "effective_due_at": AT},
}


def validator_of(event_type: str) -> Draft202012Validator:
    message = DOCUMENT["components"]["messages"][event_type]
    return Draft202012Validator({**message["payload"], "components": DOCUMENT["components"]})


def test_every_event_is_sent_on_its_producers_exchange() -> None:
    assert DOCUMENT["operations"].keys() == DOCUMENT["components"]["messages"].keys() == EVENTS.keys()
    for event in EVENTS.values():
        channel = DOCUMENT["channels"][event.producer]
        assert channel["address"] == channel["bindings"]["amqp"]["exchange"]["name"] == f"test.events.{event.producer}"
        assert event.type in channel["messages"]
        assert all(name in DOCUMENT["operations"][event.type]["description"] for name in event.subscribers)


def test_an_event_as_it_is_sent_is_valid() -> None:
    assert list(validator_of(order_rescheduled.type).iter_errors(ENVELOPE)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"type": "order_closed.v1"},
        {"data": {"due_at": AT}},
        {"counts": {order_rescheduled.type: 0}},
        {"imported": None},
    ],
)
def test_another_is_not(change: dict[str, Any]) -> None:
    assert not validator_of(order_rescheduled.type).is_valid(ENVELOPE | change)


def test_what_a_message_refers_to_is_there() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for message in DOCUMENT["components"]["messages"].values():
        assert message["payload"]["properties"]["data"]["$ref"].rpartition("/")[2] in schemas
