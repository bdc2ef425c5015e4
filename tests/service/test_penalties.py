"""From a low score to a final penalty; spot checks; audits: through the API, with the people whom each step needs."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from stationkit.storage.kit_collections import EVENT_LOG
from tests.world import after_sales
from tests.world.after_sales import path_of
from tests.world.people import until

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station


@pytest.fixture(scope="module")
def at(network: Network) -> Station:
    return network.a


def answered(by: Person, path: str, body: dict[str, Any]) -> str:
    """The state that a command came to, or why it was refused."""
    answer = by.api.send("POST", path, body)
    return str(answer.body.get("state", "done")) if answer.status < 300 else answer.reason or answer.code


def emitted(db: Db, event_type: str, aggregate_id: str) -> list[dict[str, Any]]:
    rows = db("quality")[EVENT_LOG].find({"type": event_type, "aggregate_id": aggregate_id})
    return [row["envelope"]["data"] for row in rows]


def approve(at: Station, penalty: str, by: Person, *, agreed: bool = True) -> str:
    return answered(by, f"{path_of(at, 'penalties', penalty)}/approve", {"agreed": agreed})


def test_an_appeasement_is_closed_once_a_penalty_is_decided_on(at: Station, db: Db) -> None:
    appeasement = after_sales.a_found_appeasement(at)
    close = f"{path_of(at, 'appeasements', appeasement)}/close"
    propose = f"{path_of(at, 'appeasements', appeasement)}/penalties"
    assert answered(at.lead, close, {}) == "penalty_missing"
    penalty = at.lead.api.post(propose, after_sales.on_the_engineer(at))["id"]
    assert answered(at.lead, propose, after_sales.on_the_engineer(at)) == "penalty_exists"
    assert answered(at.lead, close, {}) == "penalty_missing"
    assert approve(at, penalty, at.network.supervisor) == "approved"
    assert answered(at.lead, close, {}) == "closed"
    until(lambda: bool(emitted(db, "appeasement_closed.v1", appeasement)), "told")
    (closed,) = emitted(db, "appeasement_closed.v1", appeasement)
    assert closed["upheld"] is True


def test_nobody_approves_their_own_proposal(at: Station) -> None:
    path = f"{path_of(at, 'appeasements', after_sales.a_found_appeasement(at))}/penalties"
    head = after_sales.base_lead(at)
    penalty = head.api.post(path, {"station_points": 2, "evidence": "no test on record"})["id"]
    assert approve(at, penalty, head) == "own_proposal"
    assert approve(at, penalty, at.lead) == "forbidden"
    assert approve(at, penalty, at.network.supervisor, agreed=False) == "rejected"


def test_there_is_one_appeal_and_a_third_decides(at: Station, db: Db) -> None:
    penalty = after_sales.an_appealed_penalty(at)
    appeal, verdict = f"/penalties/{penalty}/appeal", f"{path_of(at, 'penalties', penalty)}/verdict"
    assert answered(at.bench, appeal, {"text": "once more"}) == "appealed_already"
    assert answered(at.network.supervisor, verdict, {"upheld": True, "note": "no"}) == "not_a_third"
    assert emitted(db, "penalty_final.v1", penalty) == []
    assert answered(after_sales.base_lead(at), verdict, {"upheld": True, "note": "there is no paper"}) == "final"
    assert answered(at.bench, appeal, {"text": "once more"}) == "appealed_already"
    until(lambda: bool(emitted(db, "penalty_final.v1", penalty)), "told")
    expected = {"person_id": at.bench.id, "points": 3, "station_points": 1, "upheld": True}
    assert emitted(db, "penalty_final.v1", penalty) == [expected]


def test_a_penalty_is_seen_by_whom_it_concerns_the_lead_and_the_head(at: Station) -> None:
    penalty = after_sales.a_proposed_penalty(at)
    seeing = (at.bench, at.lead, at.network.supervisor)
    assert [person.api.send("GET", f"/penalties/{penalty}").status for person in seeing] == [200, 200, 200]
    others = (at.second_engineer, at.desk, at.network.b.lead)
    assert [other.api.send("GET", f"/penalties/{penalty}").status for other in others] == [404, 404, 404]
    listed = {item["person_id"] for item in at.bench.api.get("/penalties?limit=200")["items"]}
    assert listed == {at.bench.id}
    assert at.desk.api.get(f"/penalties?person_id={at.bench.id}")["items"] == []


def test_a_penalty_of_a_strangers_is_not_found(at: Station) -> None:
    path = f"{path_of(at, 'appeasements', after_sales.a_found_appeasement(at))}/penalties"
    body = after_sales.on_the_engineer(at) | {"person_id": at.network.b.bench.id}
    assert answered(at.lead, path, body) == "not_found"
    money = after_sales.on_the_engineer(at) | {"compensation": {"amount": "100.00", "currency": "CNY"}}
    assert answered(at.lead, path, money) == "not_agreed"
    penalty_id = at.lead.api.post(path, money | {"agreement": "signed on Monday"})["id"]
    assert at.lead.api.get(f"/penalties/{penalty_id}")["compensation"] == money["compensation"]


def test_anyone_can_draw_a_spot_check_again(at: Station) -> None:
    drawn = after_sales.a_spot_check(at)
    text = {order_id: sha256(f"{drawn['seed']}|{order_id}".encode()).hexdigest() for order_id in drawn["population"]}
    size = max(drawn["at_least"], -(-len(text) * drawn["percent"] // 100))
    assert drawn["sample"] == sorted(text, key=lambda order_id: text[order_id])[:size]


def test_nobody_draws_again_until_the_sample_pleases(at: Station) -> None:
    drawn = after_sales.a_spot_check(at)
    path = f"/stations/{at.id}/spot-checks"
    assert answered(after_sales.base_lead(at), path, {"week": drawn["week"]}) == "no_orders"
    later = after_sales.a_spot_check(at)
    assert later["number"] == drawn["number"] + 1
    assert not set(later["population"]) & set(drawn["population"])


def test_a_result_of_a_spot_check_is_superseded(at: Station) -> None:
    drawn = after_sales.a_spot_check(at)
    path = f"{path_of(at, 'spot-checks', drawn['id'])}/results"
    for score in (2, 4):
        after_sales.base_lead(at).api.post(path, after_sales.a_result(drawn["sample"][0], score=score))
    results = at.lead.api.get(f"/spot-checks/{drawn['id']}")["results"]
    assert [(result["score"], result["superseded"]) for result in results] == [(2, True), (4, False)]
    assert answered(after_sales.base_lead(at), path, after_sales.a_result(at.id)) == "not_in_sample"
    assert answered(at.lead, path, after_sales.a_result(drawn["sample"][0])) == "forbidden"


def test_an_audit_goes_from_answers_to_its_follow_up(at: Station, db: Db) -> None:
    audit, head = after_sales.an_answered_audit(at), after_sales.base_lead(at)
    finish = f"{path_of(at, 'audits', audit)}/finish"
    assert answered(head, finish, {"actions": []}) == "actions_missing"
    assert answered(head, finish, {"actions": [after_sales.an_action()]}) == "finished"
    until(lambda: bool(emitted(db, "audit_finished.v1", audit)), "told")
    (finished,) = emitted(db, "audit_finished.v1", audit)
    assert (finished["kind"], finished["points"], finished["possible"], finished["findings"]) == ("phone", 5, 15, 1)
    follow_up = {"code": "receipt", "done": True, "evidence": "called again"}
    assert answered(head, f"{path_of(at, 'audits', audit)}/follow-ups", follow_up) == "followed_up"


def test_a_checklist_is_followed_by_its_next_version(at: Station) -> None:
    body = {"name": at.network.unique("三包规范"), "items": after_sales.ITEMS}
    head = after_sales.base_lead(at)
    assert [head.api.post("/checklists", body)["number"] for _ in range(2)] == [1, 2]
    assert answered(at.lead, "/checklists", body) == "forbidden"
    twice = body | {"items": [after_sales.ITEMS[0], after_sales.ITEMS[0]]}
    assert answered(head, "/checklists", twice) == "item_twice"
