"""Whatever a person does through the API has its page, or stands here with the reason why it has none."""

from __future__ import annotations

import re
from pathlib import Path

import gateway.pages
from contracts.language.catalogue import OPERATIONS
from gateway.pages import everything, plain, site

PAGES = Path(gateway.pages.__file__).parent
SOURCES = ("*.py", "templates/*.html", "../search.py")
DRAWN = "".join(path.read_text() for pattern in SOURCES for path in PAGES.glob(pattern))
WITHOUT_A_PAGE = {
    "found_network": "done once, before anybody can log in: `zz network found`",
    "get_me": "the token says who it is",
    "move_clock": "development",
    "get_clock": "development",
    "list_days": "a client works out dates by it; pages show dues, which services have worked out",
    "publish_policy": "its values differ by policy: `zz`, until policies have their page",
}


def has_form(name: str) -> bool:
    return OPERATIONS[name].method == "GET" or plain.inputs_of(OPERATIONS[name]) is not None


def on_noun_pages() -> set[str]:
    """What lists and pages of things show, and what a form that follows from its declaration carries out."""
    asked = {operation.name for pages in everything.ALL for operation in pages.operations if operation.method == "GET"}
    return asked | {name for forms in site.FORMS.values() for name in forms if has_form(name)}


def drawn() -> set[str]:
    """What a page asks or has a form for."""
    return {name for name in OPERATIONS if re.search(rf"\b{name}\b", DRAWN)}


def test_every_operation_has_its_page_or_a_reason_why_it_has_none() -> None:
    assert sorted(OPERATIONS.keys() - on_noun_pages() - drawn() - WITHOUT_A_PAGE.keys()) == []


def test_no_reason_stands_for_what_has_a_page_or_is_gone() -> None:
    assert sorted(WITHOUT_A_PAGE.keys() & (on_noun_pages() | drawn())) == []
    assert sorted(WITHOUT_A_PAGE.keys() - OPERATIONS.keys()) == []
