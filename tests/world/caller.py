"""Calls services past HTTP, as the gateway does, with every field of a call in the test's hand."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stationkit.ground.clock import wall_now
from stationkit.messaging.call import Call

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from stationkit.messaging.rpc_client import Client
    from tests.world.people import Person

LONG = timedelta(seconds=10)


class Caller:
    """Takes the gateway's place."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def call(self, operation: AnyOperation, person: Person | None, request: dict[str, Any], **fields: Any) -> Any:
        """The reply. `fields` are those of `Call`: key, now, deadline, if_match, token. Raises contract errors."""
        arguments: dict[str, Any] = {
            "deadline": wall_now() + LONG,
            "now": wall_now(),
            "token": person.api.token if person else None,
            "key": None if operation.kind == "query" else uuid.uuid4().hex,
        }
        return self._client.call(operation, Call(request=request, **(arguments | fields)))


def at(text: str) -> datetime:
    """An instant in UTC, written as a station's clock in Shanghai shows it."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)
