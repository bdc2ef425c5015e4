"""The incoming gate: what waits in quarantine, who inspects it, what is forced past it, what goes back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.language.errors import Invalid, Refused
from services.inventory.rules.parts import Part
from services.inventory.rules.receipts import ManufacturerReturn, Receipt, ReceiptLine, check_parts_once

TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def a_receipt() -> Receipt:
    lines = [ReceiptLine("battery", 3, Decimal(86)), ReceiptLine("screen", 1, Decimal(200))]
    return Receipt("id", "station", "manufacturer", "HN-1", lines, "keeper", TEN)


def test_a_receipt_is_inspected_when_nothing_waits_any_more() -> None:
    receipt = a_receipt()
    receipt.inspect("battery", 2, 1, "engineer", TEN)
    assert (receipt.state, receipt.lines[0].waiting) == ("quarantine", 0)
    receipt.inspect("screen", 0, 1, "engineer", TEN)
    assert (receipt.state, receipt.inspected_by) == ("inspected", "engineer")


@pytest.mark.parametrize(
    ("part", "passed", "failed", "by", "reason"),
    [
        ("battery", 1, 0, "keeper", "own_receipt"),
        ("battery", 3, 1, "engineer", "not_in_quarantine"),
        ("battery", 0, 0, "engineer", "not_in_quarantine"),
        ("camera", 1, 0, "engineer", "part_not_on_receipt"),
    ],
)
def test_what_did_not_come_or_was_received_by_oneself_is_not_inspected(
    part: str, passed: int, failed: int, by: str, reason: str
) -> None:
    receipt = a_receipt()
    with pytest.raises(Refused) as refused:
        receipt.inspect(part, passed, failed, by, TEN)
    assert refused.value.reason == reason
    assert [line.waiting for line in receipt.lines] == [3, 1]


def test_who_brought_a_piece_back_opened_does_not_inspect_it() -> None:
    receipt = Receipt("id", "station", "opened", "borrow", a_receipt().lines, "keeper", TEN, returned_by="engineer")
    for by in ("keeper", "engineer"):
        with pytest.raises(Refused) as refused:
            receipt.inspect("battery", 1, 0, by, TEN)
        assert refused.value.reason == "own_receipt"
    receipt.inspect("battery", 1, 0, "colleague", TEN)
    assert receipt.inspected_by == "colleague"


def test_who_forces_pieces_past_the_inspection_is_liable_for_them() -> None:
    receipt = a_receipt()
    receipt.force("battery", 2, "keeper", "a customer waits")
    assert (receipt.lines[0].forced, receipt.lines[0].waiting, receipt.forced_by) == (2, 1, "keeper")
    with pytest.raises(Refused) as refused:
        receipt.force("battery", 2, "keeper", "a customer waits")
    assert refused.value.reason == "not_in_quarantine"


def test_what_is_defective_is_sent_back_once() -> None:
    back = ManufacturerReturn("id", "station", "battery", 1, "failed_inspection", "receipt", "engineer", TEN)
    back.send("SF1", "keeper", TEN)
    with pytest.raises(Refused) as refused:
        back.send("SF2", "keeper", TEN)
    assert (refused.value.reason, back.waybill) == ("return_sent", "SF1")


def test_a_part_stands_on_one_line() -> None:
    check_parts_once(["battery", "screen"])
    with pytest.raises(Invalid) as wrong:
        check_parts_once(["battery", "battery"])
    assert wrong.value.params["fields"] == ["lines: A part stands on two lines."]


def test_a_parts_minimum_is_no_more_than_its_maximum() -> None:
    part = Part("id", "head", "BAT", "battery", "battery", Decimal(0), True, False, 2, 2)
    with pytest.raises(Invalid) as invalid:
        part.edit({"unit_cost": Decimal(1), "minimum": 3})
    assert invalid.value.params["fields"] == ["minimum: Greater than maximum."]
