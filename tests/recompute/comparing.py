"""Holds what was recomputed against what `GET /kpis` answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

IN_MONEY = {"utilisation", "dead_stock", "dead_stock_network", "turnover", "revenue"}
NOTHING: dict[str, Any] = {"numerator": 0, "denominator": 0, "minutes": []}


@dataclass(frozen=True)
class Mismatch:
    """A figure that is not as it was recomputed."""

    station_id: str
    kpi: str
    what: str
    answered: Any
    recomputed: Any


def compare(recomputed: Mapping[str, Mapping[str, Any]], groups: Iterable[Mapping[str, Any]]) -> list[Mismatch]:
    """`groups` are the items of `GET /kpis` by station; a station that is not among them has no figures."""
    answered = {group["station_id"]: {kpi["kpi"]: kpi for kpi in group["kpis"]} for group in groups}
    return [
        mismatch
        for station_id, lines in recomputed.items()
        for kpi in sorted({*lines, *answered.get(station_id, {})})
        for mismatch in _compare(station_id, kpi, lines.get(kpi, NOTHING), answered.get(station_id, {}).get(kpi))
    ]


def _compare(station_id: str, kpi: str, line: Mapping[str, Any], answer: Mapping[str, Any] | None) -> list[Mismatch]:
    figures = answer or {"numerator": "0", "denominator": "0", "median": None, "p90": None}
    minutes = line["minutes"]
    pairs = {
        "numerator": (_whole(figures["numerator"], kpi in IN_MONEY), line["numerator"]),
        "denominator": (_whole(figures["denominator"], kpi in IN_MONEY - {"revenue"}), line["denominator"]),
        "median": (figures["median"], _percentile(minutes, 50)),
        "p90": (figures["p90"], _percentile(minutes, 90)),
    }
    return [Mismatch(station_id, kpi, what, *pair) for what, pair in pairs.items() if pair[0] != pair[1]]


def _whole(text: str, in_money: bool) -> int:  # noqa: FBT001  # of one table above
    return int(Decimal(text) * (100 if in_money else 1))


def _percentile(minutes: list[int], percent: int) -> int | None:
    """The smallest that at least so many percent are not above."""
    enough = (minute for number, minute in enumerate(minutes, 1) if number * 100 >= percent * len(minutes))
    return next(enough, None)
