"""The service `stations`: who may work where, and how soon every service knows."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from contracts.intake import orders as intake
from contracts.intake import parties, waits
from contracts.language.errors import Forbidden, NotFound, NotYet, Refused, Unauthenticated
from contracts.repair import jobs as repair
from contracts.stations import accounts, staff, stations
from contracts.stations import network as network_contract
from tests.world.people import until

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from tests.world.caller import Caller
    from tests.world.network import Network
    from tests.world.people import Person

READS: tuple[AnyOperation, ...] = (stations.list_stations, intake.list_orders, repair.list_jobs)


def takes(rpc: Caller, person: Person, operation: AnyOperation, token: str) -> bool:
    try:
        rpc.call(operation, None, {}, token=token)
    except (Unauthenticated, NotYet):
        return False
    return True


def test_the_network_is_founded_once(rpc: Caller, network: Network) -> None:
    with pytest.raises(Refused) as refused:
        rpc.call(network_contract.found_network, None, network.founding)
    assert refused.value.reason == "network_founded"
    with pytest.raises(Forbidden):
        rpc.call(network_contract.found_network, None, network.founding | {"founding_key": "guessed"})


def test_a_station_that_is_not_active_yet_does_no_work_but_is_made_ready(rpc: Caller, network: Network) -> None:
    station_id = network.an_onboarding_station()
    network.supervisor.until.list_days(bool, start="2026-01-01", days=1, station_id=station_id)
    desk = network.hire(station_id, "front_desk")
    party: dict[str, Any] = {"kind": "user", "name": "李雷", "phone": network.phone()}
    with pytest.raises(Refused) as refused:
        rpc.call(parties.register_party, desk, party)
    assert refused.value.reason == "station_not_active"
    assert rpc.call(stations.check_onboarding, network.supervisor, {"station_id": station_id, "item": "premises"})
    assert rpc.call(intake.list_orders, desk, {})["items"] == []


def test_a_suspended_station_works_no_more_in_any_service(rpc: Caller, network: Network) -> None:
    station = network.an_open_station()
    order = station.an_order_on_the_bench()
    reason = {"station_id": station.id, "reason": "flood"}
    rpc.call(stations.suspend_station, network.supervisor, reason)

    def refused(operation: AnyOperation, person: Person, request: dict[str, Any]) -> bool:
        try:
            rpc.call(operation, person, request)
        except Refused as error:
            return error.reason == "station_not_active"
        return False

    wait = {"order_id": order.id, "wait": "awaiting_customer", "reason": "quote sent"}
    until(lambda: refused(waits.start_wait, station.desk, wait), "suspended in intake")
    until(lambda: refused(repair.start_diagnosis, station.bench, {"job_id": order.job}), "suspended in repair")


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.service)
def test_a_suspended_account_is_taken_by_no_service(rpc: Caller, network: Network, operation: AnyOperation) -> None:
    person = network.hire(network.a.id, "engineer")
    token = person.api.token
    assert takes(rpc, person, operation, token)
    who = {"station_id": network.a.id, "staff_id": person.id}
    rpc.call(staff.suspend_staff, network.supervisor, who | {"reason": "left"})
    until(lambda: not takes(rpc, person, operation, token), "shut out")
    with pytest.raises(Unauthenticated):
        rpc.call(accounts.issue_token, None, {"username": person.username, "password": person.password})
    rpc.call(staff.restore_staff, network.supervisor, who | {"reason": "back"})
    fresh = rpc.call(accounts.issue_token, None, {"username": person.username, "password": person.password})
    until(lambda: takes(rpc, person, operation, fresh["access_token"]), "let in again")
    assert not takes(rpc, person, operation, token)


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.service)
def test_a_session_that_was_ended_is_taken_by_no_service(
    rpc: Caller, network: Network, operation: AnyOperation
) -> None:
    person = network.hire(network.a.id, "engineer")
    assert person.api.token
    session = person.log_in()
    until(lambda: takes(rpc, person, operation, session.token), "let in")
    rpc.call(accounts.end_session, None, {"refresh_token": session.refresh})
    until(lambda: not takes(rpc, person, operation, session.token), "ended")
    assert takes(rpc, person, operation, person.api.token)


def test_a_new_post_needs_a_new_token_and_then_counts(rpc: Caller, network: Network) -> None:
    person = network.hire(network.a.id, "engineer")
    before = person.api.token
    who = {"station_id": network.a.id, "staff_id": person.id, "posts": ["front_desk"]}
    rpc.call(staff.change_posts, network.supervisor, who)
    until(lambda: not takes(rpc, person, intake.list_orders, before), "shut out under the old post")
    person.forget(person.password)
    party = {"kind": "user", "name": "李雷", "phone": network.phone()}
    assert rpc.call(parties.register_party, person, party)["version"] == 1


def test_a_lead_manages_the_own_station_alone(rpc: Caller, network: Network) -> None:
    body = {"name": "王芳", "posts": ["engineer"]}
    assert rpc.call(staff.create_staff, network.a.lead, body | {"station_id": network.a.id})["version"] == 1
    for elsewhere in (network.b.id, network.head.id, str(uuid.uuid4())):
        with pytest.raises(NotFound):
            rpc.call(staff.create_staff, network.a.lead, body | {"station_id": elsewhere})


def test_a_lead_does_not_take_over_an_account_with_a_grant_of_the_head(rpc: Caller, network: Network) -> None:
    hired = {"station_id": network.a.id, "name": "王芳", "posts": ["front_desk"], "grants": ["history:import"]}
    account = {"username": network.unique("granted."), "password": network.unique("a long enough phrase ")}
    person = rpc.call(staff.create_staff, network.supervisor, hired | account)
    who = {"station_id": network.a.id, "staff_id": person["id"]}
    with pytest.raises(Forbidden):
        rpc.call(staff.reset_password, network.a.lead, who | {"new_password": "another long phrase 9"})
    with pytest.raises(Forbidden):
        rpc.call(staff.change_posts, network.a.lead, who | {"posts": ["engineer"]})
