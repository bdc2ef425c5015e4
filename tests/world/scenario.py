"""One successful call of every operation: who calls, with which ids and body, in a state made for it.

An operation without a line here fails `tests/laws`; what a line stands on is made by the verbs of `station.py`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from contracts.language.fields import instant_text
from tests.world.prepared import Prepared
from tests.world.scenario_inventory import INVENTORY
from tests.world.scenario_notifications import NOTIFICATIONS
from tests.world.scenario_oversight import OVERSIGHT
from tests.world.scenario_quality import QUALITY

if TYPE_CHECKING:
    from tests.world.people import Person
    from tests.world.station import Order, Station


def scenario(name: str, at: Station) -> Prepared:
    """A fresh call of the operation, made ready at the station. Raises `KeyError` where nobody wrote one down."""
    return scenarios()[name](at)


def scenarios() -> dict[str, Callable[[Station], Prepared]]:
    """Every operation's line."""
    return STATIONS | INTAKE | REPAIR | INVENTORY | QUALITY | NOTIFICATIONS | OVERSIGHT


def _head(at: Station, station_id: str = "", **body: Any) -> Prepared:
    return Prepared(at.network.supervisor, {"station_id": station_id} if station_id else {}, body)


def _found(at: Station) -> Prepared:
    return Prepared(None, {}, at.network.founding)


def _log_in(at: Station) -> Prepared:
    return Prepared(None, {}, {"username": at.desk.username, "password": at.desk.password})


def _session(at: Station) -> Prepared:
    return Prepared(None, {}, {"refresh_token": at.desk.log_in().refresh})


def _own_password(at: Station) -> Prepared:
    person = at.network.hire(at.id, "engineer")
    return Prepared(person, {}, {"password": person.password, "new_password": at.network.unique("battery staple ")})


def _new_staff(at: Station) -> Prepared:
    body = {"name": "王芳", "posts": ["front_desk"], "username": at.network.unique("new.")}
    return Prepared(at.lead, {"station_id": at.id}, body | {"password": at.lead.password})


def _staff(at: Station, **body: Any) -> Prepared:
    person = at.network.hire(at.id, "engineer")
    return Prepared(at.lead, {"station_id": at.id, "staff_id": person.id}, body)


def _asked_for(at: Station) -> Prepared:
    """A new password of one supervisor that another asked for; a third person of the head confirms it."""
    network = at.network
    person, asking = network.hire(network.head.id, "supervisor"), network.hire(network.head.id, "supervisor")
    ids = {"station_id": network.head.id, "staff_id": person.id}
    asking.do.reset_password(**ids, new_password=network.unique("staple horse "))
    return Prepared(network.head.people["general_manager"], ids)


def _suspended_staff(at: Station, **body: Any) -> Prepared:
    prepared = _staff(at, **body)
    at.lead.do.suspend_staff(station_id=at.id, staff_id=prepared.ids["staff_id"], reason="on leave")
    return prepared


def _policy(at: Station) -> Prepared:
    start = _business_now(at) + timedelta(days=1)
    owner = at.network.a_planned_station()
    values = {"bench_accept_until": "14:30"}
    return _head(at, name="receipt", station_id=owner, effective_from=instant_text(start), values=values)


def _clock(at: Station) -> Prepared:
    return Prepared(None, {}, {"now": instant_text(_business_now(at) + timedelta(seconds=1))})


def _business_now(at: Station) -> datetime:
    return datetime.fromisoformat(at.network.supervisor.do.get_clock()["now"])


def _closed_day(_at: Station) -> Prepared:
    lead = _at.network.an_open_station().lead
    lead.do.close_day()
    return Prepared(lead, {}, {"reason": "a parcel came late"})


def _closed_days(at: Station) -> Prepared:
    station = at.network.an_open_station()
    station.close_day()
    return Prepared(station.lead, {}, {"station_id": station.id})


def _on_leave(at: Station) -> dict[str, Any]:
    return {"staff_id": at.bench.id, "duty": "on_leave", "stand_in_id": at.lead.id}


def _year(at: Station) -> Prepared:
    return _head(at, year=2100, off=["2100-01-01"], working=["2100-01-02"], source=at.network.unique("notice "))


