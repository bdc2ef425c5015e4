"""How one operation or event is written down: its name, who may call it, what goes in, what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from marshmallow import EXCLUDE, RAISE, Schema

from contracts.language.fields import Id, Instant

Kind = Literal["command", "query"]


class Request(Schema):
    """Body or query arguments of an operation. Unknown fields are refused."""

    class Meta:
        unknown = RAISE


class History(Request):
    """What an importer of earlier records may say: when it happened and who did it (`history:import` only)."""

    occurred_at = Instant()
    actor_id = Id()


class Reply(Schema):
    """What an operation answers; for commands at most 2 kB."""


class EventData(Schema):
    """The data of an event. Readers ignore what they do not know."""

    class Meta:
        unknown = EXCLUDE


SchemaClass = type[EventData]


@cache
def schema_of(kind: type[Schema]) -> Schema:
    """The one instance of a schema: making one copies all its fields, loading and dumping change nothing in it."""
    return kind()


class Nothing(Request):
    """An operation that takes no body and no arguments."""


class Empty(Reply):
    """An operation that answers nothing but that it was done."""


@dataclass(frozen=True)
class Operation:
    """One operation of one service.

    `permission` None means that no token is asked for. `ids` are the names of the ids in the path: the target that an
    idempotency key is scoped to. `takes_history` lets an importer say when and by whom
    (`occurred_at`, `actor_id`). `acts_on_station` runs in the scope of the station named by the first id.
    `before_active` is allowed in a station that is not active yet or no longer.
    """

    service: str
    name: str
    summary: str
    kind: Kind
    permission: str | None
    request: type[Request]
    reply: type[Reply]
    ids: tuple[str, ...] = ()
    keyed: bool = True
    takes_history: bool = False
    acts_on_station: bool = False
    before_active: bool = False
    example: dict[str, Any] | None = None


@dataclass(frozen=True)
class Event:
    """One event: literal versioned type, the one service that sends it, the services that hear it.

    `acts_in` names the data's field that holds the station in whose scope it is heard, where that is not the sender's:
    the other half of what concerns two stations.
    """

    producer: str
    type: str
    schema: SchemaClass
    subscribers: tuple[str, ...] = ()
    acts_in: str | None = None
