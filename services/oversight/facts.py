"""Facts: the sums of all KPIs of one station and business day, month or year; made from the rows, at any time again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.oversight.figures import Figure, Sum, merged, sums_of, with_corrections
from services.oversight.rows import Row
from services.oversight.transfers import figure_at_close
from stationkit.calendar import StationCalendar

LENGTH = {"year": 4, "month": 7, "day": 10}


@dataclass
class Facts:
    """One station's sums of a `day` (YYYY-MM-DD), `month` (YYYY-MM) or `year` (YYYY).

    They hold nothing of when they were made. `weight` rises with the versions of the rows that they were made from.
    """

    id: str
    station_id: str
    span: str
    start: str
    sums: dict[str, Sum]
    weight: int
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
    """The sums of the days of a month, or of the months of a year."""
    return _ordered(merged(part.sums for part in parts))


def _snapshot(transfers: Iterable[Row], day: str, closed_at: datetime | None) -> list[Figure]:
    if closed_at is None:
        return []
    found = (figure_at_close(row.told, day, closed_at) for row in transfers)
    return [figure for figure in found if figure]


def _ordered(sums: dict[str, Sum]) -> dict[str, Sum]:
    for one in sums.values():
        one.values = dict(sorted(one.values.items(), key=lambda item: int(item[0])))
    return dict(sorted((kpi, one) for kpi, one in sums.items() if one != Sum()))
