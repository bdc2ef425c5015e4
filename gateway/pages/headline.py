"""What matters most, as the sentence over a page of figures: on time or not, and which station needs attention."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gateway.pages.figures import difference_text
from gateway.pages.words import said, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.pages.figures import Figure
    from gateway.pages.standing import Standing


def of_network(on_time: Figure, definition: Mapping[str, Any] | None, period: str, ordered: Sequence[Standing]) -> str:
    """The sentence over the overview."""
    clauses = (of_figure(on_time, definition, period), _of_stations(ordered))
    return said("sentence.joint").join(clause for clause in clauses if clause)


def of_figure(on_time: Figure, definition: Mapping[str, Any] | None, period: str) -> str:
    """How much was on time, and how far that is from the target; that nothing was due, where there is no data."""
    named = word("period_said", period)
    if on_time.value is None or definition is None:
        return said("sentence.nothing_due").format(named)
    if on_time.meets:
        return said("sentence.met").format(named, on_time.text)
    off = difference_text(on_time.gap or Decimal(0), definition["unit"])
    return said("sentence.missed").format(named, on_time.text, off)


def _of_stations(ordered: Sequence[Standing]) -> str:
    """Of a station that has no data nothing is said, also not that all is well."""
    if ordered and ordered[0].needs_attention:
        return said("sentence.attention").format(ordered[0].name)
    return said("sentence.all_well") if any(standing.has_data for standing in ordered) else ""
