"""A storekeeper in the browser: parts come in, are inspected by an engineer, are asked for and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.reader import PHONE
from tests.world.between_stations import with_a_store
from tests.world.store_room import a_part, a_stocked_part, keeper

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    return network.an_open_station()


def test_parts_come_in_and_an_engineer_puts_them_into_the_store(reader: Open, station: Station) -> None:
    code = keeper(station).do.get_part(part_id=a_part(station))["code"]
    counter = reader(keeper(station))
    counter.go("/desk/gate")
    line = {"lines__0__part_code": code, "lines__0__quantity": "5", "lines__0__unit_cost": "86.00"}
    counter.do("receive_parts", delivery_note="HN-2026-118", **line)
    counter.sees("由工程师检测后入库")
    engineer = reader(station.second_engineer, PHONE)
    engineer.go("/desk/gate")
    engineer.check_fits()
    engineer.do("inspect_receipt", lines__0__passed="4", lines__0__failed="1")
    counter.go(f"/desk/store?code={code}")
    counter.sees(code)
    counter.shot("desk-store")
    counter.go("/desk/gate")
    counter.do("send_manufacturer_return", waybill="SF1234567890")


def test_an_unknown_part_is_refused_at_its_field(reader: Open, station: Station) -> None:
    counter = reader(keeper(station))
    counter.go("/desk/gate")
    form = counter.form("receive_parts")
    form.evaluate("one => one.closest('details').open = true")
    form.locator("[name=delivery_note]").fill("HN-1")
    form.locator("[name='lines.0.part_code']").fill("NO-SUCH-PART")
    form.locator("[name='lines.0.quantity']").fill("1")
    form.locator("[name='lines.0.unit_cost']").fill("1")
    form.locator("button").last.click()
    counter.sees("备件编码")
    assert counter.form("receive_parts").locator("[name=delivery_note]").input_value() == "HN-1"
    assert "422" in counter.faults.pop()


def test_a_requisition_is_approved_at_the_head_packed_shipped_and_received(reader: Open, network: Network) -> None:
    head, station = with_a_store(network.head), network.an_open_station()
    part = a_stocked_part(head, 3)
    code = keeper(station).do.get_part(part_id=part)["code"]
    counter = reader(keeper(station))
    counter.go("/desk/requisitions")
    counter.do("open_requisition", reason="minimum_stock", lines__0__part_code=code, lines__0__quantity="2")
    lead = reader(network.supervisor)
    lead.go("/console/requisitions")
    lead.reload_until(f"text={code}")
    at = lead.page.locator("form:has(input[value=approve_requisition])").count() - 1
    lead.do("approve_requisition", at, from_station_id=head.id)
    sender = reader(keeper(head))
    sender.go("/desk/transfers")
    sender.reload_until("form:has(input[value=pack_transfer])")
    sender.do("pack_transfer")
    sender.do("ship_transfer")
    lead.go("/console/transfers")
    lead.reload_until(f"text={code}")
    counter.go("/desk/transfers")
    counter.reload_until("form:has(input[value=receive_transfer])")
    counter.shot("desk-transfers")
    counter.do("receive_transfer", lines__0__received="2")
    counter.sees("没有发往本站的备件")


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/store", "/desk/borrows", "/desk/gate", "/desk/transfers", "/desk/requisitions"]
)
def test_pages_of_the_store_fit_a_phone(reader: Open, station: Station, path: str) -> None:
    counter = reader(keeper(station), PHONE)
    counter.go(path)
    counter.check_fits()


def test_a_reason_stays_chosen_when_the_request_is_refused(reader: Open, station: Station) -> None:
    counter = reader(keeper(station))
    counter.go("/desk/requisitions")
    form = counter.form("open_requisition")
    form.evaluate("one => { for (let up = one; up; up = up.parentElement) if ('open' in up) up.open = true }")
    form.locator("[name=reason]").select_option("usage")
    form.locator("[name='lines.0.part_code']").fill("NO-SUCH-PART")
    form.locator("[name='lines.0.quantity']").fill("2")
    form.locator("button").last.click()
    counter.sees("没有这个编码的备件")
    assert counter.form("open_requisition").locator("[name=reason]").input_value() == "usage"
    counter.faults.clear()


def test_a_code_leads_to_its_part_however_it_is_typed(reader: Open, station: Station) -> None:
    code = keeper(station).do.get_part(part_id=a_stocked_part(station))["code"]
    counter = reader(keeper(station))
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    for typed in (code.replace("-", ""), code.lower(), wide, code[:5]):
        counter.go(f"/desk/store?code={typed}")
        counter.sees(code)
