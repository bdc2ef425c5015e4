"""After the repair: verbs that bring calls, appeasements, penalties, spot checks and audits to any point."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from contracts.quality.appeasements import appeasement_id_of
from contracts.quality.calls import CHECKS, call_id_of

if TYPE_CHECKING:
    from tests.world.people import Person
    from tests.world.station import Order, Station

ALL_TRUE = dict.fromkeys(CHECKS, True)
ITEMS = [{"code": "greeting", "text": "问候语规范", "points": 5}, {"code": "receipt", "text": "单据齐全", "points": 10}]


def base_lead(at: Station) -> Person:
    return at.network.head.people["base_lead"]


def path_of(at: Station, noun: str, thing: str) -> str:
    """Where the station's own people and those of the head work on it."""
    return f"/stations/{at.id}/{noun}/{thing}"


def call_of(at: Station, order: Order, stage: int) -> str:
    """The order's call at a stage, once it is open."""
    call = call_id_of(order.id, stage)
    at.lead.api.wait_for(f"/calls/{call}", bool)
    return call


def an_open_call(at: Station) -> str:
    """A first call; the lead may make it, for the desk received the device."""
    return call_of(at, at.a_received_order(), 1)


def a_collected_order(at: Station) -> Order:
    """Declined by its customer, and fetched as it was: the shortest way to the third call."""
    order = at.a_job_in_diagnosis()
    at.bench.api.post(f"{order.job_path}/finish", {"outcome": "declined", "reason": "customer_declined"})
    at.bench.api.post(f"{order.path}/offer", {"to": "desk"})
    at.desk.api.post(f"{order.path}/accept")
    at.desk.api.wait_for(order.path, lambda body: body["state"] == "ready")
    at.desk.api.post(f"{order.path}/release", at.pickup_of(order))
    return order


def a_third_call(at: Station) -> str:
    return call_of(at, a_collected_order(at), 3)


def done(score: int | None = None, **said: Any) -> dict[str, Any]:
    """The body that ends a call whose customer says that everything is true."""
    return {"outcome": "done", "checks": ALL_TRUE} | ({} if score is None else {"score": score}) | said


def an_appeasement(at: Station, score: int = 1) -> str:
    """What a low score opened."""
    call = a_third_call(at)
    at.lead.api.post(f"{path_of(at, 'calls', call)}/finish", done(score))
    return appeasement_id_of(call)


def a_contacted_appeasement(at: Station) -> str:
    appeasement = an_appeasement(at)
    contact = {"done": "apologised", "answer": "will think about it"}
    at.lead.api.post(f"{path_of(at, 'appeasements', appeasement)}/contacts", contact)
    return appeasement


def a_found_appeasement(at: Station, *, upheld: bool = True) -> str:
    appeasement = a_contacted_appeasement(at)
    finding = {"upheld": upheld, "text": "the test was left out", "responsible_id": at.bench.id}
    at.lead.api.post(f"{path_of(at, 'appeasements', appeasement)}/finding", finding)
    return appeasement


def on_the_engineer(at: Station) -> dict[str, Any]:
    """The body that proposes a penalty on the engineer and on the station."""
    return {"person_id": at.bench.id, "points": 3, "station_points": 1, "evidence": "no test on record"}


def a_proposed_penalty(at: Station) -> str:
    """Proposed by the station's lead."""
    path = f"{path_of(at, 'appeasements', a_found_appeasement(at))}/penalties"
    return str(at.lead.api.post(path, on_the_engineer(at))["id"])


def an_approved_penalty(at: Station) -> str:
    """Approved by the supervisor."""
    penalty = a_proposed_penalty(at)
    at.network.supervisor.api.post(f"{path_of(at, 'penalties', penalty)}/approve", {"agreed": True})
    return penalty


def an_appealed_penalty(at: Station) -> str:
    """Appealed against by the engineer."""
    penalty = an_approved_penalty(at)
    at.bench.api.post(f"/penalties/{penalty}/appeal", {"text": "the test is on paper"})
    return penalty


def a_week_with_an_order(at: Station) -> str:
    """The ISO week in which an order was received that is in no draw yet."""
    received = at.lead.api.get(f"/calls/{an_open_call(at)}")["opened_at"]
    year, week, _ = datetime.fromisoformat(received).astimezone(ZoneInfo("Asia/Shanghai")).isocalendar()
    return f"{year}-W{week:02}"


def a_spot_check(at: Station) -> dict[str, Any]:
    """A drawn sample with something in it."""
    path = f"/stations/{at.id}/spot-checks"
    drawn = base_lead(at).api.post(path, {"week": a_week_with_an_order(at)})
    return dict(base_lead(at).api.get(f"/spot-checks/{drawn['id']}"))


def a_result(order_id: str, **said: Any) -> dict[str, Any]:
    """The body that records the check of an order."""
    return {"order_id": order_id, "checks": ALL_TRUE, "score": 4, "repair_days": 1, "cycle_days": 3} | said


def a_checklist(at: Station) -> str:
    body = {"name": at.network.unique("前台规范"), "items": ITEMS}
    return str(base_lead(at).api.post("/checklists", body)["id"])


def an_audit(at: Station) -> str:
    body = {"kind": "phone", "checklist_id": a_checklist(at)}
    return str(base_lead(at).api.post(f"/stations/{at.id}/audits", body)["id"])


def an_answered_audit(at: Station) -> str:
    """The greeting is right, the receipt is not."""
    audit = an_audit(at)
    for code, result in (("greeting", "met"), ("receipt", "not_met")):
        answer = {"code": code, "result": result, "evidence": "called at 10:12"}
        base_lead(at).api.post(f"{path_of(at, 'audits', audit)}/answers", answer)
    return audit


def an_action() -> dict[str, Any]:
    """What is to be done about the receipt."""
    return {"code": "receipt", "action": "print every receipt", "due_day": "2099-01-05"}


def a_finished_audit(at: Station) -> str:
    audit = an_answered_audit(at)
    base_lead(at).api.post(f"{path_of(at, 'audits', audit)}/finish", {"actions": [an_action()]})
    return audit
