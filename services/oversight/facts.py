"""Facts: the sums of all KPIs of a business day, month or year, of one station or all; made from the rows at any time.

Those of all stations belong to the head station.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.oversight.figures import Figure, Sum, merged, sums_of, with_corrections
from services.oversight.rows import Row
from services.oversight.transfers import figure_at_close
from stationkit.calendar import StationCalendar

LENGTH = {"year": 4, "month": 7, "day": 10}
TURNOVER = "turnover"


@dataclass
class Facts:
    """The sums of a `day` (YYYY-MM-DD), `month` (YYYY-MM) or `year` (YYYY).

    `stocks` are the closing values of each station by its id: their sum as denominator, and of how many days. They hold
    nothing of when they were made. `weight` rises with the versions of the rows that they were made from.
    """

    id: str
    station_id: str
    span: str
    start: str
    sums: dict[str, Sum]
    weight: int
    stocks: dict[str, Sum] = field(default_factory=dict)
    closed_at: datetime | None = None
    stale: bool = False
    version: int = 1


def day_sums(
    rows: Iterable[Row],
    transfers: Iterable[Row],
    day: str,
    closed_at: datetime | None,
    calendar: StationCalendar,
    *,
    closed: bool,
) -> dict[str, Sum]:
    """The sums of a day: of rows that ever had a figure on it, and of the transfers that stood open on it.

    `closed_at` is the day's own latest close; `closed` also where it had none, but a later day was closed.
    """
    rows, snapshot = list(rows), _snapshot(transfers, day, closed_at)
    now = sums_of([one for row in rows for one in row.figures_on(day, closed=closed)] + snapshot)
    if closed_at:
        before = [one for row in rows for one in row.figures_at_close(day, closed_at, calendar)]
        now = with_corrections(now, sums_of(before + snapshot))
    return _ordered(now)


def sums_of_parts(parts: Iterable[Facts]) -> dict[str, Sum]:
    """The sums of all stations' day, of the days of a month, or of the months of a year."""
    return _ordered(merged(part.sums for part in parts))


def stocks_of_day(station_id: str, sums: dict[str, Sum]) -> dict[str, Sum]:
    """The closing value of a station's day; none where its stock was not counted."""
    found = sums.get(TURNOVER)
    return {station_id: Sum(denominator=found.denominator, count=found.count)} if found else {}


def stocks_of_parts(parts: Iterable[Facts]) -> dict[str, Sum]:
    """The closing values of the same parts together, station by station."""
    return _ordered(merged(part.stocks for part in parts))


def _snapshot(transfers: Iterable[Row], day: str, closed_at: datetime | None) -> list[Figure]:
    if closed_at is None:
        return []
    found = (figure_at_close(row.told, day, closed_at) for row in transfers)
    return [figure for figure in found if figure]


def _ordered(sums: dict[str, Sum]) -> dict[str, Sum]:
    for one in sums.values():
        one.values = dict(sorted(one.values.items(), key=lambda item: int(item[0])))
    return {name: sums[name] for name in sorted(sums) if sums[name] != Sum()}
