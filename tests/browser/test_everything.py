"""Every list that the platform keeps has its page: filters, order, files and what may be done, for each post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from gateway.pages import everything
from tests.browser.reader import CJK, PHONE

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.world.network import Network
    from tests.world.station import Station

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-")
DATA = "tbody, option, .choice, .brand, .who i, .who span, [lang=zh-CN]"


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    station = network.an_open_station()
    station.a_closed_order()
    return station


def test_every_list_opens_in_the_words_of_its_language_and_without_an_id_in_sight(
    reader: Open, network: Network, station: Station
) -> None:
    lead = reader(network.supervisor)
    lead.choose_language()
    for pages in everything.ALL:
        lead.go(f"/desk/all/{pages.word}")
        seen = lead.page.inner_text("main")
        assert not UUID.search(seen), f"{pages.word}: {UUID.findall(seen)}"
        lead.page.locator(DATA).evaluate_all("all => all.forEach(it => it.remove())")
        left = lead.page.inner_text("body")
        assert not CJK.search(left), f"{pages.word}: {CJK.findall(left)}"


def test_a_list_is_a_file_too_and_an_order_that_is_none_is_said(reader: Open, network: Network) -> None:
    lead = reader(network.supervisor)
    for pages in everything.ALL:
        at = f"{network.url}/desk/all/{pages.word}"
        file = lead.context.request.get(f"{at}?format=csv")
        assert (file.status, file.headers["content-type"]) == (200, "text/csv; charset=utf-8"), pages.word
        assert lead.context.request.get(f"{at}?sort=nothing").status == 422, pages.word


def test_staff_are_found_by_post_and_station_opened_and_suspended(
    reader: Open, network: Network, station: Station
) -> None:
    lead = reader(network.supervisor)
    person = network.hire(station.id, "storekeeper")
    lead.go(f"/desk/all/staff?post=storekeeper&station_id={station.id}")
    lead.page.locator("tr", has_text=person.username).get_by_role("link").click()
    lead.do("suspend_staff", reason="离职")
    assert network.supervisor.do.get_staff(staff_id=person.id)["active"] is False


def test_a_part_is_changed_in_a_form_that_begins_with_what_it_has(reader: Open, network: Network) -> None:
    keeper = network.hire(network.head.id, "base_lead")
    base = reader(keeper)
    part = keeper.do.define_part(
        code=network.unique("PLAIN-"), name="电池", category="spare", unit_cost={"amount": "86.00", "currency": "CNY"}
    )
    base.go(f"/desk/all/parts/{part['id']}")
    form = base.form("edit_part")
    assert form.locator("[name=name]").input_value() == "电池"
    base.do("edit_part", minimum="3", maximum="9")
    assert keeper.do.get_part(part_id=part["id"])["minimum"] == 3


@pytest.mark.parametrize("word", ["staff", "penalties", "moves", "deliveries"])
def test_a_list_is_cards_on_a_phone(reader: Open, station: Station, word: str) -> None:
    lead = reader(station.lead, PHONE)
    lead.go(f"/desk/all/{word}")
    lead.check_fits()
