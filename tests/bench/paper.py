"""Tables, and the document that they stand in: each figure has its place there, which a run that measured it fills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from zz.local.paths import PROJECT

DOCUMENT = PROJECT / "docs" / "performance.md"


@dataclass(frozen=True)
class Target:
    """What a figure is to reach: at least, or at most, so much."""

    bound: float
    unit: str = ""
    at_most: bool = False
    places: int = 2

    def judge(self, value: float) -> str:
        """The target in words, and whether the value meets it."""
        met = value <= self.bound if self.at_most else value >= self.bound
        sign, outcome = "≤" if self.at_most else "≥", "met" if met else "**missed**"
        return f"{sign} {self.bound:,.{self.places}f}{self.unit}: {outcome}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; all but the first column are figures."""
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def fill(figure: str, text: str, document: Path = DOCUMENT) -> None:
    """Puts the text into the figure's place. Raises `LookupError` where it has none."""
    begin, end = f"<!-- {figure} -->", f"<!-- /{figure} -->"
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    before = document.read_text()
    if not place.search(before):
        raise LookupError(f"{document} has no place for {figure}")
    document.write_text(place.sub(lambda _: f"{begin}\n{text}\n{end}", before))
