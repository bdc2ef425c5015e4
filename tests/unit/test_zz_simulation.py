"""A simulation's parts that need no platform: the plan, the names in it, the mails that it expects."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest

from contracts.notifications.reports import REPORT_KINDS
from contracts.repair.jobs import job_id_of
from services.notifications.rules.recipients import holders
from services.notifications.rules.reports import RECIPIENTS
from zz.simulation import cast, days, mails, plan
from zz.simulation.acts import HEAD, Act, Names, Unknown, slot
from zz.simulation.mails import Close, CutOff
from zz.simulation.setting import ZONE, Days

CAST = cast.draw_cast("sim1", 1, 6)


def made(prefix: str = "sim1", last: int = 5) -> plan.Plan:
    return plan.make(cast.draw_cast(prefix, 1, 6), last, Random(prefix))


def test_the_same_seed_plans_the_same_and_another_plans_otherwise() -> None:
    assert made() == made()
    assert made().acts != made("sim2").acts


def test_acts_are_in_the_order_of_time_and_none_is_after_the_last_day() -> None:
    moments = [(act.day, act.slot) for act in made().acts]
    assert moments == sorted(moments)
    assert {day for day, _ in moments} == set(range(6))


def test_whatever_an_act_names_was_kept_by_an_earlier_one_or_is_given() -> None:
    people = [f"{place}.{role}" for place in CAST.places for role in (*cast.HEAD_POSTS, *cast.STATION_POSTS, "bench3")]
    names = Names(dict.fromkeys([*CAST.places, *people], "x") | Days(date(2026, 11, 23)).names(5))
    for act in made().acts:
        names.fill([dict(act.said), dict(act.where)])
        for name in act.keeps:
            names.keep(name, "x")


def test_every_kind_of_act_has_its_place_in_a_plan() -> None:
    counts = Counter(act.what for act in made().acts)
    expected = {
        *("receive_device", "borrow_part", "settle_borrow", "ship_transfer", "receive_transfer", "finish_call"),
        *("record_attempt", "decide_appeal", "draw_spot_check", "close_day", "reopen_day", "sign_exception"),
        "submit_awaiting_list",
    }
    assert expected <= counts.keys()


def test_with_an_order_come_the_names_of_its_job_and_calls() -> None:
    names = Names({})
    names.keep("s1.d1o0.order", "7d0e6a46-6a55-4d0e-9d5c-7ef0d7d3b7ab")
    assert names.fill("{s1.d1o0.job}") == job_id_of("7d0e6a46-6a55-4d0e-9d5c-7ef0d7d3b7ab")
    with pytest.raises(Unknown, match=r"s1\.d1o1\.order"):
        names.fill({"path": "/orders/{s1.d1o1.order}"})


def test_what_an_act_is_of_is_the_place_of_who_acts() -> None:
    assert Act(1, slot(9), "s3.lead", "close_day").place == "s3"


def test_ten_minutes_of_a_day_begin_at_local_time() -> None:
    days_of = Days(date(2026, 12, 31))
    assert days_of.instant(1, slot(9, 10)) == datetime(2027, 1, 1, 9, 10, tzinfo=ZONE)
    assert days_of.instant(0, 144) - days_of.instant(0, 0) == timedelta(days=1)
    assert days_of.names(1) == {
        "day0": "2026-12-31",
        "day1": "2027-01-01",
        "day2": "2027-01-02",
        "week0": "2026-W53",
        "week1": "2026-W53",
        "week2": "2026-W53",
    }


@pytest.mark.parametrize("place", ["s1", HEAD])
def test_the_mails_of_a_day_are_those_that_the_platform_would_send(place: str) -> None:
    """Two readings of the same rule, one of the simulation and one of the service, name the same people."""

    class Member:
        def __init__(self, who: str, posts: tuple[str, ...]) -> None:
            self.id, self.posts = who, posts

    def people(of: str) -> list[Member]:
        return [Member(CAST.who(of, person), person.posts) for person in CAST.places[of].people]

    counter = Counter(
        (place, who, kind) for kind in REPORT_KINDS for who in holders(RECIPIENTS[kind], people(place), people(HEAD))
    )
    assert mails.expected(CAST, [CutOff(place, 1), Close(place, 1, 1)]) == counter


def test_a_day_that_is_closed_twice_is_reported_twice() -> None:
    once = mails.expected(CAST, [Close("s1", 1, 1)])
    assert mails.expected(CAST, [Close("s1", 1, 1), Close("s1", 1, 2)]) == once + once


def test_stores_have_more_than_their_orders_can_take() -> None:
    per_place = Counter(act.place for act in made().acts if act.what == "borrow_part")
    assert all(count < sum(days.PIECES.values()) for count in per_place.values())
