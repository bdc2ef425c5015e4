"""Nothing keeps people from using a page that a machine can find: no violation of axe in any view (WCAG 2.2 AA)."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gateway.pages import everything
from tests.ground.seed import SEED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station

AXE = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text()
LISTS = tuple(f"/desk/all/{pages.word}" for pages in everything.ALL)
OF_LEAD = ("/desk", "/desk/receive", "/desk/orders", "/desk/shelves", "/desk/borrows", "/desk/store", "/desk/gate")
OF_LEAD_TOO = ("/desk/requisitions", "/desk/transfers", "/desk/calls", "/desk/day", "/desk/inbox", "/desk/findings")
OF_HEAD = ("/console", "/console/overdue", "/console/transfers", "/console/requisitions", "/console/stations")
OF_ANYBODY = ("/password", "/desk/address", "/desk/all", "/desk/search?q=x", "/desk/nowhere")
LOOKS = (("zh-CN", "light", 1440), ("en-GB", "dark", 390), ("en-GB", "light", 768), ("zh-CN", "dark", 1440))
SAMPLE = 24
"""So many views are looked at in `make test`; `ZZ_TEST_VIEWS=all` looks at every one."""
UNFOLD = "document.querySelectorAll('details').forEach(fold => { fold.open = true; })"


def views() -> list[tuple[str, str, tuple[str, str, int]]]:
    lead = (*OF_LEAD, *OF_LEAD_TOO, *OF_ANYBODY, "order")
    by_who = {"lead": lead, "head": (*OF_HEAD, *LISTS), "bench": ("/desk/bench",)}
    every = [(who, path, look) for who, paths in by_who.items() for path in paths for look in LOOKS]
    return every if os.environ.get("ZZ_TEST_VIEWS") == "all" else random.Random(SEED).sample(every, SAMPLE)


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    station = network.an_open_station()
    station.a_notified_order()
    return station


@pytest.fixture(scope="module")
def order_path(station: Station) -> str:
    return f"/desk/orders/{station.a_ready_order().id}"


def opened(browser: Browser, network: Network, person: Person, look: tuple[str, str, int]) -> Page:
    language, theme, width = look
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale=language,
        color_scheme="dark" if theme == "dark" else "light",
        bypass_csp=True,  # what looks at the page is put into it
    )
    page = context.new_page()
    page.goto(f"{network.url}/")
    page.fill("#username", person.username)
    page.fill("#password", person.password)
    page.click("main button")
    page.wait_for_load_state()
    return page


def violations(page: Page) -> list[str]:
    page.evaluate(UNFOLD)
    page.evaluate(AXE)
    seen: dict[str, Any] = page.evaluate("axe.run()")
    assert len(seen["passes"]) > 10, "axe did not look"
    return [f"{it['id']}: {it['nodes'][0]['html'][:160]}" for it in seen["violations"]]


def test_no_view_has_a_violation(browser: Browser, network: Network, station: Station, order_path: str) -> None:
    people = {"lead": station.lead, "head": network.supervisor, "bench": station.bench}
    pages: dict[tuple[str, tuple[str, str, int]], Page] = {}
    wrong = {}
    for who, path, look in views():
        if (who, look) not in pages:
            pages[who, look] = opened(browser, network, people[who], look)
        page = pages[who, look]
        page.goto(network.url + (order_path if path == "order" else path))
        if said := violations(page):
            wrong[who, path, look] = said
    for page in pages.values():
        page.context.close()
    assert wrong == {}


def test_a_refused_form_and_the_log_in_have_none(browser: Browser, network: Network, station: Station) -> None:
    page = opened(browser, network, station.desk, LOOKS[0])
    page.goto(f"{network.url}/desk/receive")
    page.fill("#phone", "12")
    page.fill("[name=fault]", "x")
    page.locator("form[data-save]").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.wait_for_selector("[aria-invalid=true]")
    assert violations(page) == []
    page.context.clear_cookies()
    page.goto(f"{network.url}/log-in")
    assert violations(page) == []
    page.context.close()
