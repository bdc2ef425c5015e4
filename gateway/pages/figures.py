"""A KPI as it is shown: its value in its unit, whether it meets its target, how small the sample is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from gateway.pages.filters import NOTHING
from gateway.pages.targets import shade_of, shortfall_of
from gateway.pages.words import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MINUTES_AN_HOUR = 60
TENTH = Decimal("0.1")
MINUS = "\u2212"


@dataclass(frozen=True)
class Figure:
    """What stands in a cell. `value` is exact; it is None where there is no data, `meets` also where no target is.

    `shade` and `shortfall` are how far it is from its target (`targets`), `gap` is the same in its unit.
    """

    text: str
    basis: str = ""
    meets: bool | None = None
    is_small: bool = False
    is_late: bool = False
    value: Decimal | None = None
    shade: int = 0
    shortfall: Decimal = Decimal(0)
    gap: Decimal | None = None


NONE = Figure(NOTHING)


def figures_of(
    kpis: Mapping[str, Mapping[str, Any]], definitions: Mapping[str, Mapping[str, Any]], shown: Iterable[str]
) -> dict[str, Figure]:
    """The figures of those KPIs, in that order; what there is no data of is a dash."""
    return {kpi: figure_of(kpis[kpi], definitions.get(kpi)) if kpi in kpis else NONE for kpi in shown}


def figure_of(kpi: Mapping[str, Any], definition: Mapping[str, Any] | None) -> Figure:
    """One figure as it is shown."""
    if kpi["value"] is None or definition is None:
        return NONE
    value, unit = Decimal(kpi["value"]), definition["unit"]
    exact = _exact(kpi, unit)
    return Figure(
        text=text_of(value, unit),
        basis=_basis(kpi, unit),
        meets=_meets(exact, definition),
        is_small=bool(kpi["small_sample"]) and unit in ("share", "minutes", "mean"),
        is_late=Decimal(kpi["late_numerator"]) != 0 or Decimal(kpi["late_denominator"]) != 0,
        value=exact,
        shade=shade_of(exact, definition),
        shortfall=shortfall_of(exact, definition),
        gap=_gap(exact, definition),
    )


def _exact(kpi: Mapping[str, Any], unit: str) -> Decimal:
    """What is held against a target: a share before it was rounded."""
    if unit == "share":
        return Decimal(kpi["numerator"]) / Decimal(kpi["denominator"])
    return Decimal(kpi["value"])


def _gap(exact: Decimal, definition: Mapping[str, Any]) -> Decimal | None:
    return None if definition["target"] is None else exact - Decimal(definition["target"])


@dataclass(frozen=True)
class Change:
    """By how much a figure differs from that of the period before; `is_good` is None where nothing says so."""

    more: Decimal
    unit: str
    is_good: bool | None = None

    @property
    def text(self) -> str:
        """With its sign, in the reader's language."""
        if not self.more:
            return said("as_before")
        return ("+" if self.more > 0 else MINUS) + difference_text(self.more, self.unit)


def change_of(now: Figure, before: Figure, definition: Mapping[str, Any]) -> Change | None:
    """What changed since the period before; None where either has no data, of which nothing can be said."""
    if now.value is None or before.value is None:
        return None
    more = now.value - before.value
    is_neutral = not more or definition["target"] is None
    is_good = None if is_neutral else (more < 0) is bool(definition["lower_is_better"])
    return Change(more, definition["unit"], is_good)


def difference_text(difference: Decimal, unit: str) -> str:
    """How far two values are apart, without a sign; shares are apart by points."""
    apart = abs(difference)
    if unit == "share":
        return said("points").format(max((apart * 100).quantize(TENTH, ROUND_HALF_UP), TENTH))
    return text_of(apart, unit)


def text_of(value: Decimal, unit: str) -> str:
    """A value in its unit."""
    match unit:
        case "share":
            return _percent(value)
        case "minutes":
            return f"{value / MINUTES_AN_HOUR:.1f} h"
        case "money":
            return f"¥{value:.2f}"
        case "count":
            return f"{value:.0f}"
    return f"{value:.2f}"


def _percent(value: Decimal) -> str:
    """To a tenth; less than all, or more than nothing, is not rounded to all or nothing, which have no tenth."""
    if value in (0, 1):
        return f"{value * 100:.0f}%"
    percent = (value * 100).quantize(TENTH, ROUND_HALF_UP)
    if 0 < value < 1:
        percent = min(max(percent, TENTH), 100 - TENTH)
    return f"{percent:.1f}%"


def _basis(kpi: Mapping[str, Any], unit: str) -> str:
    if unit == "share":
        return f"{_number(kpi['numerator'])} / {_number(kpi['denominator'])}"
    if unit == "minutes":
        return f"n = {_number(kpi['denominator'])}"
    return ""


def _number(text: str) -> str:
    return f"{Decimal(text).normalize():f}"


def _meets(value: Decimal, definition: Mapping[str, Any]) -> bool | None:
    if definition["target"] is None:
        return None
    target = Decimal(definition["target"])
    return value <= target if definition["lower_is_better"] else value >= target
