"""Facts: the sums of all KPIs of a business day, month or year, of one station or all; made from the rows at any time.

Those of all stations belong to the head station.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.oversight.rules.figures import Sum, merged, sums_of, sums_of_people, with_corrections
from services.oversight.rules.rows import Row
from services.oversight.rules.transfers import figure_at_close
from stationkit.ground.calendar import StationCalendar

LENGTH = {"year": 4, "month": 7, "day": 10}
TURNOVER = "turnover"


@dataclass
class Facts:
    """The sums of a `day` (YYYY-MM-DD), `month` (YYYY-MM) or `year` (YYYY).

    `stocks` are the closing values of each station by its id: their sum as denominator, and of how many days. `people`
    are the sums of each person by their id. They hold nothing of when they were made. `weight` rises with the versions
    of the rows that they were made from.
    """

    id: str
    station_id: str
    span: str
    start: str
    sums: dict[str, Sum]
    weight: int
    stocks: dict[str, Sum] = field(default_factory=dict)
    people: dict[str, Sum] = field(default_factory=dict)
    closed_at: datetime | None = None
    stale: bool = False
    version: int = 1


def sums_at_close(
    now: dict[str, Sum],
    rows: Iterable[Row],
    transfers: Iterable[Row],
    day: str,
    closed_at: datetime,
    calendar: StationCalendar,
) -> dict[str, Sum]:
    """The sums of a closed day: as they are now, with the transfers that stood open at its close, and what came later.

    `rows` are all that ever had a figure on the day, `closed_at` is its own latest close.
    """
    snapshot = [figure for row in transfers if (figure := figure_at_close(row.told, day, closed_at))]
    before = [figure for row in rows for figure in row.figures_at_close(day, closed_at, calendar)]
    return with_corrections(merged([now, sums_of(snapshot)]), sums_of(before + snapshot))


def people_at_close(
    now: dict[str, Sum], rows: Iterable[Row], day: str, closed_at: datetime, calendar: StationCalendar
) -> dict[str, Sum]:
    """The sums of each person on a closed day: as they are now, with what came later."""
    of_people = (row for row in rows if any(figure.person for figure in row.figures))
    before = [figure for row in of_people for figure in row.figures_at_close(day, closed_at, calendar)]
    return with_corrections(now, sums_of_people(before))


def sums_of_parts(parts: Iterable[Facts]) -> dict[str, Sum]:
    """The sums of all stations' day, of the days of a month, or of the months of a year."""
    return ordered(merged(part.sums for part in parts))


def stocks_of_day(station_id: str, sums: dict[str, Sum]) -> dict[str, Sum]:
    """The closing value of a station's day; none where its stock was not counted."""
    turnover = sums.get(TURNOVER)
    return {station_id: Sum(denominator=turnover.denominator, count=turnover.count)} if turnover else {}


def people_of_parts(parts: Iterable[Facts]) -> dict[str, Sum]:
    """The sums of each person in the same parts together."""
    return ordered(merged(part.people for part in parts))


def stocks_of_parts(parts: Iterable[Facts]) -> dict[str, Sum]:
    """The closing values of the same parts together, station by station."""
    return ordered(merged(part.stocks for part in parts))


def ordered(sums: dict[str, Sum]) -> dict[str, Sum]:
    """The same in one order, without those that are nothing, so that equal sums are stored equal."""
    for kpi_sum in sums.values():
        kpi_sum.values = dict(sorted(kpi_sum.values.items(), key=lambda item: int(item[0])))
    return {name: sums[name] for name in sorted(sums) if sums[name] != Sum()}
