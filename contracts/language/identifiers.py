"""What people copy from a paper or a screen: one form each, however it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from contracts.language.fields import Matching

WAYBILL = "[A-Z]{0,5}[0-9]{8,20}[A-Z]{0,3}"
"""The carriers' numbers: 12 to 15 digits as a rule, many with letters before them, the post's also behind."""


class Identifier(Matching):
    """An identifier of a fixed form: ordinary width, capitals, without blanks and dashes, whatever was typed."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        return super()._deserialize(compact(value) if isinstance(value, str) else value, attr, data, **kwargs)


def compact(text: str) -> str:
    """In ordinary width and capitals, without blanks, dashes and what cannot be seen."""
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = (character for character in plain if unicodedata.category(character) not in ("Cf", "Pd"))
    return re.sub(r"\s", "", "".join(kept))


Waybill = Annotated[str, Identifier(WAYBILL)]
