"""Audits of a station by phone or on site: a checklist, answers with evidence, findings and their follow-up [B4 S6]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from contracts.language.errors import Refused
from contracts.quality import audits
from contracts.quality.audits import State


@dataclass
class Item:
    """One question and the points it is worth."""

    code: str
    text: str
    points: int


@dataclass
class Checklist:
    """One version of a checklist. It is never edited; the next version follows it."""

    id: str
    station_id: str
    name: str
    number: int
    items: list[Item]
    author_id: str
    published_at: datetime
    version: int = 0

    def __post_init__(self) -> None:
        if len({item.code for item in self.items}) < len(self.items):
            raise Refused("item_twice", "An item stands on the checklist once.")


@dataclass
class Answer:
    """The answer to one item: `met`, `not_met` or `not_applicable`, with its evidence."""

    code: str
    result: str
    evidence: str
    at: datetime
    by: str


@dataclass
class FollowUp:
    """One look at whether a corrective action was carried out."""

    done: bool
    evidence: str
    at: datetime
    by: str


@dataclass
class Finding:
    """An item that is not met and its corrective action; `due_day` is YYYY-MM-DD."""

    code: str
    action: str
    due_day: str
    follow_ups: list[FollowUp] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether the corrective action was seen carried out."""
        return bool(self.follow_ups) and self.follow_ups[-1].done


@dataclass
class Audit:
    """One audit. Instants are business time."""

    id: str
    station_id: str
    kind: str
    checklist_id: str
    checklist_name: str
    checklist_number: int
    items: list[Item]
    started_at: datetime
    started_by: str
    version: int = 0
    state: State = "in_progress"
    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    finished_at: datetime | None = None

    @property
    def points(self) -> int:
        """The points of the items that are met."""
        return sum(item.points for item in self.items if self._result(item.code) == "met")

    @property
    def possible(self) -> int:
        """The points of the items that apply; those without an answer do."""
        return sum(item.points for item in self.items if self._result(item.code) != "not_applicable")

    def answer(self, answer: Answer) -> None:
        """Answers an item; the last answer counts. Refused for another checklist's item and once finished."""
        audits.answer_item.check_state(self.state)
        if answer.code not in {item.code for item in self.items}:
            raise Refused("item_unknown", "The checklist has no such item.", code=answer.code)
        self.answers = [*(earlier for earlier in self.answers if earlier.code != answer.code), answer]

    def finish(self, findings: Iterable[Finding], today: str, at: datetime) -> None:
        """Ends it with a corrective action for each item that is not met, and for no other.

        Refused while items lack an answer, and for an action due before today (YYYY-MM-DD).
        """
        audits.finish_audit.check_state(self.state)
        self.check_answers()
        self.findings = list(findings)
        not_met = sorted(answer.code for answer in self.answers if answer.result == "not_met")
        if sorted(finding.code for finding in self.findings) != not_met:
            raise Refused("actions_missing", "Each item that is not met needs one corrective action.", items=not_met)
        for finding in self.findings:
            _check_due(finding.due_day, today)
        self.state, self.finished_at = "finished" if self.findings else "followed_up", at

    def check_answers(self) -> None:
        """Refused while items lack an answer."""
        open_items = [item.code for item in self.items if self._result(item.code) is None]
        if open_items:
            raise Refused("items_open", "Every item needs an answer.", items=open_items)

    def follow_up(self, code: str, follow_up: FollowUp, due_day: str | None, today: str) -> None:
        """Whether an action was carried out; with the last one the audit is done. Refused where it is done already.

        What was not carried out needs a new day (YYYY-MM-DD), today or later.
        """
        audits.follow_up_audit.check_state(self.state)
        finding = next((finding for finding in self.findings if finding.code == code and not finding.done), None)
        if finding is None:
            raise Refused("no_finding", "No action of this item is open.", code=code)
        if not follow_up.done:
            _check_due(due_day, today)
            finding.due_day = due_day or finding.due_day
        finding.follow_ups.append(follow_up)
        if all(finding.done for finding in self.findings):
            self.state = "followed_up"

    def _result(self, code: str) -> str | None:
        return next((answer.result for answer in self.answers if answer.code == code), None)


def _check_due(due_day: str | None, today: str) -> None:
    if due_day is None or due_day < today:
        raise Refused("due_day_missing", "An action that is not carried out is due today or later.")
