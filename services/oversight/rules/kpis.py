"""The KPIs of rules §6: what each means, its unit and target, the duties it measures, and how its value is worked out.

Sums are added up over days and stations first and divided at the end. Nothing to divide by is no value, never 0 or 1.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import accumulate

from services.oversight.rules.figures import Sum

SMALL_SAMPLE = 30
FEN = 100
PLACES = Decimal("0.0001")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Definition:
    """A KPI. `unit` is what its value is in; `in_money` says that numerator and denominator are amounts.

    `counts_apart` says that they count different records: those of the denominator are the sample.
    """

    kpi: str
    words: str
    duties: tuple[str, ...]
    unit: str = "share"
    target: str | None = None
    lower_is_better: bool = False
    in_money: bool = False
    counts_apart: bool = False


@dataclass(frozen=True)
class Kpi:
    """A KPI of one group of days and stations, as it is answered; numbers in text."""

    kpi: str
    numerator: str
    denominator: str
    value: str | None
    target: str | None
    small_sample: bool
    median: int | None
    p90: int | None
    late_numerator: str
    late_denominator: str


DEFINITIONS = (
    Definition("received", "orders received", ("F1",), "count"),
    Definition("repaired", "orders released as repaired / orders released with an outcome", ("S12",)),
    Definition(
        "turnaround", "opening minutes from receipt to fulfilment, less the wait for the customer", ("B2",), "minutes"
    ),
    Definition("customer_cycle", "minutes from handing the device over to having it back", ("B2",), "minutes"),
    Definition(
        "on_time",
        "orders fulfilled by their effective due / orders due; open and cancelled ones are late",
        ("F5",),
        target="0.95",
    ),
    Definition(
        "bench_on_time",
        "jobs finished by their bench due / jobs due; returned unrepaired without a test is late; "
        "what the customer declined, or was asked about, before then is not due",
        ("E1", "E2"),
        target="0.95",
    ),
    Definition("dealer_on_time", "dealers' devices shipped by their due / due", ("F9",), target="0.98"),
    Definition(
        "first_time_fix",
        "repaired and no redo within 30 days / repaired, by the day of the first release; provisional until day 30",
        ("S12",),
        target="0.88",
    ),
    Definition(
        "redo",
        "first releases with a redo within 90 days / first releases, charged to the first station",
        ("S7",),
        target="0.0475",
        lower_is_better=True,
    ),
    Definition("unfinished_explained", "unfinished at close with a reason / unfinished at close", ("E5",), target="1"),
    Definition(
        "devices_overnight", "devices that an engineer held at close", ("E4",), "count", "0", lower_is_better=True
    ),
    Definition("awaiting_lists", "awaiting-parts lists in time / lists due", ("E3",), target="1"),
    Definition(
        "utilisation",
        "daily value of layers not dead / daily value of all layers",
        ("P5",),
        target="0.95",
        in_money=True,
    ),
    Definition(
        "dead_stock",
        "daily value of dead layers / of all layers, aged at the station",
        ("P5",),
        target="0.05",
        lower_is_better=True,
        in_money=True,
    ),
    Definition(
        "dead_stock_network",
        "daily value of dead layers / of all layers, aged in the network",
        ("P5",),
        target="0.05",
        lower_is_better=True,
        in_money=True,
    ),
    Definition(
        "turnover",
        "cost of what was consumed of manufacturer-supplied parts / average closing value, a month",
        ("P5",),
        "per_month",
        "1.5",
        in_money=True,
    ),
    Definition(
        "fill_rate",
        "lines of first requests issued in full from the own store in time / lines",
        ("S13",),
        target="0.95",
    ),
    Definition("same_day_return", "borrowed pieces settled by close / borrowed pieces", ("E12", "P1"), target="1"),
    Definition(
        "overdue_transfers",
        "transfers past due / transfers open, at each close",
        ("P3", "P6"),
        target="0",
        lower_is_better=True,
    ),
    Definition("inspected", "inspected pieces / received pieces", ("P13",), target="1"),
    Definition("call_1", "first calls done within their window / due", ("B2",), target="1"),
    Definition("call_2", "second calls done within their window / due", ("B2",), target="1"),
    Definition("call_3", "third calls done within their window / due", ("B2",), target="1"),
    Definition(
        "calls_all", "orders with all three calls done within their windows / third calls due", ("B2",), target="1"
    ),
    Definition("contact_rate", "calls in which the customer was reached / calls due", ("B2",)),
    Definition("satisfaction", "scores of 4 and 5 / scores", ("B3",), target="0.95"),
    Definition("dissatisfaction", "scores of 0 to 2 / scores", ("B3",), lower_is_better=True),
    Definition("mean_score", "sum of scores / scores", ("B3",), "mean"),
    Definition("appeasement", "first contacts in time / appeasements due to be contacted", ("B3",), target="1"),
    Definition("revenue", "payments less refunds", ("S1", "S3", "F6"), "money", in_money=True),
    Definition("audit_score", "points / possible points", ("B4",), target="0.9"),
    Definition(
        "garbage_data",
        "findings by rule or call, however they ended / orders received",
        ("F3",),
        target="0.01",
        lower_is_better=True,
        counts_apart=True,
    ),
)
BY_NAME = {definition.kpi: definition for definition in DEFINITIONS}


def kpi_of(name: str, kpi_sum: Sum, turnover: Fraction | None) -> Kpi:
    """The KPI of a sum. `turnover` is that KPI's value, which needs more than its sum."""
    definition = BY_NAME[name]
    median, p90 = percentiles(kpi_sum.values, 50, 90)
    exact = turnover if name == "turnover" else value_of(definition.unit, kpi_sum)
    return Kpi(
        kpi=name,
        numerator=part_text(name, kpi_sum.numerator),
        denominator=part_text(name, kpi_sum.denominator, is_denominator=True),
        value=None if exact is None else _shown(exact, definition.unit),
        target=definition.target,
        small_sample=(kpi_sum.denominator if definition.counts_apart else kpi_sum.count) < SMALL_SAMPLE,
        median=median,
        p90=p90,
        late_numerator=part_text(name, kpi_sum.late_numerator),
        late_denominator=part_text(name, kpi_sum.late_denominator, is_denominator=True),
    )


