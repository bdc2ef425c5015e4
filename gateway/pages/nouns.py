"""Pages that follow from a noun's declaration: its list with filters, order and files, and one thing with its forms.

What is drawn for a purpose (receiving, the bench, a call) has a page of its own; everything else that the API offers
stands here, so that nobody needs another program for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import current_app, request
from marshmallow import fields

from contracts.language.catalogue import done_to
from contracts.language.errors import NotFound
from contracts.language.fields import DayField, Flag, IdField, Word
from contracts.language.paging import item_of
from contracts.language.payload import schema_of
from gateway import request_handler
from gateway.exports import answer as exports
from gateway.pages import plain, queries, values
from gateway.pages.site import page, show
from gateway.pages.words import said, word

if TYPE_CHECKING:
    from flask import Response

    from contracts.language.noun import Noun
    from contracts.language.operation import AnyOperation

ROWS_OF_A_PAGE = 50
_OF_EVERY_LIST = {"limit", "cursor", "sort"}


@dataclass(frozen=True)
class NounPages:
    """The pages of one noun: its list, one of its things, what is done to them and what makes a new one.

    `columns` are the fields that the list shows; without `read`, a row has no page of its own; `drawn` is the endpoint
    of a page that is drawn for it. The forms of `edits` begin with what the thing has.
    """

    word: str
    list: AnyOperation
    columns: tuple[str, ...]
    noun: Noun | None = None
    read: AnyOperation | None = None
    makes: tuple[AnyOperation, ...] = ()
    edits: tuple[AnyOperation, ...] = ()
    drawn: str = ""

    @property
    def endpoint(self) -> str:
        """The name of the list's page."""
        return f"all_{self.word}"

    @property
    def operations(self) -> tuple[AnyOperation, ...]:
        """All that these pages carry out or ask."""
        done = done_to(self.noun) if self.noun else []
        return (self.list, *self.makes, *self.edits, *done, *([self.read] if self.read else []))

    def address_of(self, row: queries.Row) -> str:
        """Where one of them is opened."""
        if self.drawn and self.read:
            return current_app.url_for(f"site.{self.drawn}", **{self.read.ids[-1]: row["id"]})
        return current_app.url_for(f"site.one_{self.word}", thing_id=row["id"])

    @property
    def heading(self) -> str:
        """The key of the list's word."""
        return f"do.{self.list.name}"


@dataclass(frozen=True)
class Filter:
    """One argument by which a list is narrowed: a choice with its options, or what is typed."""

    name: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""


def add(pages: NounPages) -> None:
    """Adds the list's page and that of one thing."""

    def all_of_them() -> Response:
        return _list(pages)

    all_of_them.__name__ = pages.endpoint
    done = (pages.noun,) if pages.noun else ()
    page(f"/desk/all/{pages.word}", *pages.makes, *done, needs=pages.list.permission)(all_of_them)
    if pages.read is None or pages.drawn:
        return

    def one_of_them(thing_id: str) -> Response:
        return _thing(pages, thing_id)

    one_of_them.__name__ = f"one_{pages.word}"
    page(f"/desk/all/{pages.word}/<id:thing_id>", *pages.edits, *done, needs=pages.read.permission)(one_of_them)


def _list(pages: NounPages) -> Response:
    arguments = schema_of(pages.list.request).fields
    given = {name: value for name, value in request.args.items() if name in arguments and value}
    if "format" in request.args:
        call = request_handler.call_of({**given, "format": request.args["format"]})
        return exports.answer(pages.list, call)
    listed = queries.ask(pages.list, **{"limit": ROWS_OF_A_PAGE, **given})
    schema = item_of(pages.list.reply)
    names = [name for name in pages.columns if name != "station_id" or queries.me().network]
    return show(
        "noun_list.html",
        pages=pages,
        columns=[(name, schema.fields[name]) for name in names],
        rows=listed["items"],
        next=listed["next"],
        filters=filters_of(pages.list, given),
        sorts=_sorts(pages.list),
        order=given.get("sort", ""),
        query=lambda **changed: _query(given, changed),
        makes=_forms_of(pages.makes),
        shown=values.shown,
        heading=lambda name: values.heading(pages.list.request, name),
        can_open=pages.read is not None and queries.may(str(pages.read.permission)),
        acts=pages.read is None and pages.noun is not None,
        forms_of=lambda row: _forms(pages, row),
        ids_of=lambda row: _ids(pages, row),
    )


def _forms_of(operations: tuple[AnyOperation, ...]) -> list[plain.PlainForm]:
    allowed = [operation for operation in operations if queries.may(str(operation.permission))]
    return [plain.PlainForm(operation.name, plain.all_inputs_of(operation)) for operation in allowed]


def filters_of(operation: AnyOperation, given: dict[str, str]) -> list[Filter]:
    """How the list can be narrowed: choices, days and texts; ids only where people know them by name."""
    body = schema_of(operation.request).fields
    filters = (_filter(name, field, given.get(name, "")) for name, field in body.items() if name not in _OF_EVERY_LIST)
    return [list_filter for list_filter in filters if list_filter]


def _filter(name: str, field: fields.Field[Any], value: str) -> Filter | None:
    match field:
        case Word(words=words):
            group = values.group_of(name, words)
            return Filter(name, "choice", tuple((code, word(group, code)) for code in words), value)
        case Flag():
            return Filter(name, "choice", (("true", said("yes")), ("false", said("no"))), value)
        case DayField():
            return Filter(name, "day", value=value)
        case IdField():
            return _filter_of_id(name, value)
        case fields.String():
            return Filter(name, "text", value=value)
    return None


def _filter_of_id(name: str, value: str) -> Filter | None:
    if name == "station_id" and queries.me().network:
        stations = queries.all_stations().values()
        return Filter(name, "choice", tuple((row["id"], row["name"]) for row in stations), value)
    if name in plain.PERSONS:
        people = queries.everybody().values()
        return Filter(name, "choice", tuple((row["id"], row["name"]) for row in people), value)
    return None


def _sorts(operation: AnyOperation) -> tuple[str, ...]:
    """The fields by which a heading can order the list."""
    sort = schema_of(operation.request).fields.get("sort")
    return tuple(name for name in getattr(sort, "words", ()) if not name.startswith("-"))


def _query(given: dict[str, str], changed: dict[str, str | None]) -> str:
    arguments = {**{name: value for name, value in given.items() if name != "cursor"}, **changed}
    return "?" + urlencode({name: value for name, value in arguments.items() if value})


def _thing(pages: NounPages, thing_id: str) -> Response:
    if pages.read is None:
        raise NotFound("There is no such page.")
    thing = queries.ask(pages.read, **{pages.read.ids[-1]: thing_id})
    schema = schema_of(pages.read.reply)
    return show(
        "noun_thing.html",
        pages=pages,
        thing=thing,
        facts=values.facts(schema, thing),
        tables=values.tables(schema, thing),
        shown=values.shown,
        heading=lambda name: values.heading(pages.list.request, name),
        hidden=values.NOT_SHOWN,
        ids=_ids(pages, thing),
        edits=_forms_of(pages.edits),
        others=_forms(pages, thing),
    )


def _forms(pages: NounPages, thing: queries.Row) -> list[plain.PlainForm]:
    return plain.forms_for(pages.noun, thing, ()) if pages.noun and "may" in thing else []


def _ids(pages: NounPages, thing: queries.Row) -> dict[str, str]:
    """What a form at a thing says of it: its id, and the station in which the head acts."""
    of_thing = {pages.noun.id: thing["id"]} if pages.noun else {}
    return of_thing | {name: thing[name] for name in ("station_id",) if name in thing}
