"""Rules with a date: an order stands under the policy and the calendar that were known when it was received."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from contracts.intake import orders as intake
from contracts.intake import receiving
from contracts.language.errors import Invalid, NotFound, Refused
from contracts.language.fields import instant_text
from contracts.stations import accounts, calendar, policies
from stationkit.ground.clock import wall_now
from tests.world.caller import at
from tests.world.people import until

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.caller import Caller
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station

YEAR_BEFORE = at("2028-03-01T00:00:00")
CHANGE = at("2029-03-01T00:00:00")
WEDNESDAY_BEFORE, WEDNESDAY_AFTER = at("2029-02-28T15:00:00"), at("2029-03-07T15:00:00")


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    """A station whose policies nobody else works under."""
    return network.an_open_station()


def receive(rpc: Caller, station: Station, now: datetime) -> dict[str, Any]:
    """An order of a user, as it reads after it was received at this business time."""
    reply = rpc.call(receiving.receive_device, station.desk, station.a_receipt(), now=now)
    order: dict[str, Any] = rpc.call(intake.get_order, station.desk, {"order_id": reply["id"]})
    return order


def publish(rpc: Caller, network: Network, station_id: str | None, start: datetime, **values: Any) -> int:
    request = {"name": "receipt", "effective_from": instant_text(start), "values": values}
    request |= {"station_id": station_id} if station_id else {}
    return int(rpc.call(policies.publish_policy, network.supervisor, request)["number"])


def is_known(db: Db, station_id: str, number: int) -> bool:
    conditions = {"type": "policy_published.v1", "data.for_station_id": station_id, "data.number": number}
    return db("intake").kit_copies.find_one(conditions) is not None


def test_an_order_is_promised_by_the_policy_in_force_when_it_was_received(
    rpc: Caller, network: Network, station: Station, db: Db
) -> None:
    first = publish(rpc, network, station.id, YEAR_BEFORE, bench_accept_until="16:00", customer_working_days=1)
    number = publish(rpc, network, station.id, CHANGE, bench_accept_until="14:30", customer_working_days=2)
    until(lambda: is_known(db, station.id, number), "known to intake")
    until(lambda: receive(rpc, station, WEDNESDAY_AFTER)["policy_number"] == number, "read anew")
    before, after = (receive(rpc, station, day) for day in (WEDNESDAY_BEFORE, WEDNESDAY_AFTER))
    assert before["policy_number"] == first
    assert before["bench_due_at"] == instant_text(at("2029-02-28T16:00:00"))
    assert after["policy_number"] == number
    assert after["bench_due_at"] == instant_text(at("2029-03-08T16:00:00"))
    working_days = {before["due_at"]: "2029-03-01T18:00:00", after["due_at"]: "2029-03-09T18:00:00"}
    assert all(due == instant_text(at(text)) for due, text in working_days.items())


def test_a_policy_of_one_station_is_not_anothers(rpc: Caller, network: Network, station: Station, db: Db) -> None:
    before = receive(rpc, network.b, WEDNESDAY_AFTER)
    number = publish(rpc, network, station.id, CHANGE, bench_accept_until="12:00")
    until(lambda: is_known(db, station.id, number), "known to intake")
    after = receive(rpc, network.b, WEDNESDAY_AFTER)
    assert (after["policy_number"], after["due_at"]) == (before["policy_number"], before["due_at"])


def test_a_policy_takes_effect_ten_minutes_after_it_is_published_or_later(rpc: Caller, network: Network) -> None:
    with pytest.raises(Refused) as refused:
        publish(rpc, network, None, wall_now() + timedelta(minutes=9))
    assert refused.value.reason == "policy_too_soon"


def test_a_policy_says_nothing_that_it_does_not_know(rpc: Caller, network: Network, station: Station) -> None:
    for values in ({"bench": "12:00"}, {"bench_accept_until": 12}, {"customer_working_days": {"$gt": 0}}):
        with pytest.raises(Invalid):
            publish(rpc, network, station.id, CHANGE, **values)
    with pytest.raises(NotFound):
        publish(rpc, network, network.a.customer, CHANGE)


def test_a_promise_into_a_year_that_is_not_known_is_provisional_until_it_is(
    rpc: Caller, network: Network, station: Station
) -> None:
    thursday = at("2047-02-28T10:00:00")
    order = receive(rpc, station, thursday)
    assert order["calendar_provisional"] is True
    assert order["due_at"] == instant_text(at("2047-03-01T18:00:00"))
    year = {"year": 2047, "off": ["2047-03-01"], "working": [], "source": "a notice of that year"}
    rpc.call(calendar.import_year, network.supervisor, year)
    again = station.desk.until.get_order(lambda body: not body["calendar_provisional"], order_id=order["id"])
    assert again["due_at"] == instant_text(at("2047-03-04T18:00:00"))
    assert receive(rpc, station, thursday)["calendar_provisional"] is False


def test_a_log_in_and_its_continuation_say_how_long_a_page_may_be_left_alone_at_the_persons_station(
    rpc: Caller, network: Network, station: Station, db: Db
) -> None:
    def opened(person: Person, now: datetime) -> dict[str, Any]:
        """The tokens of a new session, and of its continuation at the same time."""
        who = {"username": person.username, "password": person.password}
        tokens: dict[str, Any] = rpc.call(accounts.issue_token, None, who, now=now)
        refresh = {"refresh_token": tokens["refresh_token"]}
        again: dict[str, Any] = rpc.call(accounts.refresh_token, None, refresh, now=now)
        assert again["idle_minutes"] == tokens["idle_minutes"]
        return again

    request = {"name": "sessions", "effective_from": instant_text(CHANGE), "station_id": station.id}
    rpc.call(policies.publish_policy, network.supervisor, request | {"values": {"idle_minutes": 45}})
    copy = {"type": "policy_published.v1", "data.for_station_id": station.id, "data.name": "sessions"}
    until(lambda: db("stations").kit_copies.find_one(copy) is not None, "known to stations itself")
    until(lambda: opened(station.desk, CHANGE)["idle_minutes"] == 45, "read anew")
    assert opened(station.desk, CHANGE - timedelta(seconds=1))["idle_minutes"] == 720
    assert opened(network.b.desk, CHANGE)["idle_minutes"] == 720
    for minutes in (4, 20_161):
        with pytest.raises(Invalid):
            rpc.call(policies.publish_policy, network.supervisor, request | {"values": {"idle_minutes": minutes}})
