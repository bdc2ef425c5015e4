"""What a line says of an order, and which lines cannot become one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from contracts.intake.orders import OUTCOMES
from contracts.intake.orders import STATES as ORDER_STATES
from contracts.intake.receiving import CATEGORIES
from contracts.repair.jobs import REASONS
from zz.importing import batch
from zz.importing.categories import NAMES, category_of
from zz.importing.ends import BARRIERS, ENDS
from zz.importing.records import Record, record_of
from zz.importing.values import NotARecord, Values

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 23)
VALUES = {
    "id": "r_1",
    "partner_product_category": "desk lamp",
    "product_category": "Lamp",
    "product_category_id": "15",
    "brand": "Ikea",
    "year_of_manufacture": "2009",
    "product_age": "10",
    "repair_status": "Fixed",
    "repair_barrier_if_end_of_life": "",
    "group_identifier": "Somewhere",
    "event_date": "2019-01-12",
    "problem": "flickers",
}

LINE = ",".join(VALUES.values()) + "\n"


def _record(**values: str) -> Record:
    return record_of(VALUES | values, TODAY, "history.csv", 2)


def test_a_record_says_what_was_received_when_and_how_it_ended() -> None:
    assert _record() == Record(
        ref="r_1",
        group="Somewhere",
        day=date(2019, 1, 12),
        category="15",
        brand="Ikea",
        model="desk lamp",
        made_in=2009,
        fault="flickers",
        state="closed",
        outcome="repaired",
        reason=None,
        file="history.csv",
        line=2,
    )


@pytest.mark.parametrize(
    ("status", "barrier", "end"),
    [
        ("Fixed", "", ("closed", "repaired", None)),
        ("Repairable", "", ("closed", "returned_unrepaired", "not_repaired")),
        ("Unknown", "", ("in_repair", None, None)),
        ("End of life", "", ("closed", "unrepairable", "not_recorded")),
        ("End of life", "Item too worn out", ("closed", "unrepairable", "too_worn_out")),
        ("Repairable", "Item too worn out", ("closed", "returned_unrepaired", "not_repaired")),
    ],
)
def test_the_status_and_at_the_end_of_life_the_barrier_say_how_the_order_ends(
    status: str, barrier: str, end: tuple[str, str | None, str | None]
) -> None:
    record = _record(repair_status=status, repair_barrier_if_end_of_life=barrier)
    assert (record.state, record.outcome, record.reason) == end


def test_every_end_is_one_of_the_contract() -> None:
    assert {state for state, _, _ in ENDS.values()} <= set(ORDER_STATES)
    assert {outcome for _, outcome, _ in ENDS.values()} - {None} <= set(OUTCOMES)
    assert {*BARRIERS.values(), *(reason for _, _, reason in ENDS.values())} - {None} <= set(REASONS)


@pytest.mark.parametrize(
    ("column", "value", "code", "reason"),
    [
        ("id", "", "missing", "There is no id."),
        ("id", "r" * 121, "invalid_text", "id: Length must be between 1 and 120."),
        ("group_identifier", "", "missing", "There is no group_identifier or data_provider."),
        ("group_identifier", "g" * 121, "invalid_text", "group_identifier: Length must be between 1 and 120."),
        ("event_date", "2019-02-29", "not_a_day", "event_date '2019-02-29' is not a day"),
        ("event_date", "20190212", "not_a_day", "event_date '20190212' is not a day"),
        ("event_date", "", "not_a_day", "event_date '' is not a day"),
        ("event_date", "2026-11-23", "day_not_over", "event_date 2026-11-23 is not over yet."),
        ("event_date", "1969-12-31", "day_too_early", "event_date 1969-12-31 is before 1970-01-01."),
        ("repair_status", "Mended", "unknown_status", "repair_status 'Mended' is not one of"),
        ("product_category_id", "16", "unknown_category", "product_category_id 16 is not 'Lamp'."),
        ("id", "a\x00b", "invalid_text", "id: Control characters are not allowed."),
    ],
)
def test_what_cannot_be_an_order_is_told_by_a_code_and_its_column(
    column: str, value: str, code: str, reason: str
) -> None:
    with pytest.raises(NotARecord) as caught:
        _record(**{column: value})
    assert (caught.value.code, str(caught.value)[: len(reason)]) == (code, reason)


@pytest.mark.parametrize("group", ["", None])
def test_without_a_group_the_provider_is_the_group(group: str | None) -> None:
    values = {name: value for name, value in VALUES.items() if name != "group_identifier"}
    values |= {"data_provider": "The Restart Project"} | ({} if group is None else {"group_identifier": group})
    assert record_of(values, TODAY, "old.csv", 2).group == "The Restart Project"


def test_a_release_that_names_the_model_itself_has_it_kept() -> None:
    assert _record(model="Handy", partner_product_category="").model == "Handy"


@pytest.mark.parametrize("year", ["", "????", "20??"])
def test_a_year_that_the_file_does_not_know_is_left_out(year: str) -> None:
    assert _record(year_of_manufacture=year).made_in is None


def test_what_is_empty_is_said_to_be_so() -> None:
    record = _record(brand="", problem="", partner_product_category="")
    assert (record.brand, record.fault, record.model) == ("Unknown", "not recorded", "Lamp")


def test_a_long_description_of_the_thing_is_cut_where_a_models_name_ends() -> None:
    assert _record(partner_product_category="x" * 119 + " yz").model == "x" * 119


def test_older_releases_name_the_category_only() -> None:
    values = {name: value for name, value in VALUES.items() if name not in ("product_category_id", "product_age")}
    assert record_of(values, TODAY, "old.csv", 2).category == "15"


def _category(number: str, name: str) -> str:
    return category_of(Values({"product_category_id": number, "product_category": name}))


def test_the_categories_are_those_of_the_contract_each_found_by_its_name_in_any_case() -> None:
    assert tuple(_category("", name.upper()) for name in NAMES) == CATEGORIES
    assert tuple(_category(number, name) for number, name in zip(CATEGORIES, NAMES, strict=True)) == CATEGORIES


@pytest.mark.parametrize(
    ("number", "name", "category"), [("", "Laptop medium", "16"), ("07", "Fan", "7"), ("7", "Ventilator", "7")]
)
def test_a_category_is_found_by_an_old_name_or_by_its_number(number: str, name: str, category: str) -> None:
    assert _category(number, name) == category


@pytest.mark.parametrize(("number", "name", "reason"), [("", "Spaceship", "one of the 40"), ("41", "", "from 1 to 40")])
def test_an_unknown_category_is_told(number: str, name: str, reason: str) -> None:
    with pytest.raises(NotARecord, match=reason):
        _category(number, name)


def _two_files(folder: Path, first: str, second: str) -> batch.Batch:
    """A batch of two files of one name in two folders."""
    paths = [folder / name / "history.csv" for name in ("first", "second")]
    for path, lines in zip(paths, (first, second), strict=True):
        path.parent.mkdir()
        path.write_text(",".join(VALUES) + "\n" + lines)
    return batch.read(paths, TODAY)


def test_an_id_that_comes_again_in_another_file_counts_once_where_both_agree(tmp_path: Path) -> None:
    read = _two_files(tmp_path, LINE, LINE.replace("r_1", "r_2") + LINE)
    assert (read.rows, read.repeated, list(read.records), read.rejected) == (3, 1, ["r_1", "r_2"], [])


def test_files_that_disagree_about_an_id_are_told_with_both_places(tmp_path: Path) -> None:
    other = LINE.replace("Ikea", "Philips").replace("2019-01-12", "2019-01-13")
    read = _two_files(tmp_path, LINE, LINE + other)
    assert (read.rows, read.repeated, list(read.records), read.groups) == (3, 1, ["r_1"], ["Somewhere"])
    first, second = (str(tmp_path / name / "history.csv") for name in ("first", "second"))
    conflicts = [(line.file, line.line, line.id, line.code, line.reason) for line in read.rejected]
    assert conflicts == [(second, 3, "r_1", "conflict", f"The same id is in {first} line 2 with another day, brand.")]


def test_a_line_that_is_no_record_keeps_its_id_where_it_has_one(tmp_path: Path) -> None:
    read = _two_files(tmp_path, LINE.replace("Fixed", "Mended"), LINE.replace("r_1", "") + "r_7,cut")
    assert [(line.line, line.id, line.code) for line in read.rejected] == [
        (2, "r_1", "unknown_status"),
        (2, "", "missing"),
        (3, "r_7", "cut_off"),
    ]
