"""A command has one effect and one reply, however often and however concurrently it is sent with its key."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from marshmallow import fields

from contracts.intake import parties
from contracts.language.catalogue import OPERATIONS
from contracts.language.fields import DayField, Flag, IdField, Matching, Whole, Word
from contracts.language.payload import History, schema_of
from tests.laws.probe import Probe, comparable

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.language.operation import AnyOperation
    from tests.world.people import Sent
    from tests.world.prepared import Prepared

STEPS_OF_AN_ORDER = 13
ENDS_OWN_SESSION = {"change_password": "new_password"}
BODY_OF_ONE = {
    *("accept_custody", "accept_return_proposal", "acknowledge_awaiting_list", "approve_requisition"),
    *("approve_write_off", "close_day", "confirm_password", "draw_spot_check", "finish_audit"),
    *("order_proposed", "pack_transfer", "read_message", "reassign_job"),
    *("receive_transfer", "request_parts", "resume_job", "retry_delivery"),
    *("ship_transfer", "start_diagnosis", "submit_awaiting_list", "withdraw_custody", "withdraw_refund"),
}
"""Commands that take nothing, or nothing but ids and lines of them: there is no other body to send."""
KEYED = sorted(operation.name for operation in OPERATIONS.values() if operation.kind == "command" and operation.keyed)


def check_key(probe: Probe, operation: AnyOperation) -> list[str]:
    """Where a key does not do what it is for: one effect, the first reply again, no other body under it."""
    prepared, key, findings = probe.prepared(operation), uuid.uuid4().hex, []
    with probe.network.platform.held_back():
        first = probe.send("http", operation, prepared, key=key)
        if first.status >= 300 or first.headers.get("Idempotency-Key") != key:
            findings.append(f"answers {first.status} with the key {first.headers.get('Idempotency-Key')}")
        if not log_in_again(operation, prepared) and comparable(
            probe.send("http", operation, prepared, key=key)
        ) != comparable(first):
            findings.append("another reply at once")
    probe.settle()
    before = probe.footprint(operation.service)
    if comparable(probe.send("http", operation, prepared, key=key)) != comparable(first):
        findings.append("another reply after it was told")
    other = _other_body(operation, prepared)
    if other and probe.send("http", operation, other, key=key).code != "key_reused":
        findings.append("takes another body under the key")
    probe.settle()
    if probe.footprint(operation.service) != before:
        findings.append("a second effect")
    return findings


def log_in_again(operation: AnyOperation, prepared: Prepared) -> bool:
    """After a command that ends the caller's own sessions; whether it is one."""
    field = ENDS_OWN_SESSION.get(operation.name)
    if field and prepared.caller:
        prepared.caller.forget(prepared.body[field])
    return field is not None


def _other_body(operation: AnyOperation, prepared: Prepared) -> Prepared | None:
    """Another body that the contract allows as well; None where there is but one."""
    history = schema_of(History).fields
    own_fields = {name: field for name, field in schema_of(operation.request).fields.items() if name not in history}
    for name, own_field in own_fields.items():
        changed = _another(own_field, prepared.body.get(name))
        if changed is not None:
            return replace(prepared, body={**prepared.body, name: changed})
    return None


def _another(field: Any, value: Any) -> Any:
    match field:
        case Word():
            words: Any = field.validate
            changed = next((word for word in words.choices if word != value), None)
        case DayField():
            changed = "2098-02-03"
        case Matching() | IdField():
            changed = None
        case fields.String():
            changed = f"{value or 'some'} other"
        case Flag():
            changed = not value
        case Whole():
            changed = None if value is None else value - 1
        case fields.List():
            added = _another(field.inner, value[0]) if value else None
            changed = None if added is None else [*value, added]
        case _:
            changed = None
    return changed


def check_replays(probe: Probe, commands: list[Sent]) -> list[str]:
    """Which of these commands answer otherwise than they did, or do something, when all are sent again."""
    probe.stand_still()
    before, findings = probe.footprint(), []
    for command in commands:
        again = command.person.api.send(command.method, command.path, command.body, Idempotency_Key=str(command.key))
        if comparable(again) != comparable(command.answer):
            findings.append(f"{command.method} {command.path.rpartition('/')[2]} answers otherwise")
    return findings if probe.footprint() == before else [*findings, "something has changed"]


def _sent_for(probe: Probe, work: Callable[[], object]) -> list[Sent]:
    """The commands that people sent to do this work."""
    start = len(probe.network.sent)
    work()
    return [
        request for request in probe.network.sent[start:] if request.method != "GET" and request.answer.status < 300
    ]


@pytest.mark.parametrize("name", KEYED)
def test_a_command_has_one_effect_and_one_reply(probe: Probe, name: str) -> None:
    assert check_key(probe, OPERATIONS[name]) == []


def test_an_orders_whole_way_sent_again_changes_nothing_and_answers_the_same(probe: Probe) -> None:
    probe.network.a.log_all_in()
    commands = _sent_for(probe, probe.network.a.a_closed_order)
    assert len(commands) >= STEPS_OF_AN_ORDER
    assert check_replays(probe, commands) == []


def test_a_command_sent_again_without_its_key_and_another_answer_are_found(probe: Probe) -> None:
    probe.network.a.log_all_in()
    (request,) = _sent_for(probe, probe.network.a.a_party)
    assert check_replays(probe, [replace(request, key=uuid.uuid4().hex)]) == [
        "POST parties answers otherwise",
        "something has changed",
    ]


def test_most_commands_have_another_body_to_be_refused(probe: Probe) -> None:
    keyed = [operation for operation in probe.operations if operation.kind == "command" and operation.keyed]
    alone = {operation.name for operation in keyed if not _other_body(operation, probe.example(operation))}
    assert alone == BODY_OF_ONE


def test_without_a_key_one_is_made_and_returned(probe: Probe) -> None:
    prepared = probe.prepared(parties.register_party)
    first = probe.send("http", parties.register_party, prepared)
    key = first.headers["Idempotency-Key"]
    assert comparable(probe.send("http", parties.register_party, prepared, key=key)) == comparable(first)


def test_a_refusal_names_its_key_too_so_that_it_can_be_sent_again(probe: Probe) -> None:
    for operation in probe.operations:
        if operation.kind == "command" and operation.keyed:
            answer = probe.send("http", operation, probe.example(operation), probe.token_for(operation))
            assert answer.headers.get("Idempotency-Key"), f"{operation.name}: {answer.status}"


def test_a_command_that_makes_a_new_id_each_time_is_found(planted: Probe) -> None:
    names = ("register_party", "edit_party", "receive_device", "cancel_order")
    findings = {name: check_key(planted, OPERATIONS[name]) for name in names}
    assert {name for name, lines in findings.items() if lines} == {"register_party"}, findings
    assert "a second effect" in findings["register_party"]
