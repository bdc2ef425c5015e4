"""Files as people really have them: each case with what is read of it and what is said of that. One more is a line."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from zz.importing import batch
from zz.importing.records import UNKNOWN_BRAND, record_of
from zz.importing.values import NotARecord
from zz.user_error import UserError

if TYPE_CHECKING:
    from pathlib import Path

FULL_WIDTH = {number: number + 0xFEE0 for number in range(0x21, 0x7F)} | {0x20: 0x3000}
TODAY = date(2026, 11, 23)
CLEAN = {
    "id": "r_1",
    "product_category": "Lamp",
    "product_category_id": "15",
    "brand": "Ikea",
    "year_of_manufacture": "2009",
    "product_age": "10",
    "repair_status": "End of life",
    "repair_barrier_if_end_of_life": "Item too worn out",
    "group_identifier": "Somewhere",
    "event_date": "2019-01-05",
    "problem": "flickers",
}
OLD = {"product_category_id": ""}
BARRIER, STATUS, YEAR = "repair_barrier_if_end_of_life", "repair_status", "year_of_manufacture"
Case = tuple[dict[str, str], dict[str, Any], list[str]]

READ: list[Case] = [
    ({}, {"reason": "too_worn_out", "made_in": 2009, "day": date(2019, 1, 5), "category": "15"}, []),
    # barriers
    ({BARRIER: "No way to open product"}, {"reason": "no_way_to_open"}, []),
    ({BARRIER: "No way to open the product"}, {"reason": "no_way_to_open"}, ["barrier_read"]),
    ({BARRIER: "no way  to open THE product"}, {"reason": "no_way_to_open"}, ["barrier_read"]),
    ({BARRIER: "item too worn out"}, {"reason": "too_worn_out"}, []),
    ({BARRIER: "Too worn out"}, {"reason": "too_worn_out"}, ["barrier_read"]),
    ({BARRIER: "Product too worn out"}, {"reason": "too_worn_out"}, ["barrier_read"]),
    ({BARRIER: "5"}, {"reason": "lack_of_equipment"}, ["barrier_read"]),
    ({BARRIER: "Moon phase"}, {"reason": "not_recorded"}, ["barrier_dropped"]),
    # statuses
    ({STATUS: "fixed"}, {"outcome": "repaired"}, []),
    ({STATUS: "End-of-life"}, {"outcome": "unrepairable"}, ["status_read"]),
    ({STATUS: "2"}, {"outcome": "returned_unrepaired"}, ["status_read"]),
    ({STATUS: ""}, {"outcome": None, "state": "in_repair"}, ["status_read"]),
    # categories
    (OLD | {"product_category": 'Flat screen 15-17"'}, {"category": "8"}, ["category_read"]),
    (OLD | {"product_category": "Flat screen sizes"}, {"category": "8"}, ["category_read"]),
    (OLD | {"product_category": "Laptop small"}, {"category": "16"}, ["category_read"]),
    (OLD | {"product_category": "Small personal electrical"}, {"category": "28"}, ["category_read"]),
    (OLD | {"product_category": "DLSR / Video Camera"}, {"category": "6"}, ["category_read"]),
    (OLD | {"product_category": "Clock/Watch"}, {"category": "35"}, ["category_read"]),
    (OLD | {"product_category": "Aircon/Dehumidifier"}, {"category": "1"}, []),
    (OLD | {"product_category": "Hair & Beauty item"}, {"category": "9"}, []),
    ({"product_category_id": "15.0"}, {"category": "15"}, ["category_read"]),
    ({"product_category_id": "nan"}, {"category": "15"}, ["category_number_dropped"]),
    ({"product_category_id": "41"}, {"category": "15"}, ["category_number_dropped"]),
    # texts of one line
    ({"brand": "Ikea\r\nof Sweden"}, {"brand": "Ikea of Sweden"}, ["line_read"]),
    ({"model": "X\u2028Y"}, {"model": "X Y"}, ["line_read"]),
    ({"model": "X\u0096Y"}, {"model": "XY"}, ["characters_dropped"]),
    ({"brand": "\u3164\u200b"}, {"brand": UNKNOWN_BRAND}, []),
    ({"problem": "flickers\r\nand hums"}, {"fault": "flickers\nand hums"}, []),
    # years
    ({YEAR: "2009.0"}, {"made_in": 2009}, ["year_read"]),
    ({YEAR: "2009年"}, {"made_in": 2009}, ["year_read"]),
    ({YEAR: ""}, {"made_in": None}, []),
    ({YEAR: "20??"}, {"made_in": None}, []),
    ({YEAR: "19.0"}, {"made_in": None}, ["year_dropped"]),
    ({YEAR: "nan"}, {"made_in": None}, ["year_dropped"]),
    ({YEAR: "1066"}, {"made_in": None}, ["year_dropped"]),
    ({YEAR: "soon"}, {"made_in": None}, ["year_dropped"]),
    # days
    ({"event_date": "2019/1/5"}, {"day": date(2019, 1, 5)}, ["day_read"]),
    ({"event_date": "2019-1-5"}, {"day": date(2019, 1, 5)}, ["day_read"]),
    ({"event_date": "2019.01.05"}, {"day": date(2019, 1, 5)}, ["day_read"]),
    ({"event_date": "2019-01-05 00:00:00"}, {"day": date(2019, 1, 5)}, ["day_read"]),
    ({"event_date": "2019/1/5 0:00"}, {"day": date(2019, 1, 5)}, ["day_read"]),
    ({"event_date": "2019-01-05T00:00:00.000"}, {"day": date(2019, 1, 5)}, ["day_read"]),
    ({"event_date": "2019年1月5日"}, {"day": date(2019, 1, 5)}, ["day_read"]),
    ({"event_date": "2019年1月5日".translate(FULL_WIDTH)}, {"day": date(2019, 1, 5)}, ["day_read"]),
    # what need not be there never costs a record
    ({"product_age": "a hundred"}, {"made_in": 2009}, []),
    ({"brand": "b" * 121}, {"brand": "b" * 120}, ["text_cut"]),
    ({"partner_product_category": "x" * 119 + " yz"}, {"model": "x" * 119}, ["text_cut"]),
    ({"problem": "p" * 4001}, {"fault": "p" * 4000}, ["text_cut"]),
    ({"problem": "a\x00b\x1f"}, {"fault": "ab"}, ["characters_dropped"]),
    ({"problem": "\x00"}, {"fault": "not recorded"}, ["characters_dropped"]),
]
REFUSED = [
    ({"event_date": "2019-2-29"}, "not_a_day", "'2019-2-29'"),
    ({"event_date": "2019年13月1日"}, "not_a_day", "'2019年13月1日'"),
    ({"event_date": "2019/1-5"}, "not_a_day", "'2019/1-5'"),
    ({"event_date": "5/1/2019"}, "not_a_day", "'5/1/2019'"),
    ({"event_date": "43470"}, "not_a_day", "'43470'"),
    ({"event_date": "2019-01-05 00:00:00Z"}, "not_a_day", "Z"),
    ({"event_date": "2026/11/23"}, "day_not_over", "2026/11/23"),
    (OLD | {"product_category": "Flat"}, "unknown_category", "'Flat'"),
    ({"product_category_id": "16.0"}, "unknown_category", "16.0 is not 'Lamp'"),
]


@pytest.mark.parametrize(("values", "read", "codes"), READ, ids=lambda case: str(case)[:60])
def test_a_value_is_read_and_said_to_be(values: dict[str, str], read: dict[str, Any], codes: list[str]) -> None:
    record = record_of(CLEAN | values, TODAY, "history.csv", 2)
    assert {name: getattr(record, name) for name in read} == read
    assert [change.code for change in record.changes] == codes
    assert all(column in change.reason for change in record.changes for column in values if values[column])


@pytest.mark.parametrize(("values", "code", "reason"), REFUSED, ids=lambda case: str(case)[:60])
def test_what_cannot_be_meant_is_refused(values: dict[str, str], code: str, reason: str) -> None:
    with pytest.raises(NotARecord) as caught:
        record_of(CLEAN | values, TODAY, "history.csv", 2)
    assert (caught.value.code, reason in str(caught.value)) == (code, True)


def _text(separator: str = ",", group: str = "苏州维修站", problem: str = "手机不充电。屏幕碎裂") -> str:
    rows = [
        [*CLEAN],
        *([*(CLEAN | {"id": f"r_{n}", "group_identifier": group, "problem": problem}).values()] for n in "12"),
    ]
    return "".join(separator.join(row) + "\r\n" for row in rows)


GERMAN = _text(group="Café Müßig", problem="Gerät läuft nicht für die Tür")
FILES: dict[str, tuple[bytes, list[str]]] = {
    "UTF-8": (_text().encode(), []),
    "UTF-8 with a mark": (_text().encode("utf-8-sig"), []),
    "GBK": (_text().encode("gbk"), ["encoding_read"]),
    "Big5": (_text(group="蘇州維修站", problem="手機不充電。螢幕碎裂").encode("big5"), ["encoding_read"]),
    "Windows-1252": (GERMAN.encode("cp1252"), ["encoding_read"]),
    "UTF-16, little end first": (b"\xff\xfe" + _text().encode("utf-16-le"), ["encoding_read"]),
    "UTF-16, big end first": (b"\xfe\xff" + _text().encode("utf-16-be"), ["encoding_read"]),
    "UTF-16 without a mark": (_text().encode("utf-16-le"), ["encoding_read"]),
    "what Excel calls Unicode text": (
        b"\xff\xfe" + _text("\t").encode("utf-16-le"),
        ["encoding_read", "separator_read"],
    ),
    "semicolons": (_text(";").encode(), ["separator_read"]),
    "semicolons, in GBK": (_text(";").encode("gbk"), ["encoding_read", "separator_read"]),
    "tabs": (_text("\t").encode(), ["separator_read"]),
    "the separator in a line of its own": (b"sep=;\r\n" + _text(";").encode(), ["separator_read"]),
    "a column that is called so beside the standard's": (_text().replace("brand", "date").encode(), []),
    "a column of somebody's own": (_text().replace("product_age", "Age in Years").encode(), []),
    "columns of release 0.1": (_text().replace("event_date", "date").encode(), ["column_read"]),
    "columns as the standard's text has them": (
        _text().replace(STATUS, "Repair Status").replace(BARRIER, "Repair barrier").encode(),
        ["column_read"],
    ),
}


@pytest.mark.parametrize(("raw", "codes"), FILES.values(), ids=FILES.keys())
def test_a_file_is_read_however_it_was_saved(tmp_path: Path, raw: bytes, codes: list[str]) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(raw)
    read = batch.read([path], TODAY)
    assert (read.rows, read.rejected, [note.code for note in read.notes]) == (2, [], codes)
    assert {record.group for record in read.records.values()} <= {"苏州维修站", "蘇州維修站", "Café Müßig"}
    faults = {record.fault for record in read.records.values()}
    assert faults <= {"手机不充电。屏幕碎裂", "手機不充電。螢幕碎裂", "Gerät läuft nicht für die Tür"}


def _archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, _text())
    return file.getvalue()


WORKBOOK = _archive("[Content_Types].xml", "xl/workbook.xml")
OF_EXCEL = "is an Excel file: save it as CSV"
NO_TEXT = {
    "a workbook": (WORKBOOK, OF_EXCEL),
    "a workbook that is cut": (WORKBOOK[:400], OF_EXCEL),
    "an old workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99, OF_EXCEL),
    "an archive": (_archive("history.csv"), "is a ZIP archive"),
    "no column of days": (_text().replace("event_date", "when").encode(), "it has no column event_date"),
    "no columns of categories": (
        _text(";").replace("product_category", "kind").encode("gbk"),
        "no column product_category or product_category_id",
    ),
}


@pytest.mark.parametrize(("raw", "message"), NO_TEXT.values(), ids=NO_TEXT.keys())
def test_what_is_no_such_file_is_refused_with_what_it_is(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(raw)
    with pytest.raises(UserError, match=message):
        batch.read([path], TODAY)


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_wherever_a_file_is_cut_at_most_one_line_is_told(tmp_path: Path, encoding: str) -> None:
    raw = _text().encode(encoding)
    for end in range(raw.index("\n".encode(encoding)[-2:]) + 2, len(raw)):
        (tmp_path / "history.csv").write_bytes(raw[:end])
        read = batch.read([tmp_path / "history.csv"], TODAY)
        assert [record.group for record in read.records.values()] in ([], ["苏州维修站"], ["苏州维修站"] * 2), end
        assert {line.code for line in read.rejected} <= {"cut_off"}, end


GROUPS = [
    ["Repair Café", "Repair Cafe\u0301", "REPAIR CAFÉ", "Repair Café".translate(FULL_WIDTH), " repair  café "],
    ["苏州(新区)维修站".translate(FULL_WIDTH), "苏州(新区)维修站"],
    ["Müßig", "MÜSSIG"],
    ["Cafe\u0301 / Bar", "Café/Bar"],
]


def _of_groups(path: Path, *groups: str) -> batch.Batch:
    lines = [",".join((CLEAN | {"id": f"r_{n}", "group_identifier": name}).values()) for n, name in enumerate(groups)]
    path.write_text("\n".join([",".join(CLEAN), *lines, ""]))
    return batch.read([path], TODAY)


@pytest.mark.parametrize("spellings", GROUPS, ids=lambda spellings: spellings[0])
def test_a_group_is_one_station_shown_as_it_was_first_written(tmp_path: Path, spellings: list[str]) -> None:
    read = _of_groups(tmp_path / "history.csv", *spellings).under(())
    assert read.groups == [spellings[0]]
    assert Counter(note.code for note in read.notes) == Counter(group_read=len(spellings) - 1)


@pytest.mark.parametrize("other", ["Repair Cafe", "Repair Café 2", "Café Repair"])
def test_another_group_is_another_station(tmp_path: Path, other: str) -> None:
    assert len(_of_groups(tmp_path / "history.csv", "Repair Café", other).under(()).groups) == 2


def test_a_station_that_is_there_is_the_one_that_was_written_first(tmp_path: Path) -> None:
    read = _of_groups(tmp_path / "history.csv", "repair café", "Repair Café")
    assert read.under(["REPAIR CAFÉ", "Elsewhere"]).groups == ["REPAIR CAFÉ"]
    assert read.under(["Repair Café", "repair café"]).groups == ["repair café", "Repair Café"]


def test_the_same_id_is_the_same_record_however_its_group_is_written(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    read = _of_groups(path, "Repair Café")
    path.write_text(path.read_text().replace("Café", "CAFÉ"))
    both = batch.read([path, path], TODAY)
    assert (len(read.records), both.repeated, both.rejected) == (1, 1, [])
