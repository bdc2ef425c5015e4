"""Cuts Tabler down to what the pages use: `python -m tests.ground.stylesheet` writes the sheet that is served.

A rule stays if every class that it names is a word of a template, of the pages' code or of their scripts. The dark
theme and the calendar stay out: colours come from the house's own tokens.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import tinycss2

GATEWAY = Path(__file__).parents[2] / "gateway"
WHOLE = GATEWAY / "static" / "vendor" / "tabler" / "tabler.min.css"
SHEET = GATEWAY / "static" / "tabler.css"
SOURCES = ("pages/templates/*.html", "pages/*.py", "static/*.js")
WITHOUT = re.compile(r"\[data-bs-theme[~|]?=\W?dark|\[data-theme[~|]?=\W?dark|\[data-vc|::-webkit-calendar|\.dark\b")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_WORD = re.compile(r"[A-Za-z][\w-]*")


def used_words() -> set[str]:
    """Every word that may be a class."""
    paths = [path for pattern in SOURCES for path in GATEWAY.glob(pattern)]
    return {word for path in paths for word in _WORD.findall(path.read_text())}


def cut(css: str, words: set[str]) -> str:
    """The rules whose classes are all among the words."""
    return "".join(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), words)) + "\n"


def _kept(rules: list[Any], words: set[str]) -> list[str]:
    return [text for rule in rules if (text := _text(rule, words))]


def _text(rule: Any, words: set[str]) -> str:
    if rule.type == "qualified-rule":
        kept = [text for text in _selectors(rule.prelude) if set(_CLASS.findall(text)) <= words]
        return f"{','.join(kept)}{{{tinycss2.serialize(rule.content)}}}" if kept else ""
    if rule.type == "at-rule" and rule.at_keyword in ("media", "supports"):
        inner = _kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), words)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{''.join(inner)}}}" if inner else ""
    return ""


def _selectors(prelude: list[Any]) -> list[str]:
    ends = [place for place, token in enumerate(prelude) if token == ","]
    starts = [0, *(end + 1 for end in ends)]
    texts = [tinycss2.serialize(prelude[a:b]) for a, b in zip(starts, [*ends, len(prelude)], strict=True)]
    return [text for text in texts if not WITHOUT.search(text)]


if __name__ == "__main__":
    SHEET.write_text(cut(WHOLE.read_text(), used_words()))
