"""What people copy from a paper or a screen: one form each, however it was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from contracts.language.fields import Matching

_IDEOGRAPHIC_FULL_STOP = "\u3002"
WAYBILL = "[A-Z]{0,5}[0-9]{8,20}[A-Z]{0,3}"
"""The carriers' numbers: 12 to 15 digits as a rule, many with letters before them, the post's also behind."""


class Identifier(Matching):
    """An identifier of a fixed form: ordinary width, capitals, without blanks and dashes, whatever was typed."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        return super()._deserialize(compact(value) if isinstance(value, str) else value, attr, data, **kwargs)


def compact(text: str) -> str:
    """As `plain`, in capitals, without blanks and dashes."""
    return plain(text).replace(" ", "").replace("-", "").upper()


def bare(text: str) -> str:
    """As `compact`, of letters and digits alone: how a word is looked for, however it was typed."""
    return "".join(character for character in plain(text).upper() if character.isalnum())


def plain(text: str) -> str:
    """In ordinary width, every dash a hyphen and every space plain, without characters that cannot be seen."""
    ordinary = unicodedata.normalize("NFKC", text).replace(_IDEOGRAPHIC_FULL_STOP, ".")
    return "".join(_plain(character) for character in ordinary)


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    match unicodedata.category(character):
        case "Pd":
            return "-"
        case "Cf":
            return ""
    return character


Waybill = Annotated[str, Identifier(WAYBILL)]
