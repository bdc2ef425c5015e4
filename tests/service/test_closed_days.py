"""A day on which the station is not open has its facts too; what happens after a close still counts [E4 P5 F10c]."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from services.intake.actions.day_reports import correct_report, name_late_holders
from services.stations.actions.days import close_by_clock
from tests.service.test_days import emitted, once_told
from tests.service.test_desk_day import cny, pay
from tests.world.between_stations import as_the_service
from tests.world.network import SHANGHAI
from tests.world.people import until
from tests.world.store_room import a_job_that_may_borrow, a_stocked_part, keeper, lend, settle
from tests.world.store_room import emitted as told

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture
def station(network: Network) -> Station:
    """A station that is not open today."""
    station = network.an_open_station()
    today = network.now().astimezone(SHANGHAI).date().isoformat()
    hours = {"opens": "09:00", "closes": "18:00", "open_weekdays": [1, 2, 3, 4, 5, 6, 7], "extra_closed": [today]}
    network.supervisor.do.edit_station(station_id=station.id, hours=hours)
    is_closed = lambda body: not body["items"][0]["open"]  # noqa: E731  # a condition
    network.supervisor.until.list_days(is_closed, start=today, days=1, station_id=station.id)
    return station


def midnight(station: Station) -> datetime:
    return station.network.now().astimezone(SHANGHAI).replace(hour=23, minute=59, second=59, microsecond=0)


def close_by_the_clock(station: Station) -> str:
    due = midnight(station)
    as_the_service(station, "stations", due, lambda work: close_by_clock(work, due))
    station.lead.until.list_business_days(lambda body: body["items"], station_id=station.id)
    return due.date().isoformat()


def test_a_closed_day_has_a_stock_value_and_no_violations(station: Station, db: Db) -> None:
    a_stocked_part(station, 2)
    order = station.a_job_in_repair()
    day = close_by_the_clock(station)
    until(lambda: len(told(db("inventory"), "stock_counted.v1", day=day)) > 0, "counted")
    counts = [count["value"] for count in told(db("inventory"), "stock_counted.v1", day=day)]
    assert cny("172.00") in counts
    until(lambda: station.lead.do.list_day_reports(day=day)["items"] != [], "heard by intake")
    assert emitted(db("intake"), "device_overnight.v1", order.id) == []
    assert [
        emitted(db("intake"), "desk_day_reported.v1", report["id"])
        for report in station.lead.do.list_day_reports(day=day)["items"]
    ] == [[]]


def test_a_payment_on_a_closed_day_is_on_the_report_of_that_day(station: Station, db: Db) -> None:
    pay(station, station.a_released_order(), "cash", "88.00")
    day = close_by_the_clock(station)
    closed = station.lead.until.list_day_reports(lambda body: body["items"][0]["closed"], day=day)["items"][0]
    assert closed["total"] == cny("88.00")
    assert once_told(db("intake"), "desk_day_reported.v1", closed["id"])[0]["total"] == cny("88.00")


def test_what_comes_and_goes_after_the_close_is_on_the_report_of_its_day(network: Network) -> None:
    station = network.an_open_station()
    ready = station.a_notified_order()
    station.close_day()
    station.lead.until.list_day_reports(lambda body: body["items"][0]["closed"])
    station.a_received_order()
    station.desk.do.release_order(order_id=ready.id, **station.pickup_of(ready))
    due = midnight(station)
    as_the_service(station, "intake", due, lambda work: correct_report(work, due))
    (report,) = station.lead.do.list_day_reports()["items"]
    devices = {"received": 2, "in_repair": 0, "awaiting_parts": 0, "ready": 1, "shipped": 0, "collected": 1}
    assert (report["devices"], report["closing"]) == (devices, 1)
    assert datetime.fromisoformat(report["corrected_at"]) == due


def test_what_is_fitted_after_the_close_of_its_day_is_consumption_of_that_day(network: Network) -> None:
    station = network.an_open_station()
    lent = lend(station, a_job_that_may_borrow(station), a_stocked_part(station, 3))
    day = station.close_day()["day"]
    keeper(station).until.list_store_days(lambda body: body["items"][0]["state"] == "closed")
    assert settle(station.bench, lent, "installed", old_part="scrap", voucher="V-9").status == 200
    assert {move["day"] for move in keeper(station).do.list_moves(limit=200)["items"]} == {day}
    next_day = midnight(station) + timedelta(days=1)
    as_the_service(station, "stations", next_day, lambda work: close_by_clock(work, next_day))

    def consumed() -> list[tuple[str, str, str]]:
        groups = station.lead.do.get_kpis(start=day, end="2099-12-31", by="month", kpi="turnover")["items"]
        days = station.lead.do.get_kpis(start=day, end=next_day.date().isoformat(), by="day", kpi="turnover")["items"]
        return [
            (group["period"], group["kpis"][0]["numerator"], group["kpis"][0]["late_numerator"])
            for group in [*groups[:1], *days]
        ]

    expected = [(day[:7], "86.00", "86.00"), (day, "86.00", "86.00"), (next_day.date().isoformat(), "0.00", "0.00")]
    until(lambda: consumed() == expected, "on the day on which it was fitted")


def test_the_clock_closes_the_day_also_while_a_piece_is_out_and_names_it(network: Network, db: Db) -> None:
    station = network.an_open_station()
    part = a_stocked_part(station, 1)
    borrow_id = lend(station, a_job_that_may_borrow(station), part)
    day = close_by_the_clock(station)
    until(lambda: len(lines_of(db, day, borrow_id)) == 1, "named")
    assert [(line["excepted"], line["engineer_id"]) for line in lines_of(db, day, borrow_id)] == [
        (False, station.bench.id)
    ]


def lines_of(db: Db, day: str, borrow_id: str) -> list[dict[str, Any]]:
    reports = told(db("inventory"), "overnight_reported.v1", day=day)
    return [line for report in reports for line in report["lines"] if line["borrow_id"] == borrow_id]


def test_who_takes_a_device_after_the_close_and_keeps_it_is_named(network: Network, db: Db) -> None:
    station = network.an_open_station()
    early = station.an_order_on_the_bench()
    station.close_day()
    once_told(db("intake"), "device_overnight.v1", early.id)
    late = station.an_order_on_the_bench()
    due = midnight(station)
    for _ in range(2):
        as_the_service(station, "intake", due, lambda work: name_late_holders(work, due))
    named = once_told(db("intake"), "device_overnight.v1", late.id)
    assert [(holder["engineer_id"], holder["day"]) for holder in named] == [(station.bench.id, due.date().isoformat())]
    assert len(emitted(db("intake"), "device_overnight.v1", early.id)) == 1
