"""The values of one line, read one by one: what is not taken as it stands is noted, what cannot be read refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts.language.text import normalised, without_broken

if TYPE_CHECKING:
    from collections.abc import Mapping

_AROUND_MARKS = re.compile(r"\s*([/\-])\s*")


class NotARecord(Exception):
    """The line cannot become an order: a stable `code`, and a sentence that names the column."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True)
class Change:
    """What was not taken as it stands: a stable code and a sentence. `_read` loses nothing, `_dropped`, `_cut` do."""

    code: str
    reason: str


@dataclass
class Values:
    """The values of a line by column, and what of them was changed so far."""

    by_column: Mapping[str, str]
    changes: list[Change] = field(default_factory=list)

    def get(self, column: str) -> str:
        """Empty where there is no such column."""
        return self.by_column.get(column, "")

    def change(self, code: str, reason: str) -> None:
        self.changes.append(Change(code, reason))

    def needed(self, *columns: str) -> str:
        """What stands in the first of these columns that is there and not empty. Raises `NotARecord`."""
        value = next((value for column in columns if (value := self.get(column))), None)
        if value is None:
            raise NotARecord("missing", f"There is no {' or '.join(columns)}.")
        return value

    def text(self, column: str, longest: int) -> str:
        """A text that may be lacking, in the platform's form: without control characters, cut where it is too long."""
        whole = without_broken(self.get(column))
        if whole != self.get(column):
            self.change("characters_dropped", f"{column}: Control characters are left out.")
        plain = normalised(whole)
        if len(plain) > longest:
            self.change("text_cut", f"{column}: Of {len(plain)} characters the first {longest} are kept.")
        return plain[:longest].strip()

    def line(self, column: str, longest: int) -> str:
        """The same on one line, however many it had."""
        text = self.text(column, longest)
        if "\n" in text:
            self.change("line_read", f"{column}: Its lines are read as one.")
        return " ".join(text.splitlines())


def plain_word(text: str) -> str:
    """A word of a list, whatever its case, width and spaces, and whichever of two ways an accent is written."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_AROUND_MARKS.sub(r"\1", unicodedata.normalize("NFKC", wide)).split())
