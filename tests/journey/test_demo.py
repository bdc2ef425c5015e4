"""The demonstration: a network with somebody at every post and three days of orders in all states."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from contracts.intake import orders as intake
from contracts.intake import parties
from contracts.language import permissions
from contracts.language.fields import instant_text
from contracts.notifications import reports as notifications
from contracts.repair import jobs as repair
from stationkit.ground.clock import wall_now
from tests.world.api import Api, log_in
from zz.checks import conservation
from zz.demonstration.story import play_story
from zz.demonstration.timetable import ZONE
from zz.user_error import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ground.platform import Platform
    from tests.journey.conftest import Demonstration

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def orders(demonstration: Demonstration) -> list[dict[str, Any]]:
    return demonstration.all("list_orders")


@pytest.fixture(scope="module")
def jobs(demonstration: Demonstration) -> list[dict[str, Any]]:
    return demonstration.all("list_jobs")


def test_a_story_that_was_broken_off_goes_on_and_nothing_happens_twice(
    demonstration: Demonstration, orders: list[dict[str, Any]]
) -> None:
    assert len(orders) == demonstration.network.orders
    assert len(demonstration.all("list_stations")) == demonstration.network.stations + 1
    assert len(demonstration.all("list_staff")) == len(demonstration.network.accounts)
    per_serial = Counter(order["device"]["serial"] for order in orders if order["device"])
    assert sorted(per_serial.values())[-2:] == [1, 2]


def test_there_are_orders_of_three_days_in_every_state(orders: list[dict[str, Any]]) -> None:
    assert len(orders) >= 100
    assert {order["state"] for order in orders} == set(intake.STATES)
    assert {order["party_kind"] for order in orders} == set(parties.PARTY_KINDS)
    assert {wait for order in orders for wait in order["waits"]} == set(intake.WAITS)
    days = {datetime.fromisoformat(order["received_at"]).astimezone(ZONE).date() for order in orders}
    assert len(days) == 3
    assert max(order["received_at"] for order in orders) < instant_text(wall_now())


def test_jobs_ended_in_every_way_that_a_command_can_end_them(jobs: list[dict[str, Any]]) -> None:
    assert {job["outcome"] for job in jobs} == {*repair.JOB_OUTCOMES, None}
    assert any(job["proposed_outcome"] for job in jobs)
    assert any(job["redo_of"] for job in jobs)
    assert any(not test["passed"] for job in jobs for test in job["tests"])
    assert any(job["explanations"] and job["state"] != "finished" for job in jobs)


def test_the_story_has_a_special_order_a_late_dealer_and_a_declined_hand_over(
    demonstration: Demonstration, orders: list[dict[str, Any]]
) -> None:
    api = demonstration.api("head.manager")
    read = [api.do.get_order(order_id=order["id"]) for order in orders]
    assert any(order["special_reason"] for order in read)
    assert any(order["unpack_due_at"] for order in read)
    assert any(step["what"] == "declined" for order in read for step in order["steps"])
    assert {order["policy_number"] for order in read} == {0, 1}


def test_what_waits_is_in_repair_and_what_ended_waits_for_nothing(orders: list[dict[str, Any]]) -> None:
    assert {order["state"] for order in orders if order["waits"]} == {"in_repair"}


def test_the_store_rooms_have_stock_and_something_is_out_asked_for_and_on_its_way(demonstration: Demonstration) -> None:
    stock = demonstration.all("list_stock")
    assert len({item["station_id"] for item in stock}) == demonstration.network.stations + 1
    assert {borrow["state"] for borrow in demonstration.all("list_borrows")} == {"out", "settled"}
    requisitions = {requisition["state"] for requisition in demonstration.all("list_requisitions")}
    assert requisitions == {"requested", "approved", "filled"}
    assert {transfer["state"] for transfer in demonstration.all("list_transfers")} == {"closed", "shipped"}
    assert {arrival["state"] for arrival in demonstration.all("list_arrivals")} == {"received", "shipped"}
    backing, prefix = demonstration.platform.backing, demonstration.platform.prefix
    assert conservation.verify(backing.mongo_uri, prefix).differences == []


def test_customers_were_called_or_are_to_be_and_two_of_them_are_dissatisfied(demonstration: Demonstration) -> None:
    calls = demonstration.all("list_calls")
    assert {(call["stage"], call["state"]) for call in calls} >= {(1, "done"), (2, "done"), (3, "done"), (1, "open")}
    assert {call["score"] for call in calls} == {None, 5, 1, 0}
    assert {appeasement["state"] for appeasement in demonstration.all("list_appeasements")} == {"found", "open"}
    assert [penalty["state"] for penalty in demonstration.all("list_penalties")] == ["proposed"]
    assert [audit["state"] for audit in demonstration.all("list_audits")] == ["finished"]
    (check,) = demonstration.all("list_spot_checks")
    assert check["drawn"] >= 5


def test_garbage_was_entered_and_half_of_it_put_right(demonstration: Demonstration) -> None:
    findings = {finding["rule"]: finding for finding in demonstration.all("list_findings")}
    assert findings["placeholder_name"]["state"] == "fixed"
    assert findings["phone_not_in_plan"]["ended_at"] is None


def test_there_is_money_and_the_days_that_are_over_were_reported_and_mailed(demonstration: Demonstration) -> None:
    assert len(demonstration.all("list_payments")) >= 10
    reports = {(report["kind"], report["day"]) for report in demonstration.all("list_reports")}
    assert {kind for kind, _ in reports} == set(notifications.REPORT_KINDS)
    assert len({day for kind, day in reports if kind == "revenue"}) >= 2
    assert {delivery["state"] for delivery in demonstration.all("list_deliveries")} <= {"queued", "sent"}
    assert demonstration.api("head.base").do.list_inbox()["items"]
    groups = demonstration.api("head.manager").do.get_kpis(start="2026-01-01", end="2099-12-31", by="station")["items"]
    assert len(groups) >= demonstration.network.stations


def test_the_business_clock_ends_at_the_walls_time(demonstration: Demonstration) -> None:
    assert abs(demonstration.api("head.manager").do.get_clock()["offset_seconds"]) < 60


def test_every_post_has_a_log_in_at_its_stations(demonstration: Demonstration) -> None:
    accounts = json.loads(demonstration.place.demo.read_text())["accounts"]
    stations = Counter(account["station_id"] for account in accounts)
    assert len(stations) == 6
    for station_id in stations:
        posts = {post for account in accounts if account["station_id"] == station_id for post in account["posts"]}
        assert posts in ({*permissions.HEAD_POSTS, "storekeeper", "engineer"}, set(permissions.STATION_POSTS))


def test_every_log_in_works_and_says_who_it_is(demonstration: Demonstration) -> None:
    written = json.loads(demonstration.place.demo.read_text())
    for account in written["accounts"]:
        me = log_in(written["url"], account["username"], account["password"]).do.get_me()
        assert (me["station_id"], me["posts"]) == (account["station_id"], account["posts"])


def test_one_account_may_bring_history_in(demonstration: Demonstration) -> None:
    accounts = demonstration.network.accounts
    importers = [
        account.username
        for account in accounts
        if permissions.HISTORY_IMPORT in demonstration.api(account.username).do.get_me()["permissions"]
    ]
    assert importers == ["head.import"]


def test_log_ins_are_for_their_owner_alone_and_no_two_are_the_same(demonstration: Demonstration) -> None:
    assert demonstration.place.demo.stat().st_mode & 0o777 == 0o600
    assert len({account.password for account in demonstration.network.accounts}) == len(demonstration.network.accounts)
    assert [path.name for path in demonstration.place.root.iterdir()] == ["demo.json"]


def test_a_network_that_others_founded_is_left_alone(demonstration: Demonstration, tmp_path: Path) -> None:
    before = demonstration.all("list_stations")
    key = demonstration.platform.secrets.founding_key
    with pytest.raises(UserError, match="founded already"):
        play_story(demonstration.platform.url, key, tmp_path / "demo.json", lambda _step, _part: None)
    assert demonstration.all("list_stations") == before


def test_a_wrong_founding_key_founds_nothing(platform: Platform) -> None:
    body = {"name": "总站", "code": "HEAD", "supervisor": "张伟", "username": "somebody", "password": "Xk3-vbq9-2"}
    answer = Api(platform.url).ask.found_network(founding_key="a guess", **body)
    assert (answer.status, answer.code) == (403, "forbidden")
