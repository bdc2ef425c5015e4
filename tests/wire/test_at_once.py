"""The same command with the same key, two and eight times at the same time: one wins, and all hear the same."""

from __future__ import annotations

import os
import uuid
from functools import partial
from typing import TYPE_CHECKING

import pytest

from contracts.language.catalogue import OPERATIONS
from tests.laws.probe import Probe, comparable, steps, together
from tests.laws.test_keys import KEYED, log_in_again
from tests.world.people import until

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from tests.world.api import Answer
    from tests.world.prepared import Prepared

pytestmark = pytest.mark.usefixtures("mails_wait")
AT_ONCE = (2, 8)
EVERYTHING = "ZZ_TEST_AT_ONCE" in os.environ
OF_EACH_KIND = (
    "register_party",  # inserts one document
    "edit_party",  # changes one
    "receive_device",  # inserts several, in a transaction that others may share
    "record_payment",  # inserts one and changes another
    "close_order",  # changes one whose id is not the command's
    "borrow_part",  # changes what many contend for
    "ship_transfer",  # changes several
)
"""What the writes of a command may be like: which of several at once wins is decided there, not in the operation."""


def check_at_once(probe: Probe, operation: AnyOperation) -> list[str]:
    """Two, then eight at the same time: the same documents move on by the same steps, and all hear the same."""
    changes, findings = [], []
    for number in AT_ONCE:
        prepared, key = probe.prepared(operation), uuid.uuid4().hex
        token = prepared.caller.api.token if prepared.caller else None
        probe.stand_still()
        before = probe.footprint(operation.service)
        answers = together(partial(_sent, probe, operation, prepared, token), [key] * number)
        probe.rest()
        changes.append(steps(before, probe.footprint(operation.service)))
        if len({comparable(answer) for answer in answers}) != 1 or answers[0].status >= 300:
            findings.append(f"{number} at once: {sorted({answer.status for answer in answers})}")
    if changes[0] != changes[1] or not changes[0] or any(step != 1 for _, step in changes[0]):
        findings.append(f"at once: {changes}")
    return findings


def _sent(probe: Probe, operation: AnyOperation, prepared: Prepared, token: str | None, key: str) -> Answer:
    """The reply, as a client gets it that asks again where it must, and logs in again where its session ended."""
    answers = []

    def is_answered() -> bool:
        answers.append(probe.send("http", operation, prepared, token, key))
        return answers[-1].code not in ("not_yet", "unavailable", "outcome_unknown")

    until(is_answered, f"answered: {operation.name}")
    if answers[-1].status == 401 and log_in_again(operation, prepared) and prepared.caller:
        return probe.send("http", operation, prepared, prepared.caller.log_in().token, key)
    return answers[-1]


@pytest.mark.parametrize("name", KEYED if EVERYTHING else OF_EACH_KIND)
def test_of_a_command_that_is_sent_several_times_at_once_one_wins_and_all_hear_the_same(
    probe: Probe, name: str
) -> None:
    probe.network.a.log_all_in()
    assert check_at_once(probe, OPERATIONS[name]) == []
