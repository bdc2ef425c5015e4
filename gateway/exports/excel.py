"""Excel workbooks, each written by a process of its own: the work would stop every other request for seconds."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import IO, Any

import orjson

from contracts.language.errors import Refused, Unavailable
from gateway.exports.table import Cell, Column

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000
WRITING_SECONDS = 60


def workbook(columns: Sequence[Column], pages: Iterable[list[dict[str, Any]]]) -> IO[bytes]:
    """The finished workbook, a file that is gone when it is closed.

    Raises `Refused` beyond 100,000 rows, `Unavailable` where it cannot be written, and what reading the pages raises.
    """
    file = tempfile.NamedTemporaryFile(prefix="zz-", suffix=".xlsx")  # noqa: SIM115  # closed by whoever sends it
    try:
        with _writer(file.name) as child:
            assert child.stdin is not None  # noqa: S101  # it was asked for
            for line in _lines(columns, pages):
                child.stdin.write(line)
            child.stdin.close()
            if child.wait(WRITING_SECONDS):
                raise OSError("the writer failed")  # noqa: TRY301  # told to the caller just below
    except (OSError, subprocess.TimeoutExpired) as error:
        file.close()
        raise Unavailable("The workbook could not be written.") from error
    except BaseException:
        file.close()
        raise
    return file


@contextmanager
def _writer(path: str) -> Iterator[subprocess.Popen[bytes]]:
    """The child that writes; it is ended with whatever goes wrong here."""
    argv = (sys.executable, "-m", "gateway.exports.workbook", path)
    child = subprocess.Popen(argv, stdin=subprocess.PIPE, env={})  # noqa: S603  # our own module
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        with suppress(OSError):
            child.stdin.close()  # type: ignore[union-attr]  # it was asked for


def _lines(columns: Sequence[Column], pages: Iterable[list[dict[str, Any]]]) -> Iterator[bytes]:
    amounts = [number for number, column in enumerate(columns) if column.is_amount]
    numbers = [number for number, column in enumerate(columns) if column.is_number]
    yield _line({"names": [column.name for column in columns], "amounts": amounts, "numbers": numbers})
    rows = 0
    for page in pages:
        rows += len(page)
        if rows > MOST_ROWS:
            raise Refused("too_many_rows", "Narrow the list, or ask for CSV.", most=str(MOST_ROWS))
        yield b"".join(_line([_plain(column.cell(item)) for column in columns]) for item in page)


def _plain(cell: Cell) -> str | int | float | None:
    return str(cell) if isinstance(cell, Decimal) else cell


def _line(value: Any) -> bytes:
    return orjson.dumps(value) + b"\n"
