"""Lists as files: columns, cells that no spreadsheet runs, all rows, and the limit of a workbook."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from marshmallow import Schema, fields
from python_calamine import CalamineWorkbook

from contracts.language.errors import Invalid, Refused
from contracts.language.fields import InstantField, MoneyField, Numeral
from gateway.exports import csvfile, excel
from gateway.exports.answer import take_format
from gateway.exports.table import columns_of
from gateway.exports.walk import pages

if TYPE_CHECKING:
    from collections.abc import Iterator


class Device(Schema):
    brand = fields.String()
    made_in = fields.Integer()


class Line(Schema):
    name = fields.String()
    at = InstantField()
    device = fields.Nested(Device)
    price = MoneyField()
    waits = fields.List(fields.String())
    steps = fields.List(fields.Nested(Device))
    imported = fields.Boolean()


COLUMNS = columns_of(Line())
FULL: dict[str, Any] = {
    "name": "李龘",
    "at": "2026-11-23T08:00:00.000Z",
    "device": {"brand": "荣耀", "made_in": 2025},
    "price": {"amount": "-12.30", "currency": "CNY"},
    "waits": ["awaiting_parts", "sent_out"],
    "steps": [{"brand": "a"}, {"brand": "b"}],
    "imported": False,
}
BARE = dict.fromkeys(FULL)
DANGEROUS = ('=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\tx", "\rx")
IN_DISGUISE = ("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", "\ufeff=1+1", "\u200b\u200d=1+1", "\u202e+1")


def read_csv(raw: bytes) -> list[list[str]]:
    assert raw.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_nested_fields_are_columns_with_dots_and_lists_are_joined() -> None:
    names = "name at device.brand device.made_in price.amount price.currency waits steps imported"
    head, full, bare = read_csv(b"".join(csvfile.lines(COLUMNS, [[FULL], [BARE]])))
    assert head == names.split()
    assert full == [
        *("李龘", "2026-11-23T08:00:00.000Z", "荣耀", "2025", "-12.30", "CNY"),
        *("awaiting_parts; sent_out", '{"brand":"a"}; {"brand":"b"}', "false"),
    ]
    assert bare == [""] * len(head)


@pytest.mark.parametrize("text", [*DANGEROUS, *IN_DISGUISE])
def test_no_cell_of_a_csv_begins_as_a_formula_does(text: str) -> None:
    _, row = read_csv(b"".join(csvfile.lines(COLUMNS, [[{**FULL, "name": text}]])))
    assert row[0] == f"'{text}"


def test_a_workbook_holds_text_as_text_and_money_as_numbers() -> None:
    rows = [{**FULL, "name": text} for text in DANGEROUS[:4]]
    with excel.workbook(COLUMNS, [rows[:2], rows[2:]]) as file:
        head, *read_rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert head == [column.name for column in COLUMNS]
    assert [row[0] for row in read_rows] == list(DANGEROUS[:4])
    assert [row[3:6] for row in read_rows] == [[2025, -12.3, "CNY"]] * 4


def test_a_number_in_text_is_a_number_in_a_file_below_zero_too() -> None:
    class Part(Schema):
        numerator = Numeral()

    parts: list[dict[str, Any]] = [{"numerator": "-20.05"}, {"numerator": "3"}, {"numerator": None}]
    columns = columns_of(Part())
    assert read_csv(b"".join(csvfile.lines(columns, [parts]))) == [["numerator"], ["-20.05"], ["3"], [""]]
    with excel.workbook(columns, [parts[:2]]) as file:
        assert CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:] == [[-20.05], [3.0]]


def test_a_text_longer_than_a_cell_of_excel_is_cut_and_not_left_out() -> None:
    with excel.workbook(COLUMNS, [[{**FULL, "name": "长" * 40_000}]]) as file:
        _, row = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert row[0] == "长" * 32_766 + "…"


def test_a_workbook_of_too_many_rows_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        excel.workbook(COLUMNS, [[FULL] * 200, [FULL] * (excel.MOST_ROWS - 199)])
    assert refused.value.params == {"reason": "too_many_rows", "most": "100000"}


def test_what_goes_wrong_between_two_pages_is_told() -> None:
    def breaking() -> Iterator[list[dict[str, Any]]]:
        yield [FULL]
        raise Invalid("The request is not valid.", ["cursor: gone"])

    with pytest.raises(Invalid):
        excel.workbook(COLUMNS, breaking())


def test_a_list_is_walked_to_its_end() -> None:
    sent = []

    def ask(arguments: dict[str, Any]) -> dict[str, Any]:
        sent.append(arguments)
        return {"items": [{"number": len(sent)}], "next": f"after {len(sent)}" if len(sent) < 3 else None}

    assert list(pages(ask, {"state": "ready"})) == [[{"number": 1}], [{"number": 2}], [{"number": 3}]]
    common = {"state": "ready", "limit": "200"}
    assert sent == [common, {**common, "cursor": "after 1"}, {**common, "cursor": "after 2"}]


@pytest.mark.parametrize(
    "arguments", [{"format": "pdf"}, {"format": ["csv", "csv"]}, {"format": "csv", "limit": "5"}, {"format": ""}]
)
def test_a_format_that_is_none_and_a_page_of_a_file_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        take_format(arguments)


def test_the_format_is_no_argument_of_the_list() -> None:
    arguments = {"format": "csv", "state": "ready"}
    assert take_format(arguments) == "csv"
    assert arguments == {"state": "ready"}
