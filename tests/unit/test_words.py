"""Laws of the words: nothing that a page can show is without a word, in Chinese and in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from marshmallow import fields

from contracts.intake import findings, orders
from contracts.inventory import reorder_proposals, requisitions, return_proposals, transfers, write_offs
from contracts.language import dictionary, errors, kit_messages, operation, paging, payload, permissions
from contracts.language.catalogue import EVENTS, NOUNS, OPERATIONS
from contracts.language.dictionary import SAID
from contracts.language.fields import Word
from contracts.language.payload import Payload, schema_of
from contracts.language.words import Words, messages
from contracts.language.words import fields as shared
from contracts.notifications import deliveries
from contracts.oversight import kpis
from contracts.quality import appeasements, audits, calls, penalties
from contracts.repair import jobs

ROOT = Path(__file__).parents[2]
CODE = [
    path for top in ("services", "stationkit", "gateway", "contracts") for path in sorted((ROOT / top).rglob("*.py"))
]
CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
FAMILIES: dict[str, Iterable[str]] = {
    "appeasement_": appeasements.APPEASEMENT_STATES,
    "audit_": audits.AUDIT_STATES,
    "call_": calls.CALL_STATES,
    "delivery_": deliveries.DELIVERY_STATES,
    "finding_": findings.STATES,
    "job_": jobs.STATES,
    "list_": reorder_proposals.PROPOSAL_STATES,
    "order_": orders.STATES,
    "penalty_": penalties.PENALTY_STATES,
    "proposal_": return_proposals.PROPOSAL_STATES,
    "requisition_": requisitions.REQUISITION_STATES,
    "transfer_": transfers.TRANSFER_STATES,
    "write_off_": write_offs.WRITE_OFF_STATES,
}
"""What a refusal's reason begins with where the state it was met in follows, and the states."""
MESSAGES = {"ValidationError": 0, "Invalid": 1, "_bad_serial": 0, "_bad_phone": 0}
"""What says what is wrong with a field, and with which of its arguments."""


def without_word(group: str, names: Iterable[object]) -> list[object]:
    return [name for name in names if f"{group}.{name}" not in SAID]


def words_beside(noun: ModuleType) -> Words:
    """What is said of a noun."""
    said: Words = dictionary.beside(noun).WORDS
    return said


def payloads_of(noun: ModuleType) -> list[type[Payload]]:
    """What a noun declares."""
    kinds = [member for member in vars(noun).values() if isinstance(member, type) and issubclass(member, Payload)]
    return [kind for kind in kinds if kind.__module__ == noun.__name__]


