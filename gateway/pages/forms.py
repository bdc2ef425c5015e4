"""Reads what a form sends into the request of an operation, by the operation's own schema."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

from marshmallow import fields

from contracts.language.fields import Flag, InstantField, MoneyField
from contracts.language.payload import schema_of
from gateway.pages import queries

if TYPE_CHECKING:
    from marshmallow import Schema
    from marshmallow.fields import Field
    from werkzeug.datastructures import MultiDict

    from contracts.language.operation import AnyOperation

    Form = MultiDict[str, str]

SEPARATORS = re.compile("[\n,;\u3001\uff0c\uff1b]")  # and the Chinese ones
_OF_THE_ROW = "part_id"  # hidden in the form: says what a row is about, nobody types it


def request_of(operation: AnyOperation, form: Form) -> dict[str, Any]:
    """The operation's request: ids and fields that the form fills in; what is left empty is left out."""
    ids = {name: form.get(name, "") for name in operation.ids}
    return ids | _fields_of(schema_of(operation.request), form, "")


def _fields_of(schema: Schema, form: Form, prefix: str) -> dict[str, Any]:
    values = {name: _value(field, form, f"{prefix}{name}") for name, field in schema.fields.items()}
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def _value(field: Field[Any], form: Form, name: str) -> Any:  # noqa: PLR0911  # one line a kind of field
    match field:
        case fields.Nested():
            return _fields_of(field.schema, form, f"{name}.")
        case fields.List():
            return _list(field.inner, form, name)
        case MoneyField():
            amount = _plain(form, name)
            return {"amount": amount, "currency": "CNY"} if amount else None
        case Flag():
            return {"true": True, "false": False}.get(form.get(name, ""))
        case fields.Integer():
            return _whole(_plain(form, name))
        case InstantField():
            return _instant(form.get(name, ""))
    if name.rpartition(".")[2] == "part_id" and form.get(f"{name.removesuffix('part_id')}part_code"):
        return queries.part_of_code(form[f"{name.removesuffix('part_id')}part_code"], name)
    return form.get(name, "").strip() or None


def _list(inner: Field[Any], form: Form, name: str) -> list[Any]:
    if isinstance(inner, fields.Nested):
        prefixes = (f"{name}.{number}." for number in _numbers(form, name))
        return [_fields_of(inner.schema, form, prefix) for prefix in prefixes if is_filled_in(form, prefix)]
    texts = form.getlist(name)
    split = SEPARATORS.split(texts[0]) if len(texts) == 1 else texts
    return [text.strip() for text in split if text.strip()]


def is_filled_in(form: Form, prefix: str) -> bool:
    """Whether anything was typed into a row; what is missing of it then is for the service to refuse."""
    typed = (text for key, text in form.items() if key.startswith(prefix) and key != prefix + _OF_THE_ROW)
    return any(text.strip() for text in typed)


def _numbers(form: Form, name: str) -> list[int]:
    matches = (re.match(rf"{re.escape(name)}\.(\d{{1,3}})\.", key) for key in form)
    return sorted({int(match[1]) for match in matches if match})


def _plain(form: Form, name: str) -> str:
    """In ordinary width: a Chinese input method writes full-width digits."""
    return unicodedata.normalize("NFKC", form.get(name, "")).strip()


def _whole(text: str) -> int | str | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text or None


def _instant(text: str) -> str | None:
    """A local time as the browser gives it, at the station; anything else is for the service to refuse."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=queries.zone()).isoformat(timespec="seconds")
    except ValueError:
        return text
