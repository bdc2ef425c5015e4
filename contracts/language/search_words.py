"""The words by which documents are found: what somebody types is compared with how these begin, by an index.

A word is of letters and digits alone, so that width, case, spaces and dashes do not matter. As every ending of a code
is a word, whatever part of it is typed begins one. Nothing that is typed is ever a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.language.identifiers import bare

LONGEST = 40
"""Characters of a word; what is sought is cut there too."""
LAST = "\U0010ffff"
"""Comes after every character that a word can have."""


@dataclass(frozen=True)
class Sought:
    """The words that are looked for as they are, and those that may be how one begins."""

    whole: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()


def endings(text: str, shortest: int) -> list[str]:
    """Every ending of at least so many letters and digits; of a shorter text the whole."""
    letters = bare(text)
    starts = range(max(len(letters) - shortest, 0) + 1) if letters else ()
    return [letters[start : start + LONGEST] for start in starts]


def sought(text: str, least: int = 1) -> Sought:
    """What was typed, as a whole word and as the beginning of one; nothing where that is shorter than `least`."""
    letters = bare(text)[:LONGEST]
    return Sought((letters,), (letters,)) if len(letters) >= least else Sought()