def value_of(unit: str, kpi_sum: Sum) -> Fraction | None:
    """Numerator by denominator; of counts and money the numerator; None where there is no data."""
    if not kpi_sum.denominator:
        return None
    if unit in ("count", "money"):
        return Fraction(kpi_sum.numerator, FEN if unit == "money" else 1)
    return Fraction(kpi_sum.numerator, kpi_sum.denominator)


def misses(name: str, numerator: int, denominator: int) -> bool:
    """Whether a record's part worsens a share; a part in a figure that is no share worsens nothing."""
    definition = BY_NAME[name]
    if definition.unit != "share":
        return False
    return numerator > 0 if definition.lower_is_better else numerator < denominator


def turnover_of(consumed: int, average: Fraction, months: Fraction) -> Fraction | None:
    """How often a month the stock was turned over; None where there was none."""
    return consumed / average / months if average and months else None


def percentiles(values: Mapping[str, int], *percents: int) -> list[int | None]:
    """The smallest duration that so many percent do not exceed, for each of them; None where there are none."""
    if not values:
        return [None] * len(percents)
    durations = sorted((int(value), often) for value, often in values.items())
    totals = list(accumulate(often for _, often in durations))
    return [durations[bisect_left(totals, -(-totals[-1] * percent // 100))][0] for percent in percents]


def part_text(name: str, number: int, *, is_denominator: bool = False) -> str:
    """A record's part in a figure as text: an amount where the KPI counts money."""
    definition = BY_NAME[name]
    counts = is_denominator and definition.unit == "money"
    return _amount(number) if definition.in_money and not counts else str(number)


def _amount(fen: int) -> str:
    return f"{Decimal(fen) / FEN:.2f}"


def _shown(value: Fraction, unit: str) -> str:
    """Rounded; a share of less than all, or of more than nothing, does not become all or nothing by that."""
    places = CENT if unit == "money" else PLACES
    rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(places, ROUND_HALF_UP)
    if unit == "share" and 0 < value < 1:
        rounded = min(max(rounded, places), 1 - places)
    return str(rounded)


NO_DATA = {name: vars(kpi_of(name, Sum(), None)) for name in BY_NAME}
"""Each KPI of a group that has no data of it, as it is answered."""
