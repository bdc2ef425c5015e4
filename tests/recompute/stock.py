"""Stock as inventory keeps its moves: what it was worth at each close, what of it was dead, what was consumed.

Money is counted in fen.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.recompute.sheet import Document, Sheet

VALUED = ("store", "quarantine", "defective", "bench", "transit_out")


def count_stock(sheet: Sheet, moves: list[Document], closes: list[Document], supplied: set[str]) -> None:
    """Every close of the store; `supplied` are the parts that the manufacturer supplies."""
    last = max((close["day"] for close in closes), default="")
    for close in closes:
        closed_at, day = close["closed_at"], close["day"]
        here = [move for move in moves if move["at"] <= closed_at]
        lots = _lots(here)
        value = sum(_worth(lot, often) for lot, often in lots.items())
        dead = _dead(sheet, lots, day, network=False)
        sheet.add("utilisation", day, value - dead, value)
        sheet.add("dead_stock", day, dead, value)
        sheet.add("dead_stock_network", day, _dead(sheet, lots, day, network=True), value)
        today = [
            move for move in (here if day == last else moves) if move["day"] == day and move["part_id"] in supplied
        ]
        sheet.add("turnover", day, sum(_fitted(move) for move in today), value)


Lot = tuple[dt.datetime, dt.datetime, int]


def _lots(moves: list[Document]) -> Counter[Lot]:
    lots: Counter[Lot] = Counter()
    for move in moves:
        sign = (move["target"].split(":")[0] in VALUED) - (move["source"].split(":")[0] in VALUED)
        lots[move["received_at"], move["arrived_at"], _fen(move)] += sign * move["quantity"]
    return lots


def _dead(sheet: Sheet, lots: Counter[Lot], day: str, *, network: bool) -> int:
    ages = ((lot, often, sheet.station.day_of(lot[0] if network else lot[1])) for lot, often in lots.items())
    return sum(_worth(lot, often) for lot, often, since in ages if day > _last_day(since))


def _last_day(since: str) -> str:
    """Three calendar months later, at most the last day of that month."""
    year, month, day = map(int, since.split("-"))
    year, month = (year, month + 3) if month < 10 else (year + 1, month - 9)
    return f"{year:04}-{month:02}-{min(day, calendar.monthrange(year, month)[1]):02}"


def _fitted(move: Document) -> int:
    used = [place == "customer" or place.startswith("installed:") for place in (move["source"], move["target"])]
    return int((used[1] - used[0]) * move["quantity"] * _fen(move))


def _worth(lot: Lot, often: int) -> int:
    return lot[2] * often


def _fen(move: Document) -> int:
    return int(move["cost"].to_decimal() * 100)
