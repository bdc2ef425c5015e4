"""Lists: how a page is asked for and answered."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from marshmallow import Schema, fields, validate

from contracts.language.fields import Whole, Word
from contracts.language.operation import Reply, Request, schema_of

LONGEST_PAGE = 200


class PageRequest(Request):
    """`cursor` is what the page before answered as `next`."""

    limit = Whole(1, LONGEST_PAGE, load_default=50)
    cursor = fields.String(validate=validate.Length(1, 600))


class Page(Reply):
    """A page of a list: `{"items": [...], "next": cursor | null}`."""


def sorted_by(*names: str) -> Word:
    """The argument `sort` of a list: one of these fields, with `-` before it for descending; by default the first."""
    return Word((*names, *(f"-{name}" for name in names)), load_default=names[0])


@cache
def page_of(item: type[Reply]) -> type[Page]:
    """The schema of a page of such items: `{"items": [...], "next": cursor | null}`."""
    contents = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(required=True, allow_none=True),
        "__doc__": f"A page of {item.__name__}.",
    }
    return type(f"{item.__name__}Page", (Page,), contents)


def item_of(page: type[Page]) -> Schema:
    """The schema of what a page holds."""
    items = cast("fields.List[Any]", schema_of(page).fields["items"])
    return cast("fields.Nested", items.inner).schema
