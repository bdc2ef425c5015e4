"""From a low score to a final penalty; spot checks; audits: through the API, with the people whom each step needs."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from contracts.quality.appeasements import appeasement_id_of
from stationkit.storage.kit_collections import EVENT_LOG
from tests.world import after_sales
from tests.world.people import until

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station


@pytest.fixture(scope="module")
def at(network: Network) -> Station:
    return network.a


def answered(answer: Answer) -> str:
    """The state that a command came to, or why it was refused."""
    return str(answer.body.get("state", "done")) if answer.status < 300 else answer.reason or answer.code


def emitted(db: Db, event_type: str, aggregate_id: str) -> list[dict[str, Any]]:
    rows = db("quality")[EVENT_LOG].find({"type": event_type, "aggregate_id": aggregate_id})
    return [row["envelope"]["data"] for row in rows]


def approve(at: Station, penalty: str, by: Person, *, agreed: bool = True) -> str:
    return answered(by.ask.approve_penalty(station_id=at.id, penalty_id=penalty, agreed=agreed))


def test_an_appeasement_is_closed_once_a_penalty_is_decided_on(at: Station, db: Db) -> None:
    appeasement = after_sales.a_found_appeasement(at)
    assert answered(at.lead.ask.close_appeasement(station_id=at.id, appeasement_id=appeasement)) == "penalty_missing"
    penalty = at.lead.do.propose_penalty(
        station_id=at.id, appeasement_id=appeasement, **after_sales.on_the_engineer(at)
    )["id"]
    assert (
        answered(
            at.lead.ask.propose_penalty(station_id=at.id, appeasement_id=appeasement, **after_sales.on_the_engineer(at))
        )
        == "penalty_exists"
    )
    assert answered(at.lead.ask.close_appeasement(station_id=at.id, appeasement_id=appeasement)) == "penalty_missing"
    assert approve(at, penalty, at.network.supervisor) == "approved"
    assert answered(at.lead.ask.close_appeasement(station_id=at.id, appeasement_id=appeasement)) == "closed"
    until(lambda: bool(emitted(db, "appeasement_closed.v1", appeasement)), "told")
    (closed,) = emitted(db, "appeasement_closed.v1", appeasement)
    assert closed["upheld"] is True


def test_nobody_finds_in_a_case_of_their_own(at: Station) -> None:
    head = after_sales.base_lead(at)
    call = after_sales.call_of(at, after_sales.a_collected_order(at, by=at.lead), 3)
    head.do.finish_call(station_id=at.id, call_id=call, **after_sales.done(1))
    here = {"station_id": at.id, "appeasement_id": appeasement_id_of(call)}
    head.do.record_contact(**here, done="apologised", answer="will think about it")
    finding = {**here, "upheld": False, "text": "nothing to it"}
    assert answered(at.lead.ask.record_finding(**finding)) == "own_case"
    assert "record_finding" not in at.lead.do.get_appeasement(appeasement_id=here["appeasement_id"])["may"]
    assert answered(head.ask.record_finding(**finding, responsible_id=at.bench.id)) == "found"
    appeasement = after_sales.a_contacted_appeasement(at)
    named = {"upheld": True, "text": "it was I", "responsible_id": at.lead.id}
    assert answered(at.lead.ask.record_finding(station_id=at.id, appeasement_id=appeasement, **named)) == "own_case"


def test_a_complaint_without_a_penalty_says_why_there_is_none(at: Station) -> None:
    appeasement = after_sales.a_found_appeasement(at)
    penalty = at.lead.do.propose_penalty(
        station_id=at.id, appeasement_id=appeasement, **after_sales.on_the_engineer(at)
    )["id"]
    assert approve(at, penalty, at.network.supervisor, agreed=False) == "rejected"
    closing = {"station_id": at.id, "appeasement_id": appeasement}
    assert answered(at.lead.ask.close_appeasement(**closing)) == "why_no_penalty"
    assert answered(at.lead.ask.close_appeasement(**closing, note="the engineer was new")) == "closed"


def test_nobody_says_that_there_is_no_penalty_in_a_case_of_their_own(at: Station) -> None:
    head = after_sales.base_lead(at)
    served = after_sales.call_of(at, after_sales.a_collected_order(at, by=at.lead), 3)
    head.do.finish_call(station_id=at.id, call_id=served, **after_sales.done(1))
    head.do.record_contact(
        station_id=at.id, appeasement_id=appeasement_id_of(served), done="apologised", answer="will think about it"
    )
    for appeasement, responsible in (
        (appeasement_id_of(served), at.bench),
        (after_sales.a_contacted_appeasement(at), at.lead),
    ):
        here = {"station_id": at.id, "appeasement_id": appeasement}
        head.do.record_finding(**here, upheld=True, text="the test was left out", responsible_id=responsible.id)
        penalty = head.do.propose_penalty(**here, person_id=responsible.id, points=3, evidence="no test on record")[
            "id"
        ]
        assert approve(at, penalty, at.network.supervisor, agreed=False) == "rejected"
        assert answered(at.lead.ask.close_appeasement(**here, note="it was not that bad")) == "own_case"
        assert "close_appeasement" not in at.lead.do.get_appeasement(appeasement_id=appeasement)["may"]
        assert answered(head.ask.close_appeasement(**here, note="the engineer was new")) == "closed"


def test_a_penalty_is_for_whom_the_finding_names(at: Station) -> None:
    here = {"station_id": at.id, "appeasement_id": after_sales.a_found_appeasement(at)}
    other = {"person_id": at.second_engineer.id, "points": 3, "evidence": "no test on record"}
    assert answered(at.lead.ask.propose_penalty(**here, **other)) == "not_named_in_finding"
    assert answered(at.lead.ask.propose_penalty(**here, **after_sales.on_the_engineer(at))) == "proposed"
    unnamed = {"station_id": at.id, "appeasement_id": after_sales.a_contacted_appeasement(at)}
    at.lead.do.record_finding(**unnamed, upheld=True, text="nobody knows who it was")
    assert answered(at.lead.ask.propose_penalty(**unnamed, **other)) == "not_named_in_finding"
    on_station = {"station_points": 2, "evidence": "nobody knows who it was"}
    assert answered(at.lead.ask.propose_penalty(**unnamed, **on_station)) == "proposed"


def test_nobody_approves_their_own_proposal(at: Station) -> None:
    head = after_sales.base_lead(at)
    penalty = head.do.propose_penalty(
        station_id=at.id,
        appeasement_id=after_sales.a_found_appeasement(at),
        station_points=2,
        evidence="no test on record",
    )["id"]
    assert approve(at, penalty, head) == "own_proposal"
    assert approve(at, penalty, at.lead) == "forbidden"
    assert approve(at, penalty, at.network.supervisor, agreed=False) == "rejected"


def test_there_is_one_appeal_and_a_third_decides(at: Station, db: Db) -> None:
    penalty = after_sales.an_appealed_penalty(at)
    assert answered(at.bench.ask.appeal_penalty(penalty_id=penalty, text="once more")) == "appealed_already"
    verdict = {"station_id": at.id, "penalty_id": penalty, "upheld": True, "note": "there is no paper"}
    assert answered(after_sales.base_lead(at).ask.decide_appeal(**verdict)) == "not_a_third"
    assert emitted(db, "penalty_final.v1", penalty) == []
    assert answered(at.network.supervisor.ask.decide_appeal(**verdict)) == "final"
    assert answered(at.bench.ask.appeal_penalty(penalty_id=penalty, text="once more")) == "appealed_already"
    until(lambda: bool(emitted(db, "penalty_final.v1", penalty)), "told")
    amounts = {"compensation": None, "station_amount": None}
    expected = {"person_id": at.bench.id, "points": 3, "station_points": 1, "upheld": True, **amounts}
    assert emitted(db, "penalty_final.v1", penalty) == [expected]


def test_a_penalty_is_seen_by_whom_it_concerns_the_lead_and_the_head(at: Station) -> None:
    penalty = after_sales.a_proposed_penalty(at)
    seeing = (at.bench, at.lead, at.network.supervisor)
    assert [person.ask.get_penalty(penalty_id=penalty).status for person in seeing] == [200, 200, 200]
    others = (at.second_engineer, at.desk, at.network.b.lead)
    assert [other.ask.get_penalty(penalty_id=penalty).status for other in others] == [404, 404, 404]
    listed = {item["person_id"] for item in at.bench.do.list_penalties(limit=200)["items"]}
    assert listed == {at.bench.id}
    assert at.desk.do.list_penalties(person_id=at.bench.id)["items"] == []


def test_a_penalty_of_a_strangers_is_not_found(at: Station) -> None:
    appeasement = after_sales.a_found_appeasement(at)
    body = after_sales.on_the_engineer(at) | {"person_id": at.network.b.bench.id}
    assert answered(at.lead.ask.propose_penalty(station_id=at.id, appeasement_id=appeasement, **body)) == "not_found"
    money = after_sales.on_the_engineer(at) | {"compensation": {"amount": "100.00", "currency": "CNY"}}
    assert answered(at.lead.ask.propose_penalty(station_id=at.id, appeasement_id=appeasement, **money)) == "not_agreed"
    agreed = money | {"agreement": "signed on Monday", "monthly_wage": {"amount": "5000.00", "currency": "CNY"}}
    penalty_id = at.lead.do.propose_penalty(station_id=at.id, appeasement_id=appeasement, **agreed)["id"]
    assert at.lead.do.get_penalty(penalty_id=penalty_id)["compensation"] == money["compensation"]


def test_a_persons_compensations_of_a_month_are_a_fifth_of_the_wage(at: Station) -> None:
    person = at.second_engineer
    first, second, third = (after_sales.a_found_appeasement(at, responsible=person) for _ in range(3))

    def propose(appeasement: str, amount: str) -> Answer:
        yuan = {"compensation": amount, "monthly_wage": "5000.00"}
        money = {name: {"amount": value, "currency": "CNY"} for name, value in yuan.items()}
        body = {"person_id": person.id, "agreement": "signed on Monday", "evidence": "the screen broke", **money}
        return at.lead.ask.propose_penalty(station_id=at.id, appeasement_id=appeasement, **body)

    assert answered(propose(first, "999999.00")) == "above_share_of_wage"
    penalty = propose(first, "600.00").body["id"]
    refused = propose(second, "400.01").body["params"]
    assert (refused["reason"], refused["most"]) == ("above_share_of_wage", "400.00")
    assert answered(propose(second, "400.00")) == "proposed"
    assert answered(propose(third, "0.01")) == "above_share_of_wage"
    assert approve(at, penalty, at.network.supervisor, agreed=False) == "rejected"
    assert answered(propose(third, "600.00")) == "proposed"


def test_anyone_can_draw_a_spot_check_again(at: Station) -> None:
    drawn = after_sales.a_spot_check(at)
    text = {order_id: sha256(f"{drawn['seed']}|{order_id}".encode()).hexdigest() for order_id in drawn["population"]}
    size = max(drawn["at_least"], -(-len(text) * drawn["percent"] // 100))
    refused = {*drawn["refused"]}
    assert drawn["sample"] == sorted(text, key=lambda order_id: (order_id not in refused, text[order_id]))[:size]


def test_an_order_whose_customer_refused_a_call_is_drawn_first(at: Station) -> None:
    call = after_sales.an_open_call(at)
    at.lead.do.finish_call(station_id=at.id, call_id=call, outcome="refused", note="no time")
    order = at.lead.do.get_call(call_id=call)["order_id"]
    drawn = after_sales.a_spot_check(at)
    assert order in drawn["refused"]
    assert {*drawn["sample"][: len(drawn["refused"])]} == {*drawn["refused"]}


def test_nobody_draws_again_until_the_sample_pleases(at: Station) -> None:
    drawn = after_sales.a_spot_check(at)
    assert answered(after_sales.base_lead(at).ask.draw_spot_check(station_id=at.id, week=drawn["week"])) == "no_orders"
    later = after_sales.a_spot_check(at)
    assert later["number"] == drawn["number"] + 1
    assert not set(later["population"]) & set(drawn["population"])


def test_a_result_of_a_spot_check_is_superseded(at: Station) -> None:
    drawn = after_sales.a_spot_check(at)
    for score in (2, 4):
        after_sales.base_lead(at).do.record_spot_check(
            station_id=at.id, spot_check_id=drawn["id"], **after_sales.a_result(drawn["sample"][0], score=score)
        )
    results = at.lead.do.get_spot_check(spot_check_id=drawn["id"])["results"]
    assert [(result["score"], result["superseded"]) for result in results] == [(2, True), (4, False)]
    assert (
        answered(
            after_sales.base_lead(at).ask.record_spot_check(
                station_id=at.id, spot_check_id=drawn["id"], **after_sales.a_result(at.id)
            )
        )
        == "not_in_sample"
    )
    assert (
        answered(
            at.lead.ask.record_spot_check(
                station_id=at.id, spot_check_id=drawn["id"], **after_sales.a_result(drawn["sample"][0])
            )
        )
        == "forbidden"
    )


def test_an_audit_goes_from_answers_to_its_follow_up(at: Station, db: Db) -> None:
    audit, head = after_sales.an_answered_audit(at), after_sales.base_lead(at)
    assert answered(head.ask.finish_audit(station_id=at.id, audit_id=audit, actions=[])) == "actions_missing"
    assert (
        answered(head.ask.finish_audit(station_id=at.id, audit_id=audit, actions=[after_sales.an_action()]))
        == "finished"
    )
    until(lambda: bool(emitted(db, "audit_finished.v1", audit)), "told")
    (finished,) = emitted(db, "audit_finished.v1", audit)
    assert (finished["kind"], finished["points"], finished["possible"], finished["findings"]) == ("phone", 5, 15, 1)
    follow_up = {"code": "receipt", "done": True, "evidence": "called again"}
    assert answered(head.ask.follow_up_audit(station_id=at.id, audit_id=audit, **follow_up)) == "followed_up"


def test_a_checklist_is_followed_by_its_next_version(at: Station) -> None:
    body = {"name": at.network.unique("三包规范"), "items": after_sales.ITEMS}
    head = after_sales.base_lead(at)
    assert [head.do.publish_checklist(**body)["number"] for _ in range(2)] == [1, 2]
    assert answered(at.lead.ask.publish_checklist(**body)) == "forbidden"
    twice = body | {"items": [after_sales.ITEMS[0], after_sales.ITEMS[0]]}
    assert answered(head.ask.publish_checklist(**twice)) == "item_twice"
