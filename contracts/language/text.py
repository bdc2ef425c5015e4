"""Text as it enters the house: one form for what looks the same, and nothing in it that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f"
_LINE_ENDS = r"\n\r\u0085\u2028\u2029"
_UNSEEN = r"\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
"""Marks without a shape, and the letters whose shape is a blank."""
_JOINERS = "\u200c\u200d"
"""Unseen too, but they make one sign of two, as in many a family's picture."""

ANY_LINES = f"^[^{_CONTROLS}]*$"
SOME_LINES = rf"^[^{_CONTROLS}]*[^{_CONTROLS}{_UNSEEN}{_LINE_ENDS}\s][^{_CONTROLS}]*$"
_AROUND = rf"[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{_LINE_ENDS}{_UNSEEN}]*"
_ON_A_LINE = rf"[^{_CONTROLS}{_LINE_ENDS}]*"
ONE_LINE = rf"^{_AROUND}{_ON_A_LINE}[^{_CONTROLS}{_UNSEEN}{_LINE_ENDS}\s]{_ON_A_LINE}{_AROUND}$"
"""Patterns of what is taken, for documents; `normalised` decides."""

_BROKEN = re.compile(rf"[{_CONTROLS}\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_BLANKS = re.compile(rf"^[\s{_UNSEEN}]+|[\s{_UNSEEN}]+$")


RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet runs it as a formula, in whatever width and behind whatever marks that cannot be seen."""
    seen = (character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", next(seen, "")).startswith(RUN_AS_FORMULA)


def is_broken(text: str) -> bool:
    """Whether control characters or halves of characters are in it."""
    return bool(_BROKEN.search(text))


def without_broken(text: str) -> str:
    """The text without what `is_broken` finds."""
    return _BROKEN.sub("", text)


def normalised(text: str) -> str:
    """Composed, with one kind of line end, without what cannot be seen, and without blanks around it."""
    seen = "".join(character for character in unicodedata.normalize("NFC", text) if not _is_unseen(character))
    return _BLANKS.sub("", _LINE_END.sub("\n", seen))


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf" and character not in _JOINERS
