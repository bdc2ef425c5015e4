"""The end of a station: nothing new, everything out, and closed only when nothing is there [S6]."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.world.between_stations import (
    a_shipped_transfer,
    an_approved_transfer,
    approved_by_lead,
    head,
    pack,
    supervisor,
)
from tests.world.people import until
from tests.world.store_room import a_delivery, a_part, a_stocked_part, keeper

if TYPE_CHECKING:
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture
def station(network: Network) -> Station:
    return network.an_open_station()


def wind_up(station: Station) -> None:
    supervisor(station).do.wind_up_station(station_id=station.id, reason="lease ends")
    until(lambda: station.desk.ask.receive_device(**station.a_receipt()).reason == "station_not_active", "known")
    until(lambda: keeper(station).ask.open_requisition(**REQUEST).reason == "station_not_active", "known")


REQUEST = {"reason": "minimum_stock", "lines": [{"part_id": "00000000-0000-4000-8000-000000000003", "quantity": 1}]}


def remains_of(station: Station) -> dict[str, int]:
    """What was counted there; whoever asks in intake and inventory lets them go round."""
    station.desk.do.list_orders()
    keeper(station).do.list_stock()
    read = supervisor(station).do.get_station(station_id=station.id)
    return {remaining["what"]: remaining["count"] for remaining in read["remains"]}


def close(station: Station) -> str:
    return str(supervisor(station).ask.close_station(station_id=station.id, reason="lease ended").reason)


def test_a_station_that_works_is_not_closed_but_wound_up_first(station: Station) -> None:
    part = a_part(station)
    assert close(station) == "station_state"
    wind_up(station)
    assert keeper(station).ask.receive_parts(**a_delivery(station, part)).reason == "station_not_active"


def test_it_hands_out_and_sends_home_and_is_then_closed(station: Station) -> None:
    order, part = station.a_ready_order(), a_stocked_part(station, 3)
    wind_up(station)
    until(lambda: remains_of(station) == {"devices": 1, "pieces": 3, "pieces_on_their_way": 0}, "counted")
    assert close(station) == "station_not_empty"
    assert "close_station" not in supervisor(station).do.get_station(station_id=station.id)["may"]

    station.desk.do.release_order(order_id=order.id, **station.pickup_of(order))
    lines = [{"part_id": part, "quantity": 3}]
    returned = keeper(station).do.open_return(reason="surplus", lines=lines)["id"]
    pack(station, approved_by_lead(station, returned))
    keeper(station).do.ship_transfer(transfer_id=returned)
    until(lambda: remains_of(station).get("pieces_on_their_way") == 3, "on their way")
    assert close(station) == "station_not_empty"

    received = [{"part_id": part, "received": 3}]
    until(
        lambda: keeper(head(station)).ask.receive_transfer(transfer_id=returned, lines=received).status == 200,
        "received",
    )
    until(lambda: not any(remains_of(station).values()), "empty")
    supervisor(station).do.close_station(station_id=station.id, reason="lease ended")
    assert supervisor(station).do.get_station(station_id=station.id)["state"] == "closed"


def test_what_another_has_packed_for_it_stays_there_and_what_is_on_its_way_is_taken_in(station: Station) -> None:
    shipped, part = a_shipped_transfer(station)
    packed, _ = an_approved_transfer(station)
    pack(head(station), packed)
    wind_up(station)
    until(lambda: remains_of(station).get("pieces_on_their_way") == 2, "counted")
    left = keeper(head(station)).until.get_transfer(lambda body: body["state"] == "cancelled", transfer_id=packed)
    assert left["cancelled_for"] == "The receiving station is wound up."
    keeper(station).do.receive_transfer(transfer_id=shipped, lines=[{"part_id": part, "received": 2}])
    until(lambda: remains_of(station) == {"devices": 0, "pieces": 2, "pieces_on_their_way": 0}, "taken in")


def test_a_suspended_station_sends_home_what_is_recalled_and_nothing_is_sent_to_it(station: Station) -> None:
    part = a_stocked_part(station, 2)
    packed, _ = an_approved_transfer(station)
    pack(head(station), packed)
    supervisor(station).do.suspend_station(station_id=station.id, reason="flood")
    until(lambda: keeper(station).ask.open_requisition(**REQUEST).reason == "station_not_active", "known")
    assert keeper(head(station)).ask.ship_transfer(transfer_id=packed).reason == "receiver_not_active"
    body = {"reason": "recall", "lines": [{"part_id": part, "quantity": 2}]}
    recalled = supervisor(station).do.recall_parts(station_id=station.id, **body)["id"]
    pack(station, recalled)
    keeper(station).do.ship_transfer(transfer_id=recalled)
    received = [{"part_id": part, "received": 2}]
    until(
        lambda: keeper(head(station)).ask.receive_transfer(transfer_id=recalled, lines=received).status == 200,
        "received",
    )
