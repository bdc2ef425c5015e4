"""What stands in the report of lines that are no orders, and what is said of how far an import has come."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zz.importing.batch import Note, Rejected
from zz.importing.progress import counting
from zz.importing.report import reporting
from zz.user_error import UserError

LINE = Rejected("history.csv", 7, "r_7", "not_a_day", "event_date '' is not a day, YYYY-MM-DD.")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_line_stands_in_the_report_as_soon_as_it_is_known(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.csv"
    with reporting(path) as note:
        note(LINE)
        assert _rows(path) == [
            {
                "kind": "rejected",
                "file": "history.csv",
                "line": "7",
                "id": "r_7",
                "code": LINE.code,
                "reason": LINE.reason,
            }
        ]


def test_what_was_changed_stands_there_as_a_note(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    with reporting(path) as note:
        note(Note("history.csv", 9, "r_9", "year_dropped", "year_of_manufacture 'nan' is not a year."))
    assert [(row["kind"], row["line"], row["code"]) for row in _rows(path)] == [("note", "9", "year_dropped")]


def test_a_report_tells_of_the_last_import_only(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    with reporting(path) as note:
        note(LINE)
    with reporting(path):
        pass
    assert _rows(path) == []


@pytest.mark.parametrize("ref", ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1", "\u200b=1+1"])
def test_no_cell_is_a_formula(tmp_path: Path, ref: str) -> None:
    path = tmp_path / "report.csv"
    with reporting(path) as note:
        note(Rejected("history.csv", 7, ref, "missing", "There is no event_date."))
    assert [row["id"] for row in _rows(path)] == [f"'{ref}"]


def test_a_report_that_cannot_be_written_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot be written"), reporting(tmp_path / "file" / "report.csv"):
        pytest.fail("it was opened")


def test_how_far_it_has_come_is_said_in_plain_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with counting("orders", 3, as_json=False) as advance:
        for _ in range(3):
            advance()
    printed = capsys.readouterr()
    assert printed.err.splitlines()[-1].startswith("orders: 3 of 3, ")
    assert printed.out == ""


def test_a_machine_hears_nothing_of_how_far_it_has_come(capsys: pytest.CaptureFixture[str]) -> None:
    with counting("orders", 1, as_json=True) as advance:
        advance()
    assert capsys.readouterr() == ("", "")
