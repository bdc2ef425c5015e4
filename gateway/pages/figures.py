"""A KPI as it is shown: its value in its unit, whether it meets its target, how small the sample is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from gateway.pages.filters import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MINUTES_AN_HOUR = 60
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Figure:
    """What stands in a cell. `meets` is None where there is no target or no data."""

    text: str
    basis: str = ""
    meets: bool | None = None
    is_small: bool = False
    is_late: bool = False


NONE = Figure(NOTHING)


def figures_of(
    kpis: Iterable[Mapping[str, Any]], definitions: Mapping[str, Mapping[str, Any]], shown: Iterable[str]
) -> dict[str, Figure]:
    """The figures of those KPIs, in that order; what there is no data of is a dash."""
    figures = {kpi["kpi"]: figure_of(kpi, definitions.get(kpi["kpi"])) for kpi in kpis}
    return {kpi: figures.get(kpi, NONE) for kpi in shown}


def figure_of(kpi: Mapping[str, Any], definition: Mapping[str, Any] | None) -> Figure:
    """One figure as it is shown."""
    if kpi["value"] is None or definition is None:
        return NONE
    value, unit = Decimal(kpi["value"]), definition["unit"]
    return Figure(
        text=_text(value, unit),
        basis=_basis(kpi, unit),
        meets=_meets(_exact(kpi, unit), definition),
        is_small=bool(kpi["small_sample"]) and unit in ("share", "minutes", "mean"),
        is_late=Decimal(kpi["late_numerator"]) != 0 or Decimal(kpi["late_denominator"]) != 0,
    )


def _exact(kpi: Mapping[str, Any], unit: str) -> Decimal:
    """What is held against a target: a share before it was rounded."""
    if unit == "share":
        return Decimal(kpi["numerator"]) / Decimal(kpi["denominator"])
    return Decimal(kpi["value"])


def _text(value: Decimal, unit: str) -> str:
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
    """To a tenth; less than all, or more than nothing, is not rounded to all or nothing."""
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
