"""The routes of `quality`."""

from __future__ import annotations

from contracts.quality import audits, penalties, spot_checks
from contracts.quality import calls as quality
from gateway.route import Route

ROUTES = (
    Route("GET", "/calls", quality.list_calls),
    Route("GET", "/calls/{call_id}", quality.get_call),
    Route("POST", "/stations/{station_id}/calls/{call_id}/attempts", quality.record_attempt),
    Route("POST", "/stations/{station_id}/calls/{call_id}/finish", quality.finish_call),
    Route("GET", "/appeasements", penalties.list_appeasements),
    Route("GET", "/appeasements/{appeasement_id}", penalties.get_appeasement),
    Route("POST", "/stations/{station_id}/appeasements/{appeasement_id}/contacts", penalties.record_contact),
    Route("POST", "/stations/{station_id}/appeasements/{appeasement_id}/finding", penalties.record_finding),
    Route("POST", "/stations/{station_id}/appeasements/{appeasement_id}/penalties", penalties.propose_penalty, 201),
    Route("POST", "/stations/{station_id}/appeasements/{appeasement_id}/close", penalties.close_appeasement),
    Route("GET", "/penalties", penalties.list_penalties),
    Route("GET", "/penalties/{penalty_id}", penalties.get_penalty),
    Route("POST", "/stations/{station_id}/penalties/{penalty_id}/approve", penalties.approve_penalty),
    Route("POST", "/penalties/{penalty_id}/appeal", penalties.appeal_penalty),
    Route("POST", "/stations/{station_id}/penalties/{penalty_id}/verdict", penalties.decide_appeal),
    Route("POST", "/stations/{station_id}/spot-checks", spot_checks.draw_spot_check, 201),
    Route("POST", "/stations/{station_id}/spot-checks/{spot_check_id}/results", spot_checks.record_spot_check),
    Route("GET", "/spot-checks", spot_checks.list_spot_checks),
    Route("GET", "/spot-checks/{spot_check_id}", spot_checks.get_spot_check),
    Route("POST", "/checklists", audits.publish_checklist, 201),
    Route("GET", "/checklists", audits.list_checklists),
    Route("POST", "/stations/{station_id}/audits", audits.start_audit, 201),
    Route("POST", "/stations/{station_id}/audits/{audit_id}/answers", audits.answer_item),
    Route("POST", "/stations/{station_id}/audits/{audit_id}/finish", audits.finish_audit),
    Route("POST", "/stations/{station_id}/audits/{audit_id}/follow-ups", audits.follow_up_audit),
    Route("GET", "/audits", audits.list_audits),
    Route("GET", "/audits/{audit_id}", audits.get_audit),
)
