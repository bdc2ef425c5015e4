"""What one record says of an order: what was received, where, on which day, and how it ended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from contracts.intake.receiving import Device, ReceiveDevice
from contracts.language.payload import schema_of
from contracts.stations.stations import CreateStation
from zz.importing.categories import NAMES, category_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_DAY = date(1970, 1, 1)
YEARS = range(1900, 2101)
NOT_RECORDED = "not recorded"
UNKNOWN_BRAND = "Unknown"
MODEL_LENGTH = 120
ENDS = {
    "Fixed": ("closed", "repaired", None),
    "Repairable": ("closed", "returned_unrepaired", "not_repaired"),
    "End of life": ("closed", "unrepairable", "not_recorded"),
    "Unknown": ("in_repair", None, None),
}
"""State, outcome and reason of the order by `repair_status`; a barrier takes the place of `not_recorded`."""
BARRIERS = {
    "Spare parts not available": "spare_parts_not_available",
    "Spare parts too expensive": "spare_parts_too_expensive",
    "No way to open product": "no_way_to_open",
    "Repair information not available": "repair_information_not_available",
    "Lack of equipment": "lack_of_equipment",
    "Item too worn out": "too_worn_out",
    "Too worn out": "too_worn_out",
}
_ORDER = schema_of(ReceiveDevice)
_DEVICE = schema_of(Device)
_STATION = schema_of(CreateStation)
_COLUMNS = {"brand": "brand", "model": "brand", "fault": "problem", "external_ref": "id", "name": "group_identifier"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_NO_YEAR = re.compile(r"[0-9?]{0,4}")


class NotARecord(Exception):
    """The line cannot become an order: a stable `code`, and a sentence that names the column."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True)
class Record:
    """One record, as the order that it becomes. `ref` is its id, `group` names the station, `day` is local there.

    Two records are equal when they make the same order, wherever they stand.
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


def record_of(values: Mapping[str, str], today: date, file: str, line: int) -> Record:
    """The record that a line's values are. Raises `NotARecord`, also for a day that is not over yet."""
    state, outcome, reason = _end_of(values)
    category = _category_of(values)
    record = Record(
        ref=_needed(values, "id"),
        group=_needed(values, "group_identifier", "data_provider"),
        day=_day_of(values["event_date"], today),
        category=category,
        brand=values.get("brand") or UNKNOWN_BRAND,
        model=_model_of(values, category),
        made_in=_year_of(values.get("year_of_manufacture", "")),
        fault=values.get("problem") or NOT_RECORDED,
        state=state,
        outcome=outcome,
        reason=reason,
        file=file,
        line=line,
    )
    _check_contract(record)
    return record


def _needed(values: Mapping[str, str], *names: str) -> str:
    """What stands in the first of these columns that is there and not empty."""
    value = next((values[name] for name in names if values.get(name)), None)
    if value is None:
        raise NotARecord("missing", f"There is no {' or '.join(names)}.")
    return value


def _end_of(values: Mapping[str, str]) -> tuple[str, str | None, str | None]:
    status = values["repair_status"]
    if status not in ENDS:
        raise NotARecord("unknown_status", f"repair_status {status!r} is not one of {', '.join(ENDS)}.")
    state, outcome, reason = ENDS[status]
    barrier = values.get("repair_barrier_if_end_of_life", "")
    if status == "End of life" and barrier:
        if barrier not in BARRIERS:
            reason = f"repair_barrier_if_end_of_life {barrier!r} is not one of {', '.join(BARRIERS)}."
            raise NotARecord("unknown_barrier", reason)
        reason = BARRIERS[barrier]
    return state, outcome, reason


def _day_of(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as error:
        raise NotARecord("not_a_day", f"event_date {text!r} is not a day, YYYY-MM-DD.") from error
    if day >= today:
        raise NotARecord("day_not_over", f"event_date {text} is not over yet.")
    if day < FIRST_DAY:
        raise NotARecord("day_too_early", f"event_date {text} is before {FIRST_DAY}.")
    return day


def _category_of(values: Mapping[str, str]) -> str:
    try:
        return category_of(values.get("product_category_id", ""), values.get("product_category", ""))
    except ValueError as error:
        raise NotARecord("unknown_category", str(error)) from error


def _model_of(values: Mapping[str, str], category: str) -> str:
    """What the group itself called the thing, cut where a model's name ends; else the category's name."""
    called = values.get("model") or values.get("partner_product_category") or NAMES[int(category) - 1]
    return called[:MODEL_LENGTH].strip()


def _year_of(text: str) -> int | None:
    """The year, or None where the file says so: by an empty value, or by question marks in older releases."""
    if _YEAR.fullmatch(text) and int(text) in YEARS:
        return int(text)
    if _YEAR.fullmatch(text) or not _NO_YEAR.fullmatch(text):
        raise NotARecord("not_a_year", f"year_of_manufacture {text!r} is not a year.")
    return None


def _check_contract(record: Record) -> None:
    """That the texts are such as the API takes."""
    problems = _ORDER.validate({"fault": record.fault, "external_ref": record.ref}, partial=True)
    problems |= _DEVICE.validate({"brand": record.brand, "model": record.model}, partial=True)
    problems |= _STATION.validate({"name": record.group}, partial=True)
    for name, problem in problems.items():
        raise NotARecord("invalid_text", f"{_COLUMNS[str(name)]}: {_words(problem)}")


def _words(problem: Any) -> str:
    """The first of marshmallow's nested messages."""
    while not isinstance(problem, str):
        problem = next(iter(problem.values() if isinstance(problem, dict) else problem))
    return problem
