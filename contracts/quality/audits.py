"""Audits of a station by a checklist, and what is done about it."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from marshmallow import validate

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Lines, Matching, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing
from contracts.quality import SERVICE
from contracts.quality.checklists import ITEM_CODE, ChecklistItem

AUDIT_KINDS = ("phone", "on_site")
State = Literal["in_progress", "finished", "followed_up"]
AUDIT_STATES: tuple[State, ...] = get_args(State)
RESULTS = ("met", "not_met", "not_applicable")

audits = Noun(SERVICE, "/audits", "audit_id")


class StartAudit(Request):
    """An audit of a station by one version of a checklist."""

    station_id: PathId
    kind: Annotated[str, Word(AUDIT_KINDS)]
    checklist_id: Id


class AnswerItem(Request):
    """The answer to one item with its evidence; the last one counts until the audit is finished."""

    station_id: PathId
    audit_id: PathId
    code: Annotated[str, Matching(ITEM_CODE)]
    result: Annotated[str, Word(RESULTS)]
    evidence: Annotated[str, Lines(1000)]


class CorrectiveAction(Request):
    """What is to be done about an item that is not met, and by when."""

    code: Annotated[str, Matching(ITEM_CODE)]
    action: Annotated[str, Lines(1000)]
    due_day: Day


class FinishAudit(Request):
    """Every item is answered; each that is not met is a finding with its corrective action."""

    station_id: PathId
    audit_id: PathId
    actions: Annotated[tuple[CorrectiveAction, ...], validate.Length(max=100)]


class FollowUpAudit(Request):
    """Whether a corrective action was carried out; if not, the new day by which it is due."""

    station_id: PathId
    audit_id: PathId
    code: Annotated[str, Matching(ITEM_CODE)]
    done: bool
    evidence: Annotated[str, Lines(1000)]
    due_day: Day | None = None


class AuditState(Reply):
    """Where an audit stands after a command."""

    id: Id
    version: int
    state: State
    points: int
    possible: int


class AuditAnswer(Reply):
    """One answer."""

    code: str
    result: Annotated[str, Word(RESULTS)]
    evidence: str
    at: Instant
    by: Id


class FollowUp(Reply):
    """One look at whether a corrective action was carried out."""

    done: bool
    evidence: str
    at: Instant
    by: Id


class AuditFinding(Reply):
    """An item that is not met, its corrective action, and what became of it."""

    code: str
    action: str
    due_day: str
    done: bool
    follow_ups: tuple[FollowUp, ...]


class Audit(AuditState, Thing):
    """An audit of a station (B4): points of possible points, findings and their follow-up."""

    station_id: Id
    kind: Annotated[str, Word(AUDIT_KINDS)]
    checklist_id: Id
    checklist_name: str
    checklist_number: int
    items: tuple[ChecklistItem, ...]
    answers: tuple[AuditAnswer, ...]
    findings: tuple[AuditFinding, ...]
    started_at: Instant
    started_by: Id
    finished_at: Instant | None


class ListAudits(PageRequest):
    """Audits by state or kind."""

    sort: Annotated[str, sorted_by("started_at")] = "started_at"
    state: State | None = None
    kind: Annotated[str, Word(AUDIT_KINDS)] | None = None
    station_id: Id | None = None


start_audit = audits.create(
    "start_audit",
    "Start an audit of a station",
    StartAudit,
    AuditState,
    permissions.AUDIT_RUN,
    in_station=True,
    example={"kind": "phone", "checklist_id": "00000000-0000-4000-8000-000000000004"},
)
answer_item = audits.does(
    "answer_item",
    "Answer an item of an audit",
    AnswerItem,
    AuditState,
    permissions.AUDIT_RUN,
    at="answers",
    in_station=True,
    example={"code": "greeting", "result": "met", "evidence": "called at 10:12, greeted by name"},
    from_states=("in_progress",),
)
finish_audit = audits.does(
    "finish_audit",
    "Finish an audit",
    FinishAudit,
    AuditState,
    permissions.AUDIT_RUN,
    in_station=True,
    example={"actions": []},
    from_states=("in_progress",),
)
follow_up_audit = audits.does(
    "follow_up_audit",
    "Follow a corrective action up",
    FollowUpAudit,
    AuditState,
    permissions.AUDIT_RUN,
    at="follow-ups",
    in_station=True,
    example={"code": "greeting", "done": True, "evidence": "called again"},
    from_states=("finished",),
)
get_audit = audits.get("get_audit", "Read an audit", Audit, permissions.AUDIT_READ)
list_audits = audits.list("list_audits", "List audits", ListAudits, Audit, permissions.AUDIT_READ)


class AuditFinished(EventData):
    """A station was audited by phone or on site: points of possible points (B4)."""

    kind: str
    points: int
    possible: int
    findings: int
    day: str


audit_finished = Event(SERVICE, "audit_finished.v1", AuditFinished, ("notifications", "oversight"))
