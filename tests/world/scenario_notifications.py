"""One successful call of every operation of `notifications`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.station import Station

REPORTS_OF_A_DAY = 4


def _address(at: Station) -> dict[str, str]:
    return {"email": f"{at.network.unique('desk.')}@example.com", "language": "en"}


def _my_address(at: Station) -> Prepared:
    at.desk.do.set_my_address(**_address(at))
    return Prepared(at.desk)


def _first_address(at: Station) -> Prepared:
    person = at.network.hire(at.id, "engineer")
    assert person.do.list_inbox()["items"] == []
    return Prepared(at.lead, {"station_id": at.id, "staff_id": person.id}, _address(at))


def _message(at: Station) -> Prepared:
    """The lead hears who held a device when the day closed."""
    station = at.network.an_open_station()
    station.an_order_on_the_bench()
    station.close_day()
    unread = station.lead.until.list_inbox(lambda body: body["items"], read="false")["items"][0]
    return Prepared(station.lead, {"station_id": station.id, "message_id": unread["id"]})


def _reported(at: Station) -> tuple[Station, str]:
    """A station whose day has closed, with the reports of it; nobody there has an address."""
    station = at.network.an_open_station()
    station.close_day()
    reports = station.lead.until.list_reports(lambda body: len(body["items"]) >= REPORTS_OF_A_DAY)
    return station, str(reports["items"][0]["id"])


def _report(at: Station) -> Prepared:
    station, report_id = _reported(at)
    return Prepared(station.lead, {"report_id": report_id})


def _of_a_closed_day(at: Station, **filters: str) -> Prepared:
    station, _ = _reported(at)
    return Prepared(station.lead, {}, {**filters, "station_id": station.id})


def _delivery(at: Station) -> Prepared:
    station, _ = _reported(at)
    waiting = station.lead.until.list_deliveries(lambda body: body["items"], state="no_address")["items"]
    mine = next(delivery for delivery in waiting if delivery["staff_id"] == station.lead.id)
    station.lead.do.set_my_address(**_address(at))
    return Prepared(station.lead, {"station_id": station.id, "delivery_id": mine["id"]})


NOTIFICATIONS: dict[str, Callable[[Station], Prepared]] = {
    "set_my_address": lambda at: Prepared(at.desk, {}, _address(at)),
    "get_my_address": _my_address,
    "set_address": _first_address,
    "list_inbox": lambda at: Prepared(at.lead),
    "read_message": _message,
    "list_reports": lambda at: _of_a_closed_day(at, kind="revenue"),
    "get_report": _report,
    "list_deliveries": lambda at: _of_a_closed_day(at, state="no_address"),
    "retry_delivery": _delivery,
}
