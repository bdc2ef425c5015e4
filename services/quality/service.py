"""What `quality` does: calls, appeasements, penalties, spot checks, audits."""

from __future__ import annotations

from contracts.intake import orders, parties
from contracts.quality import appeasements, audits, calls, checklists, penalties, spot_checks
from contracts.repair import jobs
from contracts.stations import calendar
from services.quality import collections as store
from services.quality.actions import appeasements as appeasement_actions
from services.quality.actions import audits as audit_actions
from services.quality.actions import calendar as calendar_actions
from services.quality.actions import calls as call_actions
from services.quality.actions import checklists as checklist_actions
from services.quality.actions import orders as order_actions
from services.quality.actions import parties as party_actions
from services.quality.actions import penalties as penalty_actions
from services.quality.actions import spot_checks as spot_check_actions
from stationkit.process.entrypoints import command, consumes, daily, does, find, get, query
from stationkit.process.kit import Kit
from stationkit.unit_of_work.inbox import MarksIn


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

    take_order = consumes(orders.order_received, order_actions.take_order)
    note_contact = consumes(parties.contact_changed, party_actions.note_contact)
    note_engineers = consumes(jobs.job_finished, order_actions.note_engineers)
    retime_all = consumes(calendar.year_published, calendar_actions.retime_all)
    open_second_call = consumes(orders.customer_notified, order_actions.open_second_call)
    open_calls_of_release = consumes(orders.order_released, order_actions.open_calls_of_release)
    open_third_call = consumes(orders.order_closed, order_actions.open_third_call)
    drop_calls_of_cancelled = consumes(orders.order_cancelled, call_actions.drop_calls)
    expire_calls_of_abandoned = consumes(orders.order_abandoned, call_actions.expire_calls)
    make_morning_round = daily(
        "morning_round", lambda station: station.calendar.opens, order_actions.make_morning_round
    )

    # --- calls ---

    record_attempt = does(calls.record_attempt, store.calls, call_actions.record_attempt, call_actions.check_caller)
    finish_call = does(calls.finish_call, store.calls, call_actions.finish_call, call_actions.check_caller)
    get_call = query(calls.get_call, call_actions.get_call)
    list_calls = query(calls.list_calls, call_actions.list_calls)

    # --- appeasements ---

    record_contact = does(appeasements.record_contact, store.appeasements, appeasement_actions.record_contact)
    record_finding = does(
        appeasements.record_finding,
        store.appeasements,
        appeasement_actions.record_finding,
        appeasement_actions.check_finder,
    )
    close_appeasement = does(
        appeasements.close_appeasement,
        store.appeasements,
        appeasement_actions.close_appeasement,
        appeasement_actions.check_closing,
    )
    get_appeasement = get(appeasements.get_appeasement, store.appeasements)
    list_appeasements = find(appeasements.list_appeasements, store.appeasements)

    # --- penalties ---

    propose_penalty = does(
        penalties.propose_penalty,
        store.appeasements,
        penalty_actions.propose_penalty,
        penalty_actions.check_proposal,
        creates=store.penalties,
    )
    approve_penalty = does(
        penalties.approve_penalty, store.penalties, penalty_actions.approve_penalty, penalty_actions.check_approval
    )
    appeal_penalty = does(
        penalties.appeal_penalty, store.penalties, penalty_actions.appeal_penalty, penalty_actions.check_appeal
    )
    decide_appeal = does(
        penalties.decide_appeal, store.penalties, penalty_actions.decide_appeal, penalty_actions.check_verdict
    )
    get_penalty = query(penalties.get_penalty, penalty_actions.get_penalty)
    list_penalties = query(penalties.list_penalties, penalty_actions.list_penalties)

    # --- spot checks ---

    draw_spot_check = command(
        spot_checks.draw_spot_check, spot_check_actions.draw_spot_check, creates=store.spot_checks
    )
    record_spot_check = does(spot_checks.record_spot_check, store.spot_checks, spot_check_actions.record_spot_check)
    get_spot_check = get(spot_checks.get_spot_check, store.spot_checks)
    list_spot_checks = find(spot_checks.list_spot_checks, store.spot_checks)

    # --- checklists and audits ---

    publish_checklist = command(
        checklists.publish_checklist, checklist_actions.publish_checklist, creates=store.checklists
    )
    list_checklists = find(checklists.list_checklists, store.checklists)
    start_audit = command(audits.start_audit, audit_actions.start_audit, creates=store.audits)
    answer_item = does(audits.answer_item, store.audits, audit_actions.answer_item)
    finish_audit = does(audits.finish_audit, store.audits, audit_actions.finish_audit, audit_actions.check_answers)
    follow_up_audit = does(audits.follow_up_audit, store.audits, audit_actions.follow_up_audit)
    get_audit = get(audits.get_audit, store.audits)
    list_audits = find(audits.list_audits, store.audits)
