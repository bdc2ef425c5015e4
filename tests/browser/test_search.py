"""The one field of the frame in the browser: one thing opens at once, several are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.browser.reader import CJK, PHONE
from tests.world import between_stations as between

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.browser.reader import Reader
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    return network.an_open_station()


def seek(reader: Reader, typed: str) -> None:
    reader.page.fill("#find", typed)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_load_state()


def received(station: Station, phone: str, times: int = 1) -> list[dict[str, Any]]:
    party_id = station.desk.do.register_party(kind="user", name="李雷", phone=phone)["id"]
    return [station.desk.do.receive_device(**(station.a_receipt() | {"party_id": party_id})) for _ in range(times)]


def test_what_names_one_order_opens_it_however_it_is_typed(reader: Open, station: Station) -> None:
    desk, phone = reader(station.desk), station.network.phone()
    (order,) = received(station, phone)
    serial = station.desk.do.get_order(order_id=order["id"])["device"]["serial"]
    wide = phone.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    grouped = (f"+86 {phone[:3]}\u2013{phone[3:]}", f"{phone[:3]}.{phone[3:7]}.{phone[7:]}")
    for typed in (order["code"], order["code"][:7].lower(), serial, serial[3:], phone, wide, *grouped):
        desk.go("/desk")
        seek(desk, typed)
        desk.page.wait_for_url(f"**/desk/orders/{order['id']}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_several_are_a_list_that_says_what_each_is(reader: Open, station: Station, language: str) -> None:
    desk, phone = reader(station.desk, size=PHONE), station.network.phone()
    orders = received(station, phone, 2)
    if language == "en":
        desk.choose_language()
    desk.go(f"/desk/search?{urlencode({'q': phone})}")
    for order in orders:
        row = desk.page.locator(f"[data-found='{order['id']}']").inner_text()
        assert all(said in row for said in (order["code"], "李雷", phone, "Honor X50")), row
    desk.check_fits()
    shown = desk.page.inner_text("main").replace("李雷", "")
    assert bool(CJK.search(shown)) is (language == "zh")
    desk.shot(f"desk-search-{language}")
    desk.page.click(f"[data-found='{orders[0]['id']}'] a")
    desk.page.wait_for_url(f"**/desk/orders/{orders[0]['id']}")


def test_a_serial_that_nobody_has_brought_yet_is_received_with_it(reader: Open, station: Station) -> None:
    desk, serial = reader(station.desk), station.network.unique("ZQ9-77A1-")
    desk.go("/desk")
    seek(desk, serial)
    desk.sees("没有找到")
    desk.page.click("main a[href*='/desk/receive']")
    assert desk.page.input_value("[name='device.serial']") == serial
    bench = reader(station.bench)
    bench.go(f"/desk/search?q={serial}")
    assert bench.page.locator("main a[href*='/desk/receive']").count() == 0


@pytest.mark.parametrize("typed", ["%", ".*", "📱", '=HYPERLINK("http://x")', "", "   "])
def test_what_cannot_be_found_is_answered_with_what_can(reader: Open, station: Station, typed: str) -> None:
    desk = reader(station.desk)
    answer = desk.page.goto(f"{desk.url}/desk/search?{urlencode({'q': typed})}")
    assert answer is not None
    assert answer.status == 200
    desk.sees("可以查")
    assert desk.page.input_value("#find") == typed.strip()
    assert desk.page.locator(".alert-danger").count() == 0


def test_more_than_can_be_sought_is_refused_on_the_page(reader: Open, station: Station) -> None:
    desk = reader(station.desk)
    desk.page.fill("#find", "x" * 10_000)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/desk/search?q=*")
    assert "80" in desk.page.inner_text(".alert-danger")
    desk.sees("可以查")
    desk.faults.clear()  # an answer of 422 is one to the browser


def test_a_part_a_transfer_and_a_requisition_lead_to_their_lists(reader: Open, network: Network) -> None:
    transfer, part = between.a_shipped_transfer(network.a, network.b)
    code = network.supervisor.do.get_part(part_id=part)["code"]
    lead = reader(network.a.lead)
    for typed, path in ((code, f"/desk/store?code={code}"), (transfer[:8], f"/desk/transfers?transfer_id={transfer}")):
        lead.go("/desk")
        seek(lead, typed)
        lead.page.wait_for_url(f"**{path}")
        assert lead.page.locator("main").inner_text()
    head = reader(network.supervisor)
    head.go(f"/desk/search?q={transfer[:8]}")
    head.page.wait_for_url(f"**/desk/all/transfers/{transfer}")


def test_the_head_finds_orders_of_every_station_and_is_told_whose_they_are(reader: Open, network: Network) -> None:
    phone = network.phone()
    for station in (network.a, network.b):
        received(station, phone)
    head = reader(network.supervisor)
    head.go(f"/desk/search?q={phone}")
    for station in (network.a, network.b):
        head.sees(station.desk.do.get_station(station_id=station.id)["name"])
