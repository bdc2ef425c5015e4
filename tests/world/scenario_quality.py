"""One successful call of every operation of `quality`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.world import after_sales
from tests.world.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.people import Person
    from tests.world.station import Station


def _call(caller: Person, at: Station, call: str, **body: Any) -> Prepared:
    return Prepared(caller, {"station_id": at.id, "call_id": call}, body)


def _appeasements(at: Station) -> Prepared:
    appeasement = at.desk.do.get_appeasement(appeasement_id=after_sales.an_appeasement(at))
    return Prepared(at.desk, {}, {"order_id": appeasement["order_id"]})


def _appeasement(at: Station, appeasement: str, **body: Any) -> Prepared:
    return Prepared(at.lead, {"station_id": at.id, "appeasement_id": appeasement}, body)


def _penalty(caller: Person, at: Station, penalty: str, **body: Any) -> Prepared:
    return Prepared(caller, {"station_id": at.id, "penalty_id": penalty}, body)


def _audit(at: Station, audit: str, **body: Any) -> Prepared:
    return Prepared(after_sales.base_lead(at), {"station_id": at.id, "audit_id": audit}, body)


def _unfounded(at: Station) -> Prepared:
    return _appeasement(at, after_sales.a_found_appeasement(at, upheld=False), note="settled")


def _draw(at: Station) -> Prepared:
    return Prepared(at.network.supervisor, {"station_id": at.id}, {"week": after_sales.a_week_with_an_order(at)})


def _checked(at: Station) -> Prepared:
    drawn = after_sales.a_spot_check(at)
    ids = {"station_id": at.id, "spot_check_id": drawn["id"]}
    return Prepared(after_sales.base_lead(at), ids, after_sales.a_result(drawn["sample"][0]))


def _checklist(at: Station) -> Prepared:
    return Prepared(at.network.supervisor, {}, {"name": at.network.unique("服务规范"), "items": after_sales.ITEMS})


def _start(at: Station) -> Prepared:
    body = {"kind": "on_site", "checklist_id": after_sales.a_checklist(at)}
    return Prepared(after_sales.base_lead(at), {"station_id": at.id}, body)


QUALITY: dict[str, Callable[[Station], Prepared]] = {
    "record_attempt": lambda at: _call(at.lead, at, after_sales.an_open_call(at), result="busy"),
    "finish_call": lambda at: _call(after_sales.base_lead(at), at, after_sales.an_open_call(at), **after_sales.done()),
    "get_call": lambda at: Prepared(at.desk, {"call_id": after_sales.an_open_call(at)}),
    "list_calls": lambda at: Prepared(at.desk, {}, {"state": "open", "stage": "1"}),
    "record_contact": lambda at: _appeasement(at, after_sales.an_appeasement(at), done="called", answer="thanks"),
    "record_finding": lambda at: _appeasement(
        at, after_sales.a_contacted_appeasement(at), upheld=True, text="no test on record"
    ),
    "close_appeasement": _unfounded,
    "get_appeasement": lambda at: Prepared(at.desk, {"appeasement_id": after_sales.an_appeasement(at)}),
    "list_appeasements": _appeasements,
    "propose_penalty": lambda at: _appeasement(
        at, after_sales.a_found_appeasement(at), **after_sales.with_a_compensation(at)
    ),
    "approve_penalty": lambda at: _penalty(at.network.supervisor, at, after_sales.a_proposed_penalty(at), agreed=True),
    "appeal_penalty": lambda at: Prepared(
        at.bench, {"penalty_id": after_sales.an_approved_penalty(at)}, {"text": "the test is on paper"}
    ),
    "decide_appeal": lambda at: _penalty(
        after_sales.general_manager(at), at, after_sales.an_appealed_penalty(at), upheld=True, note="there is no paper"
    ),
    "get_penalty": lambda at: Prepared(at.lead, {"penalty_id": after_sales.a_proposed_penalty(at)}),
    "list_penalties": lambda at: Prepared(at.bench, {}, {"state": "proposed"}),
    "draw_spot_check": _draw,
    "record_spot_check": _checked,
    "get_spot_check": lambda at: Prepared(at.lead, {"spot_check_id": after_sales.a_spot_check(at)["id"]}),
    "list_spot_checks": lambda at: Prepared(at.lead),
    "publish_checklist": _checklist,
    "list_checklists": lambda at: Prepared(at.lead),
    "start_audit": _start,
    "answer_item": lambda at: _audit(
        at, after_sales.an_audit(at), code="greeting", result="met", evidence="called at 10:12"
    ),
    "finish_audit": lambda at: _audit(at, after_sales.an_answered_audit(at), actions=[after_sales.an_action()]),
    "follow_up_audit": lambda at: _audit(
        at, after_sales.a_finished_audit(at), code="receipt", done=True, evidence="seen on Monday"
    ),
    "get_audit": lambda at: Prepared(at.lead, {"audit_id": after_sales.an_audit(at)}),
    "list_audits": lambda at: Prepared(at.lead, {}, {"kind": "phone"}),
}