STATIONS: dict[str, Callable[[Station], Prepared]] = {
    "found_network": _found,
    "issue_token": _log_in,
    "refresh_token": _session,
    "end_session": _session,
    "get_me": lambda at: Prepared(at.desk),
    "change_password": _own_password,
    "create_station": lambda at: _head(at, name="南京新街口站", code=at.network.unique("NJ")),
    "edit_station": lambda at: _head(at, at.network.a_planned_station(), name="南京新街口维修站"),
    "start_onboarding": lambda at: _head(at, at.network.a_planned_station(), reason="lease signed"),
    "check_onboarding": lambda at: _head(at, at.network.an_onboarding_station(), item="premises"),
    "activate_station": lambda at: _head(at, at.network.a_station_ready_to_open(), reason="all done"),
    "suspend_station": lambda at: _head(at, at.network.an_active_station(), reason="flood"),
    "wind_up_station": lambda at: _head(at, at.network.an_active_station(), reason="lease ends"),
    "close_station": lambda at: _head(at, at.network.a_planned_station(), reason="lease ended"),
    "get_station": lambda at: Prepared(at.desk, {"station_id": at.id}),
    "list_stations": lambda at: Prepared(at.desk, {}, {"state": "active"}),
    "create_staff": _new_staff,
    "change_posts": lambda at: _staff(at, posts=["storekeeper"]),
    "suspend_staff": lambda at: _staff(at, reason="on leave"),
    "restore_staff": lambda at: _suspended_staff(at, reason="back"),
    "reset_password": lambda at: _staff(at, new_password=at.network.unique("staple horse ")),
    "confirm_password": _asked_for,
    "search_staff": lambda at: Prepared(at.desk, {}, {"q": at.desk.username}),
    "get_staff": lambda at: Prepared(at.desk, {"staff_id": at.bench.id}),
    "list_staff": lambda at: Prepared(at.desk, {}, {"post": "engineer"}),
    "publish_policy": _policy,
    "list_policies": lambda at: Prepared(at.desk, {}, {"name": "receipt"}),
    "import_year": _year,
    "list_years": lambda at: Prepared(at.desk),
    "list_days": lambda at: Prepared(at.desk, {}, {"start": "2026-10-01", "days": "7"}),
    "list_cut_offs": lambda at: Prepared(at.desk),
    "close_day": lambda at: Prepared(at.network.an_open_station().lead),
    "reopen_day": _closed_day,
    "list_business_days": _closed_days,
    "set_roster": lambda at: Prepared(at.lead, {}, {"day": "2099-01-05", "lines": [_on_leave(at)]}),
    "list_rosters": lambda at: Prepared(at.desk),
    "move_clock": _clock,
    "get_clock": lambda _at: Prepared(None),
}


def _order(caller: Person, order: Order, **body: Any) -> Prepared:
    return Prepared(caller, {"order_id": order.id}, body)


def _cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def _bench_offer(at: Station) -> Prepared:
    return _order(at.desk, at.a_received_order(), to="engineer", engineer_id=at.bench.id)


def _release(at: Station) -> Prepared:
    order = at.a_notified_order()
    return _order(at.desk, order, **at.pickup_of(order))


def _payments(at: Station) -> Prepared:
    at.a_payment()
    return Prepared(at.desk, {}, {"method": "cash"})


def _day_reports(at: Station) -> Prepared:
    at.a_payment()
    return Prepared(at.lead)


def _end_of_wait(at: Station) -> Prepared:
    return _order(at.desk, at.a_waiting_order(), wait="awaiting_customer", reason="quote accepted")


