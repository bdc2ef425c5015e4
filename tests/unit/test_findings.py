"""Findings: what is garbage in what is entered of a customer, by when it is put right, how it ends [F3]."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from contracts.intake.findings import UNENDED
from contracts.language.errors import Refused
from services.intake.actions.findings import just_after_close
from services.intake.rules.findings import Due, Finding, due_of, finding_key
from services.intake.rules.garbage import garbage_in, is_placeholder
from tests.unit.test_promises import STATION, local

SECOND = timedelta(seconds=1)
OPENED, DUE = local(2026, 11, 23, 10), local(2026, 11, 24, 18)
GOOD = {"name": "王", "phone": "+8613812345678"}


def a_finding(state: str = "open") -> Finding:
    """A finding in a state, reached as it is reached in the house."""
    finding = Finding.opened(
        "finding", "station", ("placeholder_name", "name"), ("party", "desk"), OPENED, Due(DUE, "2026-11-24", 0)
    )
    if state == "overdue":
        finding.pass_due(DUE + SECOND)
    elif state == "fixed":
        finding.fix("desk", DUE)
    elif state == "accepted_as_is":
        finding.accept("lead", DUE, "seen on the invoice")
    return finding


# What is garbage


@pytest.mark.parametrize(
    "name",
    [
        *("测试", "测试1", "测试客户", "测 试", "测试-2", "(测试)", "測試", "测试测试", "测试先生"),
        *("test", "TEST", "Test 2", "test test", "Test User", "tester", "\uff34\uff25\uff33\uff34"),
        *("无", "無", "没有", "无名", "暂无", "未知", "不详", "匿名", "none", "NULL", "n/a", "N/A", "unknown"),
        *(
            "先生",
            "女士",
            "小姐",
            "Mr.",
            "Mrs",
            "mr",
            "客户",
            "客户1",
            "顾客",
            "新客户",
            "用户",
            "客人",
            "机主",
            "散客",
        ),
        *("某某", "某", "某先生", "王某", "王某某", "张某某先生"),
        *("x", "X", "xx", "xxx", "XX先生", "x x", "aaa", "AAAA", "abc", "asdf", "qwerty", "qqq"),
        *("123", "1", "000000", "13812345678", "-", "...", "???", "\uff11\uff12\uff13", "、", "__"),
        *("哈哈", "啊啊啊", "姓名", "本人"),
    ],
)
def test_a_placeholder_is_found_in_the_place_of_a_name(name: str) -> None:
    assert is_placeholder(name)


@pytest.mark.parametrize(
    "name",
    [
        *("王", "李", "付", "Li", "Wu", "Xu", "Ng", "O", "Na", "Aa", "欧阳", "欧阳娜娜", "司马", "夏侯"),
        *("李雷", "韩梅梅", "丽丽", "冰冰", "毛毛", "吴用", "梅无", "无忌", "王先生", "李女士", "陈小姐", "Mr. Wang"),
        *("Max", "Xavier", "Alex", "Abby", "Testa", "Contessa", "Nuller", "Usher", "Aaron", "Missy", "Guest"),
        *(
            "张三",
            "阿不都热依木·买买提",
            "O'Neill",
            "Jean-Luc",
            "王2",
            "3M",
            "华测检测",
            "客户之友数码店",
            "测试仪器有限公司",
        ),
        *("新客隆超市", "用友网络", "无锡数码广场", "佟丽娅", "哈林", "ABC数码", "小王", "老王手机店"),
    ],
)
def test_a_name_that_somebody_may_have_is_not_found(name: str) -> None:
    assert not is_placeholder(name)


@pytest.mark.parametrize("phone", ["+8611111111111", "+8612345678901", "+8610000000000"])
def test_a_number_in_no_range_that_was_given_out_is_found(phone: str) -> None:
    assert garbage_in({**GOOD, "phone": phone}) == {("phone_not_in_plan", "phone")}


@pytest.mark.parametrize("phone", ["+8613812345678", "+8619912345678", "+862584400000", "+85225210000"])
def test_a_number_that_may_ring_is_not_found(phone: str) -> None:
    assert garbage_in({**GOOD, "phone": phone}) == set()


def test_each_rule_finds_what_is_its_own() -> None:
    assert garbage_in({"name": "测试", "phone": "+8611111111111"}) == {
        ("placeholder_name", "name"),
        ("phone_not_in_plan", "phone"),
    }
    assert garbage_in({"name": "测试"}) == {("placeholder_name", "name")}
    assert garbage_in({}) == set()


# By when


def test_it_is_due_at_the_close_of_the_next_working_day() -> None:
    assert due_of(OPENED, STATION, 1, 4) == Due(DUE, "2026-11-24", 4)
    assert due_of(local(2026, 11, 27, 10), STATION, 1, 0).due_at == local(2026, 11, 30, 18)
    assert due_of(local(2026, 9, 30, 23), STATION, 1, 0).due_at == local(2026, 10, 8, 18)


def test_where_the_station_is_closed_that_day_it_is_due_on_its_next_open_day() -> None:
    closed = replace(STATION, extra_closed=frozenset({date(2026, 11, 24)}))
    assert due_of(OPENED, closed, 1, 0) == Due(local(2026, 11, 25, 18), "2026-11-25", 0)


def test_where_a_day_that_is_counted_lies_in_a_year_without_a_calendar_it_is_provisional() -> None:
    assert due_of(local(2026, 12, 31, 10), STATION, 1, 0).calendar_provisional
    assert not due_of(local(2026, 12, 30, 10), STATION, 1, 0).calendar_provisional
    assert not due_of(local(2024, 12, 31, 10), STATION, 1, 0).calendar_provisional


@pytest.mark.parametrize(("closes", "after"), [(time(18), time(18, 0, 1)), (time(23, 59, 59), time(0))])
def test_what_is_late_is_looked_for_a_second_after_the_close(closes: time, after: time) -> None:
    station: Any = SimpleNamespace(calendar=replace(STATION, closes=closes))
    assert just_after_close(station) == after


# How it ends


@pytest.mark.parametrize("late", [-SECOND, timedelta(0)])
def test_until_its_due_time_nobody_is_late(late: timedelta) -> None:
    finding = a_finding()
    assert not finding.pass_due(DUE + late)
    assert (finding.state, finding.overdue) == ("open", False)


def test_a_second_after_its_due_time_it_is_overdue_once() -> None:
    finding = a_finding()
    assert finding.pass_due(DUE + SECOND)
    assert (finding.state, finding.overdue) == ("overdue", True)
    assert not finding.pass_due(DUE + 2 * SECOND)


@pytest.mark.parametrize("state", UNENDED)
def test_it_is_fixed_and_what_was_late_stays_late(state: str) -> None:
    finding = a_finding(state)
    finding.fix("desk", DUE + SECOND)
    assert (finding.state, finding.ended_at, finding.ended_by) == ("fixed", DUE + SECOND, "desk")
    assert (finding.overdue, finding.open_key) == (state == "overdue", None)


@pytest.mark.parametrize("state", UNENDED)
def test_another_than_the_author_accepts_it_with_a_reason(state: str) -> None:
    finding = a_finding(state)
    finding.accept("lead", DUE, "seen on the invoice")
    assert (finding.state, finding.ended_by, finding.reason) == ("accepted_as_is", "lead", "seen on the invoice")
    assert (finding.overdue, finding.open_key) == (state == "overdue", None)


@pytest.mark.parametrize("state", UNENDED)
def test_the_author_does_not_accept_it(state: str) -> None:
    finding = a_finding(state)
    with pytest.raises(Refused) as refused:
        finding.accept("desk", DUE, "it is so")
    assert refused.value.reason == "own_finding"
    assert finding == a_finding(state)


@pytest.mark.parametrize("state", ["fixed", "accepted_as_is"])
def test_what_has_ended_is_not_accepted(state: str) -> None:
    finding = a_finding(state)
    with pytest.raises(Refused) as refused:
        finding.accept("lead", DUE, "again")
    assert refused.value.reason == f"finding_{state}"
    assert finding == a_finding(state)


@pytest.mark.parametrize("state", ["fixed", "accepted_as_is"])
def test_what_has_ended_is_never_overdue(state: str) -> None:
    assert not a_finding(state).pass_due(DUE + timedelta(days=9))


# Another calendar


@pytest.mark.parametrize(("due", "overdue"), [(DUE + timedelta(days=2), False), (DUE - timedelta(days=1), True)])
def test_overdue_is_taken_back_where_it_is_not_due_yet_by_the_calendar_that_was_imported(
    due: datetime, *, overdue: bool
) -> None:
    finding = a_finding("overdue")
    finding.retime(Due(due, "2026-11-26", 0), DUE + timedelta(days=1))
    assert (finding.due_at, finding.overdue) == (due, overdue)
    assert finding.state == ("overdue" if overdue else "open")


def test_what_was_fixed_in_time_by_the_calendar_that_was_imported_counts_against_nobody() -> None:
    finding = a_finding("overdue")
    finding.fix("desk", DUE + timedelta(days=1))
    finding.retime(Due(DUE + timedelta(days=1), "2026-11-25", 0), DUE + timedelta(days=30))
    assert (finding.state, finding.overdue) == ("fixed", False)


def test_one_is_open_for_each_object_rule_and_field() -> None:
    assert a_finding().open_key == finding_key("party", ("placeholder_name", "name"))
    assert a_finding().open_key != finding_key("party", ("placeholder_name", "phone"))
