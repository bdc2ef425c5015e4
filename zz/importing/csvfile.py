"""Reads a file of Open Repair Data line by line; what cannot be read is told with its line, the rest goes on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zz.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NEEDED = ("id", "product_category", "repair_status", "group_identifier", "event_date")
OLD_NAMES = {"date": "event_date"}
"""How release 0.1 called a column."""


@dataclass(frozen=True)
class Line:
    """One record as the file has it: the number of its first line, and its values by column."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Broken:
    """A line that is not a record, and why."""

    number: int
    reason: str


class _NotARow(Exception):
    """Why no row of the file begins at this line."""


def read(path: Path) -> Iterator[Line | Broken]:
    """Every record and every broken line in the order of the file. Raises `Trouble` when it is no such file."""
    lines = _lines(path)
    columns, place = _header(path, lines)
    while place < len(lines):
        number = place + 1
        try:
            cells, taken = _row(lines, place)
            place += taken
            if cells:
                yield Line(number, _named(columns, cells))
        except _NotARow as reason:
            place = number
            yield Broken(number, str(reason))


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.", "Give a file that you may read.") from error
    return list(io.StringIO(text, newline=""))


def _header(path: Path, lines: Sequence[str]) -> tuple[list[str], int]:
    try:
        cells, taken = _row(lines, 0)
    except _NotARow:
        cells, taken = [], 1
    columns = [OLD_NAMES.get(name.strip(), name.strip()) for name in cells]
    lacking = [name for name in NEEDED if name not in columns]
    if lacking:
        remedy = "Give a CSV file as https://openrepair.org/open-data/downloads/ has them, with its header line."
        raise Trouble(f"{path} is not Open Repair Data: it has no column {', '.join(lacking)}.", remedy)
    return columns, taken


def _row(lines: Sequence[str], place: int) -> tuple[list[str], int]:
    """The row that begins at a line, and how many lines it takes. A quoted text may go over several."""
    reader = csv.reader((lines[one] for one in range(place, len(lines))), strict=True)
    try:
        return next(reader, []), max(1, reader.line_num)
    except csv.Error as error:
        raise _NotARow(f"not readable as CSV: {error}") from error


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) != len(columns):
        raise _NotARow(f"{len(cells)} columns where the header has {len(columns)}")
    if any(cell and not name for name, cell in zip(columns, cells, strict=True)):
        raise _NotARow("text in a column without a name: a comma too many")
    if any("\ud800" <= character <= "\udfff" for cell in cells for character in cell):
        raise _NotARow("not UTF-8")
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
