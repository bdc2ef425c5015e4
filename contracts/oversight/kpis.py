"""Facts, KPIs and roll-ups over all stations: what the service `oversight` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Ready, Word
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

SERVICE = "oversight"
UNITS = ("share", "minutes", "money", "mean", "count", "per_month")
GROUPS = ("all", "station", "month", "day")
KPIS = (
    *("received", "repaired"),
    *("turnaround", "customer_cycle", "on_time", "bench_on_time", "dealer_on_time", "first_time_fix", "redo"),
    *("unfinished_explained", "devices_overnight", "awaiting_lists"),
    *("utilisation", "dead_stock", "dead_stock_network", "turnover"),
    *("fill_rate", "same_day_return", "overdue_transfers", "inspected"),
    *("call_1", "call_2", "call_3", "calls_all", "contact_rate"),
    *("satisfaction", "dissatisfaction", "mean_score", "appeasement", "revenue", "audit_score"),
)


class Definition(Reply):
    """What a KPI means, its unit and target, and the duties that it measures. `target` is null where there is none."""

    kpi = Word(KPIS, required=True)
    words = fields.String(required=True)
    unit = Word(UNITS, required=True)
    target = fields.String(required=True, allow_none=True)
    lower_is_better = fields.Boolean(required=True)
    duties = fields.List(fields.String(), required=True)


class Definitions(Reply):
    """Every KPI."""

    items = fields.List(fields.Nested(Definition), required=True)


class GetKpis(Request):
    """The figures of business days `start` to `end`, of one station or all within reach, in one group or several."""

    start = Day(required=True)
    end = Day(required=True)
    station_id = Id()
    kpi = Word(KPIS)
    by = Word(GROUPS, load_default="all")


class Kpi(Reply):
    """A figure. Numbers are exact and in text; `value` is null where there is no data, never 0 or 1.

    `numerator` and `denominator` are summed over days and stations and divided at the end. Of minutes, `denominator`
    counts the orders and `value` is their mean. `small_sample` marks fewer than 30. `late_numerator` and
    `late_denominator` are how much of the figure came after the days had been closed.
    """

    kpi = Word(KPIS, required=True)
    numerator = fields.String(required=True)
    denominator = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)
    target = fields.String(required=True, allow_none=True)
    small_sample = fields.Boolean(required=True)
    median = fields.Integer(required=True, allow_none=True)
    p90 = fields.Integer(required=True, allow_none=True)
    late_numerator = fields.String(required=True)
    late_denominator = fields.String(required=True)


class KpiGroup(Reply):
    """The figures of one group: of a station, a month (YYYY-MM) or a day (YYYY-MM-DD) where asked by these."""

    station_id = Id(required=True, allow_none=True)
    period = fields.String(required=True, allow_none=True)
    kpis = Ready(fields.Nested(Kpi), required=True)


class Kpis(Reply):
    """Figures of a period."""

    start = fields.String(required=True)
    end = fields.String(required=True)
    items = fields.List(fields.Nested(KpiGroup), required=True)


class ListKpiRecords(PageRequest):
    """The records behind one figure of one station, by default the own, from `start` to `end`."""

    sort = sorted_by("day")
    kpi = Word(KPIS, required=True)
    start = Day(required=True)
    end = Day(required=True)
    station_id = Id()


class KpiRecord(Reply):
    """A record and its part in the figure: the parts of all records add up to it.

    `id` is the id of the order, borrow, request, receipt, transfer, payment, appeasement, audit or report.
    """

    id = Id(required=True)
    station_id = Id(required=True)
    kind = fields.String(required=True)
    days = fields.List(fields.String(), required=True)
    numerator = fields.String(required=True)
    denominator = fields.String(required=True)


class ReadBoard(Request):
    """One station, or all within reach."""

    station_id = Id()


class BoardLine(Reply):
    """What stands open at a station now. An order counts once, where it is; `overdue` is how many are past due."""

    station_id = Id(required=True)
    name = fields.String(required=True)
    received = fields.Integer(required=True)
    in_repair = fields.Integer(required=True)
    awaiting_parts = fields.Integer(required=True)
    ready = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    transfers_to_ship = fields.Integer(required=True)
    transfers_on_their_way = fields.Integer(required=True)
    transfers_overdue = fields.Integer(required=True)


class Board(Reply):
    """The network at a glance; transfers stand with the station that sends them."""

    at = Instant(required=True)
    items = fields.List(fields.Nested(BoardLine), required=True)


get_kpi_definitions = Operation(
    SERVICE, "get_kpi_definitions", "Say what each KPI means", "query", permissions.KPI_READ, Nothing, Definitions
)
get_kpis = Operation(SERVICE, "get_kpis", "Read the KPIs of a period", "query", permissions.KPI_READ, GetKpis, Kpis)
list_kpi_records = Operation(
    SERVICE,
    "list_kpi_records",
    "List the records behind a figure",
    "query",
    permissions.KPI_READ,
    ListKpiRecords,
    page_of(KpiRecord),
)
get_board = Operation(
    SERVICE, "get_board", "See what is open at every station now", "query", permissions.BOARD_READ, ReadBoard, Board
)
