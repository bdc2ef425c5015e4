"""A list as a table: one column for each plain field of its items, nested fields named with dots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from marshmallow import Schema, fields

from contracts.language.fields import MoneyField, Numeral
from contracts.language.payload import Thing, schema_of

Cell = str | int | float | Decimal | None


@dataclass(frozen=True)
class Column:
    """One column: its name and where its value is in an item."""

    path: tuple[str, ...]
    is_amount: bool = False
    is_number: bool = False

    @property
    def name(self) -> str:
        """The heading: `device.brand`."""
        return ".".join(self.path)

    def cell(self, item: Mapping[str, Any]) -> Cell:
        """The item's value: numbers in text as `Decimal`, instants as RFC 3339 text, lists joined, None for nothing."""
        value: Any = item
        for name in self.path:
            value = None if value is None else value.get(name)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        return Decimal(value) if self.is_amount or self.is_number else _text(value)


def columns_of(schema: Schema, above: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns of a list whose items have this schema, in the schema's order; not what the reader may do."""
    fields_of_file = ((name, field) for name, field in schema.fields.items() if name not in schema_of(Thing).fields)
    return tuple(column for name, field in fields_of_file for column in _columns(field, (*above, name)))


def _columns(field: fields.Field[Any], path: tuple[str, ...]) -> tuple[Column, ...]:
    if isinstance(field, MoneyField):
        return Column((*path, "amount"), is_amount=True), Column((*path, "currency"))
    if isinstance(field, fields.Nested) and not field.many:
        return columns_of(field.schema, path)
    return (Column(path, is_number=isinstance(field, Numeral)),)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    return orjson.dumps(value).decode()
