"""Forms that follow from an operation's declaration alone: what may be done to a thing and is not drawn on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marshmallow import Schema, fields

from contracts.language.catalogue import done_to
from contracts.language.fields import DayField, Flag, IdField, InstantField, Lines, MoneyField, Text, Word
from contracts.language.payload import History, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from contracts.language.noun import Noun
    from contracts.language.operation import AnyOperation
    from gateway.pages.queries import Row

PERSONS = ("engineer_id", "liable_id", "person_id", "responsible_id", "staff_id", "stand_in_id", "owner_id")
CHOSEN = dict.fromkeys(PERSONS, "person") | {
    "station_id": "station",
    "from_station_id": "station",
    "part_id": "part",
    "checklist_id": "checklist",
}
"""Ids that are chosen by a name, and from what. Of other ids nobody knows one: what needs it has a page of its own."""
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
    """One field: its `kind` is one of `KINDS` or of `CHOSEN`, or `choice` or `several` of its options.

    `texts` is a list that is typed with commas; `group` and `rows` have fields of their own, once or for each line.
    """

    name: str
    kind: str
    required: bool
    options: tuple[str, ...] = ()
    inner: tuple[Input, ...] = ()


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
    """The operation's fields but those of history; None where one that is needed is not plain."""
    history = schema_of(History).fields
    body = {name: field for name, field in schema_of(operation.request).fields.items() if name not in history}
    return _inputs_of(body)


def inputs_beside(operation: AnyOperation, given: str) -> tuple[Input, ...]:
    """The operation's fields but one whose value the page has. Raises `ValueError` as `all_inputs_of`."""
    body = {name: field for name, field in schema_of(operation.request).fields.items() if name != given}
    return _filled_in(operation, _inputs_of(body))


def all_inputs_of(operation: AnyOperation) -> tuple[Input, ...]:
    """The fields of a form that stands at no thing: the station in which somebody acts is chosen there too.

    Raises `ValueError` where one that is needed is not plain.
    """
    inputs = _filled_in(operation, inputs_of(operation))
    station = (Input("station_id", "station", required=True),) if operation.ids == ("station_id",) else ()
    return (*station, *inputs)


def _filled_in(operation: AnyOperation, inputs: tuple[Input, ...] | None) -> tuple[Input, ...]:
    if inputs is None:
        raise ValueError(f"{operation.name} has fields that cannot be filled in")
    return inputs


def _inputs_of(body: Mapping[str, Any]) -> tuple[Input, ...] | None:
    inputs = {name: _input_of(name, field) for name, field in body.items()}
    if any(entry is None and body[name].required for name, entry in inputs.items()):
        return None
    return tuple(entry for entry in inputs.values() if entry)


def _input_of(name: str, field: Any) -> Input | None:
    match field:
        case Word(words=words, required=required):
            return Input(name, "choice", required, words)
        case IdField():
            return Input(name, CHOSEN[name], field.required) if name in CHOSEN else None
        case fields.List():
            return _list_of(name, field)
        case fields.Nested():
            return _inner_of(name, "group", field, field.schema)
    kind = next((kind for of, kind in KINDS if isinstance(field, of)), None)
    return Input(name, kind, field.required) if kind else None


def _list_of(name: str, field: fields.List[Any]) -> Input | None:
    match field.inner:
        case Word(words=words):
            return Input(name, "several", field.required, words)
        case fields.Nested(schema=schema):
            return _inner_of(name, "rows", field, schema)
        case IdField():
            return None
        case fields.String():
            return Input(name, "texts", field.required)
    return None


def _inner_of(name: str, kind: str, field: fields.Field[Any], schema: Schema) -> Input | None:
    inner = _inputs_of(schema.fields)
    return None if inner is None else Input(name, kind, field.required, inner=inner)
