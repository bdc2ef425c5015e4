"""The file in which what became no order and what was changed stands with its reason, as soon as that is known."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contracts.language.text import is_formula
from zz.importing.batch import Note, Rejected
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Report = Callable[[Rejected | Note], None]

COLUMNS = ("kind", "file", "line", "id", "code", "reason")
REJECTED, NOTE = "rejected", "note"


@contextmanager
def reporting(path: Path) -> Iterator[Report]:
    """A function to call with each line that was turned down or changed; then it is in the file.

    The file is begun anew: UTF-8, opened by spreadsheets, none of whose cells they run as a formula.
    Raises `UserError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.", "Name another file with --report.") from error
    with file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)

        def add(line: Rejected | Note) -> None:
            kind = NOTE if isinstance(line, Note) else REJECTED
            rows.writerow([kind, *(_plain(str(value)) for value in line.for_machine().values())])
            file.flush()

        yield add


def _plain(text: str) -> str:
    return f"'{text}" if is_formula(text) else text
