"""What is read of a file of Open Repair Data, whole or damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zz.importing.csvfile import Broken, Line, read
from zz.importing.values import Change
from zz.user_error import UserError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "id,product_category,repair_status,group_identifier,event_date,problem\n"


def _read(path: Path, text: str | bytes) -> list[Line | Broken]:
    file = path / "history.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [line for line in read(file) if not isinstance(line, Change)]


def _row(number: int, problem: str = "hums") -> str:
    return f"r_{number},Lamp,Fixed,Somewhere,2019-01-12,{problem}\n"


def _ids(lines: list[Line | Broken]) -> list[tuple[int, str]]:
    return [(line.number, line.values["id"]) for line in lines if isinstance(line, Line)]


def _codes(lines: list[Line | Broken]) -> list[tuple[int, str, str]]:
    return [(line.number, line.code, line.id) for line in lines if isinstance(line, Broken)]


def test_every_record_comes_with_the_number_of_its_line(tmp_path: Path) -> None:
    assert _ids(_read(tmp_path, HEADER + _row(1) + _row(2))) == [(2, "r_1"), (3, "r_2")]


def test_a_text_may_go_over_several_lines_and_hold_commas_and_quotes(tmp_path: Path) -> None:
    lines = _read(tmp_path, HEADER + _row(1, '"first, then\nit said ""no"""') + _row(2))
    assert _ids(lines) == [(2, "r_1"), (4, "r_2")]
    assert isinstance(lines[0], Line)
    assert lines[0].values["problem"] == 'first, then\nit said "no"'


@pytest.mark.parametrize("text", ["\ufeff" + HEADER + _row(1), (HEADER + _row(1)).replace("\n", "\r\n")])
def test_byte_order_mark_and_the_line_ends_of_windows_do_no_harm(tmp_path: Path, text: str) -> None:
    assert _ids(_read(tmp_path, text)) == [(2, "r_1")]


def test_values_are_trimmed_and_empty_lines_are_nothing(tmp_path: Path) -> None:
    lines = _read(tmp_path, HEADER + "\n" + _row(1, "  hums ") + "\n")
    assert [line.values["problem"] for line in lines if isinstance(line, Line)] == ["hums"]
    assert len(lines) == 1


def test_a_quote_that_is_not_closed_costs_its_own_line_only(tmp_path: Path) -> None:
    lines = _read(tmp_path, HEADER + _row(1, '"it hums') + _row(2, '"it, too"') + _row(3))
    assert _ids(lines) == [(3, "r_2"), (4, "r_3")]
    assert _codes(lines) == [(2, "not_csv", "r_1")]


def test_a_quote_that_is_never_closed_costs_the_lines_up_to_the_next_record(tmp_path: Path) -> None:
    lines = _read(tmp_path, HEADER + _row(1, '"it hums\nand hums') + _row(2) + _row(3))
    assert _ids(lines) == [(4, "r_2"), (5, "r_3")]
    assert _codes(lines) == [(2, "no_end_of_text", "r_1")]


def test_a_file_that_is_cut_within_a_line_loses_that_line_only(tmp_path: Path) -> None:
    lines = _read(tmp_path, HEADER + _row(1) + _row(2)[:20])
    assert _ids(lines) == [(2, "r_1")]
    assert _codes(lines) == [(3, "cut_off", "r_2")]


def test_a_file_that_is_cut_within_its_last_text_is_told_although_the_line_has_every_column(tmp_path: Path) -> None:
    lines = _read(tmp_path, HEADER + _row(1) + _row(2, "it hums, then stops".replace(",", ""))[:-8])
    assert _ids(lines) == [(2, "r_1")]
    assert _codes(lines) == [(3, "cut_off", "r_2")]


@pytest.mark.parametrize("text", ['"it hums', '"it hums,\nthen\nstops, then', '"it said ""hu', '"it\nsaid ""hu""'])
def test_a_file_that_is_cut_within_a_quoted_text_loses_that_record_only(tmp_path: Path, text: str) -> None:
    lines = _read(tmp_path, (HEADER + _row(1) + _row(2, text))[:-1])
    assert _ids(lines) == [(2, "r_1")]
    assert _codes(lines) == [(3, "no_end_of_text", "r_2")]


@pytest.mark.parametrize(("quote", "code"), [("", "cut_off"), ('"', "no_end_of_text")])
def test_a_file_that_is_cut_within_a_character_loses_that_line_only(tmp_path: Path, quote: str, code: str) -> None:
    whole = (HEADER + _row(1) + _row(2, f"{quote}in the Café")).encode()
    lines = _read(tmp_path, whole[:-2])
    assert _ids(lines) == [(2, "r_1")]
    assert _codes(lines) == [(3, code, "r_2")]


def test_wherever_a_file_is_cut_the_records_before_are_read_and_at_most_one_is_told(tmp_path: Path) -> None:
    whole = (HEADER + _row(1, '"Käse,\nund ""Brot"""') + _row(2, "Café") + _row(3, '"one\ntwo"')).encode()
    whole_records = _read(tmp_path, whole)
    for end in range(len(HEADER), len(whole)):
        lines = _read(tmp_path, whole[:end])
        records = [line for line in lines if isinstance(line, Line)]
        assert records == whole_records[: len(records)], end
        assert len(lines) - len(records) <= 1, end


def test_a_line_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    lines = _read(tmp_path, (HEADER + _row(1, "Küche")).encode() + _row(2, "Café").encode("latin-1"))
    assert _ids(lines) == [(2, "r_1")]
    assert _codes(lines) == [(3, "not_utf_8", "r_2")]


def test_text_beyond_the_last_named_column_is_told(tmp_path: Path) -> None:
    text = (HEADER + _row(1) + _row(2)).replace("problem\n", "problem,\n").replace("hums\n", "hums,\n", 1)
    lines = _read(tmp_path, text[:-1] + ", and smells\n")
    assert _ids(lines) == [(2, "r_1")]
    assert isinstance(lines[1], Broken)
    assert "without a name" in lines[1].reason


def test_release_0_1_calls_the_day_of_the_event_date(tmp_path: Path) -> None:
    lines = _read(tmp_path, HEADER.replace("event_date", "date") + _row(1))
    assert isinstance(lines[0], Line)
    assert lines[0].values["event_date"] == "2019-01-12"


def test_columns_may_stand_in_any_order_and_others_between_them(tmp_path: Path) -> None:
    header = "event_date,fault_type,problem,data_provider,repair_status,id,product_category\n"
    lines = _read(tmp_path, header + "2019-01-12,Screen,cracked,Somebody,Fixed,m-1,Mobile\n")
    assert isinstance(lines[0], Line)
    expected = {"event_date": "2019-01-12", "data_provider": "Somebody", "id": "m-1", "problem": "cracked"}
    assert expected.items() <= lines[0].values.items()


def test_the_provider_stands_for_the_group_and_the_number_for_the_category(tmp_path: Path) -> None:
    lines = _read(
        tmp_path, "id,product_category_id,repair_status,data_provider,event_date\nm-1,19,Fixed,S,2019-01-12\n"
    )
    assert _ids(lines) == [(2, "m-1")]


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="more than one column problem"):
        _read(tmp_path, HEADER.replace("problem", "problem,problem") + _row(1))


@pytest.mark.parametrize("text", ["", "\n", "id,product_category,repair_status,group_identifier\n", '"id'])
def test_a_file_without_the_needed_columns_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match="event_date"):
        _read(tmp_path, text)
