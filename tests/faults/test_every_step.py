"""Every command and every heard event there is, its process killed at each step of it: one effect, one reply.

Taken from the catalogue: a command or an event that is new is struck with no line here. Part of `make soak`.
"""

from __future__ import annotations

import sys
import time
import uuid
from collections import Counter
from concurrent.futures import wait
from functools import partial
from typing import TYPE_CHECKING

import pytest

from contracts.language.catalogue import EVENTS, OPERATIONS, SERVICES
from stationkit.storage.kit_collections import EVENT_LOG
from tests.faults.kill_points import Victim, begun, keep_leases, let_leases_go
from tests.laws.probe import Probe, comparable, steps
from tests.laws.test_keys import ENDS_OWN_SESSION
from tests.world.store_room import a_wait_that_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from contracts.language.operation import AnyOperation
    from tests.faults.oracle import Oracle
    from tests.world.api import Answer
    from tests.world.network import Network

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
NEVER_COMES = {"found_network": "a network is founded once, before there is anything to strike"}
COMMANDS = [
    operation for operation in OPERATIONS.values() if operation.kind == "command" and operation.name not in NEVER_COMES
]
PATIENCE_SECONDS = 120.0
ANSWER_SECONDS = 15.0
QUIET_TIMES = 5
MORE_ROUNDS = 4


