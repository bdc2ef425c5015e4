"""The head's figures over a live platform: right, explained by their records, corrected when late, and made again."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.recompute import Mismatch, compare, recompute
from tests.world import after_sales
from tests.world.people import until
from tests.world.store_room import a_job_that_may_borrow, a_stocked_part, keeper, lend, settle

if TYPE_CHECKING:
    from tests.ground.reached import Reached
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station

START, END = "2026-01-01", "2099-12-31"


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    """A station with something of everything, whose day was closed."""
    station = network.an_open_station()
    live(station)
    station.close_day()
    return station


def live(station: Station) -> None:
    """Orders at every point, a bad score, money, borrows of which one stays out, an audit, garbage data."""
    order = station.a_received_order()
    station.desk.do.cancel_order(order_id=order.id, reason="changed their mind")
    station.a_job_without_parts()
    paid = station.a_released_order()
    amount = {"amount": "128.50", "currency": "CNY"}
    station.desk.do.record_payment(order_id=paid.id, method="wechat", amount=amount)
    after_sales.a_contacted_appeasement(station)
    job, part = a_job_that_may_borrow(station), a_stocked_part(station, 3)
    assert settle(keeper(station), lend(station, job, part, 2), "returned", 2).status == 200
    station.lead.do.sign_exception(borrow_id=lend(station, job, part), reason="the customer comes at nine")
    after_sales.a_finished_audit(station)
    station.a_finding()


def mismatches(platform: Reached, reader: Person, *stations: Station) -> list[Mismatch]:
    """What `GET /kpis` answers otherwise than the services' own documents say."""
    recomputed = recompute(platform.backing.mongo_uri, platform.prefix, START, END)
    expected = {station.id: recomputed[station.id] for station in stations} if stations else recomputed
    return compare(expected, reader.do.get_kpis(start=START, end=END, by="station")["items"])


def figures(reader: Person, station: Station) -> dict[str, Any]:
    """The KPIs of a station, all days together."""
    (group,) = reader.do.get_kpis(start=START, end=END, station_id=station.id)["items"]
    return {kpi["kpi"]: kpi for kpi in group["kpis"]}


def settled(platform: Reached, reader: Person, *stations: Station) -> None:
    """Every event has been heard and folded: all figures, or those of these stations, are right."""
    wrong: list[Mismatch] = []

    def is_right() -> bool:
        wrong[:] = mismatches(platform, reader, *stations)
        return not wrong

    with suppress(AssertionError):
        until(is_right, "right")
    assert wrong == []


def test_every_figure_is_as_the_services_own_documents_say(
    platform: Reached, network: Network, station: Station
) -> None:
    settled(platform, network.supervisor)
    measured = figures(network.supervisor, station)
    assert measured["revenue"]["value"] == "128.50"
    assert (measured["same_day_return"]["numerator"], measured["same_day_return"]["denominator"]) == ("2", "3")
    assert (measured["audit_score"]["value"], measured["audit_score"]["small_sample"]) == ("0.3333", True)
    assert (measured["dissatisfaction"]["numerator"], measured["appeasement"]["numerator"]) == ("1", "1")
    assert measured["fill_rate"]["value"] is None
    garbage, received = measured["garbage_data"], measured["received"]["numerator"]
    assert (garbage["numerator"], garbage["denominator"], garbage["small_sample"]) == ("1", received, True)


def test_garbage_data_is_counted_for_each_person_with_the_records_behind_it(
    platform: Reached, network: Network, station: Station
) -> None:
    settled(platform, network.supervisor, station)
    reader, period = network.supervisor, {"start": START, "end": END}
    station.lead.do.register_party(kind="user", name="客户", phone=network.phone())
    settled(platform, reader, station)
    groups = reader.do.get_kpis(**period, by="person", station_id=station.id)["items"]
    people = {group["person_id"]: group["kpis"] for group in groups}
    received = figures(reader, station)["received"]["numerator"]
    assert people.keys() == {station.desk.id, station.lead.id}
    ((of_desk,), (of_lead,)) = (people[person.id] for person in (station.desk, station.lead))
    assert (of_desk["kpi"], of_desk["numerator"], of_desk["denominator"]) == ("garbage_data", "1", received)
    assert (of_lead["numerator"], of_lead["denominator"], of_lead["value"]) == ("1", "0", None)
    everywhere = reader.do.get_kpis(**period, by="person", kpi="garbage_data")["items"]
    assert [group["kpis"] for group in everywhere if group["person_id"] == station.desk.id] == [[of_desk]]
    assert reader.do.get_kpis(**period, by="person", kpi="revenue")["items"] == []
    asked = {**period, "kpi": "garbage_data", "station_id": station.id, "person_id": station.lead.id, "limit": 200}
    (record,) = reader.do.list_kpi_records(**asked)["items"]
    assert (record["kind"], record["numerator"], record["denominator"]) == ("finding", "1", "0")


