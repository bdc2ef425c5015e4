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


def general_manager(at: Station) -> Person:
    return at.network.head.people["general_manager"]


def call_of(at: Station, order: Order, stage: int) -> str:
    """The order's call at a stage, once it is open."""
    call = call_id_of(order.id, stage)
    at.lead.until.get_call(bool, call_id=call)
    return call


def an_open_call(at: Station) -> str:
    """A first call; the lead may make it, for the desk received the device."""
    return call_of(at, at.a_received_order(), 1)


def a_collected_order(at: Station, by: Person | None = None) -> Order:
    """Declined by its customer, and fetched as it was from the desk or `by`: the shortest way to the third call."""
    order = at.a_job_in_diagnosis()
    at.bench.do.finish_job(job_id=order.job, outcome="declined", reason="customer_declined")
    at.bench.do.offer_custody(order_id=order.id, to="desk")
    at.desk.do.accept_custody(order_id=order.id)
    at.desk.until.get_order(lambda body: body["state"] == "ready", order_id=order.id)
    (by or at.desk).do.release_order(order_id=order.id, **at.pickup_of(order))
    return order


def a_third_call(at: Station) -> str:
    return call_of(at, a_collected_order(at), 3)


def done(score: int | None = None, **said: Any) -> dict[str, Any]:
    """The body that ends a call whose customer says that everything is true."""
    return {"outcome": "done", "checks": ALL_TRUE} | ({} if score is None else {"score": score}) | said


def an_appeasement(at: Station, score: int = 1) -> str:
    """What a low score opened."""
    call = a_third_call(at)
    at.lead.do.finish_call(station_id=at.id, call_id=call, **done(score))
    return appeasement_id_of(call)


def a_contacted_appeasement(at: Station) -> str:
    appeasement = an_appeasement(at)
    contact = {"done": "apologised", "answer": "will think about it"}
    at.lead.do.record_contact(station_id=at.id, appeasement_id=appeasement, **contact)
    return appeasement


def a_found_appeasement(at: Station, *, upheld: bool = True, responsible: Person | None = None) -> str:
    """Somebody is responsible, by default the engineer."""
    appeasement = a_contacted_appeasement(at)
    named = (responsible or at.bench).id
    finding = {"upheld": upheld, "text": "the test was left out", "responsible_id": named}
    at.lead.do.record_finding(station_id=at.id, appeasement_id=appeasement, **finding)
    return appeasement


def on_the_engineer(at: Station) -> dict[str, Any]:
    """The body that proposes a penalty on the engineer and on the station."""
    return {"person_id": at.bench.id, "points": 3, "station_points": 1, "evidence": "no test on record"}


def with_a_compensation(at: Station) -> dict[str, Any]:
    """The same, and the engineer pays one yuan of a wage that allows for many."""
    money = {"compensation": "1.00", "monthly_wage": "100000.00"}
    agreed = {name: {"amount": amount, "currency": "CNY"} for name, amount in money.items()}
    return {**on_the_engineer(at), **agreed, "agreement": "signed on Monday"}


def a_proposed_penalty(at: Station) -> str:
    """Proposed by the station's lead."""
    return str(
        at.lead.do.propose_penalty(station_id=at.id, appeasement_id=a_found_appeasement(at), **on_the_engineer(at))[
            "id"
        ]
    )


def an_approved_penalty(at: Station) -> str:
    """Approved by the base lead, so that whom the supervisor has hired may decide on an appeal."""
    penalty = a_proposed_penalty(at)
    base_lead(at).do.approve_penalty(station_id=at.id, penalty_id=penalty, agreed=True)
    return penalty


def an_appealed_penalty(at: Station) -> str:
    """Appealed against by the engineer."""
    penalty = an_approved_penalty(at)
    at.bench.do.appeal_penalty(penalty_id=penalty, text="the test is on paper")
    return penalty


def a_week_with_an_order(at: Station) -> str:
    """The ISO week in which an order was received that is in no draw yet."""
    received = at.lead.do.get_call(call_id=an_open_call(at))["opened_at"]
    year, week, _ = datetime.fromisoformat(received).astimezone(ZoneInfo("Asia/Shanghai")).isocalendar()
    return f"{year}-W{week:02}"


def a_spot_check(at: Station) -> dict[str, Any]:
    """A drawn sample with something in it."""
    drawn = base_lead(at).do.draw_spot_check(station_id=at.id, week=a_week_with_an_order(at))
    return dict(base_lead(at).do.get_spot_check(spot_check_id=drawn["id"]))


def a_result(order_id: str, **said: Any) -> dict[str, Any]:
    """The body that records the check of an order."""
    return {"order_id": order_id, "checks": ALL_TRUE, "score": 4, "repair_days": 1, "cycle_days": 3} | said


def a_checklist(at: Station) -> str:
    body = {"name": at.network.unique("前台规范"), "items": ITEMS}
    return str(base_lead(at).do.publish_checklist(**body)["id"])


def an_audit(at: Station) -> str:
    body = {"kind": "phone", "checklist_id": a_checklist(at)}
    return str(base_lead(at).do.start_audit(station_id=at.id, **body)["id"])


def an_answered_audit(at: Station) -> str:
    """The greeting is right, the receipt is not."""
    audit = an_audit(at)
    for code, result in (("greeting", "met"), ("receipt", "not_met")):
        answer = {"code": code, "result": result, "evidence": "called at 10:12"}
        base_lead(at).do.answer_item(station_id=at.id, audit_id=audit, **answer)
    return audit


def an_action() -> dict[str, Any]:
    """What is to be done about the receipt."""
    return {"code": "receipt", "action": "print every receipt", "due_day": "2099-01-05"}


def a_finished_audit(at: Station) -> str:
    audit = an_answered_audit(at)
    base_lead(at).do.finish_audit(station_id=at.id, audit_id=audit, actions=[an_action()])
    return audit
