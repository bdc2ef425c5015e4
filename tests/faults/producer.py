"""Who tells an event again: under the log-in that alone may send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationkit.ground.names import Names, replay_key
from stationkit.messaging.publisher import Message, Publisher, dumps

if TYPE_CHECKING:
    from tests.ground.platform import Platform

Document = dict[str, Any]


class Producer:
    """Publishes under the log-in of the service that alone may send these events."""

    def __init__(self, platform: Platform, service: str) -> None:
        self._exchange = Names(platform.prefix).events_exchange(service)
        self._publisher = Publisher(platform.amqp_uri_of(service))

    def send(self, *envelopes: Document, to: str = "") -> None:
        """To everybody who hears them, or to one hearer alone."""
        keys = [replay_key(to, envelope["type"]) if to else envelope["type"] for envelope in envelopes]
        messages = [
            Message(self._exchange, key, envelope["id"], dumps(envelope))
            for key, envelope in zip(keys, envelopes, strict=True)
        ]
        assert self._publisher.publish(messages) == set()

    def close(self) -> None:
        self._publisher.close()
