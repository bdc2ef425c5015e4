"""What one record says of an order: what was received, where, on which day, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from contracts.intake.receiving import ReceiveDevice
from contracts.language.payload import schema_of
from contracts.stations.stations import CreateStation
from zz.importing.categories import NAMES, category_of
from zz.importing.days import day_of, year_of
from zz.importing.ends import end_of
from zz.importing.values import Change, NotARecord, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_RECORDED = "not recorded"
UNKNOWN_BRAND = "Unknown"
NAME_LENGTH, FAULT_LENGTH = 120, 4000
_ORDER = schema_of(ReceiveDevice)
_STATION = schema_of(CreateStation)
_COLUMNS = {"external_ref": "id", "name": "group_identifier"}


@dataclass(frozen=True)
class Record:
    """One record, as the order that it becomes. `ref` is its id, `group` names the station, `day` is local there.

    Two records are equal when they make the same order, wherever they stand; `changes` are what was read otherwise
    than it stands there.
    """

    ref: str
    group: str
    day: date
    category: str
    brand: str
    model: str
    made_in: int | None
    fault: str
    state: str
    outcome: str | None
    reason: str | None
    file: str = field(compare=False)
    line: int = field(compare=False)
    changes: tuple[Change, ...] = field(compare=False, default=())


def record_of(by_column: Mapping[str, str], today: date, file: str, line: int) -> Record:
    """The record that a line's values are. Raises `NotARecord`, also for a day that is not over yet."""
    values = Values(by_column)
    state, outcome, reason = end_of(values)
    category = category_of(values)
    record = Record(
        ref=values.needed("id"),
        group=values.needed("group_identifier", "data_provider"),
        day=day_of(values, today),
        category=category,
        brand=values.line("brand", NAME_LENGTH) or UNKNOWN_BRAND,
        model=_model_of(values, category),
        made_in=year_of(values),
        fault=values.text("problem", FAULT_LENGTH) or NOT_RECORDED,
        state=state,
        outcome=outcome,
        reason=reason,
        file=file,
        line=line,
        changes=tuple(values.changes),
    )
    _check_contract(record)
    return record


def _model_of(values: Values, category: str) -> str:
    """What the group itself called the thing; else the category's name."""
    called = values.line("model", NAME_LENGTH) or values.line("partner_product_category", NAME_LENGTH)
    return called or NAMES[int(category) - 1]


def _check_contract(record: Record) -> None:
    """That id and group, which cannot be changed, are such as the API takes."""
    problems = _ORDER.validate({"external_ref": record.ref}, partial=True)
    problems |= _STATION.validate({"name": record.group}, partial=True)
    for name, problem in problems.items():
        raise NotARecord("invalid_text", f"{_COLUMNS[str(name)]}: {_words(problem)}")


def _words(problem: Any) -> str:
    """The first of marshmallow's nested messages."""
    while not isinstance(problem, str):
        problem = next(iter(problem.values() if isinstance(problem, dict) else problem))
    return problem
