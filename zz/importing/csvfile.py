"""Reads a file of Open Repair Data line by line; what cannot be read is told with its line, the rest goes on."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from zz.importing.encoding import decoded
from zz.importing.values import Change, plain_word
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NEEDED = (
    ("id",),
    ("product_category", "product_category_id"),
    ("repair_status",),
    ("group_identifier", "data_provider"),
    ("event_date",),
)
"""Of each of these the file has one column at least; it may have any others, in any order."""
OPTIONAL = (
    "brand",
    "model",
    "partner_product_category",
    "problem",
    "repair_barrier_if_end_of_life",
    "year_of_manufacture",
)
KNOWN = frozenset((*OPTIONAL, *(name for names in NEEDED for name in names)))
OTHER_NAMES = {"date": "event_date", "repair_barrier": "repair_barrier_if_end_of_life"}
"""How release 0.1 and the text of the standard call a column."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LINE_ENDS = ("\n", "\r")
NO_END = "unexpected end of data"
"""What the reader says when the file ends within a quoted text."""


@dataclass(frozen=True)
class Line:
    """One record as the file has it: the number of its first line, and its values by column."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Broken:
    """What is no record: the number of its first line, a stable code and a sentence why, its id where that shows."""

    number: int
    code: str
    reason: str
    id: str


class _NotARow(Exception):
    """Why no row of the file begins at this line; one that was `begun` may go on in the lines after it."""

    def __init__(self, code: str, reason: str, *, begun: bool = False) -> None:
        super().__init__(reason)
        self.code = code
        self.begun = begun


@dataclass(frozen=True)
class _Table:
    """The lines of a file, what separates their values, the header's, and where the first record is."""

    lines: Sequence[str]
    separator: str
    header: Sequence[str]
    start: int

    @cached_property
    def columns(self) -> Sequence[str]:
        """The names of the columns: the standard's, in whatever case and by whatever name, and any others."""
        plain = [_plain(cell) for cell in self.header]
        names = [name if OTHER_NAMES.get(name, name) in plain else OTHER_NAMES.get(name, name) for name in plain]
        return [name if name in KNOWN else cell.strip() for name, cell in zip(names, self.header, strict=True)]

    @property
    def changes(self) -> Iterator[Change]:
        """What is read otherwise in the whole table."""
        for cell, name in zip(self.header, self.columns, strict=True):
            if OTHER_NAMES.get(_plain(cell)) == name:
                yield Change("column_read", f"The column {cell.strip()} is read as {name}.")
        if self.separator != ",":
            yield Change("separator_read", f"The file has {SEPARATORS[self.separator]} between its values.")


def read(path: Path) -> Iterator[Change | Line | Broken]:
    """What was read otherwise in the whole file, then every record and every broken line in its order.

    Raises `UserError` when it is no such file.
    """
    source = decoded(path)
    if source.encoding:
        yield Change("encoding_read", f"The file is not UTF-8; it is read as {source.encoding}.")
    table = _table(path, list(io.StringIO(source.text, newline="")))
    yield from table.changes
    yield from _records(table)


def _records(table: _Table) -> Iterator[Line | Broken]:
    place, begun = table.start, False
    while place < len(table.lines):
        try:
            cells, taken = _row(table.lines, place, table.separator)
            values = _named(table.columns, cells)
        except _NotARow as reason:
            if not begun:
                yield Broken(place + 1, reason.code, str(reason), _id_of(table, table.lines[place]))
            begun, taken = begun or reason.begun, 1
        else:
            begun = False
            if values:
                yield Line(place + 1, values)
        place += taken


def _table(path: Path, lines: Sequence[str]) -> _Table:
    """The table that a file is, by the separator with which its header has the most needed columns."""
    start, separators = _announced(lines)
    tables = [_Table(lines, separator, *_header(lines, start, separator)) for separator in separators]
    table = min(tables, key=lambda table: len(_lacking(table.columns)))
    _check_columns(path, table.columns)
    return table


def _announced(lines: Sequence[str]) -> tuple[int, Sequence[str]]:
    """The line of the header and its possible separators; Excel may name the one in a line before."""
    announced = re.fullmatch(r"\"?sep=([,;\t|])\"?\s*", lines[0], re.IGNORECASE) if lines else None
    return (1, [announced[1]]) if announced else (0, list(SEPARATORS))


def _header(lines: Sequence[str], place: int, separator: str) -> tuple[list[str], int]:
    """The values of the header, and where the lines after it begin."""
    try:
        cells, taken = _row(lines, place, separator) if place < len(lines) else ([], 0)
    except _NotARow:
        cells, taken = [], 1
    return cells, place + taken


def _plain(cell: str) -> str:
    return plain_word(cell).replace(" ", "_")


def _lacking(columns: Sequence[str]) -> list[str]:
    return [" or ".join(names) for names in NEEDED if not set(names) & set(columns)]


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    lacking = _lacking(columns)
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    remedy = "Give a CSV file as https://openrepair.org/open-data/downloads/ has them, with its header line."
    if lacking:
        raise UserError(f"{path} is not Open Repair Data: it has no column {', '.join(lacking)}.", remedy)
    if twice:
        raise UserError(f"{path} has more than one column {', '.join(twice)}.", remedy)


def _row(lines: Sequence[str], place: int, separator: str) -> tuple[list[str], int]:
    """The row that begins at a line, and how many lines it takes. A quoted text may go over several.

    A row that ends with the file, without the end of a line, may have been cut off anywhere, and is none.
    """
    rest = (lines[number] for number in range(place, len(lines)))
    reader = csv.reader(rest, delimiter=separator, strict=True)
    try:
        cells = next(reader, [])
    except csv.Error as error:
        if str(error) == NO_END:
            raise _NotARow(
                "no_end_of_text", "A quoted text begins in this line and does not end.", begun=True
            ) from error
        raise _NotARow("not_csv", f"It is not CSV: {error}.", begun=reader.line_num > 1) from error
    taken = max(1, reader.line_num)
    if not lines[place + taken - 1].endswith(LINE_ENDS):
        reason = "The file ends within this line; if nothing of it is cut off, put an end of line behind it."
        raise _NotARow("cut_off", reason, begun=True)
    return cells, taken


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The values by column; none where the line is empty."""
    if not cells:
        return {}
    if len(cells) != len(columns):
        raise _NotARow("wrong_columns", f"It has {len(cells)} columns where the header has {len(columns)}.")
    if any(cell and not name for name, cell in zip(columns, cells, strict=True)):
        raise _NotARow("wrong_columns", "There is text in a column without a name: a separator too many.")
    if any("\ud800" <= character <= "\udfff" for cell in cells for character in cell):
        raise _NotARow("not_utf_8", "It is not UTF-8, as most of the file is.")
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}


def _id_of(table: _Table, line: str) -> str:
    """The id in a line that is no row, if it stands there whole."""
    place = table.columns.index("id")
    try:
        cells = next(csv.reader([line], delimiter=table.separator), [])
    except csv.Error:
        return ""
    value = cells[place].strip() if len(cells) > place + 1 else ""
    return value if value.isprintable() else ""