INTAKE: dict[str, Callable[[Station], Prepared]] = {
    "register_party": lambda at: Prepared(
        at.desk, {}, {"kind": "user", "name": at.network.unique("李雷"), "phone": at.network.phone()}
    ),
    "edit_party": lambda at: Prepared(at.desk, {"party_id": at.a_party()}, {"phone": at.network.phone()}),
    "get_party": lambda at: Prepared(at.desk, {"party_id": at.customer}),
    "list_parties": lambda at: Prepared(at.desk, {}, {"kind": "user"}),
    "accept_finding": lambda at: Prepared(at.lead, {"finding_id": at.a_finding()}, {"reason": "seen on the invoice"}),
    "get_finding": lambda at: Prepared(at.desk, {"finding_id": at.a_finding()}),
    "list_findings": lambda at: Prepared(at.desk, {}, {"rule": "placeholder_name"}),
    "record_visit": lambda at: Prepared(at.desk, {}, {"kind": "consultation", "note": "asked for a price"}),
    "list_visits": lambda at: Prepared(at.desk, {}, {"kind": "consultation"}),
    "receive_device": lambda at: Prepared(at.desk, {}, at.a_receipt()),
    "offer_custody": _bench_offer,
    "accept_custody": lambda at: _order(at.bench, at.an_order_offered_to_the_bench()),
    "decline_custody": lambda at: _order(at.bench, at.an_order_offered_to_the_bench(), reason="wrong bag"),
    "withdraw_custody": lambda at: _order(at.desk, at.an_order_offered_to_the_bench()),
    "take_over_custody": lambda at: _order(at.lead, at.an_order_on_the_bench(), reason="the engineer is ill"),
    "start_wait": lambda at: _order(
        at.desk, at.an_order_on_the_bench(), wait="awaiting_customer", reason="quote", channel="phone"
    ),
    "end_wait": _end_of_wait,
    "approve_special": lambda at: _order(at.lead, at.a_received_order(), reason="water damage"),
    "grant_special": lambda at: Prepared(
        at.network.supervisor, {"station_id": at.id, "order_id": at.a_received_order().id}, {"reason": "water damage"}
    ),
    "notify_customer": lambda at: _order(at.desk, at.a_ready_order(), channel="phone"),
    "release_order": _release,
    "close_order": lambda at: _order(at.desk, at.a_released_order(), receipt="signed"),
    "cancel_order": lambda at: _order(at.desk, at.a_received_order(), reason="changed their mind"),
    "request_abandonment": lambda at: _order(at.desk, at.an_order_that_nobody_fetches(), reason="notice served"),
    "abandon_order": lambda at: _order(at.lead, at.an_order_to_write_off(), reason="not fetched, notice served"),
    "get_order": lambda at: _order(at.desk, at.a_received_order()),
    "search_orders": lambda at: Prepared(at.desk, {}, {"q": at.a_received_order().serial}),
    "get_receipt": lambda at: _order(at.desk, at.a_received_order()),
    "record_payment": lambda at: _order(at.desk, at.a_received_order(), method="wechat", amount=_cny("12.30")),
    "request_refund": lambda at: Prepared(
        at.desk, {"payment_id": at.a_payment()}, {"amount": _cny("12.30"), "reason": "a cheaper screen"}
    ),
    "withdraw_refund": lambda at: Prepared(at.desk, {"payment_id": at.a_payment_that_is_asked_back()}),
    "refund_payment": lambda at: Prepared(
        at.lead, {"payment_id": at.a_payment()}, {"amount": _cny("12.30"), "reason": "a cheaper screen"}
    ),
    "get_order_payments": lambda at: _order(at.desk, at.a_received_order()),
    "list_payments": _payments,
    "get_day_report": lambda at: Prepared(at.lead, {"report_id": at.a_day_report()}),
    "list_day_reports": _day_reports,
    "get_shelf_board": lambda at: Prepared(at.desk),
    "list_orders": lambda at: Prepared(at.desk, {}, {"party_id": at.customer}),
}


def _job(caller: Person, order: Order, **body: Any) -> Prepared:
    return Prepared(caller, {"job_id": order.job}, body)


def _reassignment(at: Station) -> Prepared:
    return _job(at.lead, at.an_order_on_the_bench(), engineer_id=at.second_engineer.id)


def _awaiting_lists(at: Station) -> Prepared:
    at.send_awaiting_list()
    return Prepared(at.desk, {}, {"engineer_id": at.bench.id})


def _unfinished_reports(at: Station) -> Prepared:
    at.have_closed_a_day()
    return Prepared(at.desk)


def _explanation(at: Station) -> Prepared:
    return _job(at.bench, at.a_job_in_diagnosis(), reason="no_time", note=f"tomorrow {uuid.uuid4().hex}")


REPAIR: dict[str, Callable[[Station], Prepared]] = {
    "start_diagnosis": lambda at: _job(at.bench, at.an_order_on_the_bench()),
    "record_diagnosis": lambda at: _job(at.bench, at.a_job_in_diagnosis(), symptom="no_charge", fault="battery"),
    "record_repair": lambda at: _job(at.bench, at.a_job_in_repair(), actions=["replaced_battery"]),
    "record_test": lambda at: _job(at.bench, at.a_job_in_testing(), passed=True),
    "finish_job": lambda at: _job(at.bench, at.a_tested_job(), outcome="repaired"),
    "approve_outcome": lambda at: _job(at.lead, at.a_job_that_needs_approval(), agreed=True),
    "await_parts": lambda at: _job(at.bench, at.a_job_in_repair(), parts=["battery X50"]),
    "request_parts": lambda at: _job(
        at.bench, at.a_job_in_repair(), lines=[{"part_id": str(uuid.uuid4()), "quantity": 2}]
    ),
    "resume_job": lambda at: _job(at.bench, at.a_job_without_parts()),
    "explain_unfinished": _explanation,
    "reassign_job": _reassignment,
    "submit_awaiting_list": lambda at: Prepared(at.network.hire(at.id, "engineer")),
    "list_awaiting_lists": _awaiting_lists,
    "list_unfinished_reports": _unfinished_reports,
    "get_job": lambda at: _job(at.desk, at.an_order_on_the_bench()),
    "list_jobs": lambda at: Prepared(at.desk, {}, {"engineer_id": at.bench.id}),
}
