"""How a value looks by the kind of its field: what every list and every page of a thing that is not drawn shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import current_app
from markupsafe import Markup, escape
from marshmallow import Schema, fields

from contracts.language import dictionary
from contracts.language.fields import Flag, IdField, InstantField, MoneyField, Word
from contracts.language.payload import Payload, Thing, schema_of
from contracts.quality import checklists
from gateway.pages import queries
from gateway.pages.filters import NOTHING, at, chip, due, money
from gateway.pages.plain import Input
from gateway.pages.words import known_word, said, word

Row = Mapping[str, Any]
LINKS = {"order_id": "order", "job_id": "job", "call_id": "call", "appeasement_id": "appeasement"}
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TEXTS = {"posts": "post", "why": "move", "values": "policy"}
"""Fields that hold codes as text, and the group in which these are said."""
PLACES = ("source", "target", "place")
AUTHORS = ("by", "closed_by", "author_id")
"""Who did it: a person's id, or the name of a service."""
NOT_SHOWN = {"id", "version", *schema_of(Thing).fields}
CODES: dict[str, set[str]] = {}
for _key in dictionary.SAID:
    _group, _, _code = _key.partition(".")
    CODES.setdefault(_group, set()).add(_code)


@cache
def group_of(name: str, words: tuple[str, ...]) -> str:
    """The group in which the words of a field are said: the one of its name, else the smallest that has them all."""
    having = [group for group, codes in CODES.items() if codes.issuperset(words)]
    named = [group for group in having if group == name or group.endswith(f"_{name}")]
    return min(named or having, key=lambda group: len(CODES[group]), default=name)


def shown(name: str, field: fields.Field[Any], row: Row) -> Markup | str:
    """The value of a row's field, as people read it."""
    value = row[name]
    if value is None or value in ("", []):
        return NOTHING
    match field:
        case IdField():
            return _id(name, value)
        case Word(words=words):
            group = group_of(name, words)
            return chip(group, value) if name == "state" else word(group, value)
        case fields.List():
            return _list(name, field, value)
        case fields.Nested():
            return _facts(field.schema, value)
    return _plain(name, field, value)


def _plain(name: str, field: fields.Field[Any], value: Any) -> Markup | str:
    match field:
        case InstantField():
            return due(value) if name.endswith("due_at") else at(value)
        case MoneyField():
            return money(value)
        case Flag():
            return said("yes" if value else "no")
    return _text(name, value)


def _text(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(f"{word('f', inner)} {_text(inner, value[inner])}" for inner in value if value[inner])
    if isinstance(value, list):
        return str(len(value))
    if name in AUTHORS or _ID.fullmatch(str(value)):
        return _person(value)
    if name in PLACES:
        kind, _, whose = str(value).partition(":")
        person = queries.everybody().get(whose)
        return word("place", kind) + (f" · {person['name']}" if person else "")
    return known_word(TEXTS.get(name, name), value) or str(value)


def _person(who: str) -> str:
    person = queries.everybody().get(who)
    return str(person["name"]) if person else NOTHING if _ID.fullmatch(who) else word("who", "platform")


def _list(name: str, field: fields.List[Any], value: list[Any]) -> str:
    match field.inner:
        case fields.Nested():
            return str(len(value))
        case Word(words=words):
            return ", ".join(word(group_of("", words), code) for code in value)
        case IdField():
            return ", ".join(_person(who) for who in value)
    return ", ".join(_text(name, entry) for entry in value)


def heading(of: type[Payload], name: str) -> str:
    """The word of a field, as its own noun says it where that is another than elsewhere."""
    noun = of.__module__.rpartition(".")[2]
    return known_word("f", f"{noun}.{name}") or word("f", name)


def _id(name: str, value: str) -> Markup | str:
    if name == "station_id" or name.endswith("_station_id"):
        return str(queries.all_stations().get(value, {"name": NOTHING})["name"])
    if name == "part_id":
        part = queries.parts().get(value)
        return f"{part['code']} {part['name']}" if part else NOTHING
    if name in LINKS:
        address: str = current_app.url_for(f"site.{LINKS[name]}", **{name: value})  # type: ignore[arg-type]  # any name
        return Markup('<a href="{}">{}</a>').format(address, said("open_it"))
    return _person(value)


def _facts(schema: Schema, value: Row) -> Markup:
    """A nested value in a line: `word value · word value`."""
    parts = [
        Markup("{} {}").format(word("f", name), shown(name, field, value))
        for name, field in schema.fields.items()
        if name not in NOT_SHOWN and value.get(name) not in (None, "", [])
    ]
    return Markup(" · ").join(parts) if parts else escape(NOTHING)


def facts(schema: Schema, thing: Row) -> list[tuple[str, Markup | str]]:
    """What a thing's page says of it: each field that has a value, under its word; lists come as tables."""
    plain = {name: field for name, field in schema.fields.items() if name not in NOT_SHOWN and not is_table(field)}
    return [(name, shown(name, field, thing)) for name, field in plain.items() if thing[name] not in (None, "", [])]


def tables(schema: Schema, thing: Row) -> list[tuple[str, Schema, list[Row]]]:
    """The lists within a thing, each with the schema of its rows."""
    rows = {name: field for name, field in schema.fields.items() if is_table(field) and thing[name]}
    return [(name, field.inner.schema, thing[name]) for name, field in rows.items()]  # type: ignore[attr-defined]


def is_table(field: fields.Field[Any]) -> bool:
    """Whether a field holds rows with fields of their own."""
    return isinstance(field, fields.List) and isinstance(field.inner, fields.Nested)


def options_of(form_input: Input) -> list[tuple[str, str]]:
    """What can be chosen in a form: pairs of what is sent and what is shown."""
    match form_input.kind:
        case "person":
            return [(row["id"], row["name"]) for row in queries.everybody().values() if row["active"]]
        case "station":
            return [(row["id"], row["name"]) for row in queries.all_stations().values()]
        case "checklist":
            listed = queries.rows_or_none(checklists.list_checklists) or []
            return [(row["id"], f"{row['name']} {row['number']}") for row in listed]
    group = group_of(form_input.name, form_input.options)
    return [(code, word(group, code)) for code in form_input.options]


def text_of(value: Any) -> str:
    """What a thing has, as it stands in a field of a form."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case {"amount": amount}:
            return str(amount)
        case list():
            return ", ".join(map(str, value))
    return str(value)
