"""Adds stored facts up by group: of one station, of each station and day, or of all together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from services.oversight.rules.figures import Sum

Row = dict[str, Any]
Group = tuple[str | None, str | None]
"""The station and the period that sums are of; None where they are of all."""
_GROUP: dict[str, Callable[[Row], Group]] = {
    "all": lambda _row: (None, None),
    "station": lambda row: (row["station_id"], None),
    "month": lambda row: (None, row["start"][:7]),
    "day": lambda row: (None, row["start"]),
    "station_day": lambda row: (row["station_id"], row["start"]),
}


class Summed:
    """The sums of one group, KPI by KPI, and the closing values of each of its stations."""

    def __init__(self) -> None:
        self.sums: dict[str, Sum] = {}
        self._stocks: dict[str, Sum] = {}

    def take(self, row: Row) -> None:
        """One more of the facts, as they are stored."""
        _take(self.sums, row["sums"])
        _take(self._stocks, row.get("stocks", {}))

    def average_stock(self) -> Fraction:
        """The average closing value in fen: of each station over its days, then of all together."""
        values: dict[int, int] = {}
        for stock in self._stocks.values():
            values[stock.count] = values.get(stock.count, 0) + stock.denominator
        return sum((Fraction(value, days or 1) for days, value in values.items()), Fraction(0))


def _take(sums: dict[str, Sum], parts: Row) -> None:
    for name, part in parts.items():
        if name not in sums:
            sums[name] = Sum()
        sums[name].take(part)


def summed_people(rows: Iterable[Row]) -> dict[str, Sum]:
    """The sum of each person who has one, by their id, in order."""
    sums: dict[str, Sum] = {}
    for row in rows:
        _take(sums, row.get("people", {}))
    return dict(sorted(sums.items()))


def summed(rows: Iterable[Row], by: str) -> dict[Group, Summed]:
    """The groups that have facts, in order; that of `all` is there without any, too."""
    groups: dict[Group, Summed] = {(None, None): Summed()} if by == "all" else {}
    for row in rows:
        group = _GROUP[by](row)
        if group not in groups:
            groups[group] = Summed()
        groups[group].take(row)
    return dict(sorted(groups.items(), key=lambda item: (item[0][0] or "", item[0][1] or "")))
