"""Messages that the kit itself sends to other services' kits: no aggregate tells them, so nothing counts them."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from contracts.language.fields import instant_text
from stationkit.ground.clock import wall_now
from stationkit.messaging.publisher import Message, dumps


def kit_message(service: str, exchange: str, event_type: str, routing_key: str, data: dict[str, Any]) -> Message:
    """A message of a service's kit."""
    identity = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
    body = {
        "id": identity,
        "type": event_type,
        "producer": service,
        "recorded_at": instant_text(wall_now()),
        "data": data,
    }
    return Message(exchange, routing_key, identity, dumps(body))