def word_lists(noun: ModuleType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each field of a noun that is one of a list of words, and the list."""
    for kind in payloads_of(noun):
        for name, field in schema_of(kind).fields.items():
            inner: Any = field
            while isinstance(inner, fields.List):
                inner = inner.inner
            if isinstance(inner, Word) and name != "sort":
                yield f"{kind.__name__}.{name}", inner.words


def groups_of(noun: ModuleType, words: tuple[str, ...]) -> Iterator[set[str]]:
    """The groups of codes that stand beside a noun, or beside the one whose list it is."""
    owners = [owner for owner in (*NOUNS, permissions) if any(value == words for value in vars(owner).values())]
    for said in map(words_beside, (noun, *owners)):
        yield from map(set, said.codes.values())


def reasons_of(path: Path) -> Iterator[str]:
    """Each reason that a file refuses with; a family of reasons as its beginning and a star."""
    tree = ast.parse(path.read_text())
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = call.func.id if isinstance(call.func, ast.Name) else ""
        given = [keyword.value for keyword in call.keywords if keyword.arg == "conflict"]
        for reason in given + (call.args[:1] if called in ("Refused", "Conflict") else []):
            yield from spelled(reason, tree)


def spelled(reason: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The reasons that an expression may be: a literal, a family, or what the file assigns to its name."""
    if isinstance(reason, ast.Constant):
        yield str(reason.value)
    elif isinstance(reason, ast.JoinedStr) and isinstance(reason.values[0], ast.Constant):
        yield str(reason.values[0].value) + "*"
    elif ast.unparse(reason) == "f'{self.thing}_{state}'":
        yield from (f"{declaration.thing}_*" for declaration in OPERATIONS.values() if declaration.from_states)
    elif isinstance(reason, ast.Name):
        yield from assigned(reason.id, tree)
    else:
        pytest.fail(f"Nobody can tell which reasons {ast.unparse(reason)} may be.")


def assigned(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            yield from (str(literal.value) for literal in ast.walk(node.value) if isinstance(literal, ast.Constant))


def messages_of(path: Path) -> Iterator[str]:
    """What a file says of a wrong field, where it says it; `1` stands for what is only known when it runs."""
    for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
        called = call.func.id if isinstance(call.func, ast.Name) else ""
        for said in call.args[MESSAGES[called] :][:1] if called in MESSAGES else []:
            lines = said.elts if isinstance(said, ast.List) else [getattr(said, "elt", said)]
            texts = ["".join(map(rendered, getattr(line, "values", [line]))) for line in lines]
            yield from (text.partition(": ")[2] if called == "Invalid" else text for text in texts)


def rendered(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "1"


def every_reason() -> set[str]:
    raised = {reason for path in CODE for reason in reasons_of(path)}
    families = {reason.removesuffix("*") for reason in raised if reason.endswith("*")}
    assert families == FAMILIES.keys()
    plain = {reason for reason in raised if not reason.endswith("*")}
    return plain | {f"{family}{state}" for family in families for state in FAMILIES[family]}


def test_every_word_is_said_in_both_languages_and_english_has_no_chinese() -> None:
    assert [key for key, both in SAID.items() if not all(word.strip() for word in both)] == []
    assert [key for key, (_, english) in SAID.items() if CJK.search(english)] == []


def test_no_key_is_said_in_two_ways() -> None:
    with pytest.raises(ValueError, match=r"f\.name is said in two ways"):
        dictionary.gathered((Words(fields={"name": ("姓名", "Name")}), Words(fields={"name": ("名称", "Name")})))


def test_all_words_that_stand_beside_a_noun_are_gathered() -> None:
    files = {path for path in ROOT.glob("contracts/*/words/*.py") if path.name != "__init__.py"}
    assert {Path(str(module.__file__)) for module in dictionary.MODULES} == files


def test_words_stand_beside_a_noun() -> None:
    beside = [path for path in ROOT.glob("contracts/*/words/*.py") if path.parts[-3] != "language"]
    assert [path for path in beside if not (path.parents[1] / path.name).exists()] == []


def test_every_operation_has_its_word_beside_its_noun() -> None:
    for noun in NOUNS:
        named = [member.name for member in vars(noun).values() if isinstance(member, operation.Operation)]
        said = words_beside(noun)
        assert [name for name in named if name not in said.operations] == [], noun.__name__


def test_every_event_has_its_word() -> None:
    assert without_word("event", (*EVENTS, *kit_messages.OF_EVERY_KIT)) == []


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_field_has_its_word(noun: ModuleType) -> None:
    said = words_beside(noun)
    names = shared.WORDS.fields.keys() | said.fields.keys()
    of_noun = noun.__name__.rpartition(".")[2]
    named = {name for kind in payloads_of(noun) for name in schema_of(kind).fields}
    assert sorted(name for name in named if not {name, f"{of_noun}.{name}"} & names) == []


def test_every_field_that_all_nouns_share_has_its_word() -> None:
    kinds = (paging.PageRequest, OPERATIONS["list_orders"].reply, payload.History)
    assert {name for kind in kinds for name in schema_of(kind).fields} <= shared.WORDS.fields.keys()


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_word_of_a_list_has_its_own(noun: ModuleType) -> None:
    for where, words in word_lists(noun):
        assert any(set(words) <= group for group in groups_of(noun, words)), where


def test_every_refusal_has_its_word_and_no_word_is_of_a_refusal_that_nothing_raises() -> None:
    said = {key.removeprefix("reason.") for key in SAID if key.startswith("reason.")}
    assert sorted(every_reason() - said) == []
    assert sorted(said - every_reason()) == []


def test_everything_that_is_said_of_a_wrong_field_has_its_word() -> None:
    said = {message for path in CODE for message in messages_of(path)} - {"", "1"}
    assert len(said) > 30
    assert sorted(message for message in said if not message.startswith(tuple(messages.WORDS.messages))) == []


def test_no_word_is_of_an_operation_or_event_that_is_not_there() -> None:
    assert {key.removeprefix("do.") for key in SAID if key.startswith("do.")} == OPERATIONS.keys()
    events = {key.removeprefix("event.") for key in SAID if key.startswith("event.")}
    assert events == EVENTS.keys() | set(kit_messages.OF_EVERY_KIT)


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("code", errors.ALL),
        ("kpi", kpis.KPIS),
        ("permission", permissions.ALL),
        ("post", permissions.POSTS),
        ("stage", calls.STAGES),
        ("score", range(6)),
    ],
)
def test_a_group_says_all_of_its_codes_and_no_other(group: str, names: Iterable[object]) -> None:
    said = {key.partition(".")[2] for key in SAID if key.startswith(f"{group}.")}
    assert said == {str(name) for name in names}


def test_no_two_posts_have_the_same_word() -> None:
    said = [both for key, both in SAID.items() if key.startswith("post.")]
    assert all(len(set(words)) == len(said) for words in zip(*said, strict=True))
