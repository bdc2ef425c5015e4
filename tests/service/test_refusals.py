"""What is refused beside what the rules' own tests try: who somebody is, what there is already, and when it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from contracts.intake import parties
from contracts.language.errors import Refused
from contracts.language.fields import instant_text
from contracts.repair import awaiting_parts
from tests.world.caller import at
from tests.world.people import PASSWORD, until

if TYPE_CHECKING:
    from tests.world.caller import Caller
    from tests.world.network import Network
    from tests.world.station import Station

ANOTHER = "quite another staple"


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    return network.an_open_station()


def test_a_device_is_offered_to_an_engineer_by_name(station: Station) -> None:
    order = station.a_received_order()
    offer = {"order_id": order.id, "to": "engineer"}
    assert station.desk.ask.offer_custody(**offer).reason == "engineer_missing"
    assert station.desk.ask.offer_custody(**offer, engineer_id=station.desk.id).reason == "not_engineer"


def test_nobody_owes_a_list_on_a_day_that_is_not_open(rpc: Caller, network: Network, station: Station) -> None:
    hours = {
        "opens": "09:00",
        "closes": "18:00",
        "open_weekdays": [1, 2, 3, 4, 5, 6, 7],
        "extra_closed": ["2031-05-07"],
    }
    network.supervisor.do.edit_station(station_id=station.id, hours=hours)

    def reason() -> str:
        try:
            rpc.call(awaiting_parts.submit_awaiting_list, station.bench, {}, now=at("2031-05-07T10:00:00"))
        except Refused as refused:
            return refused.reason
        return ""

    until(lambda: reason() == "day_not_open", "known to repair")


def test_two_stations_have_neither_one_code_nor_one_reference(network: Network) -> None:
    ask, said = network.supervisor.ask, {"name": "南京新街口站", "external_ref": network.unique("group ")}
    assert ask.create_station(**said, code="ZQ01").status == 201
    assert ask.create_station(**said, code="ZQ02").reason == "station_external_ref"
    assert ask.create_station(name=said["name"], code="ZQ01").reason == "station_code"


def test_history_ends_where_the_stations_own_work_begins(rpc: Caller, network: Network, station: Station) -> None:
    begun = datetime.fromisoformat(network.supervisor.do.get_station(station_id=station.id)["active_from"])
    importer = network.an_importer_in(station.id)

    def register(occurred_at: datetime) -> None:
        said = {"actor_id": station.desk.id, "occurred_at": instant_text(occurred_at)}
        party = {"kind": "user", "name": "李雷", "phone": network.phone(), **said}
        rpc.call(parties.register_party, importer, party, now=begun + timedelta(hours=1))

    register(begun - timedelta(milliseconds=1))
    with pytest.raises(Refused) as refused:
        register(begun)
    assert refused.value.reason == "not_history"


def test_a_password_is_changed_by_who_knows_it_and_to_another(network: Network, station: Station) -> None:
    person = network.hire(station.id, "front_desk")
    assert person.ask.change_password(password=ANOTHER, new_password=ANOTHER).reason == "wrong_password"
    assert person.ask.change_password(password=PASSWORD, new_password=PASSWORD).reason == "same_password"
    confirmed = network.supervisor.ask.confirm_password(station_id=station.id, staff_id=person.id)
    assert confirmed.reason == "no_password_requested"


def test_nobody_logs_in_at_a_station_that_is_closed(network: Network) -> None:
    closed = network.an_onboarding_station()
    person = network.hire(closed, "front_desk")
    assert person.log_in().do.get_me()["account_id"] == person.id
    network.supervisor.do.close_station(station_id=closed, reason="the lease fell through")
    tokens = network.supervisor.ask.issue_token(username=person.username, password=person.password)
    assert (tokens.status, tokens.reason) == (409, "station_closed")
