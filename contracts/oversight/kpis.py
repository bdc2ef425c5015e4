"""KPIs: figures of a period, and the records behind them."""

from __future__ import annotations

from typing import Annotated

from contracts.language import permissions
from contracts.language.fields import Day, Id, Number, Ready, Word
from contracts.language.noun import Noun
from contracts.language.operation import Nothing
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.language.payload import PayloadField, Reply, Request
from contracts.oversight import SERVICE

UNITS = ("share", "minutes", "money", "mean", "count", "per_month")
GROUPS = ("all", "station", "month", "day", "station_day", "person")
KPIS = (
    *("received", "repaired"),
    *("turnaround", "customer_cycle", "on_time", "bench_on_time", "dealer_on_time", "first_time_fix", "redo"),
    *("unfinished_explained", "devices_overnight", "awaiting_lists"),
    *("utilisation", "dead_stock", "dead_stock_network", "turnover"),
    *("fill_rate", "same_day_return", "overdue_transfers", "inspected"),
    *("call_1", "call_2", "call_3", "calls_all", "contact_rate"),
    *("satisfaction", "dissatisfaction", "mean_score", "appeasement", "revenue", "audit_score"),
    "garbage_data",
)

PER_PERSON = ("garbage_data",)
"""Those that are counted for each person too."""

kpis = Noun(SERVICE, "/kpis")


class Definition(Reply):
    """What a KPI means, its unit and target, and the duties that it measures. `target` is null where there is none."""

    kpi: Annotated[str, Word(KPIS)]
    words: str
    unit: Annotated[str, Word(UNITS)]
    target: str | None
    lower_is_better: bool
    duties: tuple[str, ...]


class Definitions(Reply):
    """Every KPI."""

    items: tuple[Definition, ...]


class GetKpis(Request):
    """The figures of business days `start` to `end`, of one station or all within reach, in one group or several.

    By `day` at most 92 days; by `station_day`, each station's days one by one, of one `kpi` alone.
    """

    start: Day
    end: Day
    station_id: Id | None = None
    kpi: Annotated[str, Word(KPIS)] | None = None
    by: Annotated[str, Word(GROUPS)] = "all"


class Kpi(Reply):
    """A figure. Numbers are exact and in text; `value` is null where there is no data, never 0 or 1.

    `numerator` and `denominator` are summed over days and stations and divided at the end. Of minutes, `denominator`
    counts the orders and `value` is their mean. `small_sample` marks fewer than 30. `late_numerator` and
    `late_denominator` are how much of the figure came after the days had been closed.
    """

    kpi: Annotated[str, Word(KPIS)]
    numerator: str
    denominator: str
    value: str | None
    target: str | None
    small_sample: bool
    median: int | None
    p90: int | None
    late_numerator: str
    late_denominator: str


class KpiGroup(Reply):
    """The figures of one group: of a station, a month (YYYY-MM), a day (YYYY-MM-DD) or a person where asked by these.

    By person there are only those that are counted for each: `garbage_data`.
    """

    station_id: Id | None
    period: str | None
    person_id: Id | None
    kpis: Annotated[list[dict[str, object]], Ready(PayloadField(Kpi))]


class Kpis(Reply):
    """Figures of a period."""

    start: str
    end: str
    items: tuple[KpiGroup, ...]


class ListKpiRecords(PageRequest):
    """The records behind one figure of one station, by default the own, or of a person there, from `start` to `end`.

    Of a share, those that miss come first. What transfers were overdue follows from the closes of days and is by day.
    """

    sort: Annotated[str, sorted_by("day")] = "day"
    kpi: Annotated[str, Word(KPIS)]
    start: Day
    end: Day
    station_id: Id | None = None
    person_id: Id | None = None


class KpiRecord(Reply):
    """A record and its part in the figure: the parts of all records add up to it.

    `id` is the id of the order, borrow, request, receipt, transfer, payment, appeasement, audit, finding or report.
    `code` is an order's, null also where it was told before codes were kept. `missed` says that the record worsens a
    share.
    """

    id: Id
    station_id: Id
    kind: str
    days: tuple[str, ...]
    numerator: Number
    denominator: Number
    missed: bool
    code: str | None


get_kpi_definitions = kpis.read(
    "get_kpi_definitions", "Say what each KPI means", Nothing, Definitions, permissions.KPI_READ, at="definitions"
)
get_kpis = kpis.read("get_kpis", "Read the KPIs of a period", GetKpis, Kpis, permissions.KPI_READ)
list_kpi_records = kpis.read(
    "list_kpi_records",
    "List the records behind a figure",
    ListKpiRecords,
    page_of(KpiRecord),
    permissions.KPI_READ,
    at="records",
)
