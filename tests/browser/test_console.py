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
    row = lead.page.locator(f"#board tr:has(th:text-is('{name}'))")
    row.locator("td a").first.click()
    lead.sees("已接机")
    lead.go("/console?period=today")
    lead.shot("console-network")


def test_the_overview_says_in_a_sentence_what_matters_and_shows_every_figure_with_its_target(
    reader: Open, network: Network, station: Station
) -> None:
    lead = reader(network.supervisor)
    lead.reload_until(f"#heat a[href*='{station.id}']")
    assert "按时完成" in lead.page.inner_text("h1") or "到期" in lead.page.inner_text("h1")
    heads = lead.page.locator("#heat thead th")
    assert heads.count() == 11
    assert heads.nth(1).inner_text().split() == ["按时完成", "≥", "95%"]
    assert "到期的维修单" in str(heads.nth(1).get_attribute("title"))
    assert lead.page.locator("#heat tbody th").first.inner_text() == "全网"
    assert lead.page.locator(".tiles .tile").count() == 5
    assert lead.page.locator("[style]").count() == 0


def test_a_figure_shows_its_trend_as_a_picture_and_as_a_table(reader: Open, network: Network, station: Station) -> None:
    lead = reader(network.supervisor)
    lead.reload_until(f"#heat a[href*='{station.id}']")
    lead.page.locator("#pick summary").click()
    lead.page.locator("#pick a:text-is('当日归还')").click()
    assert "kpi=same_day_return" in lead.page.url
    lead.go("/console?kpi=received&all=1")
    lead.reload_until("#trend svg circle, #trend svg path[d]")
    lead.page.locator("#days summary").click()
    assert lead.page.locator("#days tbody tr").count() == 28


def test_what_the_reader_unfolded_stays_so_while_news_come(reader: Open, network: Network) -> None:
    station, lead = network.an_open_station(), reader(network.supervisor)
    name = network.supervisor.do.get_station(station_id=station.id)["name"]
    lead.reload_until(f"#board th:text-is('{name}')")
    lead.page.locator("#meanings summary").click()
    lead.page.locator("h1").click()
    lead.page.evaluate("document.activeElement.blur()")
    station.a_received_order()
    lead.page.locator(f"#board tr:has(th:text-is('{name}')) >> td >> nth=0 >> text='1'").wait_for()
    assert lead.page.locator("#meanings[open]").count() == 1


def test_a_station_has_its_own_page_with_its_figures_its_people_and_what_is_open(
    reader: Open, network: Network, station: Station
) -> None:
    lead = reader(network.supervisor)
    name = network.supervisor.do.get_station(station_id=station.id)["name"]
    lead.go("/console?period=today")
    lead.reload_until(f"#heat a:text-is('{name}')")
    lead.page.locator(f"#heat a:text-is('{name}')").click()
    lead.sees("较前期")
    lead.reload_until("table.scores a[href*='kpi=received']")
    assert "period=today" in lead.page.url
    for text in ("维修工程师", "待派工", "等我处理"):
        lead.sees(text)
    lead.shot("console-station")


def test_own_days_that_are_none_are_said_to_be_so(reader: Open, network: Network) -> None:
    lead = reader(network.supervisor)
    lead.go("/console?period=custom&start=2026-12-02&end=2026-12-01")
    lead.sees("结束日期")
    lead.faults.clear()


def test_a_kpi_leads_to_the_records_that_add_up_to_it(reader: Open, network: Network, station: Station) -> None:
    lead = reader(network.supervisor)
    lead.go(f"/console/stations/{station.id}?period=today")
    lead.reload_until("a.figure[href*='kpi=received']")
    link = lead.page.locator("a.figure[href*='kpi=received']")
    figure = int(link.inner_text())
    link.click()
    lead.sees("维修单")
    assert lead.page.locator("main tbody tr").count() == figure


def test_the_console_shows_by_itself_what_happens(reader: Open, network: Network) -> None:
    station, lead = network.an_open_station(), reader(network.supervisor)
    name = network.supervisor.do.get_station(station_id=station.id)["name"]
    lead.reload_until(f"th:text-is('{name}')")
    cell = lead.page.locator(f"#board tr:has(th:text-is('{name}')) >> td >> nth=0")
    assert cell.inner_text() == "0"
    station.a_received_order()
    lead.page.locator(f"#board tr:has(th:text-is('{name}')) >> td >> nth=0 >> text='1'").wait_for()


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
    for path in (*head, station, "/console?kpi=received", "/desk/calls"):
        lead.go(path)
        names = "[lang=zh-CN], tbody th, option, .person, .brand, .who i, .who span"
        lead.page.locator(names).evaluate_all("all => all.forEach(it => it.remove())")
        left = lead.page.inner_text("body").replace("总站", "").replace("张伟", "")
        for name in (item["name"] for item in network.supervisor.do.list_stations(limit=200)["items"]):
            left = left.replace(name, "")
        left = left.replace("电池", "").replace("分站", "")
        assert not CJK.search(left), f"{path}: {CJK.findall(left)}"


@pytest.mark.parametrize("path", ["", "?period=custom&all=1", "/overdue", "/transfers", "/requisitions", "/stations"])
def test_the_console_fits_a_phone(reader: Open, network: Network, path: str) -> None:
    lead = reader(network.supervisor, PHONE)
    lead.go(f"/console{path}")
    lead.check_fits()
