"""Everything that stands on a page is there in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts.intake import orders as intake
from contracts.intake import parties, payments, shelves
from contracts.intake.receiving import CATEGORIES, IDENTITIES
from contracts.inventory import borrows, parts_receipts, reorder_proposals, requisitions
from contracts.inventory.returns import RETURN_REASONS
from contracts.inventory.transfers import TRANSFER_STATES
from contracts.language import catalogue, errors
from contracts.language.payload import schema_of
from contracts.oversight import board, kpis
from contracts.quality import calls as quality
from contracts.repair import jobs as repair
from gateway.pages import menu
from gateway.pages.words import BOTH

PAGES = Path(__file__).parents[2] / "gateway" / "pages"
TEMPLATES = sorted((PAGES / "templates").glob("*.html"))
CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
SAID = re.compile(r"\bt\('([a-z_.]+)'\)|f\.empty\('([a-z_]+)'\)")
DONE = re.compile(r"f\.(?:form|act)\('([a-z_]+)'")
FIELD = re.compile(r"f\.(?:field|area|select)\(it, '(?:[^']*\.)?([a-z_]+)'|word='([a-z_]+)'")
SHOWN = re.compile(r"\bw\('([a-z_]+)', '([a-z_0-9]+)'\)|chip\('([a-z_]+)', '([a-z_]+)'\)")
CODES = {
    "order_state": intake.STATES,
    "wait": intake.WAITS,
    "outcome": intake.OUTCOMES,
    "holder": intake.HOLDERS,
    "release": intake.RELEASES,
    "party_kind": parties.PARTY_KINDS,
    "identity": IDENTITIES,
    "category": CATEGORIES,
    "job_state": repair.STATES,
    "why": repair.REASONS,
    "unfinished": repair.UNFINISHED,
    "method": payments.METHODS,
    "shelf": shelves.CONDITIONS,
    "how": borrows.HOWS,
    "old_part": borrows.OLD_PARTS,
    "source": parts_receipts.SOURCES,
    "transfer_state": TRANSFER_STATES,
    "return_reason": RETURN_REASONS,
    "requisition_state": requisitions.REQUISITION_STATES,
    "asked_for": requisitions.REQUISITION_REASONS,
    "proposal_state": reorder_proposals.PROPOSAL_STATES,
    "call_state": quality.CALL_STATES,
    "attempt": ("reached", *quality.NOT_REACHED),
    "stage": quality.STAGES,
    "score": range(6),
    "kpi": kpis.KPIS,
    "board": [name for name in schema_of(board.BoardLine).fields if name not in ("station_id", "name")],
    "code": errors.ALL,
}


def words_of(template: Path) -> set[str]:
    """Every key that a template names."""
    text = template.read_text()
    words = {word or other for word, other in SAID.findall(text)}
    words |= {f"do.{word}" for word in DONE.findall(text)}
    words |= {f"f.{word or other}" for word, other in FIELD.findall(text) if not (word or other).endswith("_")}
    return words | {f"{a or c}.{b or d}" for a, b, c, d in SHOWN.findall(text)}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_word_of_a_template_is_known(template: Path) -> None:
    assert words_of(template) <= BOTH.keys() | {"f.check_"}


def test_every_word_is_said_in_both_languages_and_english_has_no_chinese() -> None:
    assert all(chinese.strip() and english.strip() for chinese, english in BOTH.values())
    assert [key for key, (_, english) in BOTH.items() if CJK.search(english)] == ["other_language"]


def test_no_word_is_kept_that_no_page_says() -> None:
    said = set().union(*(words_of(template) for template in TEMPLATES))
    templates = "".join(template.read_text() for template in TEMPLATES)
    plain = [key for key in BOTH if "." not in key]
    assert [key for key in plain if key not in said and f"'{key}'" not in templates] == []


@pytest.mark.parametrize("group", CODES)
def test_every_code_of_the_contracts_has_its_word(group: str) -> None:
    assert [code for code in CODES[group] if f"{group}.{code}" not in BOTH] == []


def test_every_entry_of_the_menu_and_every_figure_of_the_first_page_has_its_word() -> None:
    tiles = re.findall(r'Tile\("([a-z_]+)"', (PAGES / "tiles.py").read_text())
    assert len(tiles) > 10
    assert {f"tile.{tile}" for tile in tiles} == {key for key in BOTH if key.startswith("tile.")}
    assert {f"menu.{entry.word}" for entry in (*menu.DESK, *menu.CONSOLE)} <= BOTH.keys()


def test_every_action_that_has_a_name_is_an_operation() -> None:
    named = {key.removeprefix("do.") for key in BOTH if key.startswith("do.")}
    assert named <= catalogue.OPERATIONS.keys()
