"""The head station in the browser: the network at a glance, and the way from a figure to what is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.reader import CJK, PHONE
from tests.world.after_sales import a_third_call

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    station = network.an_open_station()
    station.a_received_order()
    station.a_job_in_repair()
    station.a_notified_order()
    return station


def test_every_station_is_seen_and_a_figure_leads_to_its_orders(
    reader: Open, network: Network, station: Station
) -> None:
    lead = reader(network.supervisor)
    name = network.supervisor.do.get_station(station_id=station.id)["name"]
    lead.reload_until(f"th:text-is('{name}')")
    row = lead.page.locator(f"table >> nth=0 >> tr:has(th:text-is('{name}'))")
    row.locator("td a").first.click()
    lead.sees("已接机")
    lead.go("/console?period=today")
    lead.shot("console-network")


def test_a_kpi_leads_to_the_records_that_add_up_to_it(reader: Open, network: Network, station: Station) -> None:
    lead = reader(network.supervisor)
    lead.go("/console?period=today")
    lead.reload_until(f"a.figure[href*='kpi=received'][href*='{station.id}']")
    link = lead.page.locator(f"a.figure[href*='kpi=received'][href*='{station.id}']")
    figure = int(link.inner_text())
    link.click()
    lead.sees("维修单")
    assert lead.page.locator("main tbody tr").count() == figure


def test_the_console_shows_by_itself_what_happens(reader: Open, network: Network) -> None:
    station, lead = network.an_open_station(), reader(network.supervisor)
    name = network.supervisor.do.get_station(station_id=station.id)["name"]
    lead.reload_until(f"th:text-is('{name}')")
    cell = lead.page.locator(f"table >> nth=0 >> tr:has(th:text-is('{name}')) >> td >> nth=0")
    assert cell.inner_text() == "0"
    station.a_received_order()
    lead.page.locator(f"table >> nth=0 >> tr:has(th:text-is('{name}')) >> td >> nth=0 >> text='1'").wait_for()


def test_a_period_stays_in_the_address_and_the_wall_screen_has_no_menu(reader: Open, network: Network) -> None:
    lead = reader(network.supervisor)
    lead.page.get_by_text("本月", exact=True).click()
    assert "period=month" in lead.page.url
    lead.go("/console?kiosk=1")
    assert not lead.page.locator(".rail, .tabs").locator("visible=true").count()


def test_a_third_call_is_made_by_the_head_and_a_low_score_opens_an_appeasement(
    reader: Open, network: Network, station: Station
) -> None:
    call = a_third_call(station)
    lead = reader(network.head.people["base_lead"])
    lead.go(f"/desk/calls/{call}")
    lead.do("record_attempt", result="busy")
    lead.do("finish_call", score="1", note="屏幕有划痕")
    lead.go("/desk/calls")
    lead.reload_until("a:has-text('不满意')")
    lead.shot("console-calls")
    lead.page.locator("a:has-text('不满意')").last.click()
    lead.do("record_contact", done="致歉", answer="接受")
    lead.do("record_finding", upheld="false", text="送修前已有划痕")
    lead.do("close_appeasement", note="已沟通")


def test_a_station_is_wound_up_and_says_why_it_cannot_be_closed_yet(reader: Open, network: Network) -> None:
    station = network.an_open_station()
    station.a_ready_order()
    lead = reader(network.supervisor)
    lead.go("/console/stations")
    lead.page.locator(f"a[href$='{station.id}']").click()
    lead.sees("已启用")
    assert lead.page.locator("input[name=do][value=close_station]").count() == 0
    lead.do("wind_up_station", reason="租约到期")
    lead.sees("撤站中")
    lead.reload_until("dt:has-text('客户的机器') + dd:has-text('1')")
    lead.sees("机器交还客户")
    lead.shot("console-winding-up")
    assert lead.page.locator("input[name=do][value=close_station]").count() == 0


def test_in_english_no_chinese_is_left_but_names(reader: Open, network: Network) -> None:
    lead = reader(network.supervisor)
    lead.choose_language()
    station = f"/console/stations/{network.a.id}"
    head = ("/console?all=1", "/console/overdue", "/console/transfers", "/console/requisitions", "/console/stations")
    for path in (*head, station, "/desk/calls"):
        lead.go(path)
        names = "[lang=zh-CN], tbody th, option, .brand, .who i, .who span"
        lead.page.locator(names).evaluate_all("all => all.forEach(it => it.remove())")
        left = lead.page.inner_text("body").replace("总站", "").replace("张伟", "")
        for name in (item["name"] for item in network.supervisor.do.list_stations(limit=200)["items"]):
            left = left.replace(name, "")
        left = left.replace("电池", "").replace("分站", "")
        assert not CJK.search(left), f"{path}: {CJK.findall(left)}"


@pytest.mark.parametrize("path", ["", "/overdue", "/transfers", "/requisitions", "/stations"])
def test_the_console_fits_a_phone(reader: Open, network: Network, path: str) -> None:
    lead = reader(network.supervisor, PHONE)
    lead.go(f"/console{path}")
    lead.check_fits()
