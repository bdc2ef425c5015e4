"""Borrow and return: who says what became of a piece, what each end needs, and what is out at an instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.language.errors import Refused
from services.inventory.rules.borrows import (
    BACK_TO,
    USED,
    Borrow,
    End,
    JobCopy,
    check_fits_device,
    check_fits_job,
    check_lends_for_device,
)

TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SIX = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ENGINEER, KEEPER = "engineer", "keeper"


def a_borrow(quantity: int = 3) -> Borrow:
    return Borrow("id", "station", "part", "BAT", "job", ENGINEER, quantity, TEN, "2026-11-23")


def settle(
    borrow: Borrow, how: str, quantity: int = 1, by: str = KEEPER, at: datetime = TEN, *, keeps: bool = True
) -> None:
    borrow.settle(End(how, quantity), by, at, keeps=keeps, in_time=True)


def reason_of(refused: Any) -> str:
    return str(refused.value.reason)


@pytest.mark.parametrize("how", BACK_TO)
def test_who_keeps_the_store_takes_back_and_nobody_else(how: str) -> None:
    for by, keeps, reason in ((ENGINEER, True, "own_borrow"), ("colleague", False, "not_keeper")):
        with pytest.raises(Refused) as refused:
            settle(a_borrow(), how, by=by, keeps=keeps)
        assert reason_of(refused) == reason
    borrow = a_borrow()
    settle(borrow, how)
    assert (borrow.out, borrow.state) == (2, "out")


@pytest.mark.parametrize("how", USED)
def test_who_borrowed_it_says_what_was_used_and_nobody_else(how: str) -> None:
    with pytest.raises(Refused) as refused:
        settle(a_borrow(), how)
    assert reason_of(refused) == "not_holder"
    borrow = a_borrow(1)
    settle(borrow, how, by=ENGINEER, keeps=False)
    assert borrow.state == "settled"


def test_no_piece_is_settled_twice() -> None:
    borrow = a_borrow(2)
    settle(borrow, "returned", 2)
    with pytest.raises(Refused) as refused:
        settle(borrow, "returned")
    assert (reason_of(refused), refused.value.params["out"]) == ("not_out", "0")
    assert len(borrow.settlements) == 1


def test_what_is_settled_at_the_very_instant_is_not_out_any_more() -> None:
    borrow = a_borrow(2)
    settle(borrow, "returned", at=SIX)
    settle(borrow, "returned", at=SIX + SECOND)
    assert [borrow.out_at(at) for at in (SIX - SECOND, SIX, SIX + SECOND)] == [2, 1, 0]


@pytest.mark.parametrize(
    ("end", "core_owed", "reason"),
    [
        (End("installed", 1, voucher="V"), False, "old_part"),
        (End("returned", 1, old_part="core"), False, "old_part"),
        (End("consumed", 1, old_part="core"), False, "voucher_missing"),
        (End("scrapped", 1), False, "voucher_missing"),
        (End("scrapped", 1, voucher="V"), False, "reason_missing"),
        (End("installed", 1, old_part="none", voucher="V"), False, "reason_missing"),
        (End("installed", 1, old_part="scrap", voucher="V"), True, "reason_missing"),
    ],
)
def test_an_end_without_what_it_needs_is_refused(end: End, reason: str, *, core_owed: bool) -> None:
    with pytest.raises(Refused) as refused:
        end.check(core_owed=core_owed)
    assert reason_of(refused) == reason


@pytest.mark.parametrize(
    "end",
    [
        End("returned", 1),
        End("dead_on_arrival", 1),
        End("scrapped", 1, voucher="V", reason="the cable was torn"),
        End("installed", 1, old_part="core", voucher="V"),
        End("consumed", 1, old_part="scrap", voucher="V"),
        End("consumed", 1, old_part="none", voucher="V", reason="there was none in it"),
    ],
)
def test_an_end_with_what_it_needs_is_taken(end: End) -> None:
    end.check(core_owed=False)


def test_what_is_owed_as_a_core_says_why_it_is_none() -> None:
    End("installed", 1, old_part="core", voucher="V").check(core_owed=True)
    End("installed", 1, old_part="customer_kept", voucher="V", reason="their photos are on it").check(core_owed=True)


def test_a_part_is_consumed_on_a_finished_job_and_installed_on_an_open_one() -> None:
    check_fits_job("consumed", finished=True)
    check_fits_job("installed", finished=False)
    check_fits_job("returned", finished=False)
    for how, finished, reason in (("consumed", False, "job_open"), ("installed", True, "job_finished")):
        with pytest.raises(Refused) as refused:
            check_fits_job(how, finished=finished)
        assert reason_of(refused) == reason


@pytest.mark.parametrize(
    ("state", "by", "reason"),
    [
        ({"finished": True}, ENGINEER, "job_finished"),
        ({"on_bench": False}, ENGINEER, "device_not_on_bench"),
        ({}, "colleague", "not_engineer_of_job"),
    ],
)
def test_nothing_is_lent_for_a_job_that_is_not_on_ones_bench(state: dict[str, Any], by: str, reason: str) -> None:
    job_state: dict[str, Any] = {"engineer_id": ENGINEER, "on_bench": True} | state
    with pytest.raises(Refused) as refused:
        JobCopy("job", "station", "order", **job_state).check_lends_to(by)
    assert reason_of(refused) == reason


def test_parts_are_lent_for_an_open_job_on_ones_bench() -> None:
    JobCopy("job", "station", "order", engineer_id=ENGINEER, on_bench=True).check_lends_to(ENGINEER)


def test_what_was_in_time_is_judged_again_by_a_later_close() -> None:
    borrow = a_borrow(3)
    settle(borrow, "returned", 2, at=SIX + SECOND)
    borrow.settlements[0].in_time = False
    assert [borrow.judge(closed_at) for closed_at in (SIX, SIX + SECOND, SIX + SECOND, SIX)] == [0, 2, 0, -2]


@pytest.mark.parametrize("again", ["V-1", "v-1 ", "\uff36\uff0d1"])
def test_a_voucher_is_of_one_piece_however_it_is_typed(again: str) -> None:
    borrow = a_borrow(3)
    end = End("installed", 1, old_part="core", voucher="V-1")
    borrow.settle(end, ENGINEER, TEN, keeps=False, in_time=True)
    end = replace(end, voucher=again)
    with pytest.raises(Refused) as refused:
        borrow.settle(end, ENGINEER, TEN, keeps=False, in_time=True)
    assert (reason_of(refused), borrow.used) == ("voucher_used", 1)


@pytest.mark.parametrize(("used", "quantity", "is_taken"), [(0, 2, True), (1, 1, True), (1, 2, False), (2, 1, False)])
def test_a_device_takes_no_more_of_a_part_than_one_has(used: int, quantity: int, *, is_taken: bool) -> None:
    check_fits_device("returned", quantity, used, 2)
    if is_taken:
        check_fits_device("installed", quantity, used, 2)
        return
    with pytest.raises(Refused) as refused:
        check_fits_device("installed", quantity, used, 2)
    assert reason_of(refused) == "too_many_used"


@pytest.mark.parametrize(
    ("used", "out", "quantity", "is_lent"),
    [(0, 0, 2, True), (1, 0, 1, True), (0, 1, 1, True), (0, 0, 3, False), (1, 1, 1, False), (0, 2, 1, False)],
)
def test_for_a_device_no_more_of_a_part_is_lent_than_one_has(
    used: int, out: int, quantity: int, *, is_lent: bool
) -> None:
    if is_lent:
        check_lends_for_device(quantity, used, out, 2)
        return
    with pytest.raises(Refused) as refused:
        check_lends_for_device(quantity, used, out, 2)
    assert reason_of(refused) == "too_many_lent"
    assert refused.value.params["out"] == str(out)
