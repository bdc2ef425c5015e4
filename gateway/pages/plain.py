"""Forms that follow from an operation's declaration alone: what may be done to a thing and is not drawn on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marshmallow import fields

from contracts.language.catalogue import done_to
from contracts.language.fields import DayField, Flag, IdField, InstantField, Lines, MoneyField, Text, Word
from contracts.language.payload import History, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from contracts.language.noun import Noun
    from contracts.language.operation import AnyOperation
    from gateway.pages.queries import Row

KINDS = (
    (Flag, "flag"),
    ((fields.Integer, MoneyField), "number"),
    (DayField, "day"),
    (InstantField, "instant"),
    (Text, "text"),
    (Lines, "lines"),
    (fields.String, "text"),
)
"""How each kind of field is filled in, the narrower ones first; what is none of these is not plain."""


@dataclass(frozen=True)
class Input:
    """One field: its `kind` is one of `KINDS`, or `choice`, with its options."""

    name: str
    kind: str
    required: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlainForm:
    """The form of one operation."""

    do: str
    inputs: tuple[Input, ...]


def forms_for(noun: Noun, thing: Row, drawn: Collection[AnyOperation]) -> list[PlainForm]:
    """What the reader may do to this thing now and is not `drawn`, as far as its fields are plain."""
    open_now = [operation for operation in done_to(noun) if operation not in drawn and operation.name in thing["may"]]
    return [PlainForm(operation.name, inputs) for operation in open_now if (inputs := inputs_of(operation)) is not None]


def inputs_of(operation: AnyOperation) -> tuple[Input, ...] | None:
    """The operation's fields but those of history; None where one of them is not plain: nobody types an id."""
    history = schema_of(History).fields
    body = {name: field for name, field in schema_of(operation.request).fields.items() if name not in history}
    inputs = [_input_of(name, field) for name, field in body.items()]
    return tuple(field_input for field_input in inputs if field_input) if all(inputs) else None


def _input_of(name: str, field: Any) -> Input | None:
    match field:
        case Word(words=words, required=required):
            return Input(name, "choice", required, words)
        case IdField():
            return None
    kind = next((kind for of, kind in KINDS if isinstance(field, of)), None)
    return Input(name, kind, field.required) if kind else None
