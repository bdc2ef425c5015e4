"""Everything that stands on a page is there in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts.language import dictionary
from gateway.pages import menu
from gateway.pages.words import BOTH, OWN, console, frame, lanes, texts

PAGES = Path(__file__).parents[2] / "gateway" / "pages"
TEMPLATES = sorted((PAGES / "templates").glob("*.html"))
CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
SAID = re.compile(r"\bt\('([a-z_.]+)'\)|f\.empty\('([a-z_]+)'\)")
DONE = re.compile(r"f\.(?:form|act)\('([a-z_]+)'")
FIELD = re.compile(r"f\.(?:field|area|select)\(it, '(?:[^']*\.)?([a-z_]+)'|word='([a-z_.]+)'")
SHOWN = re.compile(r"\bw\('([a-z_]+)', '([a-z_0-9]+)'\)|chip\('([a-z_]+)', '([a-z_]+)'\)")


def words_of(template: Path) -> set[str]:
    """Every key that a template names."""
    text = template.read_text()
    words = {word or other for word, other in SAID.findall(text)}
    words |= {f"do.{word}" for word in DONE.findall(text)}
    words |= {f"f.{word or other}" for word, other in FIELD.findall(text) if not (word or other).endswith(("_", "."))}
    return words | {f"{a or c}.{b or d}" for a, b, c, d in SHOWN.findall(text)}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_word_of_a_template_is_known(template: Path) -> None:
    assert words_of(template) <= BOTH.keys()


def test_every_word_is_said_in_both_languages_and_english_has_no_chinese() -> None:
    assert all(chinese.strip() and english.strip() for chinese, english in BOTH.values())
    assert [key for key, (_, english) in BOTH.items() if CJK.search(english)] == ["other_language"]


def test_no_text_of_the_pages_is_in_place_of_a_noun_s_own_word() -> None:
    assert OWN.keys() & dictionary.SAID.keys() == set()
    assert len(OWN) == sum(len(module.WORDS) for module in (console, frame, lanes, texts))


def test_no_word_is_kept_that_no_page_says() -> None:
    said = set().union(*(words_of(template) for template in TEMPLATES))
    sources = "".join(path.read_text() for path in (*TEMPLATES, *PAGES.glob("*.py"))).replace('"', "'")
    plain = [key for key in BOTH if "." not in key]
    assert [key for key in plain if key not in said and f"'{key}'" not in sources] == []


def test_every_entry_of_the_menu_and_every_lane_of_the_first_page_has_its_word() -> None:
    lanes = re.findall(r'(?:Lane|\.lane)\(\s*"([a-z_]+)"', (PAGES / "lanes.py").read_text())
    assert len(lanes) > 10
    for group, others in (("lane", ()), ("lane_do", ()), ("headline", ("calm",))):
        assert {f"{group}.{lane}" for lane in (*lanes, *others)} == {key for key in BOTH if key.startswith(f"{group}.")}
    groups = (*menu.DESK, *menu.CONSOLE)
    assert {f"menu.{entry.word}" for group in groups for entry in group.entries} <= BOTH.keys()
    assert {f"menu_group.{group.word}" for group in groups if group.word} <= BOTH.keys()


def test_no_menu_has_more_than_sixteen_entries() -> None:
    assert max(sum(len(group.entries) for group in groups) for groups in (menu.DESK, menu.CONSOLE)) <= 16