def test_what_all_stations_have_together_is_as_their_documents_say(platform: Reached, network: Network) -> None:
    settled(platform, network.supervisor)
    recomputed = recompute(platform.backing.mongo_uri, platform.prefix, START, END)
    together: dict[str, dict[str, Any]] = {}
    for lines in recomputed.values():
        for kpi, line in lines.items():
            summed = together.setdefault(kpi, {"numerator": 0, "denominator": 0, "minutes": []})
            together[kpi] = {part: summed[part] + line[part] for part in summed}
    whole = {"all": {kpi: {**line, "minutes": sorted(line["minutes"])} for kpi, line in together.items()}}
    assert together["received"]["numerator"] > 1

    def is_right() -> bool:
        (group,) = network.supervisor.do.get_kpis(start=START, end=END)["items"]
        return compare(whole, [{**group, "station_id": "all"}]) == []

    until(is_right, "added up")


@pytest.mark.parametrize("by", ["month", "day"])
@pytest.mark.parametrize("whose", ["one", "all"])
def test_the_groups_of_a_period_add_up_to_it(
    platform: Reached, network: Network, station: Station, whose: str, by: str
) -> None:
    settled(platform, network.supervisor)
    day = today(station)
    period = {"start": f"{day[:8]}01", "end": f"{day[:8]}28"} | ({"station_id": station.id} if whose == "one" else {})
    whole = network.supervisor.do.get_kpis(**period)["items"][0]["kpis"]
    parts = network.supervisor.do.get_kpis(**period, by=by)["items"]
    for number, kpi in enumerate(whole):
        summed = sum(float(part["kpis"][number]["numerator"]) for part in parts)
        assert summed == pytest.approx(float(kpi["numerator"])), kpi["kpi"]


def today(station: Station) -> str:
    return str(station.lead.do.list_business_days(sort="-day")["items"][0]["day"])


def test_the_records_behind_each_figure_add_up_to_it(platform: Reached, station: Station) -> None:
    settled(platform, station.lead, station)
    for kpi, figure in figures(station.lead, station).items():
        items = station.lead.do.list_kpi_records(start=START, end=END, kpi=kpi, limit=200)["items"]
        for part in ("numerator", "denominator"):
            assert sum(float(item[part]) for item in items) == pytest.approx(float(figure[part])), (kpi, part)
        assert {item["station_id"] for item in items} <= {station.id}


def test_the_records_that_miss_come_first_over_all_pages_and_orders_have_their_code(
    platform: Reached, station: Station
) -> None:
    settled(platform, station.lead, station)
    ask, asked = station.lead.do.list_kpi_records, {"start": START, "end": END}
    for kpi in ("same_day_return", "on_time", "dissatisfaction"):
        whole = ask(**asked, kpi=kpi, limit=200)["items"]
        missed = [item["missed"] for item in whole]
        assert missed == sorted(missed, reverse=True), kpi
        assert page_by_page(station.lead, **asked, kpi=kpi) == whole, kpi
    back = ask(**asked, kpi="same_day_return")["items"]
    assert [(item["missed"], item["numerator"], item["code"]) for item in back] == [
        (True, "0", None),
        (False, "2", None),
    ]
    orders = {order["id"]: order["code"] for order in station.lead.do.list_orders(limit=200)["items"]}
    received = ask(**asked, kpi="received", limit=200)["items"]
    assert {item["id"]: item["code"] for item in received} == orders
    assert {item["missed"] for item in received} == {False}


def page_by_page(person: Person, **asked: Any) -> list[dict[str, Any]]:
    """All records of a figure, asked for one by one."""
    page = person.do.list_kpi_records(**asked, limit=1)
    items = list(page["items"])
    while page["next"]:
        page = person.do.list_kpi_records(**asked, limit=1, cursor=page["next"])
        items += page["items"]
    return items