@pytest.fixture(scope="module")
def patient(own_network: Network) -> Iterator[Probe]:
    """All operations, where everybody waits as long as a service that is killed again and again needs."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("tests.world.api", "tests.world.people"):
            patch.setattr(f"{module}.PATIENCE_SECONDS", PATIENCE_SECONDS)
        assert own_network.platform.stop("notifications") == 0
        own_network.platform.start("notifications", ZZ_SMTP_URI="")
        own_network.platform.wait_ready("notifications")
        own_network.a.log_all_in()
        probe = Probe(own_network)
        yield probe
        probe.close()
        assert own_network.platform.stop("notifications") == 0
        own_network.platform.start("notifications")
        own_network.platform.wait_ready("notifications")


class Struck:
    """One command, its process killed at every step of it."""

    def __init__(self, probe: Probe, operation: AnyOperation) -> None:
        self.operation = operation
        self.kills: Counter[str] = Counter()
        self._probe = probe
        self._prepared = probe.prepared(operation)
        self._key = uuid.uuid4().hex
        self._victim = victim_of(probe.network, operation.service)
        self._db = probe.db(operation.service)

    def wrong(self) -> list[str]:
        """What is not as if it had been sent once and nobody killed."""
        service = self.operation.service
        if self._prepared.caller:
            assert self._prepared.caller.api.token
        self._probe.stand_still()
        before = self._probe.footprint(service)
        answering = self._not_answered()
        self._not_emitted()
        answers = [answering.result(), self._send(), self._not_acknowledged(), self._send()]
        self._probe.rest()
        return [*self._wrong_answers(answers), *self._wrong_steps(steps(before, self._probe.footprint(service)))]

    def kill_points(self) -> list[str]:
        """The same, where a step that was never come to is wrong too; the process lives again in any case."""
        try:
            return self.wrong()
        except AssertionError as error:
            return [f"{self.operation.name}: after {dict(self.kills)}: {error}"]
        finally:
            let_leases_go(self._db)
            self._victim.rise()

    def _not_answered(self) -> Future[Answer]:
        """Killed before anything is stored, and when all is; the relay may not work before the answer is there.

        For a message that is in hand at the third death in a row is put aside.
        """
        keep_leases(self._db)
        self._aim("before_write", "in_transaction")
        answering = begun(self._send)
        self._die()
        self._aim("after_commit")
        self._die()
        self._victim.rise()
        wait([answering], ANSWER_SECONDS if self.operation.keyed else ANSWER_SECONDS / 5)
        return answering

    def _not_emitted(self) -> None:
        """Killed at each step of the relay."""
        self._relay("before_publish")
        if self._relay("before_reply_kept", "after_publish") == "before_reply_kept":
            self._relay("after_publish")
        self._victim.rise()

    def _relay(self, *steps: str) -> str:
        """The step at which the relay was killed; it begins at once, not when its last lease ends."""
        self._aim(*steps)
        let_leases_go(self._db)
        return self._die()

    def _not_acknowledged(self) -> Answer:
        """Killed when the stored reply was sent and is not acknowledged; without a key a call is always another."""
        if not self.operation.keyed:
            self._prepared = self._probe.prepared(self.operation)
        self._victim.aim(f"before_ack:{self.operation.service}.{self.operation.name}")
        answering = begun(self._send)
        self.kills[self._victim.die().partition(":")[0]] += 1
        self._victim.rise()
        answer: Answer = answering.result()
        return answer

    def _aim(self, *steps: str) -> None:
        self._victim.aim(*(f"{step}:{self.operation.name}" for step in steps))

    def _die(self) -> str:
        step = self._victim.die().partition(":")[0]
        self.kills[step] += 1
        return step

    def _send(self) -> Answer:
        """The answer, also to who has to log in again for it."""
        answer = self._probe.patiently(self.operation, self._prepared, self._key)
        field = ENDS_OWN_SESSION.get(self.operation.name)
        if answer.status == 401 and field and self._prepared.caller:
            self._prepared.caller.forget(self._prepared.body[field])
            answer = self._probe.patiently(self.operation, self._prepared, self._key)
        return answer

    def _wrong_answers(self, answers: list[Answer]) -> list[str]:
        """An operation without a key is answered, and that is all that it promises."""
        if not self.operation.keyed:
            return [f"{self.operation.name}: {answer}" for answer in answers if answer.status >= 500]
        if len({comparable(answer) for answer in answers}) == 1 and answers[0].status < 300:
            return []
        return [f"{self.operation.name}: answers {[comparable(answer) for answer in answers]}"]

    def _wrong_steps(self, steps: list[tuple[str, int]]) -> list[str]:
        if not self.operation.keyed or (steps and all(step == 1 for _, step in steps)):
            return []
        return [f"{self.operation.name}: {steps or 'no effect'}"]


class Hearers:
    """All services that hear events, each killed once at one step of every event type that it hears."""

    def __init__(self, probe: Probe, oracle: Oracle, step: str) -> None:
        self.left = {(hearer, event.type) for event in EVENTS.values() for hearer in event.subscribers}
        self.kills = 0
        self._step = step
        self._oracle = oracle
        self._victims = {service: victim_of(probe.network, service) for service in SERVICES}

    def strike_all(self, deeds: list[Callable[[], object]]) -> None:
        """Kills each over everything that it hears: while all of these is done, and again what tells what is left."""
        telling = [(deed, self._told_by(deed)) for deed in deeds]
        for deed, types in telling * MORE_ROUNDS:
            if types & {event_type for _, event_type in self.left}:
                self.strike_while(deed)

    def _told_by(self, deed: Callable[[], object]) -> set[str]:
        """The types of event of which there are more when it was done."""
        before = self._emitted()
        self.strike_while(deed)
        return set(self._emitted() - before)

    def _emitted(self) -> Counter[str]:
        counting = [{"$group": {"_id": "$type", "count": {"$sum": 1}}}]
        rows = (row for service in SERVICES for row in self._oracle.db(service)[EVENT_LOG].aggregate(counting))
        return Counter({row["_id"]: row["count"] for row in rows})

    def strike_while(self, do: Callable[[], object]) -> None:
        """Kills each service once at most meanwhile: what it has in hand must not be put aside."""
        for service, victim in self._victims.items():
            victim.aim(*(f"{self._step}:{event_type}" for hearer, event_type in self.left if hearer == service))
        doing, quiet, kill_points = begun(do), 0, set[str]()
        while not (doing.done() and quiet >= QUIET_TIMES):
            fell = {service for service in self._victims.keys() - kill_points if self._strike(service)}
            kill_points |= fell
            quiet = 0 if fell or self._is_busy() else quiet + 1
            time.sleep(0.05)
        for victim in self._victims.values():
            victim.rise()
        doing.result()

    def _strike(self, service: str) -> bool:
        victim = self._victims[service]
        point = victim.reached()
        if point:
            self.left.discard((service, point.partition(":")[2]))
            self.kills += 1
            victim.rise()
        return point is not None

    def _is_busy(self) -> bool:
        return any(True for look in (self._oracle.pending, self._oracle.held, self._oracle.waiting) for _ in look())


def victim_of(network: Network, service: str) -> Victim:
    """A service that tries no mail, so that no document changes but by what is sent."""
    return Victim(network.platform, service, ZZ_SMTP_URI="")


def deeds(probe: Probe) -> list[Callable[[], object]]:
    """Everything that makes something be told: every command once, and what follows from several."""

    def carried_out(operation: AnyOperation) -> None:
        answer = probe.patiently(operation, probe.prepared(operation), uuid.uuid4().hex)
        assert answer.status < (300 if operation.keyed else 500), f"{operation.name}: {answer}"

    return [*(partial(carried_out, command) for command in COMMANDS), partial(a_wait_that_ends, probe.network.a)]


def say(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")


@pytest.mark.parametrize(
    "service", [service for service in SERVICES if any(command.service == service for command in COMMANDS)]
)
def test_every_command_whose_service_is_killed_at_each_step_has_one_effect_and_one_reply(
    patient: Probe, own_oracle: Oracle, service: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kills: Counter[str] = Counter()
    wrong: list[str] = []
    for operation in COMMANDS:
        if operation.service == service:
            kill_points = Struck(patient, operation)
            points = kill_points.kill_points()
            say(capsys, f"{operation.name}: {sum(kill_points.kills.values())} kills {points or ''}")
            wrong += points
            kills += kill_points.kills
    say(capsys, f"{service}: {sum(kills.values())} kills: {dict(kills)}")
    assert wrong == []
    assert own_oracle.violations() == []


@pytest.mark.parametrize("step", ["after_effect", "before_ack"])
def test_every_event_has_one_effect_at_each_hearer_that_is_killed_over_it(
    patient: Probe, own_oracle: Oracle, step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    subscribers = Hearers(patient, own_oracle, step)
    subscribers.strike_all(deeds(patient))
    say(capsys, f"{step}: {subscribers.kills} kills")
    assert subscribers.left == set()
    assert own_oracle.violations() == []
