"""What the head does at a station within a unit of work: spot checks and audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.quality import audits as contract
from contracts.quality.audits import FinishAudit, StartAudit
from contracts.quality.checklists import PublishChecklist
from contracts.quality.spot_checks import DrawSpotCheck
from services.quality import collections as store
from services.quality.actions import calling
from services.quality.rules.audits import Audit, Checklist, Item
from services.quality.rules.audits import Finding as AuditFinding
from services.quality.rules.orders import NOT_CALLED
from services.quality.rules.spot_checks import SpotCheck, SpotCheckPolicy, not_yet_drawn_from

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

SEED_BYTES = 16


def draw(work: Work, request: DrawSpotCheck) -> SpotCheck:
    """Draws a week's sample by a seed that is kept; a later draw takes only what no earlier one had (B2)."""
    week = request.week
    earlier = work.all(store.spot_checks, week=week)
    orders = work.all(store.orders, week=week, party_kind={"$nin": NOT_CALLED})
    policy_number, policy = calling.policy_of(work, SpotCheckPolicy)
    spot_check = SpotCheck(
        id=work.new_id(),
        station_id=work.station_id,
        week=week,
        number=len(earlier) + 1,
        seed=work.random(SEED_BYTES).hex(),
        **vars(policy),
        policy_number=policy_number,
        population=not_yet_drawn_from((order.id for order in orders), earlier),
        drawn_at=work.at,
        drawn_by=work.by,
    )
    return work.add(store.spot_checks, spot_check)


def publish(work: Work, request: PublishChecklist) -> Checklist:
    """The next number of a checklist."""
    last = work.find(store.checklists, last_by="number", name=request.name)
    checklist = Checklist(
        id=work.new_id(),
        station_id=work.station_id,
        name=request.name,
        number=last.number + 1 if last else 1,
        items=[Item(item.code, item.text, item.points) for item in request.items],
        author_id=work.by,
        published_at=work.at,
    )
    return work.add(store.checklists, checklist)


def start(work: Work, request: StartAudit) -> Audit:
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


def finish(work: Work, request: FinishAudit) -> Audit:
    """Ends an audit, with an action for each finding, and tells its points."""
    audit, today = work.get(store.audits, request.audit_id), today_of(work)
    audit.finish(
        [AuditFinding(action.code, action.action, action.due_day) for action in request.actions], today, work.at
    )
    finished = contract.AuditFinished.of(audit, findings=len(audit.findings), day=today)
    work.emit(audit, contract.audit_finished, finished)
    return audit


def today_of(work: Work) -> str:
    """The station's business day now."""
    return work.station.calendar.day_of(work.at).isoformat()
