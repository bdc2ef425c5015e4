"""Checklists and audits of stations: more of what `quality` takes and answers."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.language import permissions
from contracts.language.fields import Day, Flag, Id, Instant, Matching, Text, Whole, Word
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.quality.calls import SERVICE, of_station, read

AUDIT_KINDS = ("phone", "on_site")
AUDIT_STATES = ("in_progress", "finished", "followed_up")
RESULTS = ("met", "not_met", "not_applicable")
ITEM_CODE = "[a-z0-9_]{1,40}"

# --- checklists -----------------------------------------------------------------------------------------------------


class ChecklistItem(Request):
    """One question of a checklist and the points it is worth."""

    code = Matching(ITEM_CODE, required=True)
    text = Text(300, required=True)
    points = Whole(1, 100, required=True)


class PublishChecklist(Request):
    """A checklist's next version, for the whole network; earlier audits keep theirs."""

    name = Text(80, required=True)
    items = fields.List(fields.Nested(ChecklistItem), required=True, validate=validate.Length(1, 100))


class ChecklistRef(Reply):
    """The id and number of a published checklist."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    number = fields.Integer(required=True)


class Checklist(Reply):
    """One version of a checklist: never edited, only followed by the next."""

    id = Id(required=True)
    name = fields.String(required=True)
    number = fields.Integer(required=True)
    items = fields.List(fields.Nested(ChecklistItem), required=True)
    author_id = Id(required=True)
    published_at = Instant(required=True)


class ListChecklists(PageRequest):
    """Versions of a checklist."""

    sort = sorted_by("name", "number", "published_at")
    name = Text(80)


publish_checklist = Operation(
    SERVICE,
    "publish_checklist",
    "Publish a checklist version",
    "command",
    permissions.CHECKLIST_PUBLISH,
    PublishChecklist,
    ChecklistRef,
    example={"name": "前台规范", "items": [{"code": "greeting", "text": "问候语规范", "points": 5}]},
)
list_checklists = read("list_checklists", "List checklists", permissions.AUDIT_READ, ListChecklists, page_of(Checklist))

# --- audits ---------------------------------------------------------------------------------------------------------


class StartAudit(Request):
    """An audit of a station by one version of a checklist."""

    kind = Word(AUDIT_KINDS, required=True)
    checklist_id = Id(required=True)


class AnswerItem(Request):
    """The answer to one item with its evidence; the last one counts until the audit is finished."""

    code = Matching(ITEM_CODE, required=True)
    result = Word(RESULTS, required=True)
    evidence = Text(1000, required=True)


class CorrectiveAction(Request):
    """What is to be done about an item that is not met, and by when."""

    code = Matching(ITEM_CODE, required=True)
    action = Text(1000, required=True)
    due_day = Day(required=True)


class FinishAudit(Request):
    """Every item is answered; each that is not met is a finding with its corrective action."""

    actions = fields.List(fields.Nested(CorrectiveAction), required=True, validate=validate.Length(max=100))


class FollowUpAudit(Request):
    """Whether a corrective action was carried out; if not, the new day by which it is due."""

    code = Matching(ITEM_CODE, required=True)
    done = Flag(required=True)
    evidence = Text(1000, required=True)
    due_day = Day()


class AuditState(Reply):
    """Where an audit stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(AUDIT_STATES, required=True)
    points = fields.Integer(required=True)
    possible = fields.Integer(required=True)


class AuditAnswer(Reply):
    """One answer."""

    code = fields.String(required=True)
    result = Word(RESULTS, required=True)
    evidence = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class FollowUp(Reply):
    """One look at whether a corrective action was carried out."""

    done = fields.Boolean(required=True)
    evidence = fields.String(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class AuditFinding(Reply):
    """An item that is not met, its corrective action, and what became of it."""

    code = fields.String(required=True)
    action = fields.String(required=True)
    due_day = fields.String(required=True)
    done = fields.Boolean(required=True)
    follow_ups = fields.List(fields.Nested(FollowUp), required=True)


class Audit(AuditState):
    """An audit of a station (B4): points of possible points, findings and their follow-up."""

    station_id = Id(required=True)
    kind = Word(AUDIT_KINDS, required=True)
    checklist_id = Id(required=True)
    checklist_name = fields.String(required=True)
    checklist_number = fields.Integer(required=True)
    items = fields.List(fields.Nested(ChecklistItem), required=True)
    answers = fields.List(fields.Nested(AuditAnswer), required=True)
    findings = fields.List(fields.Nested(AuditFinding), required=True)
    started_at = Instant(required=True)
    started_by = Id(required=True)
    finished_at = Instant(required=True, allow_none=True)


class ListAudits(PageRequest):
    """Audits by state or kind."""

    sort = sorted_by("started_at")
    state = Word(AUDIT_STATES)
    kind = Word(AUDIT_KINDS)
    station_id = Id()


def _audit(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    return of_station(name, summary, permissions.AUDIT_RUN, request, AuditState, example, "audit_id")


start_audit = of_station(
    "start_audit",
    "Start an audit of a station",
    permissions.AUDIT_RUN,
    StartAudit,
    AuditState,
    {"kind": "phone", "checklist_id": "00000000-0000-4000-8000-000000000004"},
)
answer_item = _audit(
    "answer_item",
    "Answer an item of an audit",
    AnswerItem,
    {"code": "greeting", "result": "met", "evidence": "called at 10:12, greeted by name"},
)
finish_audit = _audit("finish_audit", "Finish an audit", FinishAudit, {"actions": []})
follow_up_audit = _audit(
    "follow_up_audit",
    "Follow a corrective action up",
    FollowUpAudit,
    {"code": "greeting", "done": True, "evidence": "called again"},
)
get_audit = read("get_audit", "Read an audit", permissions.AUDIT_READ, Nothing, Audit, "audit_id")
list_audits = read("list_audits", "List audits", permissions.AUDIT_READ, ListAudits, page_of(Audit))
