"""Official years: published once, corrected aloud, and everything that hangs on them worked out again [F5]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.inventory import returns
from contracts.language.fields import instant_text
from contracts.quality import calls
from contracts.quality.appeasements import appeasement_id_of
from contracts.quality.calls import call_id_of
from tests.service.test_policies import receive
from tests.world import after_sales
from tests.world.caller import at
from tests.world.network import SHANGHAI
from tests.world.store_room import a_part, keeper

if TYPE_CHECKING:
    from tests.world.caller import Caller
    from tests.world.network import Network
    from tests.world.station import Station

NOTICE = {"source": "a notice", "working": []}


@pytest.fixture
def station(network: Network) -> Station:
    return network.an_open_station()


def years(network: Network) -> dict[int, Any]:
    return {year["year"]: year for year in network.supervisor.do.list_years(limit=200)["items"]}


def test_a_notice_that_lists_fewer_days_says_which_before_they_go(network: Network) -> None:
    ask, days = network.supervisor.ask, ["2051-05-01", "2051-05-02", "2051-10-02"]
    assert ask.import_year(year=2051, off=days, **NOTICE).status == 201
    fewer = {"year": 2051, "off": days[:1], **NOTICE}
    refused = ask.import_year(**fewer)
    assert (refused.reason, refused.body["params"]["days"]) == ("days_removed", days[1:])
    assert years(network)[2051]["off"] == days
    assert ask.import_year(**fewer, replace=True).status == 201
    assert years(network)[2051]["off"] == days[:1]


def test_a_day_of_the_year_beside_goes_to_that_year_where_it_is_known(network: Network) -> None:
    ask = network.supervisor.ask
    beside = {"year": 2054, "off": ["2053-12-31", "2054-01-01"], **NOTICE}
    refused = ask.import_year(**beside)
    assert (refused.status, "2053" in refused.body["params"]["fields"][0]) == (422, True)
    assert 2054 not in years(network)
    assert ask.import_year(year=2053, off=["2053-05-01"], **NOTICE).status == 201
    assert ask.import_year(**beside).status == 201
    published = years(network)
    assert (published[2053]["off"], published[2054]["off"]) == (["2053-05-01", "2053-12-31"], ["2054-01-01"])
    assert published[2053]["source"] == "a notice; a notice"
    assert ask.import_year(year=2060, off=["2058-01-01"], **NOTICE).status == 422


def test_a_corrected_year_moves_what_was_promised_under_it(rpc: Caller, network: Network, station: Station) -> None:
    assert network.supervisor.ask.import_year(year=2057, off=["2057-10-01"], **NOTICE).status == 201
    order = receive(rpc, station, at("2057-03-06T10:00:00"))
    assert (order["due_at"], order["calendar_provisional"]) == (instant_text(at("2057-03-07T18:00:00")), False)
    corrected = {"year": 2057, "off": ["2057-03-07", "2057-10-01"], **NOTICE}
    assert network.supervisor.ask.import_year(**corrected).status == 201
    again = station.desk.until.get_order(lambda body: body["due_at"] != order["due_at"], order_id=order["id"])
    assert again["due_at"] == instant_text(at("2057-03-08T18:00:00"))
    assert again["steps"][-1]["what"] == "promised_again"


def test_whatever_is_due_in_a_year_that_nobody_knew_is_worked_out_again_when_it_is_known(
    rpc: Caller, network: Network, station: Station
) -> None:
    part, friday = a_part(station), at("2063-03-02T10:00:00")
    order = receive(rpc, station, friday)
    call_id = call_id_of(order["id"], 1)
    body = {"reason": "surplus", "lines": [{"part_id": part, "quantity": 1}]}
    transfer_id = rpc.call(returns.open_return, keeper(station), body, now=friday)["id"]
    agreed = {"station_id": station.id, "transfer_id": transfer_id, "agreed": True}
    rpc.call(returns.approve_return, station.lead, agreed, now=friday)
    low = {"station_id": station.id, "call_id": after_sales.a_third_call(station), **after_sales.done(1)}
    rpc.call(calls.finish_call, station.lead, low, now=friday)
    appeasement_id = appeasement_id_of(low["call_id"])
    appeasement = station.lead.do.get_appeasement(appeasement_id=appeasement_id)
    call = station.desk.until.get_call(bool, call_id=call_id)
    transfer = keeper(station).do.get_transfer(transfer_id=transfer_id)
    assert (call["due_at"], call["calendar_provisional"]) == (instant_text(at("2063-03-07T18:00:00")), True)
    assert (transfer["due_at"], transfer["calendar_provisional"]) == (instant_text(at("2063-03-05T18:00:00")), True)

    finding_due = (appeasement["finding_due_at"], appeasement["calendar_provisional"])
    assert finding_due == (instant_text(at("2063-03-07T18:00:00")), True)

    noticed = {"year": 2063, "off": ["2063-03-05", "2063-03-06", "2063-10-01"], **NOTICE}
    assert network.supervisor.ask.import_year(**noticed).status == 201
    is_known = lambda body: not body["calendar_provisional"]  # noqa: E731  # a condition
    call = station.desk.until.get_call(is_known, call_id=call_id)
    transfer = keeper(station).until.get_transfer(is_known, transfer_id=transfer_id)
    appeasement = station.lead.until.get_appeasement(is_known, appeasement_id=appeasement_id)
    assert call["due_at"] == instant_text(at("2063-03-09T18:00:00"))
    assert appeasement["finding_due_at"] == instant_text(at("2063-03-09T18:00:00"))
    assert transfer["due_at"] == instant_text(at("2063-03-07T18:00:00"))


def test_the_cut_offs_of_today_are_those_of_bench_lists_dealers_and_close_of_business(
    station: Station, network: Network
) -> None:
    today = network.now().astimezone(SHANGHAI).date().isoformat()
    listed = station.desk.do.list_cut_offs()
    assert (listed["day"], listed["closed"]) == (today, False)
    assert [(cut_off["what"], cut_off["at"][11:16]) for cut_off in listed["items"]] == [
        ("bench", "08:00"),
        ("awaiting_list", "09:00"),
        ("dealers", "09:30"),
        ("close", "10:00"),
    ]
    station.close_day()
    assert station.desk.do.list_cut_offs()["closed"] is True


def test_a_day_on_which_a_station_is_closed_has_no_cut_off_and_another_station_has_none_to_read(
    station: Station, network: Network
) -> None:
    today = network.now().astimezone(SHANGHAI).date().isoformat()
    hours = {"opens": "09:00", "closes": "18:00", "open_weekdays": [1, 2, 3, 4, 5, 6, 7], "extra_closed": [today]}
    network.supervisor.do.edit_station(station_id=station.id, hours=hours)
    station.desk.until.list_cut_offs(lambda body: body["items"] == [])
    other = network.an_open_station()
    assert other.desk.ask.list_cut_offs(station_id=station.id).status == 404
    assert network.supervisor.do.list_cut_offs(station_id=other.id)["items"] != []
