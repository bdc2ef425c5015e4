"""Figures: what one record adds to a KPI on a business day, and the sums of them. Whole numbers; money in fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

X = TypeVar("X")
_NONE: Mapping[str, int] = {}


@dataclass(frozen=True)
class Figure:
    """A record's part in a KPI on a business day (YYYY-MM-DD).

    One that is not `settled` is due that day and not done: it counts once the station has closed that day or a later
    one. `value` is a duration in minutes, for the median. `person` is whose figure it is too, where the KPI is counted
    for each person.
    """

    kpi: str
    day: str
    numerator: int
    denominator: int = 1
    value: int | None = None
    settled: bool = True
    person: str | None = None


@dataclass
class RecordedEvent:
    """One event of a record: what it says, when it happened and when it was recorded (both business time)."""

    type: str
    at: datetime
    recorded_at: datetime
    data: dict[str, Any]

    def read(self, extract: Callable[..., X]) -> X:
        """What it says, as what is kept of such an event (`rules.extracts`)."""
        return extract(**self.data)


@dataclass
class Standing:
    """Where a record stands now, for the board; `state` is None once it is out, `due_at` what it is held against."""

    state: str | None = None
    due_at: datetime | None = None


@dataclass
class Sum:
    """A KPI's numerator and denominator, how much of them came after the close, and how often each duration was."""

    numerator: int = 0
    denominator: int = 0
    count: int = 0
    late_numerator: int = 0
    late_denominator: int = 0
    values: dict[str, int] = field(default_factory=dict)

    def add(self, figure: Figure) -> None:
        """One more record."""
        self.numerator += figure.numerator
        self.denominator += figure.denominator
        self.count += 1
        if figure.value is not None:
            self._add_value(str(figure.value), 1)

    def merge(self, other: Sum) -> None:
        """The records of another day or station."""
        self.take(vars(other))

    def take(self, other: Mapping[str, Any]) -> None:
        """The same from the fields of a sum, as they are stored: without those that are nothing."""
        self.numerator += other.get("numerator", 0)
        self.denominator += other.get("denominator", 0)
        self.count += other.get("count", 0)
        self.late_numerator += other.get("late_numerator", 0)
        self.late_denominator += other.get("late_denominator", 0)
        for value, often in other.get("values", _NONE).items():
            self._add_value(value, often)

    def _add_value(self, value: str, often: int) -> None:
        self.values[value] = self.values.get(value, 0) + often


def sums_of(figures: Iterable[Figure]) -> dict[str, Sum]:
    """The sum of each KPI that any of the figures has."""
    sums: dict[str, Sum] = {}
    for figure in figures:
        sums.setdefault(figure.kpi, Sum()).add(figure)
    return sums


def sums_of_people(figures: Iterable[Figure]) -> dict[str, Sum]:
    """The sum of each person that any of the figures is of; one KPI is counted so."""
    sums: dict[str, Sum] = {}
    for figure in figures:
        if figure.person:
            sums.setdefault(figure.person, Sum()).add(figure)
    return sums


def sums_of_groups(groups: Iterable[Mapping[str, Any]], by: str = "kpi") -> dict[str, Sum]:
    """The sums, by KPI or by `person`, of figures that were added up already by KPI, duration and person (`_id`).

    A group of no KPI has no figure.
    """
    sums: dict[str, Sum] = {}
    for group in groups:
        key, value = group["_id"].get(by), group["_id"].get("value")
        if key:
            values = _NONE if value is None else {str(value): group["count"]}
            sums.setdefault(key, Sum()).take({**group, "values": values})
    return sums


def merged(parts: Iterable[dict[str, Sum]]) -> dict[str, Sum]:
    """The sums of several days together."""
    sums: dict[str, Sum] = {}
    for part in parts:
        for kpi, added in part.items():
            sums.setdefault(kpi, Sum()).merge(added)
    return sums


def with_corrections(now: dict[str, Sum], at_close: dict[str, Sum]) -> dict[str, Sum]:
    """The sums as they are now, with what is not as it was when the day was closed."""
    for kpi in at_close.keys() | now.keys():
        before, current = at_close.get(kpi, Sum()), now.setdefault(kpi, Sum())
        current.late_numerator = current.numerator - before.numerator
        current.late_denominator = current.denominator - before.denominator
    return now
