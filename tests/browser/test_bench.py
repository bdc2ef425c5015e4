"""An engineer's job in the browser, on a phone at the bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.reader import PHONE
from tests.world.network import SHANGHAI
from tests.world.store_room import a_stocked_part, keeper

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    return network.an_open_station()


def _code_of(station: Station, part: str) -> str:
    return str(keeper(station).do.get_part(part_id=part)["code"])


def test_a_job_goes_from_the_offer_to_the_desk_with_a_borrowed_part(reader: Open, station: Station) -> None:
    order, part = station.an_order_offered_to_the_bench(), a_stocked_part(station)
    code = _code_of(station, part)
    bench = reader(station.bench, PHONE)
    bench.go("/desk/bench")
    bench.check_fits()
    bench.shot("desk-bench")
    bench.do("accept_custody")
    bench.reload_until(".jobs a.btn")
    bench.page.click(".jobs a.btn")
    bench.do("start_diagnosis")
    bench.do("record_diagnosis", symptom="no_charge", fault="battery")
    bench.check_fits()
    bench.do("borrow_part", part_code=code)
    bench.sees("未结 1")
    bench.shot("desk-job")
    bench.do("settle_borrow", how="installed", old_part="core", voucher="V-1", reason="")
    bench.do("record_repair", actions="更换电池")
    bench.do("record_test")
    bench.do("finish_job")
    bench.do("offer_custody")
    bench.sees("等待前台接收")
    bench.check_fits()
    assert station.desk.do.get_order(order_id=order.id)["custody"]["offered_to"] == "desk"


def test_an_open_bench_shows_by_itself_what_is_offered(reader: Open, station: Station) -> None:
    bench = reader(station.bench, PHONE)
    bench.go("/desk/bench")
    order = station.an_order_offered_to_the_bench()
    bench.sees(station.desk.do.get_order(order_id=order.id)["code"])


def test_what_is_borrowed_is_counted_in_red_until_the_keeper_has_it_back(reader: Open, station: Station) -> None:
    order, part = station.a_job_in_repair(), a_stocked_part(station)
    bench = reader(station.bench, PHONE)
    bench.go(f"/desk/bench/{order.job}")
    bench.do("borrow_part", part_code=_code_of(station, part))
    bench.go("/desk/bench")
    assert bench.page.inner_text("h1 .count-hot").endswith("1")
    counter = reader(keeper(station))
    counter.go("/desk/borrows")
    counter.do("settle_borrow", how="returned")
    counter.sees("所有备件都在库房")
    bench.page.reload()
    assert not bench.page.locator("h1 .count-hot").count()


def test_a_job_that_waits_for_parts_is_on_the_list_that_goes_out_and_says_why(reader: Open, station: Station) -> None:
    order = station.a_job_in_repair()
    bench = reader(station.bench, PHONE)
    bench.go(f"/desk/bench/{order.job}")
    bench.do("await_parts", parts="电池 X50")
    bench.sees("待料")
    bench.do("explain_unfinished", reason="awaiting_parts", note="电池已申领")
    bench.sees("今日已说明")
    bench.go("/desk/bench")
    bench.do("submit_awaiting_list")
    bench.sees("已发送")
    bench.check_fits()


def test_a_lead_decides_on_an_outcome_and_closes_the_day(reader: Open, station: Station) -> None:
    order = station.a_job_that_needs_approval()
    lead = reader(station.lead)
    lead.go("/desk/day")
    lead.sees(station.bench.do.get_job(job_id=order.job)["code"])
    lead.do("approve_outcome", agreed="true")
    lead.sees("按人")
    lead.shot("desk-day")
    assert not lead.form("close_day").locator("button").is_visible(), "the day closes with one press"
    lead.do("close_day")
    lead.sees("今日已日结")
    lead.do("reopen_day", reason="经销商包裹晚到")
    lead.sees("按人")


def test_a_lead_is_not_told_that_an_engineer_on_leave_owes_a_list(reader: Open, network: Network) -> None:
    station = network.an_open_station()
    absent = network.hire_without_account(station.id, "engineer")
    lead = reader(station.lead)
    unsent = lead.page.locator(".person-line").filter(has_text="待料清单未发")
    lead.go("/desk/day")
    before = "".join(unsent.all_inner_texts()).count("刘洋")
    today = network.now().astimezone(SHANGHAI).date().isoformat()
    lines = [{"staff_id": absent, "duty": "on_leave", "stand_in_id": station.bench.id}]
    station.lead.do.set_roster(day=today, lines=lines)
    lead.page.reload()
    assert "".join(unsent.all_inner_texts()).count("刘洋") == before - 1
    station.bench.until.submit_awaiting_list(lambda body: body["id"])
    lead.page.reload()
    assert "".join(unsent.all_inner_texts()).count("王芳") == 1
