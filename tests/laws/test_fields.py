"""Nothing goes in that the contract does not name: no unknown field or argument, no operator in place of a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from marshmallow import ValidationError, fields

from tests.laws.subject import comparable, together

if TYPE_CHECKING:
    from contracts.operation import Operation
    from tests.api import Answer
    from tests.laws.subject import Subject

NOT_THEIRS = ("_id", "id", "station", "state", "version", "schema", "permissions", "created_by", "price", "$where")
MARK = "zz-operator"
OPERATORS: tuple[Any, ...] = (
    {},
    {"$gt": MARK},
    {"$ne": None, "$comment": MARK},
    {"$where": f"'{MARK}' != this.name"},
    {"$regex": f"{MARK}|.*"},
    {"$not": {"$eq": MARK}},
    {"$in": [MARK]},
    {"$expr": {"$ne": [MARK, "$name"]}},
    {"$function": {"body": f"function() {{ return '{MARK}' }}", "args": [], "lang": "js"}},
    {"$lookup": {"from": "staff", "as": MARK}},
    {"$oid": "507f1f77bcf86cd799439011", "mark": MARK},
    {f"{MARK}.name": 1},
    {f"{MARK}\x00": 1},
)
VALUES: tuple[Any, ...] = ([], [{"$gt": MARK}], [[]], [None], None, True, False, 0, -1, 2**63, 1e308, 0.5, "\ud800")
TEXTS = ("", "$gt", "$where: 1", "{'$ne': null}", "[$ne]=1", "../../etc/passwd", "a\x00b", "9" * 3000)
BRACKETS = ("{}[$ne]=1", "{}[$gt]=", "{}[]=1", "{}.$where=1", "{}=1&{}=2", "$where=1", "{}%00=1")


def check_unknown(subject: Subject) -> list[str]:
    """Where a field or argument that the contract does not know is anything but refused by its name."""
    found = []
    for operation in subject.operations:
        example, token = subject.example(operation, subject.network.a), subject.token_for(operation)
        names = [*(name for name in NOT_THEIRS if name not in operation.request().fields), *operation.ids]
        for name in names:
            call = replace(example, body={**example.body, name: "1"})
            found += _not_refused(operation, name, subject.send("http", operation, call, token))
        for name in _nested(operation):
            call = replace(example, body={**example.body, name: {"zz": "1"}})
            found += _not_refused(operation, f"{name}.zz", subject.send("http", operation, call, token))
    return found


def _nested(operation: Operation) -> list[str]:
    return [name for name, one in operation.request().fields.items() if isinstance(one, fields.Nested)]


def _not_refused(operation: Operation, name: str, answer: Answer) -> list[str]:
    lines = answer.body["params"].get("fields", []) if answer.code == "invalid" else []
    refused = answer.status == 422 and any(line.startswith(f"{name}: Unknown") for line in lines)
    return [] if refused else [f"{operation.name} takes the unknown field {name}"]


def check_operators(subject: Subject) -> list[str]:
    """Where a value of another kind than the contract's is not refused as such, or ends in a fault."""
    tries = [
        (operation, subject.token_for(operation), path, one, value)
        for operation in subject.operations
        for path, one in _fields(operation.request().fields)
        for value in (TEXTS if operation.kind == "query" else (*OPERATORS, *VALUES, *TEXTS))
    ]
    with subject.what_reaches_the_database() as reached:
        held = together(lambda one: _held(subject, *one), tries)
    found = [
        f"{operation.name}: {path} = {str(value)[:60]}"
        for (operation, _, path, _, value), well in zip(tries, held, strict=True)
        if not well
    ]
    return found + [f"{line[:200]} reached the database" for line in reached if MARK in line]


def _fields(known: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, one in known.items():
        yield f"{path}{name}", one
        if isinstance(one, fields.Nested):
            yield from _fields(one.schema.fields, f"{path}{name}.")


def _held(subject: Subject, operation: Operation, token: str | None, path: str, one: Any, value: Any) -> bool:
    """Whether the operation refused what is not of the field's kind, and did not fail on what is."""
    example = subject.example(operation, subject.network.a)
    call = replace(example, body=_with(example.body, path, value))
    status = subject.send("http", operation, call, token).status
    return status < 500 if _is_of_kind(one, value) else status in (400, 422)


def _with(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    name, _, rest = path.partition(".")
    return {**body, name: _with(dict(body.get(name) or {}), rest, value) if rest else value}


def _is_of_kind(one: Any, value: Any) -> bool:
    try:
        one.deserialize(value)
    except ValidationError:
        return False
    return True


def check_brackets(subject: Subject) -> list[str]:
    """Where a query takes arguments in another form than `name=value`, once each."""
    found = []
    for operation in (one for one in subject.operations if one.kind == "query"):
        example, token = subject.example(operation, subject.network.a), subject.token_for(operation)
        for form in BRACKETS:
            for name in operation.request().fields or ("x",):
                answer = subject.raw_query(operation, example, form.format(name, name), token)
                if answer.status != 422:
                    found.append(f"{operation.name}?{form.format(name, name)}: {comparable(answer)}")
    return found


def test_every_operation_refuses_fields_that_the_contract_does_not_know(subject: Subject) -> None:
    assert check_unknown(subject) == []


@pytest.mark.timeout(300)
def test_no_operation_takes_an_operator_or_a_value_of_another_kind(subject: Subject) -> None:
    assert check_operators(subject) == []


def test_no_query_takes_arguments_in_brackets_or_twice(subject: Subject) -> None:
    assert check_brackets(subject) == []


def test_a_service_that_overlooks_unknown_fields_is_found(planted: Subject) -> None:
    lenient = ("list_visits", "close_order")
    wanted = {f"{one} takes the unknown field {name}" for one in lenient for name in NOT_THEIRS}
    assert set(check_unknown(planted)) == wanted


def test_a_query_that_overlooks_arguments_in_brackets_is_found(planted: Subject) -> None:
    assert {line.partition("?")[0] for line in check_brackets(planted)} == {"list_visits"}


def test_a_service_that_takes_anything_for_a_name_is_found(planted: Subject) -> None:
    found = check_operators(planted.only("register_party", "edit_party", "list_parties", "close_order"))
    assert {line.partition(" = ")[0] for line in found} == {"edit_party: name"}
    assert f"edit_party: name = {{'$gt': '{MARK}'}}" in found
