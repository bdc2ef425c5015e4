"""Reads a file of Open Repair Data in its own way: what each record says must be found as an order."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = 14
OUTCOME = {"Fixed": "repaired", "End of life": "unrepairable", "Repairable": "returned_unrepaired", "Unknown": None}
NUMBER_OF_NAME = {"Laptop": "16", "Lamp": "15", "Iron": "40", "Kettle": "14", "Mobile": "19", "Toaster": "31"}
"""For older releases, which name the category only: those that the tests use."""


@dataclass(frozen=True)
class Expected:
    """An order as the file determines it, in the words of the API."""

    group: str
    day: str
    category: str
    brand: str
    model: str
    made_in: int | None
    fault: str
    state: str
    outcome: str | None
    reason: str | None


def expected(path: Path) -> dict[str, Expected]:
    """By id; lines that are no record are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["id"]: _expected(row) for row in rows if _is_record(row)}


def _is_record(row: dict[str, str]) -> bool:
    if None in row or None in row.values() or not row["id"] or row["repair_status"] not in OUTCOME:
        return False
    try:
        return dt.date.fromisoformat(row["event_date"]).year > 1970
    except ValueError:
        return False


def _expected(row: dict[str, str]) -> Expected:
    outcome, year = OUTCOME[row["repair_status"]], row.get("year_of_manufacture", "")
    return Expected(
        group=row["group_identifier"] if "group_identifier" in row else row["data_provider"],
        day=row["event_date"],
        category=row.get("product_category_id") or NUMBER_OF_NAME[row["product_category"]],
        brand=row["brand"].strip() or "Unknown",
        model=_model(row),
        made_in=int(year) if year.isdigit() else None,
        fault=row["problem"].strip() or "not recorded",
        state="closed" if outcome else "in_repair",
        outcome=outcome,
        reason=_reason(row),
    )


def _model(row: dict[str, str]) -> str:
    called = row["partner_product_category"] if "partner_product_category" in row else row["model"]
    return " ".join(called.strip()[:120].split("\n")).strip() or row["product_category"]


def _reason(row: dict[str, str]) -> str | None:
    if row["repair_status"] == "Repairable":
        return "not_repaired"
    if row["repair_status"] != "End of life":
        return None
    barrier = row.get("repair_barrier_if_end_of_life", "").lower().removeprefix("item ").removesuffix(" product")
    return barrier.replace(" ", "_") or "not_recorded"
