"""Variables are called what they hold."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("contracts", "gateway", "services", "stationkit", "tests", "zz")
SAY_NOTHING = {"found", "known", "made", "one"}
"""Nouns of nothing: what was found, made or known has a name of its own."""


def vague_names(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        name = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else None
        name = node.arg if isinstance(node, ast.arg) else name
        if name in SAY_NOTHING:
            yield f"line {getattr(node, 'lineno', 0)}: {name}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_variable_is_called_by_its_noun(room: str) -> None:
    vague = {str(path): list(vague_names(path.read_text())) for path in (PROJECT / room).rglob("*.py")}
    assert {path: lines for path, lines in vague.items() if lines} == {}


def test_a_variable_that_says_nothing_is_found() -> None:
    assert list(vague_names("for one in orders:\n    pass")) == ["line 1: one"]
    assert list(vague_names("lambda found: found")) == ["line 1: found"]
