"""The values of one line, read one by one: what is not taken as it stands is noted, what cannot be read refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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
        """A text that may be lacking: without control characters, and cut where it is too long."""
        plain = _CONTROLS.sub("", self.get(column)).strip()
        if plain != self.get(column):
            self.change("characters_dropped", f"{column}: Control characters are left out.")
        if len(plain) > longest:
            self.change("text_cut", f"{column}: Of {len(plain)} characters the first {longest} are kept.")
        return plain[:longest].strip()


def plain_word(text: str) -> str:
    """A word of a list, whatever its case, width and spaces, and whichever of two ways an accent is written."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_AROUND_MARKS.sub(r"\1", unicodedata.normalize("NFKC", wide)).split())
