"""What differs between a record and an order, and what the two checkers count of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zz.importing.batch import Rejected
from zz.importing.checking import Check
from zz.importing.comparison import differences
from zz.importing.records import Record

RECORD = Record(
    "r_1",
    "Somewhere",
    date(2019, 1, 12),
    "15",
    "Ikea",
    "lamp",
    2009,
    "flickers",
    "closed",
    "repaired",
    None,
    "f.csv",
    2,
)
ORDER: dict[str, Any] = {
    "received_at": "2019-01-12T02:00:00.000Z",
    "imported": True,
    "device": {"category": "15", "brand": "Ikea", "model": "lamp", "made_in": 2009, "serial": "H1"},
    "fault": "flickers",
    "state": "closed",
    "outcome": "repaired",
    "outcome_reason": None,
}
ZONE = "Asia/Shanghai"


def test_the_order_of_a_record_does_not_differ_from_it() -> None:
    assert differences(RECORD, ORDER, ZONE) == []


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"received_at": "2019-01-12T16:00:00.000Z"}, "day"),
        ({"imported": False}, "imported"),
        ({"fault": "flickered"}, "fault"),
        ({"state": "released"}, "state"),
        ({"outcome": "unrepairable"}, "outcome"),
        ({"outcome_reason": "no_fault"}, "reason"),
        *(({"device": {**ORDER["device"], name: None}}, name) for name in ("category", "brand", "model", "made_in")),
    ],
)
def test_whatever_the_file_determines_is_compared(change: dict[str, Any], name: str) -> None:
    assert differences(RECORD, ORDER | change, ZONE) == [name]


def test_how_far_an_order_has_come_does_not_count_while_it_is_brought_in() -> None:
    begun = ORDER | {"state": "received", "outcome": None}
    assert differences(RECORD, begun, ZONE, ended=False) == []
    assert differences(RECORD, begun, ZONE) == ["state", "outcome"]


def test_a_record_is_missing_there_once_or_there_too_often() -> None:
    check = Check(3, [])
    check.compare(RECORD, [], ZONE)
    check.compare(RECORD, [ORDER], ZONE)
    check.compare(RECORD, [ORDER, ORDER | {"fault": "hums"}], ZONE)
    summary = check.for_machine()
    counted = [summary[name] for name in ("rows", "orders", "missing", "duplicated", "mismatched", "rejected")]
    assert counted == [3, 3, 1, 1, 1, []]
    assert [(finding["kind"], finding["line"], finding["fields"]) for finding in summary["findings"]] == [
        ("missing", 2, ()),
        ("duplicated", 2, ()),
        ("mismatched", 2, ("fault",)),
    ]
    assert not check.is_clean


def test_only_a_file_that_is_there_line_by_line_is_clean() -> None:
    assert Check(1, []).is_clean
    assert not Check(1, [Rejected("f.csv", 2, "", "not_utf_8", "It is not UTF-8.")]).is_clean
