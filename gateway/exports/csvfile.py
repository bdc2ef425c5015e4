"""CSV as spreadsheets open it safely: UTF-8 with a mark in front, and no cell that they would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from contracts.language.text import is_formula
from gateway.exports.table import Cell, Column

MEDIA_TYPE = "text/csv"
MARK = "\ufeff"


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
    return f"'{text}" if isinstance(cell, str) and is_formula(text) else text


def _text(rows: Iterable[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
