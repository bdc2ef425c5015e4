"""A real browser for every test of the pages: Debian's chromium, driven by playwright."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.reader import WIDE, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.network import Network
    from tests.world.people import Person

CHROMIUM = "/usr/bin/chromium"
Open = Callable[..., Reader]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture
def reader(browser: Browser, network: Network) -> Iterator[Open]:
    """Opens browsers; after the test none of them has found a fault."""
    opened: list[Reader] = []

    def open_for(person: Person | None = None, size: tuple[int, int] = WIDE) -> Reader:
        opened.append(Reader(browser, network.url, size))
        return opened[-1].log_in(person) if person else opened[-1]

    yield open_for
    for opened_reader in opened:
        opened_reader.end()
