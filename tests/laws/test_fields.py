"""Nothing goes in that the contract does not name: no unknown field, no argument in another form.

Values that are none of a field's kind are sent by `tests/attacks/test_injection.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from marshmallow import fields

from contracts.language.payload import schema_of
from tests.laws.probe import comparable

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from tests.laws.probe import Probe
    from tests.world.api import Answer

NOT_THEIRS = ("_id", "id", "station", "state", "version", "schema", "permissions", "created_by", "price", "$where")
BRACKETS = ("{}[$ne]=1", "{}[$gt]=", "{}[]=1", "{}.$where=1", "{}=1&{}=2", "$where=1", "{}%00=1")


def check_unknown(probe: Probe) -> list[str]:
    """Where a field or argument that the contract does not know is anything but refused by its name."""
    findings = []
    for operation in probe.operations:
        example, token = probe.example(operation, probe.network.a), probe.token_for(operation)
        names = [*(name for name in NOT_THEIRS if name not in schema_of(operation.request).fields), *operation.ids]
        for name in names:
            call = replace(example, body={**example.body, name: "1"})
            findings += _not_refused(operation, name, probe.send("http", operation, call, token))
        for name in _nested(operation):
            call = replace(example, body={**example.body, name: {"zz": "1"}})
            findings += _not_refused(operation, f"{name}.zz", probe.send("http", operation, call, token))
    return findings


def _nested(operation: AnyOperation) -> list[str]:
    return [name for name, field in schema_of(operation.request).fields.items() if isinstance(field, fields.Nested)]


def _not_refused(operation: AnyOperation, name: str, answer: Answer) -> list[str]:
    lines = answer.body["params"].get("fields", []) if answer.code == "invalid" else []
    refused = answer.status == 422 and any(line.startswith(f"{name}: Unknown") for line in lines)
    return [] if refused else [f"{operation.name} takes the unknown field {name}"]


def check_brackets(probe: Probe) -> list[str]:
    """Where a query takes arguments in another form than `name=value`, once each."""
    findings = []
    for operation in (query for query in probe.operations if query.kind == "query"):
        example, token = probe.example(operation, probe.network.a), probe.token_for(operation)
        for form in BRACKETS:
            for name in schema_of(operation.request).fields or ("x",):
                answer = probe.raw_query(operation, example, form.format(name, name), token)
                if answer.status != 422:
                    findings.append(f"{operation.name}?{form.format(name, name)}: {comparable(answer)}")
    return findings


def test_every_operation_refuses_fields_that_the_contract_does_not_know(probe: Probe) -> None:
    assert check_unknown(probe) == []


def test_no_query_takes_arguments_in_brackets_or_twice(probe: Probe) -> None:
    assert check_brackets(probe) == []


def test_a_service_that_overlooks_unknown_fields_is_found(planted: Probe) -> None:
    lenient = ("list_visits", "close_order")
    expected = {f"{operation} takes the unknown field {name}" for operation in lenient for name in NOT_THEIRS}
    assert set(check_unknown(planted)) == expected


def test_a_query_that_overlooks_arguments_in_brackets_is_found(planted: Probe) -> None:
    assert {line.partition("?")[0] for line in check_brackets(planted)} == {"list_visits"}
