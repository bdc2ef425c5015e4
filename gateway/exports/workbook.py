"""Writes a workbook from rows that come in on standard input: the process of its own that an Excel export runs in.

The first line names the columns, `{"names": [...], "amounts": [...], "numbers": [...]}`, the latter two the places of
the columns that hold money and other numbers in text; each further line is one row, a JSON list.
`python -m gateway.exports.workbook FILE`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

import orjson
from xlsxwriter import Workbook

LONGEST_TEXT = 32_767  # Excel's own limit; longer ones it would leave out
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(lines: Iterable[bytes], path: str) -> None:
    """The workbook. Text is always text, whatever it begins with; amounts of money and numbers can be summed."""
    source = iter(lines)
    head = orjson.loads(next(source))
    with Workbook(path, OPTIONS) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
        for column, name in enumerate(head["names"]):
            sheet.write_string(0, column, name, bold)
        formats = dict.fromkeys(head["amounts"], money) | dict.fromkeys(head["numbers"])
        for row, line in enumerate(source, start=1):
            for column, value in enumerate(orjson.loads(line)):
                if column in formats and value is not None:
                    sheet.write_number(row, column, float(value), formats[column])
                else:
                    _write(sheet, row, column, value)


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        cut = value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1]}…"
        sheet.write_string(row, column, cut)
    elif value is not None:
        sheet.write_number(row, column, value)


if __name__ == "__main__":
    os.nice(10)  # whoever waits for an answer of a few milliseconds comes first
    write(sys.stdin.buffer, sys.argv[1])
