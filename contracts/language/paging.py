"""Lists: how a page is asked for and answered."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar, cast

from marshmallow import Schema, fields, validate

from contracts.language.fields import Whole, Word
from contracts.language.payload import Reply, Request, schema_of

R = TypeVar("R", bound=Reply)
LONGEST_PAGE = 200


class PageRequest(Request):
    """`cursor` is what the page before answered as `next`."""

    limit: Annotated[int, Whole(1, LONGEST_PAGE)] = 50
    cursor: Annotated[str, fields.String(validate=validate.Length(1, 600))] | None = None
    sort: str = ""


class Page(Reply, Generic[R]):
    """A page of a list: `{"items": [...], "next": cursor | null}`."""


def sorted_by(*names: str) -> Word:
    """The argument `sort` of a list: one of these fields, with `-` before it for descending."""
    return Word((*names, *(f"-{name}" for name in names)))


def page_of(item: type[R]) -> type[Page[R]]:
    """A page of such items: `{"items": [...], "next": cursor | null}`."""
    contents = {
        "__annotations__": {"items": tuple[item, ...], "next": str | None},  # type: ignore[valid-type]  # made here
        "__doc__": f"A page of {item.__name__}.",
    }
    return cast("type[Page[R]]", type(f"{item.__name__}Page", (Page,), contents))


def item_of(page: type[Reply]) -> Schema:
    """The schema of what a page holds."""
    items = cast("fields.List[Any]", schema_of(page).fields["items"])
    return cast("fields.Nested", items.inner).schema
