"""Forms that follow from an operation's declaration alone: what may be done to a thing and is not drawn on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marshmallow import fields

from contracts.language.catalogue import done_to
from contracts.language.fields import Flag, IdField, MoneyField, Word
from contracts.language.payload import History, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from contracts.language.noun import Noun
    from contracts.language.operation import AnyOperation
    from gateway.pages.queries import Row


@dataclass(frozen=True)
class Input:
    """One field: `kind` is `text`, `number`, `flag` or `choice`, the last with its options."""

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
        case Flag():
            return Input(name, "flag", field.required)
        case fields.Integer() | MoneyField():
            return Input(name, "number", field.required)
        case IdField():
            return None
        case fields.String():
            return Input(name, "text", field.required)
    return None
