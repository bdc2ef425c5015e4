"""The file in which every line that did not become an order stands with its reason, as soon as that is known."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zz.importing.batch import Rejected

COLUMNS = ("file", "line", "id", "code", "reason")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def reporting(path: Path) -> Iterator[Callable[[Rejected], None]]:
    """A function to call with each line that was turned down; it is in the file when that returns.

    The file is begun anew: UTF-8, opened by spreadsheets, none of whose cells they run as a formula. Raises `Trouble`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.", "Name another file with --report.") from error
    with file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)

        def add(line: Rejected) -> None:
            rows.writerow([_plain(str(value)) for value in line.for_machine().values()])
            file.flush()

        yield add


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