def test_what_orders_count_for_follows_from_their_file(platform: Reached, station: Station) -> None:
    settled(platform, station.lead, station)
    answer = station.lead.ask.list_orders(format="csv")
    orders = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    released = [order for order in orders if order["released_at"]]
    assert {order["redo"] for order in orders} == {"false"}
    assert {order["release"] for order in released} == {"pickup"}
    minutes = sum(
        int((at(order, "released_at") - at(order, "received_at")).total_seconds() // 60) for order in released
    )
    expected = {
        "received": (len(orders), len(orders)),
        "repaired": (sum(order["outcome"] == "repaired" for order in released), len(released)),
        "customer_cycle": (minutes, len(released)),
        "redo": (0, len(released)),
    }
    measured = figures(station.lead, station)
    for kpi, parts in expected.items():
        assert (int(measured[kpi]["numerator"]), int(measured[kpi]["denominator"])) == parts, kpi


def at(order: dict[str, str], step: str) -> datetime:
    return datetime.fromisoformat(order[step])


def test_what_comes_after_the_close_is_counted_and_shown(platform: Reached, network: Network) -> None:
    station = network.an_open_station()
    station.close_day()
    settled(platform, station.lead, station)
    assert figures(station.lead, station)["received"]["late_numerator"] == "0"
    station.a_received_order()
    settled(platform, station.lead, station)
    late = figures(station.lead, station)["received"]
    assert (late["numerator"], late["late_numerator"]) == ("1", "1")


def test_a_repeated_repair_is_charged_to_the_first_station(platform: Reached, network: Network) -> None:
    first, second = network.an_open_station(), network.an_open_station()
    order = first.a_released_order()
    device = {name: value for name, value in first.desk.do.get_order(order_id=order.id)["device"].items() if value}
    redo = second.desk.do.receive_device(**(second.a_receipt() | {"device": device}))
    assert (redo["redo"], redo["redo_of"]) == (True, None)
    until(lambda: figures(first.lead, first)["redo"]["numerator"] == "1", "charged")
    measured = figures(first.lead, first)
    assert (measured["redo"]["value"], measured["first_time_fix"]["value"]) == ("1.0000", "0.0000")
    assert figures(second.lead, second)["redo"]["value"] is None
    assert mismatches(platform, network.supervisor, first, second) == []
    second.desk.do.cancel_order(order_id=redo["id"], reason="customer_withdrew")
    until(lambda: figures(first.lead, first)["redo"]["numerator"] == "0", "no longer charged")
    assert mismatches(platform, network.supervisor, first, second) == []


def test_the_board_says_where_every_open_order_is(network: Network) -> None:
    station = network.an_open_station()
    station.a_received_order()
    station.a_job_in_repair()
    station.a_job_without_parts()
    station.a_ready_order()
    waits = station.a_received_order()
    station.desk.do.cancel_order(order_id=waits.id, reason="changed their mind")
    expected = {"received": 1, "in_repair": 1, "awaiting_parts": 1, "ready": 1, "to_hand_back": 1, "overdue": 0}

    def line() -> dict[str, Any]:
        (board_line,) = network.supervisor.do.get_board(station_id=station.id)["items"]
        return {name: board_line[name] for name in expected}

    until(lambda: line() == expected, "on the board")
    station.desk.do.release_order(order_id=waits.id, **station.pickup_of(waits))
    until(lambda: line() == expected | {"to_hand_back": 0}, "handed back")
    assert {item["station_id"] for item in station.lead.do.get_board()["items"]} == {station.id}


def test_a_lead_sees_the_figures_of_the_own_station_only(network: Network, station: Station) -> None:
    assert {item["station_id"] for item in station.lead.do.get_kpis(start=START, end=END, by="station")["items"]} <= {
        station.id
    }
    for by in ("all", "month"):
        own = station.lead.do.get_kpis(start=START, end=END, by=by)
        assert own == network.supervisor.do.get_kpis(start=START, end=END, by=by, station_id=station.id)
        assert own != network.supervisor.do.get_kpis(start=START, end=END, by=by)
    ask, elsewhere = station.lead.ask, {"start": START, "end": END, "station_id": network.a.id}
    assert ask.get_kpis(**elsewhere).status == 404
    assert ask.list_kpi_records(**elsewhere, kpi="redo").status == 404
    assert ask.get_board(station_id=network.a.id).status == 404
    assert station.bench.ask.get_board().status == 403


@pytest.mark.parametrize(
    ("start", "end", "by"),
    [
        ("2026-02-02", "2026-02-01", "all"),
        ("2026-01-01", "2026-04-03", "day"),
        ("2026-01-01", "2026-04-03", "station_day"),
        ("2026-01-01", "9999-12-31", "all"),
    ],
)
def test_a_period_that_is_no_period_is_refused(station: Station, start: str, end: str, by: str) -> None:
    assert station.lead.ask.get_kpis(start=start, end=end, by=by, kpi="on_time").status == 422


def test_the_days_of_each_station_add_up_to_it(platform: Reached, network: Network, station: Station) -> None:
    settled(platform, network.supervisor)
    period = {"start": f"{today(station)[:8]}01", "end": f"{today(station)[:8]}28", "kpi": "received"}
    ask = network.supervisor.do.get_kpis
    whole = {group["station_id"]: _received(group) for group in ask(**period, by="station")["items"]}
    days = ask(**period, by="station_day")["items"]
    by_station: dict[str, int] = {}
    for group in days:
        by_station[group["station_id"]] = by_station.get(group["station_id"], 0) + _received(group)
    assert by_station == whole
    assert whole[station.id] > 0
    own = [group for group in days if group["station_id"] == station.id]
    assert ask(**period, by="station_day", station_id=station.id)["items"] == own
    assert station.lead.do.get_kpis(**period, by="station_day")["items"] == own
    refused = network.supervisor.ask.get_kpis(start=period["start"], end=period["end"], by="station_day")
    assert refused.body["params"]["fields"] == ["kpi: Name one; the days of each station are of one figure."]


def _received(group: dict[str, Any]) -> int:
    (kpi,) = group["kpis"]
    return int(kpi["numerator"])
