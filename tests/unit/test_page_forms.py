"""Pages ask the service what may be done: no template has a copy of a rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from jinja2 import Environment, nodes

import gateway.pages
from contracts.language.catalogue import OPERATIONS
from gateway.pages.filters import FILTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = sorted((Path(gateway.pages.__file__).parent / "templates").glob("*.html"))
OF_ANOTHER_THING = {"borrow_part"}
"""Makes something new of it; the thing itself does not change."""
DONE_TO_A_THING = {
    operation.name for operation in OPERATIONS.values() if operation.method == "POST" and operation.ids
} - OF_ANOTHER_THING


def forms_shown_unasked(template: nodes.Node, asked: frozenset[str] = frozenset()) -> Iterator[str]:
    """Operations whose form stands where nobody asked whether it is in a thing's `may`."""
    for node in template.iter_child_nodes():
        if isinstance(node, nodes.If):
            yield from _in_branches(node, asked)
            continue
        if isinstance(node, nodes.Call) and _named(node) in DONE_TO_A_THING - asked:
            yield _named(node)
        yield from forms_shown_unasked(node, asked)


def _in_branches(node: nodes.If, asked: frozenset[str]) -> Iterator[str]:
    for branch in (node, *node.elif_):
        yield from forms_shown_unasked(nodes.Output(branch.body), asked | _asked_in(branch.test))
    yield from forms_shown_unasked(nodes.Output(node.else_), asked)


def _asked_in(test: nodes.Node) -> frozenset[str]:
    """What is in a thing's `may` where a condition holds."""
    match test:
        case nodes.And(left=left, right=right):
            return _asked_in(left) | _asked_in(right)
        case nodes.Or(left=left, right=right):
            return _asked_in(left) & _asked_in(right)
        case nodes.Compare(expr=nodes.Const(value=name), ops=[nodes.Operand(op="in", expr=nodes.Getattr(attr="may"))]):
            return frozenset({name})
    return frozenset()


def _named(call: nodes.Call) -> str:
    is_form = isinstance(call.node, nodes.Getattr) and call.node.attr in ("form", "act")
    first = call.args[0] if call.args else None
    return str(first.value) if is_form and isinstance(first, nodes.Const) else ""


def states_compared(template: nodes.Template) -> list[str]:
    """Where a template compares a thing's state with one that it knows."""
    return [
        f"line {compare.lineno}"
        for compare in template.find_all(nodes.Compare)
        if isinstance(compare.expr, nodes.Getattr)
        and compare.expr.attr == "state"
        and any(not isinstance(operand.expr, nodes.Name) for operand in compare.ops)
    ]


def _parsed(text: str) -> nodes.Template:
    return Environment(autoescape=True).parse(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_form_stands_where_its_thing_says_that_it_would_be_taken(path: Path) -> None:
    assert list(forms_shown_unasked(_parsed(path.read_text()))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_knows_the_states_in_which_something_is_taken(path: Path) -> None:
    assert states_compared(_parsed(path.read_text())) == []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("{{ f.act('pack_transfer', id) }}", ["pack_transfer"]),
        ("{% if one.state == 'packed' %}{{ f.act('pack_transfer', id) }}{% endif %}", ["pack_transfer"]),
        ("{% if 'ship_transfer' in one.may %}{{ f.act('pack_transfer', id) }}{% endif %}", ["pack_transfer"]),
        ("{% if 'pack_transfer' in one.may %}{% else %}{{ f.act('pack_transfer', id) }}{% endif %}", ["pack_transfer"]),
        ("{% if 'pack_transfer' in one.may and here %}{{ f.act('pack_transfer', id) }}{% endif %}", []),
        ("{% if 'pack_transfer' in one.may or here %}{{ f.act('pack_transfer', id) }}{% endif %}", ["pack_transfer"]),
        ("{% if not 'pack_transfer' in one.may %}{{ f.act('pack_transfer', id) }}{% endif %}", ["pack_transfer"]),
        ("{% if x %}{% elif 'pack_transfer' in one.may %}{{ f.form('pack_transfer', id) }}{% endif %}", []),
    ],
)
def test_a_form_that_is_shown_unasked_is_found(text: str, forms: list[str]) -> None:
    assert list(forms_shown_unasked(_parsed(text))) == forms


def test_a_state_that_is_compared_is_found() -> None:
    assert states_compared(_parsed("{% if one.state in ('approved', 'packed') %}{% endif %}")) == ["line 1"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_template_is_complete(template: Path) -> None:
    app = Flask(__name__)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.compile(template.read_text())
