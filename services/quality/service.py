"""The wiring page of `quality`: calls, appeasements, penalties, spot checks, audits."""

from __future__ import annotations

from datetime import datetime

from contracts.intake import orders as intake
from contracts.language.errors import NotFound
from contracts.language.operation import ById
from contracts.quality import appeasements, audits, calls, checklists, penalties
from contracts.quality import spot_checks as spot_check_contract
from contracts.repair import jobs as repair
from services.quality import collections as store
from services.quality.actions import calling, checking
from services.quality.rules.appeasements import Appeasement, Contact, Finding
from services.quality.rules.audits import Answer, Audit, Checklist, FollowUp
from services.quality.rules.calls import Call, Checks
from services.quality.rules.deadlines import AppeasementPolicy, CallPolicy
from services.quality.rules.orders import Order, week_of
from services.quality.rules.penalties import Appeal, Decision, Penalty, Sanction
from services.quality.rules.spot_checks import Result, SpotCheck
from stationkit.process.kit import Kit, command, consumes, daily, query
from stationkit.unit_of_work.inbox import MarksIn
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work


class QualityService:
    """What customers say, and what follows from it."""

    name = "quality"
    kit = Kit(
        store.COLLECTIONS,
        {
            "intake": MarksIn(store.orders, lambda envelope: envelope["aggregate_id"]),
            "repair": MarksIn(store.orders, lambda envelope: envelope["data"]["order_id"]),
        },
    )

    # --- what others tell, and the clock ---

    @consumes(intake.order_received)
    def take_order(self, work: Work, data: intake.OrderReceivedData) -> None:
        order = Order(
            id=work.cause.source_id,
            station_id=work.station_id,
            party_id=data.party_id,
            party_kind=data.party_kind,
            received_at=work.at,
            week=week_of(work.station.calendar.day_of(work.at)),
            imported=work.imported,
            served_by=(data.received_by,),
        )
        calling.open_call(work, work.add(store.orders, order), 1)

    @consumes(repair.job_finished)
    def note_engineer(self, work: Work, data: repair.JobFinished) -> None:
        work.get(store.orders, data.order_id).serve(data.engineer_id)

    @consumes(intake.customer_notified)
    def open_second_call(self, work: Work, _data: intake.OrderMoved) -> None:
        calling.open_call(work, work.get(store.orders, work.cause.source_id), 2)

    @consumes(intake.order_released)
    def open_calls_of_release(self, work: Work, data: intake.OrderMoved) -> None:
        order = work.get(store.orders, work.cause.source_id)
        order.serve(work.cause.source_actor)
        calling.open_call(work, order, 2)
        if data.release == "pickup":
            calling.open_call(work, order, 3)
        elif order.is_called:
            order.dispatch(work.station.calendar.day_of(work.at))

    @consumes(intake.order_closed)
    def open_third_call(self, work: Work, _data: intake.OrderMoved) -> None:
        calling.open_call(work, work.get(store.orders, work.cause.source_id), 3)

    @consumes(intake.order_cancelled)
    def expire_calls_of_cancelled(self, work: Work, _data: intake.OrderMoved) -> None:
        calling.expire_all(work, work.get(store.orders, work.cause.source_id))

    @consumes(intake.order_abandoned)
    def expire_calls_of_abandoned(self, work: Work, _data: intake.OrderMoved) -> None:
        calling.expire_all(work, work.get(store.orders, work.cause.source_id))

    @daily("morning_round", lambda station: station.calendar.opens)
    def make_morning_round(self, work: Work, due: datetime) -> None:
        today, (_, policy) = work.station.calendar.day_of(due), calling.policy_of(work, CallPolicy)
        for order in work.all(store.orders, awaits_third_call=True):
            if order.is_third_call_due(today, policy.third_after_days):
                calling.open_call(work, order, 3)
        for call in work.all(store.calls, state="open", due_at={"$lt": due}):
            calling.expire(work, call)
        for penalty in work.all(store.penalties, state="approved"):
            if penalty.become_final(due):
                calling.tell_end_of(work, penalty)

    # --- calls ---

    @command(calls.record_attempt)
    def record_attempt(self, work: Work, request: calls.RecordAttempt) -> Call:
        call = calling.call_to_make(work, request)
        call.attempt(request.result, request.note, work.by, work.at)
        return call

    @command(calls.finish_call)
    def finish_call(self, work: Work, request: calls.FinishCall) -> Call:
        call = calling.call_to_make(work, request)
        calling.finish(work, call, request)
        return call

    @query(calls.get_call)
    def get_call(self, view: View, request: ById) -> Call:
        return view.get(store.calls, request.id)

    @query(calls.list_calls)
    def list_calls(self, view: View, request: calls.ListCalls) -> Rows[Call]:
        return view.page(store.calls, request, state=request.state, stage=request.stage, order_id=request.order_id)

    # --- appeasements ---

    @command(appeasements.record_contact)
    def record_contact(self, work: Work, request: appeasements.RecordContact) -> Appeasement:
        appeasement = work.get(store.appeasements, request.appeasement_id)
        if appeasement.contact(Contact(request.done, request.answer, work.at, work.by)):
            in_time = appeasement.is_contacted_in_time
            contacted = appeasements.AppeasementContacted.of(appeasement, in_time=in_time)
            work.emit(appeasement, appeasements.appeasement_contacted, contacted)
        return appeasement

    @command(appeasements.record_finding)
    def record_finding(self, work: Work, request: appeasements.RecordFinding) -> Appeasement:
        appeasement, responsible_id = work.get(store.appeasements, request.appeasement_id), request.responsible_id
        if responsible_id:
            work.staff(responsible_id)
        appeasement.find(Finding(request.upheld, request.text, responsible_id, work.at, work.by))
        return appeasement

    @command(appeasements.close_appeasement)
    def close_appeasement(self, work: Work, request: appeasements.CloseAppeasement) -> Appeasement:
        appeasement = work.get(store.appeasements, request.appeasement_id)
        appeasement.close(calling.penalty_state(work, appeasement), request.note, work.at)
        upheld = appeasement.finding is not None and appeasement.finding.upheld
        closed = appeasements.AppeasementClosed.of(appeasement, upheld=upheld)
        work.emit(appeasement, appeasements.appeasement_closed, closed)
        return appeasement

    @query(appeasements.get_appeasement)
    def get_appeasement(self, view: View, request: ById) -> Appeasement:
        return view.get(store.appeasements, request.id)

    @query(appeasements.list_appeasements)
    def list_appeasements(self, view: View, request: appeasements.ListAppeasements) -> Rows[Appeasement]:
        return view.page(store.appeasements, request, state=request.state, order_id=request.order_id)

    # --- penalties ---

    @command(penalties.propose_penalty, creates=store.penalties)
    def propose_penalty(self, work: Work, request: penalties.ProposePenalty) -> Penalty:
        appeasement = work.get(store.appeasements, request.appeasement_id)
        sanction = Sanction(
            request.person_id,
            request.points,
            request.compensation,
            request.agreement,
            request.station_points,
            request.station_amount,
        )
        if sanction.person_id:
            work.staff(sanction.person_id)
        appeasement.take_penalty(work.new_id(), calling.penalty_state(work, appeasement))
        penalty = Penalty(
            id=work.new_id(),
            station_id=work.station_id,
            appeasement_id=appeasement.id,
            order_id=appeasement.order_id,
            **vars(sanction),
            evidence=request.evidence,
            proposed_at=work.at,
            proposed_by=work.by,
            in_time=work.at <= appeasement.proposal_due_at,
        )
        work.emit(work.add(store.penalties, penalty), penalties.penalty_proposed, penalties.PenaltyProposed.of(penalty))
        return penalty

    @command(penalties.approve_penalty)
    def approve_penalty(self, work: Work, request: penalties.ApprovePenalty) -> Penalty:
        penalty = work.get(store.penalties, request.penalty_id)
        _, policy = calling.policy_of(work, AppeasementPolicy)
        penalty.approve(Decision(request.agreed, request.note, work.at, work.by), policy.appeal_days)
        if penalty.state == "approved":
            work.emit(penalty, penalties.penalty_approved, penalties.PenaltyApproved.of(penalty))
        return calling.tell_end_of(work, penalty)

    @command(penalties.appeal_penalty)
    def appeal_penalty(self, work: Work, request: penalties.AppealPenalty) -> Penalty:
        penalty = work.get(store.penalties, request.penalty_id)
        penalty.raise_appeal(Appeal(request.text, work.at, work.by), lead="station_lead" in work.posts)
        return penalty

    @command(penalties.decide_appeal)
    def decide_appeal(self, work: Work, request: penalties.DecideAppeal) -> Penalty:
        penalty = work.get(store.penalties, request.penalty_id)
        penalty.decide(Decision(request.upheld, request.note, work.at, work.by))
        return calling.tell_end_of(work, penalty)

    @query(penalties.get_penalty)
    def get_penalty(self, view: View, request: ById) -> Penalty:
        penalty = view.get(store.penalties, request.id)
        if not _sees_all_penalties(view) and penalty.person_id != view.caller.account_id:
            raise NotFound("There is no such thing here.", kind=store.penalties.name)
        return penalty

    @query(penalties.list_penalties)
    def list_penalties(self, view: View, request: penalties.ListPenalties) -> Rows[Penalty]:
        person_id, own = request.person_id, view.caller.account_id
        if not _sees_all_penalties(view):
            person_id = own if person_id in (None, own) else ""
        return view.page(store.penalties, request, state=request.state, person_id=person_id)

    # --- spot checks ---

    @command(spot_check_contract.draw_spot_check, creates=store.spot_checks)
    def draw_spot_check(self, work: Work, request: spot_check_contract.DrawSpotCheck) -> SpotCheck:
        return checking.draw(work, request)

    @command(spot_check_contract.record_spot_check)
    def record_spot_check(self, work: Work, request: spot_check_contract.RecordSpotCheck) -> SpotCheck:
        spot_check = work.get(store.spot_checks, request.spot_check_id)
        result = Result(
            order_id=request.order_id,
            checks=Checks(**vars(request.checks)),
            score=request.score,
            repair_days=request.repair_days,
            cycle_days=request.cycle_days,
            note=request.note,
            at=work.at,
            by=work.by,
        )
        spot_check.record(result)
        return spot_check

    @query(spot_check_contract.get_spot_check)
    def get_spot_check(self, view: View, request: ById) -> SpotCheck:
        return view.get(store.spot_checks, request.id)

    @query(spot_check_contract.list_spot_checks)
    def list_spot_checks(self, view: View, request: spot_check_contract.ListSpotChecks) -> Rows[SpotCheck]:
        return view.page(store.spot_checks, request, week=request.week)

    # --- checklists and audits ---

    @command(checklists.publish_checklist, creates=store.checklists)
    def publish_checklist(self, work: Work, request: checklists.PublishChecklist) -> Checklist:
        return checking.publish(work, request)

    @query(checklists.list_checklists)
    def list_checklists(self, view: View, request: checklists.ListChecklists) -> Rows[Checklist]:
        return view.page(store.checklists, request, name=request.name)

    @command(audits.start_audit, creates=store.audits)
    def start_audit(self, work: Work, request: audits.StartAudit) -> Audit:
        return checking.start(work, request)

    @command(audits.answer_item)
    def answer_item(self, work: Work, request: audits.AnswerItem) -> Audit:
        audit = work.get(store.audits, request.audit_id)
        audit.answer(Answer(request.code, request.result, request.evidence, work.at, work.by))
        return audit

    @command(audits.finish_audit)
    def finish_audit(self, work: Work, request: audits.FinishAudit) -> Audit:
        return checking.finish(work, request)

    @command(audits.follow_up_audit)
    def follow_up_audit(self, work: Work, request: audits.FollowUpAudit) -> Audit:
        audit = work.get(store.audits, request.audit_id)
        seen = FollowUp(request.done, request.evidence, work.at, work.by)
        audit.follow_up(request.code, seen, request.due_day, checking.today_of(work))
        return audit

    @query(audits.get_audit)
    def get_audit(self, view: View, request: ById) -> Audit:
        return view.get(store.audits, request.id)

    @query(audits.list_audits)
    def list_audits(self, view: View, request: audits.ListAudits) -> Rows[Audit]:
        return view.page(store.audits, request, state=request.state, kind=request.kind)


def _sees_all_penalties(view: View) -> bool:
    return view.caller.network or "station_lead" in view.caller.posts
