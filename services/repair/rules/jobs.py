"""Jobs: one order's work on the bench, from the queue over diagnosis, repair and test to its outcome (rules §3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.language.errors import Refused
from contracts.language.operation import AnyOperation
from contracts.repair import job_waits, jobs
from contracts.repair.jobs import Outcome, State

LEAD_OUTCOMES = ("unrepairable", "no_fault_found")
OPEN = ("diagnosing", "repairing", "testing")


@dataclass
class Test:
    """One test of the device."""

    passed: bool
    note: str
    at: datetime
    by: str


@dataclass
class AwaitedPart:
    """Pieces of a part that the job waits for, and how many have arrived."""

    part_id: str
    quantity: int
    arrived: int = 0

    @property
    def is_here(self) -> bool:
        """Whether all of it has arrived."""
        return self.arrived >= self.quantity


@dataclass
class PartCopy:
    """What the bench knows of a part of the catalogue: how many of it one device has at most."""

    id: str
    station_id: str
    per_device: int
    version: int = 0


@dataclass
class Explanation:
    """Why the job was not finished on a business day [E5]; `day` is YYYY-MM-DD."""

    day: str
    reason: str
    note: str
    at: datetime
    by: str


@dataclass
class Job:
    """The bench's work on one order. Instants are business time."""

    id: str
    station_id: str
    order_id: str
    code: str
    party_kind: str
    category: str | None
    brand: str | None
    model: str | None
    fault_reported: str
    engineer_id: str
    bench_due_at: datetime
    queued_at: datetime
    imported: bool
    redo_of: str | None = None
    redo: bool = False
    version: int = 0
    state: State = "queued"
    on_bench: bool = True
    held_by: str | None = None
    awaiting_parts: tuple[str, ...] = ()
    awaiting_lines: list[AwaitedPart] = field(default_factory=list)
    parts_requested: bool = False
    fitted: dict[str, int] = field(default_factory=dict)
    symptom: str | None = None
    fault: str | None = None
    diagnosis_note: str = ""
    actions: tuple[str, ...] = ()
    tests: list[Test] = field(default_factory=list)
    worked_by: tuple[str, ...] = ()
    proposed_outcome: Outcome | None = None
    proposed_by: str | None = None
    outcome: Outcome | None = None
    reason: str | None = None
    note: str = ""
    explanations: list[Explanation] = field(default_factory=list)
    unfinished_days: tuple[str, ...] = ()
    unfinished_reason: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def last_at(self) -> datetime:
        """When its last step was."""
        steps = (self.queued_at, self.started_at, *(test.at for test in self.tests), self.finished_at)
        return max(at for at in steps if at is not None)

    @property
    def tested(self) -> bool:
        """Whether it was tested at all, passed or not."""
        return bool(self.tests)

    def take_up(self, engineer_id: str) -> None:
        """The device is on the bench, for the first time or again; the job is this engineer's."""
        self.engineer_id, self.held_by, self.on_bench = engineer_id, engineer_id, True

    def put_back(self) -> None:
        """The device went back to the desk [E4]; the job stays as it is."""
        self.held_by, self.on_bench = None, False

    def start(self, by: str, at: datetime) -> None:
        """The engineer begins with the diagnosis. Refused unless queued."""
        self._work_on(jobs.start_diagnosis, by)
        self.state, self.started_at = "diagnosing", at

    def diagnose(self, symptom: str, fault: str, note: str, by: str) -> None:
        """What was found; the repair begins. Refused unless it is being diagnosed."""
        self._work_on(jobs.record_diagnosis, by)
        self.symptom, self.fault, self.diagnosis_note = symptom, fault, note
        self.state = "repairing"

    def repair(self, actions: tuple[str, ...], note: str, by: str) -> None:
        """What was done; the test begins. Refused unless it is being repaired and all parts are here."""
        self._work_on(jobs.record_repair, by)
        self.check_complete()
        self.actions, self.note, self.state = (*self.actions, *actions), note or self.note, "testing"

    def test(self, note: str, by: str, at: datetime, *, passed: bool) -> None:
        """The test's result; one that failed goes back to repairing. Refused unless it is being tested."""
        self._work_on(jobs.record_test, by)
        self.tests.append(Test(passed, note, at, by))
        if not passed:
            self.state = "repairing"

    def finish(self, outcome: Outcome, reason: str | None, note: str, by: str, at: datetime) -> None:
        """Ends the job, or proposes an outcome that a lead must approve.

        Refused without a passed test for `repaired`, and without a reason for what is not repaired.
        """
        self._work_on(jobs.finish_job, by)
        if outcome == "repaired" and not (self.state == "testing" and self.tests and self.tests[-1].passed):
            raise Refused("not_tested", "A repaired device has passed its test.")
        if outcome != "repaired" and reason is None:
            raise Refused("reason_missing", "Say why the device was not repaired.")
        self.reason, self.note = reason, note or self.note
        if outcome in LEAD_OUTCOMES:
            self.proposed_outcome, self.proposed_by = outcome, by
        else:
            self._end(outcome, at)

    def approve(self, note: str, by: str, at: datetime, *, agreed: bool) -> None:
        """A lead, not the proposer, agrees or sends the job back. Refused where nothing is proposed."""
        self.check_approval(by)
        outcome, self.proposed_outcome, self.proposed_by = self.proposed_outcome, None, None
        self.note = note or self.note
        if agreed and outcome:
            self._end(outcome, at)
        else:
            self.reason = None

    def request_parts(self, by: str) -> bool:
        """The engineer asks the store for parts; answers whether it is the job's first request [S13].

        Refused before the diagnosis has begun and once it is finished.
        """
        self._work_on(job_waits.request_parts, by)
        first, self.parts_requested = not self.parts_requested, True
        return first

    def await_parts(self, parts: tuple[str, ...], lines: list[AwaitedPart], by: str) -> bool:
        """The job waits for parts, named in words and, where the catalogue has them, by line [E3].

        Answers whether that is the first that it wants of the store: what is asked for after it is no first request.
        What is named in words alone is not wanted of the store.
        Refused unless it is being diagnosed or repaired, while it waits already, and for a part in two lines.
        """
        self._work_on(job_waits.await_parts, by)
        if self.awaiting_parts:
            raise Refused("awaiting_parts", "The job waits for parts already.", parts=list(self.awaiting_parts))
        check_named_once([line.part_id for line in lines])
        self.awaiting_parts, self.awaiting_lines = parts, lines
        first = bool(lines) and not self.parts_requested
        self.parts_requested = self.parts_requested or first
        return first

    def check_fits(self, line: AwaitedPart, per_device: int) -> None:
        """Refused for more of a part than one device has, counting what is in it already."""
        fitted = self.fitted.get(line.part_id, 0)
        if fitted + line.quantity > per_device:
            most, used = str(per_device), str(fitted)
            raise Refused("too_many_used", "One device does not have that many.", most=most, used=used)

    def fit(self, part_id: str, quantity: int) -> None:
        """Pieces of a part are in the device."""
        self.fitted = {**self.fitted, part_id: self.fitted.get(part_id, 0) + quantity}

    def receive_parts(self, part_id: str, quantity: int) -> bool:
        """Pieces of a part are in store for the job; answers whether with them all awaited lines are here.

        What the job does not wait for changes nothing.
        """
        line = next((line for line in self.awaiting_lines if line.part_id == part_id), None)
        if line is None:
            return False
        line.arrived += quantity
        return all(line.is_here for line in self.awaiting_lines)

    def resume(self) -> None:
        """The parts are here. Refused where none are awaited."""
        self.check_resume()
        self._wait_no_longer()

    def explain(self, day: str, reason: str, note: str, by: str, at: datetime) -> None:
        """Why it is not finished today [E5]; the day's last word counts. Refused once it is finished."""
        jobs.explain_unfinished.check_state(self.state)
        others = [explanation for explanation in self.explanations if explanation.day != day]
        self.explanations = [*others, Explanation(day, reason, note, at, by)]

    def close_day(self, day: str, closed_at: datetime) -> bool:
        """Counts a day at whose close the job was unfinished [E5]; False where that is counted with the same reason."""
        if self.state == "finished" or self.queued_at > closed_at:
            return False
        said = self.explanation_of(day, closed_at)
        reason = said.reason if said else None
        if day in self.unfinished_days and reason == self.unfinished_reason:
            return False
        self.unfinished_days = (*(earlier for earlier in self.unfinished_days if earlier != day), day)
        self.unfinished_reason = reason
        return True

    def explanation_of(self, day: str, by: datetime) -> Explanation | None:
        """What was said, by an instant, about a day on which it was not finished."""
        return next(
            (explanation for explanation in self.explanations if explanation.day == day and explanation.at <= by), None
        )

    def proposed_reason(self, today: str) -> Explanation | None:
        """What was last said about an earlier day, to be said again today or changed; None once today is explained."""
        if self.state == "finished" or any(explanation.day >= today for explanation in self.explanations):
            return None
        return max(self.explanations, key=lambda explanation: explanation.day, default=None)

    def reassign(self, engineer_id: str) -> None:
        """Another engineer takes over [B5], and works on it once they have the device. Refused once finished."""
        jobs.reassign_job.check_state(self.state)
        if engineer_id == self.engineer_id:
            raise Refused("same_engineer", "The job is that engineer's already.")
        self.engineer_id, self.on_bench = engineer_id, self.held_by == engineer_id

    def check_at_hand(self, by: str) -> None:
        """Refused unless the device is on this engineer's bench, and while a lead has to decide on an outcome."""
        if self.proposed_outcome:
            raise Refused("outcome_proposed", "A lead must first decide on the proposed outcome.")
        if by != self.engineer_id:
            raise Refused("not_engineer_of_job", "The job is another engineer's.")
        if not self.on_bench:
            raise Refused("device_not_on_bench", "The device is not on the bench.")

    def check_answer(self, by: str, *, deputy: bool) -> None:
        """Refused to others than the job's engineer and a deputy, who answers for them."""
        if by != self.engineer_id and not deputy:
            raise Refused("not_engineer_of_job", "The job is another engineer's.")

    def check_complete(self) -> None:
        """Refused while parts are awaited."""
        if self.awaiting_parts:
            raise Refused("awaiting_parts", "The job waits for parts.", parts=list(self.awaiting_parts))

    def check_approval(self, by: str) -> None:
        """Refused where nothing is proposed, and to the proposer."""
        if self.proposed_outcome is None or self.state == "finished":
            raise Refused("nothing_proposed", "No outcome is proposed.")
        if by == self.proposed_by:
            raise Refused("own_proposal", "Another person approves.")

    def check_resume(self) -> None:
        """Refused where no parts are awaited."""
        if not self.awaiting_parts:
            raise Refused("no_parts_awaited", "The job does not wait for parts.")

    def _work_on(self, operation: AnyOperation, by: str) -> None:
        operation.check_state(self.state)
        self.check_at_hand(by)
        if by not in self.worked_by:
            self.worked_by = (*self.worked_by, by)

    def _end(self, outcome: Outcome, at: datetime) -> None:
        self.state, self.outcome, self.finished_at = "finished", outcome, at
        self._wait_no_longer()

    def _wait_no_longer(self) -> None:
        self.awaiting_parts, self.awaiting_lines = (), []


def check_named_once(part_ids: list[str]) -> None:
    """Refused for a part in two lines."""
    if len(set(part_ids)) < len(part_ids):
        raise Refused("part_named_twice", "Name each part in one line.")
