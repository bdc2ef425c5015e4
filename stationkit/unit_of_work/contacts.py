"""How customers are reached: in replies whole for whoever calls or ships, else masked; in events always masked [F3]."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from marshmallow import Schema, fields

from contracts.language.fields import Contact
from contracts.language.payload import schema_of
from contracts.language.permissions import PARTY_CONTACT

if TYPE_CHECKING:
    from contracts.language.payload import Payload, Reply
    from stationkit.messaging.tokens import Caller
    from stationkit.storage.documents import Document


def _has_contacts(kind: type[Payload]) -> bool:
    return any(map(_may_hold, schema_of(kind).fields.values()))


has_contacts: Callable[[Any], bool] = cache(_has_contacts)
"""Whether payloads of a class say how a customer is reached."""


def shown_to(caller: Caller, kind: type[Reply], reply: Document) -> Document:
    """The reply as this caller may see it."""
    return reply if PARTY_CONTACT in caller.permissions else masked(kind, reply)


def masked(kind: type[Payload], document: Document) -> Document:
    """The payload, as it is sent, for whoever may not see it whole."""
    return _masked_in(schema_of(kind), document) if has_contacts(kind) else document


def _masked_in(schema: Schema, document: Document) -> Document:
    return {name: _masked(schema.fields[name], value) for name, value in document.items()}


def _masked(field: fields.Field[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, Contact):
        return field.masked(value)
    if isinstance(field, fields.Nested):
        return _masked_in(field.schema, value)
    if isinstance(field, fields.List):
        return [_masked(field.inner, item) for item in value]
    return value


def _may_hold(field: fields.Field[Any]) -> bool:
    if isinstance(field, fields.Nested):
        return any(map(_may_hold, field.schema.fields.values()))
    return isinstance(field, Contact) or (isinstance(field, fields.List) and _may_hold(field.inner))
