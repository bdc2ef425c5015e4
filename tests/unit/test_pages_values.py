"""A value looks as its field says: codes in words, ids as names or not at all, nothing as a dash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.inventory import moves
from contracts.language.paging import item_of
from contracts.language.payload import schema_of
from contracts.quality import penalties
from contracts.stations import policies, staff
from gateway.pages import queries, session, values
from gateway.pages.filters import NOTHING

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

PERSON = "00000000-0000-4000-8000-000000000001"
STRANGER = "00000000-0000-4000-8000-000000000002"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "language", lambda: "en")
    monkeypatch.setattr(queries, "everybody", lambda: {PERSON: {"name": "Wang Fang"}})


def shown(operation: AnyOperation, name: str, value: Any) -> str:
    return str(values.shown(name, item_of(operation.reply).fields[name], {name: value}))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("why", "dead_on_arrival", "Dead on arrival"),
        ("source", "manufacturer", "Manufacturer"),
        ("target", f"bench:{PERSON}", "Benches · Wang Fang"),
        ("target", f"installed:{STRANGER}", "In a device"),
        ("by", PERSON, "Wang Fang"),
        ("by", "inventory", "the platform"),
        ("ref", STRANGER, NOTHING),
        ("quantity", 4, "4"),
        ("cost", {"amount": "86.00", "currency": "CNY"}, "¥86.00"),
        ("cost", None, NOTHING),
    ],
)
def test_a_move_is_read_in_words(name: str, value: Any, expected: str) -> None:
    assert shown(moves.list_moves, name, value) == expected


def test_a_state_is_a_word_on_its_colour_and_a_list_of_codes_is_said_in_words() -> None:
    assert shown(penalties.list_penalties, "state", "appealed") == '<span class="chip chip-wait">Appealed</span>'
    assert shown(staff.list_staff, "posts", ["engineer", "storekeeper"]) == "Engineer, Storekeeper"
    assert shown(staff.list_staff, "active", False) == "No"


def test_values_without_a_form_of_their_own_are_said_one_by_one() -> None:
    assert shown(policies.list_policies, "values", {"awaiting_list_by": "16:30"}).endswith("16:30")


def test_rows_within_a_thing_are_a_table_and_no_fact() -> None:
    schema = schema_of(staff.get_staff.reply)
    thing = dict.fromkeys(schema.fields) | {"name": "Wang Fang", "posts": ["engineer"], "active": True}
    assert dict(values.facts(schema, thing))["posts"] == "Engineer"
    assert values.tables(schema, thing) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "true"), (False, "false"), ({"amount": "3.00"}, "3.00"), (["a", "b"], "a, b"), (7, "7")],
)
def test_what_a_thing_has_stands_in_its_form(value: Any, text: str) -> None:
    assert values.text_of(value) == text
