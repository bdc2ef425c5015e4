"""Calls open by their events, are made by others than who served the customer, and what they bring has its effects."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from contracts.quality.appeasements import appeasement_id_of
from contracts.quality.calls import call_id_of
from stationkit.storage.kit_collections import EVENT_LOG
from tests.world import after_sales
from tests.world.after_sales import done
from tests.world.people import until

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Order, Station


@pytest.fixture(scope="module")
def at(network: Network) -> Station:
    return network.a


def finished(by: Person, at: Station, call: str, body: dict[str, Any]) -> str:
    """How ending the call was answered: the state it came to, or why not."""
    answer = by.ask.finish_call(station_id=at.id, call_id=call, **body)
    return str(answer.body["state"]) if answer.status < 300 else answer.reason or answer.code


def state_of(at: Station, order: Order, stage: int) -> str:
    answer = at.lead.ask.get_call(call_id=call_id_of(order.id, stage))
    return str(answer.body["state"]) if answer.status == 200 else answer.code


def emitted(db: Db, event_type: str, aggregate_id: str) -> list[dict[str, Any]]:
    rows = db("quality")[EVENT_LOG].find({"type": event_type, "aggregate_id": aggregate_id})
    return [row["envelope"]["data"] for row in rows]


def test_a_call_before_its_event_is_not_found(at: Station) -> None:
    order = at.a_received_order()
    after_sales.call_of(at, order, 1)
    for stage in (2, 3):
        assert finished(at.lead, at, call_id_of(order.id, stage), done(5)) == "not_found"


def test_each_of_the_three_calls_opens_with_its_event(at: Station) -> None:
    order = at.a_notified_order()
    after_sales.call_of(at, order, 2)
    assert state_of(at, order, 3) == "not_found"
    at.desk.do.release_order(order_id=order.id, **at.pickup_of(order))
    after_sales.call_of(at, order, 3)
    assert [state_of(at, order, stage) for stage in (1, 2, 3)] == ["open"] * 3


def test_what_is_dispatched_is_called_when_it_has_arrived(at: Station) -> None:
    order = at.a_ready_order()
    at.dispatch(order)
    after_sales.call_of(at, order, 2)
    assert state_of(at, order, 3) == "not_found"
    at.desk.do.close_order(order_id=order.id, receipt="carrier")
    after_sales.call_of(at, order, 3)


def test_the_companys_own_stock_is_not_called(at: Station) -> None:
    own = {"kind": "company", "name": "公司库房", "phone": at.network.phone()}
    assert at.desk.ask.register_party(**own).reason == "company_by_lead"
    walk_in = {name: value for name, value in at.a_receipt().items() if name != "party_id"}
    assert at.desk.ask.receive_device(**walk_in, party=own).reason == "company_by_lead"
    of_company = at.desk.do.receive_device(**(at.a_receipt() | {"party_id": at.a_party("company")}))
    after_sales.an_open_call(at)
    assert at.lead.do.list_calls(order_id=of_company["id"])["items"] == []


def test_no_call_is_owed_for_an_order_that_was_cancelled(at: Station) -> None:
    order = at.a_received_order()
    call = after_sales.call_of(at, order, 1)
    at.desk.do.cancel_order(order_id=order.id, reason="changed their mind")
    at.lead.until.get_call(lambda body: body["state"] == "not_owed", call_id=call)
    assert finished(at.lead, at, call, done()) == "call_not_owed"


def test_a_call_is_due_in_opening_hours_and_working_days(at: Station) -> None:
    call = at.lead.do.get_call(call_id=after_sales.an_open_call(at))
    opened, first, last = (datetime.fromisoformat(call[name]) for name in ("opened_at", "first_due_at", "due_at"))
    assert timedelta(hours=4) <= first - opened < last - opened


def test_who_repaired_served_the_customer_also_where_another_finishes_the_job(at: Station) -> None:
    handy, order = at.network.hire(at.id, "engineer", "front_desk"), at.a_received_order()
    at.desk.do.offer_custody(order_id=order.id, to="engineer", engineer_id=handy.id)
    handy.do.accept_custody(order_id=order.id)
    job = handy.until.list_jobs(lambda body: body["items"], order_id=order.id)["items"][0]["id"]
    handy.do.start_diagnosis(job_id=job)
    at.lead.do.reassign_job(job_id=job, engineer_id=at.bench.id)
    at.lead.do.offer_custody(order_id=order.id, to="engineer", engineer_id=at.bench.id)
    at.bench.do.accept_custody(order_id=order.id)
    declined = {"outcome": "declined", "reason": "customer_declined"}
    until(lambda: at.bench.ask.finish_job(job_id=job, **declined).status == 200, "the device is on the other bench")
    at.bench.do.offer_custody(order_id=order.id, to="desk")
    at.desk.do.accept_custody(order_id=order.id)
    at.desk.until.get_order(lambda body: body["state"] == "ready", order_id=order.id)
    at.desk.do.release_order(order_id=order.id, **at.pickup_of(order))
    call = after_sales.call_of(at, order, 3)
    until(lambda: finished(handy, at, call, {"outcome": "unreachable"}) == "own_customer", "known to have worked on it")


def test_nobody_calls_a_customer_whom_they_served(at: Station) -> None:
    call = after_sales.an_open_call(at)
    assert finished(at.desk, at, call, done()) == "own_customer"
    assert at.desk.ask.record_attempt(station_id=at.id, call_id=call, result="busy").reason == "own_customer"
    other = at.network.hire(at.id, "front_desk")
    assert finished(other, at, call, done()) == "done"


def test_who_repaired_or_gave_the_device_out_served_too(at: Station) -> None:
    handy = at.network.hire(at.id, "front_desk", "engineer")
    assert handy.api.token, "known everywhere"
    order = at.a_received_order()
    at.desk.do.offer_custody(order_id=order.id, to="engineer", engineer_id=handy.id)
    handy.do.accept_custody(order_id=order.id)
    page = handy.until.list_jobs(lambda body: body["items"], order_id=order.id)
    handy.do.start_diagnosis(job_id=page["items"][0]["id"])
    handy.do.finish_job(job_id=page["items"][0]["id"], outcome="declined", reason="customer_declined")
    handy.do.offer_custody(order_id=order.id, to="desk")
    at.desk.do.accept_custody(order_id=order.id)
    at.desk.until.get_order(lambda body: body["state"] == "ready", order_id=order.id)
    giver = at.network.hire(at.id, "front_desk")
    giver.do.release_order(order_id=order.id, **at.pickup_of(order))
    call = after_sales.call_of(at, order, 3)
    assert finished(giver, at, call, done(5)) == "own_customer"
    until(lambda: finished(handy, at, call, {"outcome": "unreachable"}) == "own_customer", "known to have repaired it")


def test_the_head_calls_a_stations_customers_and_another_station_does_not(at: Station) -> None:
    call = after_sales.an_open_call(at)
    assert finished(at.network.b.desk, at, call, done()) == "not_found"
    assert finished(at.network.b.desk, at.network.b, call, done()) == "not_found"
    assert finished(at.network.supervisor, at.network.b, call, done()) == "not_found"
    assert finished(after_sales.base_lead(at), at, call, done()) == "done"


def test_only_the_third_call_asks_for_the_score_and_it_does(at: Station) -> None:
    first, third = after_sales.an_open_call(at), after_sales.a_third_call(at)
    assert finished(at.lead, at, first, done(5)) == "not_asked_yet"
    assert finished(at.lead, at, first, done(received=True)) == "not_asked_yet"
    assert finished(at.lead, at, third, done()) == "score_missing"
    assert finished(at.lead, at, third, done(6)) == "invalid"
    assert finished(at.lead, at, third, {"outcome": "done", "score": 5}) == "checks_missing"
    assert finished(at.lead, at, third, {"outcome": "refused"}) == "note_missing"
    assert finished(at.lead, at, third, {"outcome": "refused", "score": 5, "note": "no time"}) == "nothing_heard"
    assert finished(at.lead, at, third, done(5)) == "done"
    assert finished(at.lead, at, third, done(5)) == "call_done"


def test_a_call_is_not_unreachable_on_its_first_day(at: Station) -> None:
    call = after_sales.an_open_call(at)
    for _ in range(3):
        at.lead.do.record_attempt(station_id=at.id, call_id=call, result="no_answer")
    assert finished(at.lead, at, call, {"outcome": "unreachable"}) == "too_few_attempts"
    assert finished(at.lead, at, call, {"outcome": "refused", "note": "no time"}) == "refused"
    assert len(at.lead.do.get_call(call_id=call)["attempts"]) == 4


def test_what_a_call_brought_is_told(at: Station, db: Db) -> None:
    call = after_sales.a_third_call(at)
    body = done(4, received=True) | {"checks": after_sales.ALL_TRUE | {"accessories": False}}
    assert finished(at.lead, at, call, body) == "done"
    until(lambda: bool(emitted(db, "call_ended.v1", call)), "told")
    (ended,) = emitted(db, "call_ended.v1", call)
    expected = {"stage": 3, "outcome": "done", "in_time": True, "score": 4, "received": True}
    assert expected | {"mismatches": ["accessories"], "caller_id": at.lead.id} == {
        name: ended[name] for name in (*expected, "mismatches", "caller_id")
    }


@pytest.mark.parametrize("score", [0, 1, 2])
def test_a_score_of_at_most_two_opens_an_appeasement_at_once(at: Station, score: int) -> None:
    appeasement = at.lead.do.get_appeasement(appeasement_id=after_sales.an_appeasement(at, score))
    assert (appeasement["score"], appeasement["state"]) == (score, "open")
    assert appeasement["opened_at"] < appeasement["contact_due_at"] < appeasement["finding_due_at"]


def test_a_score_of_three_opens_none(at: Station) -> None:
    call = after_sales.a_third_call(at)
    assert finished(at.lead, at, call, done(3)) == "done"
    assert at.lead.ask.get_appeasement(appeasement_id=appeasement_id_of(call)).status == 404
