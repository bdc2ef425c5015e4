"""Audits of a station by a checklist, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.quality import audits as contract
from contracts.quality.audits import FinishAudit, StartAudit
from services.quality import collections as store
from services.quality.rules.audits import Answer, Audit, FollowUp
from services.quality.rules.audits import Finding as AuditFinding

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def start_audit(work: Work, request: StartAudit) -> Audit:
    """Begins an audit by the checklist as it stands now."""
    checklist = work.get(store.checklists, request.checklist_id)
    audit = Audit(
        id=work.new_id(),
        station_id=work.station_id,
        kind=request.kind,
        checklist_id=checklist.id,
        checklist_name=checklist.name,
        checklist_number=checklist.number,
        items=checklist.items,
        started_at=work.at,
        started_by=work.by,
    )
    return work.add(store.audits, audit)


def answer_item(work: Work, request: contract.AnswerItem) -> Audit:
    audit = work.get(store.audits, request.audit_id)
    audit.answer(Answer(request.code, request.result, request.evidence, work.at, work.by))
    return audit


def finish_audit(work: Work, request: FinishAudit) -> Audit:
    """Ends an audit, with an action for each finding, and tells its points."""
    audit, today = work.get(store.audits, request.audit_id), today_of(work)
    audit.finish(
        [AuditFinding(action.code, action.action, action.due_day) for action in request.actions], today, work.at
    )
    finished = contract.AuditFinished.of(audit, findings=len(audit.findings), day=today)
    work.emit(audit, contract.audit_finished, finished)
    return audit


def check_answers(_work: Work, audit: Audit) -> None:
    audit.check_answers()


def follow_up_audit(work: Work, request: contract.FollowUpAudit) -> Audit:
    audit = work.get(store.audits, request.audit_id)
    follow_up = FollowUp(request.done, request.evidence, work.at, work.by)
    audit.follow_up(request.code, follow_up, request.due_day, today_of(work))
    return audit


def today_of(work: Work) -> str:
    """The station's business day now."""
    return work.station.calendar.day_of(work.at).isoformat()
