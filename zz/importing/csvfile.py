"""Reads a file of Open Repair Data line by line; what cannot be read is told with its line, the rest goes on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
OLD_NAMES = {"date": "event_date"}
"""How release 0.1 called a column."""
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


def read(path: Path) -> Iterator[Line | Broken]:
    """Every record and every broken line in the order of the file. Raises `Trouble` when it is no such file."""
    lines = _lines(path)
    columns, place = _header(path, lines)
    begun = False
    while place < len(lines):
        try:
            cells, taken = _row(lines, place)
            values = _named(columns, cells)
        except _NotARow as reason:
            if not begun:
                yield Broken(place + 1, reason.code, str(reason), _id_of(columns, lines[place]))
            begun, taken = begun or reason.begun, 1
        else:
            begun = False
            if values:
                yield Line(place + 1, values)
        place += taken


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Give a file that you may read.") from error
    return list(io.StringIO(text, newline=""))


def _header(path: Path, lines: Sequence[str]) -> tuple[list[str], int]:
    try:
        cells, taken = _row(lines, 0) if lines else ([], 0)
    except _NotARow:
        cells, taken = [], 1
    columns = [OLD_NAMES.get(name.strip(), name.strip()) for name in cells]
    lacking = [" or ".join(names) for names in NEEDED if not set(names) & set(columns)]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    remedy = "Give a CSV file as https://openrepair.org/open-data/downloads/ has them, with its header line."
    if lacking:
        raise UserError(f"{path} is not Open Repair Data: it has no column {', '.join(lacking)}.", remedy)
    if twice:
        raise UserError(f"{path} has more than one column {', '.join(twice)}.", remedy)
    return columns, taken


def _row(lines: Sequence[str], place: int) -> tuple[list[str], int]:
    """The row that begins at a line, and how many lines it takes. A quoted text may go over several.

    A row that ends with the file, without the end of a line, may have been cut off anywhere, and is none.
    """
    reader = csv.reader((lines[number] for number in range(place, len(lines))), strict=True)
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
        raise _NotARow("wrong_columns", "There is text in a column without a name: a comma too many.")
    if any("\ud800" <= character <= "\udfff" for cell in cells for character in cell):
        raise _NotARow("not_utf_8", "It is not UTF-8.")
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}


def _id_of(columns: Sequence[str], line: str) -> str:
    """The id in a line that is no row, if it stands there whole."""
    place = columns.index("id")
    try:
        cells = next(csv.reader([line]), [])
    except csv.Error:
        return ""
    value = cells[place].strip() if len(cells) > place + 1 else ""
    return value if value.isprintable() else ""
