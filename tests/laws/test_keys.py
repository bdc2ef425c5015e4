"""A command has one effect and one reply, however often and however concurrently it is sent with its key."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from marshmallow import fields

from contracts import parties
from contracts.catalogue import SERVICES
from contracts.fields import Day, Flag, Id, Matching, Whole, Word
from contracts.operation import History
from tests.laws.subject import Subject, comparable, steps, together
from tests.people import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.operation import Operation
    from tests.api import Answer
    from tests.people import Sent
    from tests.prepared import Prepared

pytestmark = pytest.mark.usefixtures("mails_wait")
AT_ONCE = (2, 8)
STEPS_OF_AN_ORDER = 13
ENDS_OWN_SESSION = {"change_password": "new_password"}
BODY_OF_ONE = {
    *("accept_custody", "accept_return_proposal", "acknowledge_awaiting_list", "approve_requisition"),
    *("approve_write_off", "close_day", "draw_spot_check", "finish_audit"),
    *("order_proposed", "pack_transfer", "read_message", "reassign_job"),
    *("receive_transfer", "request_parts", "resume_job", "retry_delivery"),
    *("ship_transfer", "start_diagnosis", "submit_awaiting_list"),
}
"""Commands that take nothing, or nothing but ids and lines of them: there is no other body to send."""


def check_keys(subject: Subject, service: str) -> list[str]:
    """Where a service's key does not do what it is for: one effect, the first reply again, no other body under it."""
    found = []
    subject.network.a.log_all_in()
    for operation in subject.operations:
        if operation.service == service and operation.kind == "command" and operation.keyed:
            prepared = subject.prepared(operation)
            found += [f"{operation.name}: {line}" for line in _one_after_another(subject, operation, prepared)]
            found += [f"{operation.name}: {line}" for line in _at_once(subject, operation)]
    return found


def _one_after_another(subject: Subject, operation: Operation, prepared: Prepared) -> list[str]:
    key, found = uuid.uuid4().hex, []
    first = subject.send("http", operation, prepared, key=key)
    if first.status >= 300 or first.headers.get("Idempotency-Key") != key:
        found.append(f"answers {first.status} with the key {first.headers.get('Idempotency-Key')}")
    _log_in_again(operation, prepared)
    subject.stand_still()
    before = subject.footprint(operation.service)
    if comparable(subject.send("http", operation, prepared, key=key)) != comparable(first):
        found.append("another reply at once")
    subject.settle()
    if comparable(subject.send("http", operation, prepared, key=key)) != comparable(first):
        found.append("another reply after it was told")
    other = _other_body(operation, prepared)
    if other and subject.send("http", operation, other, key=key).code != "key_reused":
        found.append("takes another body under the key")
    subject.rest()
    if subject.footprint(operation.service) != before:
        found.append("a second effect")
    return found


def _at_once(subject: Subject, operation: Operation) -> list[str]:
    """Two, then eight at the same time: the same documents move on by the same steps, and all hear the same."""
    made, found = [], []
    for number in AT_ONCE:
        prepared, key = subject.prepared(operation), uuid.uuid4().hex
        token = prepared.caller.api.token if prepared.caller else None
        subject.stand_still()
        before = subject.footprint(operation.service)
        answers = together(partial(_sent, subject, operation, prepared, token), [key] * number)
        subject.rest()
        made.append(steps(before, subject.footprint(operation.service)))
        if len({comparable(answer) for answer in answers}) != 1 or answers[0].status >= 300:
            found.append(f"{number} at once: {sorted({answer.status for answer in answers})}")
    if made[0] != made[1] or not made[0] or any(step != 1 for _, step in made[0]):
        found.append(f"at once: {made}")
    return found


def _sent(subject: Subject, operation: Operation, prepared: Prepared, token: str | None, key: str) -> Answer:
    """The reply, as a client gets it that asks again where it must, and logs in again where its session ended."""
    answers = []

    def is_answered() -> bool:
        answers.append(subject.send("http", operation, prepared, token, key))
        return answers[-1].code not in ("not_yet", "unavailable", "outcome_unknown")

    until(is_answered, f"answered: {operation.name}")
    if answers[-1].status == 401 and _log_in_again(operation, prepared) and prepared.caller:
        return subject.send("http", operation, prepared, prepared.caller.log_in().token, key)
    return answers[-1]


