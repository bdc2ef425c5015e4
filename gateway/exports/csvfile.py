"""CSV as spreadsheets open it safely: UTF-8 with a mark in front, and no cell that they would run as a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gateway.exports.table import Cell, Column

MEDIA_TYPE = "text/csv"
MARK = "\ufeff"
RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that is run, in whatever width and behind whatever marks that cannot be seen."""


def lines(columns: Sequence[Column], pages: Iterable[list[dict[str, Any]]]) -> Iterator[bytes]:
    """The file, page by page: headings first. Text that begins like a formula has an apostrophe before it."""
    yield (MARK + _text([[column.name for column in columns]])).encode()
    for page in pages:
        yield _text([[plain(column.cell(item)) for column in columns] for item in page]).encode()


def plain(cell: Cell) -> str:
    """A cell as it is written."""
    if cell is None:
        return ""
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and _begins(text).startswith(RUN_AS_FORMULA) else text


def _begins(text: str) -> str:
    seen = (character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", next(seen, ""))


def _text(rows: Iterable[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
