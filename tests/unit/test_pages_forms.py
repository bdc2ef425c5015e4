"""A form becomes the request of its operation, by the operation's own schema."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from contracts.intake import payments, receiving, releases
from contracts.inventory import borrows, parts_receipts
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from gateway.pages.forms import is_filled_in, request_of

ID = "00000000-0000-4000-8000-000000000001"


def test_fields_left_empty_are_left_out() -> None:
    form = MultiDict({"order_id": ID, "how": "pickup", "receipt_code": " 1234567 ", "waybill": ""})
    assert request_of(releases.release_order, form) == {"order_id": ID, "how": "pickup", "receipt_code": "1234567"}


def test_parts_of_a_form_become_nested_objects_and_lists() -> None:
    form = MultiDict({"party.name": "李雷", "device.brand": "Honor", "device.made_in": "2024", "fault": "不充电"})
    form["accessories"] = "充电器\uff0c 手机壳, "
    assert request_of(receiving.receive_device, form) == {
        "party": {"name": "李雷"},
        "device": {"brand": "Honor", "made_in": 2024},
        "fault": "不充电",
        "accessories": ["充电器", "手机壳"],
    }


def test_rows_that_nobody_filled_in_are_left_out() -> None:
    form = MultiDict({"receipt_id": ID, "lines.0.part_id": ID, "lines.0.passed": "4", "lines.0.failed": "1"})
    form.update({"lines.1.part_id": ID, "lines.1.passed": "", "lines.1.failed": ""})
    assert request_of(parts_receipts.inspect_receipt, form)["lines"] == [{"part_id": ID, "passed": 4, "failed": 1}]


def test_a_row_in_which_only_the_part_was_typed_goes_on_and_one_of_blanks_does_not() -> None:
    form = MultiDict({"lines.1.part_code": "DISPLAY", "lines.1.quantity": "", "lines.1.unit_cost": ""})
    form.update({"lines.2.part_code": " ", "lines.2.quantity": "", "lines.10.part_id": ID, "lines.10.passed": ""})
    assert [number for number in (1, 2, 10) if is_filled_in(form, f"lines.{number}.")] == [1]


def test_a_row_that_was_begun_goes_on_without_what_is_missing() -> None:
    form = MultiDict({"receipt_id": ID, "lines.0.part_id": ID, "lines.0.passed": "4", "lines.0.failed": ""})
    assert request_of(parts_receipts.inspect_receipt, form)["lines"] == [{"part_id": ID, "passed": 4}]


def test_digits_of_a_chinese_input_method_are_numbers() -> None:
    form = MultiDict({"order_id": ID, "method": "cash", "amount": "\uff13\uff10.\uff15"})
    assert request_of(payments.record_payment, form)["amount"] == {"amount": "30.5", "currency": "CNY"}


def test_what_is_no_number_is_left_for_the_service_to_refuse() -> None:
    form = MultiDict({"borrow_id": ID, "how": "returned", "quantity": "two"})
    assert request_of(borrows.settle_borrow, form)["quantity"] == "two"


def test_a_tick_is_true_and_none_is_left_out() -> None:
    form = MultiDict({"call_id": ID, "station_id": ID, "outcome": "done", "checks.name": "false", "score": "0"})
    ticked = MultiDict({**form, "received": "true"})
    assert request_of(quality.finish_call, ticked) == {
        "call_id": ID,
        "station_id": ID,
        "outcome": "done",
        "checks": {"name": False},
        "score": 0,
        "received": True,
    }
    assert "received" not in request_of(quality.finish_call, form)


def test_several_ticks_of_one_name_are_a_list() -> None:
    form = MultiDict([("order_id", ID), ("how", "pickup"), ("accessories_missing", "a"), ("accessories_missing", "b")])
    assert request_of(releases.release_order, form)["accessories_missing"] == ["a", "b"]
    assert request_of(repair.start_diagnosis, MultiDict({"job_id": ID})) == {"job_id": ID}