def _log_in_again(operation: Operation, prepared: Prepared) -> bool:
    """After a command that ends the caller's own sessions; whether it is one."""
    field = ENDS_OWN_SESSION.get(operation.name)
    if field and prepared.caller:
        prepared.caller.forget(prepared.body[field])
    return field is not None


def _other_body(operation: Operation, prepared: Prepared) -> Prepared | None:
    """Another body that the contract allows as well; None where there is but one."""
    known = {name: one for name, one in operation.request().fields.items() if name not in History().fields}
    for name, one in known.items():
        changed = _another(one, prepared.body.get(name))
        if changed is not None:
            return replace(prepared, body={**prepared.body, name: changed})
    return None


def _another(one: Any, value: Any) -> Any:
    match one:
        case Word():
            words: Any = one.validate
            changed = next((word for word in words.choices if word != value), None)
        case Day():
            changed = "2098-02-03"
        case Matching() | Id():
            changed = None
        case fields.String():
            changed = f"{value or 'some'} other"
        case Flag():
            changed = not value
        case Whole():
            changed = None if value is None else value - 1
        case fields.List():
            added = _another(one.inner, value[0]) if value else None
            changed = None if added is None else [*value, added]
        case _:
            changed = None
    return changed


def check_replays(subject: Subject, commands: list[Sent]) -> list[str]:
    """Which of these commands answer otherwise than they did, or do something, when all are sent again."""
    subject.stand_still()
    before, found = subject.footprint(), []
    for one in commands:
        again = one.person.api.send(one.method, one.path, one.body, Idempotency_Key=str(one.key))
        if comparable(again) != comparable(one.answer):
            found.append(f"{one.method} {one.path.rpartition('/')[2]} answers otherwise")
    return found if subject.footprint() == before else [*found, "something has changed"]


def _sent_for(subject: Subject, work: Callable[[], object]) -> list[Sent]:
    """The commands that people sent to do this work."""
    start = len(subject.network.sent)
    work()
    return [one for one in subject.network.sent[start:] if one.method != "GET" and one.answer.status < 300]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("service", SERVICES)
def test_every_command_has_one_effect_and_one_reply(subject: Subject, service: str) -> None:
    assert check_keys(subject, service) == []


def test_an_orders_whole_way_sent_again_changes_nothing_and_answers_the_same(subject: Subject) -> None:
    subject.network.a.log_all_in()
    commands = _sent_for(subject, subject.network.a.a_closed_order)
    assert len(commands) >= STEPS_OF_AN_ORDER
    assert check_replays(subject, commands) == []


def test_a_command_sent_again_without_its_key_and_another_answer_are_found(subject: Subject) -> None:
    subject.network.a.log_all_in()
    (made,) = _sent_for(subject, subject.network.a.a_party)
    assert check_replays(subject, [replace(made, key=uuid.uuid4().hex)]) == [
        "POST parties answers otherwise",
        "something has changed",
    ]


def test_most_commands_have_another_body_to_be_refused(subject: Subject) -> None:
    keyed = [one for one in subject.operations if one.kind == "command" and one.keyed]
    alone = {one.name for one in keyed if not _other_body(one, subject.example(one))}
    assert alone == BODY_OF_ONE


def test_without_a_key_one_is_made_and_returned(subject: Subject) -> None:
    prepared = subject.prepared(parties.register_party)
    first = subject.send("http", parties.register_party, prepared)
    key = first.headers["Idempotency-Key"]
    assert comparable(subject.send("http", parties.register_party, prepared, key=key)) == comparable(first)


def test_a_refusal_names_its_key_too_so_that_it_can_be_sent_again(subject: Subject) -> None:
    for operation in subject.operations:
        if operation.kind == "command" and operation.keyed:
            answer = subject.send("http", operation, subject.example(operation), subject.token_for(operation))
            assert answer.headers.get("Idempotency-Key"), f"{operation.name}: {answer.status}"


def test_a_command_that_makes_a_new_id_each_time_is_found(planted: Subject) -> None:
    found = check_keys(planted.only("register_party", "edit_party", "receive_device", "cancel_order"), "intake")
    assert {line.partition(":")[0] for line in found} == {"register_party"}, found
    assert "register_party: a second effect" in found or any("at once" in line for line in found)
