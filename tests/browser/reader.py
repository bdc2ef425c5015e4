"""Somebody at a browser: logs in, clicks, types; every fault that the browser reports is remembered."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

if TYPE_CHECKING:
    from tests.world.people import Person

SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
WIDE, PHONE = (1280, 800), (390, 844)
PATIENCE_MS = 20_000
CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_WIDE = """() => [...document.body.querySelectorAll('*')].filter(one => !one.closest('.table-wrap, nav'))
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map(one => one.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll('main a.btn, main button, main input:not([type=hidden]), main select')]
  .filter(one => one.offsetParent && one.type !== 'checkbox' && one.type !== 'radio')
  .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""


class Reader:
    """One browser with a session of its own, in Chinese unless they choose otherwise."""

    def __init__(self, browser: Browser, url: str, size: tuple[int, int] = WIDE) -> None:
        width, height = size
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.url = url
        self.faults: list[str] = []
        self.page.on("console", self._consume)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._watch)

    def log_in(self, person: Person) -> Reader:
        """Through the form, as a person does."""
        self.page.goto(f"{self.url}/")
        return self.log_in_here(person)

    def log_in_here(self, person: Person) -> Reader:
        self.page.fill("#username", person.username)
        self.page.fill("#password", person.password)
        self.page.click("main button")
        expect(self.page.locator(".who").first).to_be_visible()
        self.page.wait_for_load_state()
        return self

    def choose_language(self) -> None:
        """The other one."""
        self.page.click(".who")
        self.page.click("form[action='/language'] button")

    def log_out(self) -> None:
        self.page.click(".who")
        self.page.click("form[action='/log-out'] button")

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    def do(self, operation: str, at: int = 0, /, **fields: str) -> None:
        """Fills in the form of an operation that stands on the page and sends it; its success shows.

        Two underscores stand for the dot in a field's name.
        """
        form = self.form(operation, at)
        form.evaluate("one => { for (let up = one; up; up = up.parentElement) if ('open' in up) up.open = true }")
        for name, value in fields.items():
            _fill(form, name.replace("__", "."), value)
        form.locator("button").last.click()
        expect(self.page.locator(".alert-success")).to_be_visible(timeout=PATIENCE_MS)

    def form(self, operation: str, at: int = 0) -> Locator:
        return self.page.locator(f"form:has(input[name=do][value={operation}])").nth(at)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=PATIENCE_MS)

    def reload_until(self, selector: str) -> None:
        """Loads the page again until the thing is there, where no news refreshes it."""
        for _ in range(80):
            if self.page.locator(selector).count():
                return
            self.page.wait_for_timeout(250)
            self.page.reload()
        raise AssertionError(f"{selector} does not appear at {self.page.url}: {self.page.inner_text('main')}")

    def shot(self, name: str) -> None:
        """A picture for the documentation, only where it is asked for: ZZ_SCREENSHOTS=1."""
        if os.environ.get("ZZ_SCREENSHOTS"):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def check_fits(self) -> None:
        """Nothing sticks out to the side, and a thumb hits what is to be hit."""
        self.page.wait_for_load_state()
        assert self.page.evaluate(OVERFLOW) == 0, f"{self.page.url}: {self.page.evaluate(TOO_WIDE)}"
        assert self.page.evaluate(SMALL) == []

    def end(self) -> None:
        """The browser found nothing wrong."""
        self.context.close()
        assert self.faults == []

    def _consume(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type} at {self.page.url}: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:")):
            self.faults.append(f"asks another host: {request.url}")


def _fill(form: Locator, name: str, value: str) -> None:
    field = form.locator(f"[name='{name}']").first
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    elif field.get_attribute("type") == "radio":
        form.locator(f"[name='{name}'][value='{value}']").check()
    else:
        field.fill(value)
