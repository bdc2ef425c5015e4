"""The close of a day in the store, what jobs wait for and what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stationkit.storage.kit_collections import EVENT_LOG
from tests.world.people import until
from tests.world.store_room import (
    a_job_that_may_borrow,
    a_part,
    a_receipt,
    a_stocked_part,
    borrow,
    emitted,
    inspect,
    keeper,
    lend,
    settle,
    stock_of,
)

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.network import Network
    from tests.world.station import Station


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    """A station whose days nobody else closes."""
    return network.an_open_station()


REASON = {"reason": "the customer comes at nine"}


def test_a_day_is_not_closed_while_a_piece_is_out_that_nobody_signed_for(network: Network) -> None:
    station = network.an_open_station()
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 3)
    back, signed = lend(station, order, part, 2), lend(station, order, part)
    until(lambda: station.lead.ask.close_day().body["params"].get("pieces") == "3", "told")
    refused = station.lead.ask.close_day()
    assert (refused.reason, refused.body["params"]["holders"]) == ("pieces_out", [station.bench.id])
    assert settle(keeper(station), back, "returned", 2).status == 200
    until(lambda: station.lead.ask.close_day().body["params"].get("pieces") == "1", "told")
    station.lead.do.sign_exception(borrow_id=signed, **REASON)
    station.close_day()


def test_the_close_of_a_day_names_what_is_out_and_nothing_is_lent_after_it(network: Network, db: Db) -> None:
    station = network.an_open_station()
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 3)
    late, signed = lend(station, order, part, 2), lend(station, order, part)
    assert settle(keeper(station), late, "returned").status == 200
    for borrow_id in (signed, late):
        assert station.lead.ask.sign_exception(borrow_id=borrow_id, **REASON).status == 200
        assert station.lead.ask.sign_exception(borrow_id=borrow_id, **REASON).reason == "signed_already"
    day = str(station.close_day()["day"])
    days = keeper(station).until.list_store_days(lambda body: body["items"][0]["state"] == "closed", sort="-day")
    assert (days["items"][0]["borrowed"], days["items"][0]["settled_in_time"]) == (3, 1)
    assert [(signed_for["borrow_id"], signed_for["by"]) for signed_for in days["items"][0]["exceptions"]] == [
        (signed, station.lead.id),
        (late, station.lead.id),
    ]
    until(lambda: bool(_out_overnight(db, day, part)), "told")
    lines = _out_overnight(db, day, part)
    assert {line["borrow_id"]: (line["quantity"], line["excepted"], line["engineer_id"]) for line in lines} == {
        late: (1, True, station.bench.id),
        signed: (1, True, station.bench.id),
    }
    assert borrow(station.bench, order, part).reason == "day_closed"
    assert settle(keeper(station), late, "returned").status == 200
    assert station.lead.ask.sign_exception(borrow_id=signed, **REASON).reason == "day_closed"
    ended = keeper(station).do.get_borrow(borrow_id=late)
    assert [settlement["in_time"] for settlement in ended["settlements"]] == [True, False]
    station.lead.do.reopen_day(reason="a parcel came late")
    until(lambda: borrow(station.bench, order, part).status == 201, "lent again")


def test_what_was_settled_before_the_last_close_of_the_day_is_in_time(network: Network, db: Db) -> None:
    station = network.an_open_station()
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 3)
    back, out = lend(station, order, part, 2), lend(station, order, part)
    for borrow_id in (back, out):
        station.lead.do.sign_exception(borrow_id=borrow_id, **REASON)
    day = str(station.close_day()["day"])
    keeper(station).until.list_store_days(lambda body: body["items"][0]["state"] == "closed", sort="-day")
    assert settle(keeper(station), back, "returned", 2).status == 200
    station.lead.do.reopen_day(reason="a parcel came late")
    keeper(station).until.list_store_days(lambda body: body["items"][0]["state"] == "open", sort="-day")
    station.close_day()
    days = keeper(station).until.list_store_days(lambda body: body["items"][0]["settled_in_time"] == 2, sort="-day")
    assert [line["borrow_id"] for line in days["items"][0]["overnight"]] == [out]
    ended = keeper(station).do.get_borrow(borrow_id=back)
    assert [settlement["in_time"] for settlement in ended["settlements"]] == [True]
    until(lambda: len(_out_overnight(db, day, part)) == 3, "told twice: of both, then of one")


def _out_overnight(db: Db, day: str, part_id: str) -> list[dict[str, Any]]:
    reports = emitted(db("inventory"), "overnight_reported.v1", day=day)
    return [line for report in reports for line in report["lines"] if line["part_id"] == part_id]


def test_the_close_of_a_day_counts_the_value_and_what_was_fitted(network: Network, db: Db) -> None:
    station = network.an_open_station()
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 3)
    assert settle(station.bench, lend(station, order, part), "installed", old_part="scrap", voucher="V-6").status == 200
    station.close_day()
    keeper(station).until.list_store_days(lambda body: body["items"][0]["state"] == "closed", sort="-day")
    until(lambda: bool(_counted(db, station)), "told")
    assert [
        (count["value"]["amount"], count["dead_value"]["amount"], count["consumed"]["amount"])
        for count in _counted(db, station)
    ] == [("172.00", "0.00", "86.00")]


def test_what_arrives_goes_to_the_job_that_has_waited_longest(station: Station) -> None:
    part = a_stocked_part(station, 1)
    first, second = a_job_that_may_borrow(station), a_job_that_may_borrow(station)
    lend(station, first, part)
    wanted = {"parts": ["battery X50"], "lines": [{"part_id": part, "quantity": 1}]}
    station.bench.do.await_parts(job_id=first.job, **wanted)
    until(lambda: len(stock_of(station, part)["claims"]) == 1, "the store knows that the first waits")
    station.bench.do.await_parts(job_id=second.job, **wanted)
    until(lambda: len(stock_of(station, part)["claims"]) == 2, "the store knows that the second waits")
    inspect(station, a_receipt(station, part, 1), part, 1)
    station.bench.until.get_job(lambda body: not body["awaiting_parts"], job_id=first.job)
    is_told = lambda body: [message["about"] for message in body["items"] if message["kind"] == "parts_arrived"]  # noqa: E731  # a condition
    assert is_told(station.bench.until.list_inbox(is_told)) == [first.job]
    assert station.bench.do.get_job(job_id=second.job)["awaiting_parts"] == ["battery X50"]
    assert borrow(station.bench, second, part).reason == "not_enough"
    lend(station, first, part)
    inspect(station, a_receipt(station, part, 2), part, 2)
    station.bench.until.get_job(lambda body: not body["awaiting_parts"], job_id=second.job)
    stock = stock_of(station, part)
    assert (stock["reserved"], stock["free"]) == (1, 1)


def test_what_was_meant_for_a_job_that_ends_is_free_again(station: Station) -> None:
    part, order = a_stocked_part(station, 1), a_job_that_may_borrow(station)
    line = {"part_id": part, "quantity": 1}
    station.bench.do.await_parts(job_id=order.job, parts=["battery X50"], lines=[line])
    station.bench.until.get_job(lambda body: not body["awaiting_parts"], job_id=order.job)
    assert stock_of(station, part)["free"] == 0
    station.bench.do.finish_job(job_id=order.job, outcome="declined", reason="customer_declined")
    until(lambda: stock_of(station, part)["free"] == 1, "the store knows that the job has ended")


def test_a_part_stands_in_one_line_of_a_request(station: Station) -> None:
    part, order = a_stocked_part(station, 1), a_job_that_may_borrow(station)
    twice = [{"part_id": part, "quantity": quantity} for quantity in (9, 1)]
    assert station.bench.ask.request_parts(job_id=order.job, lines=twice).reason == "part_named_twice"
    station.bench.do.request_parts(job_id=order.job, lines=twice[:1])
    (wish,) = keeper(station).until.list_part_requests(lambda body: body["items"], job_id=order.job)["items"]
    assert wish["quantity"] == 9


def awaited(part: str, quantity: int) -> dict[str, Any]:
    """The body that awaits pieces of a part."""
    return {"parts": ["battery X50"], "lines": [{"part_id": part, "quantity": quantity}]}


def test_a_job_awaits_no_more_of_a_part_than_one_device_takes(station: Station, db: Db) -> None:
    part, order = a_stocked_part(station, 5, per_device=2), a_job_that_may_borrow(station)
    until(lambda: db("repair").parts.count_documents({"_id": part}) == 1, "the bench knows the part")
    refused = station.bench.ask.await_parts(job_id=order.job, **awaited(part, 99))
    assert (refused.status, refused.reason, refused.body["params"]["most"]) == (409, "too_many_used", "2")
    fitted: dict[str, Any] = {"old_part": "scrap", "voucher": station.network.unique("V-")}
    assert settle(station.bench, lend(station, order, part), "installed", **fitted).status == 200
    has_one = {"_id": order.job, f"fitted.{part}": 1}
    until(lambda: db("repair").jobs.count_documents(has_one) == 1, "the bench knows what is in")
    assert station.bench.ask.await_parts(job_id=order.job, **awaited(part, 2)).reason == "too_many_used"
    station.bench.do.await_parts(job_id=order.job, **awaited(part, 1))
    until(lambda: stock_of(station, part)["reserved"] == 1, "the store knows that it waits")
    station.network.supervisor.do.edit_part(part_id=part, per_device=4)
    takes_four = {"_id": part, "per_device": 4}
    until(lambda: db("repair").parts.count_documents(takes_four) == 1, "the bench knows the change")


def test_the_store_keeps_no_more_for_a_job_than_one_device_takes(station: Station, db: Db) -> None:
    part, order = a_stocked_part(station, 5, per_device=2), a_job_that_may_borrow(station)
    until(lambda: db("repair").parts.count_documents({"_id": part}) == 1, "the bench knows the part")
    db("repair").parts.delete_one({"_id": part})
    station.bench.do.await_parts(job_id=order.job, **awaited(part, 99))
    until(lambda: stock_of(station, part)["claims"], "the store knows that it waits")
    stock = stock_of(station, part)
    assert (stock["reserved"], stock["free"]) == (2, 3)


def test_a_first_request_counts_as_filled_when_all_of_it_is_lent_in_time(network: Network, db: Db) -> None:
    station = network.an_open_station()
    part, order = a_stocked_part(station, 3), a_job_that_may_borrow(station)
    wanted = {"lines": [{"part_id": part, "quantity": 2}, {"part_id": a_part(station), "quantity": 1}]}
    station.bench.do.request_parts(job_id=order.job, **wanted)
    keeper(station).until.list_part_requests(lambda body: len(body["items"]) == 2, job_id=order.job)
    lend(station, order, part)
    assert keeper(station).do.list_part_requests(job_id=order.job, state="settled")["items"] == []
    lend(station, order, part)
    until(lambda: len(emitted(db("inventory"), "request_settled.v1", job_id=order.job)) == 1, "filled")
    for lent in keeper(station).do.list_borrows(job_id=order.job)["items"]:
        station.lead.do.sign_exception(borrow_id=lent["id"], **REASON)
    station.close_day()
    until(lambda: len(emitted(db("inventory"), "request_settled.v1", job_id=order.job)) == 2, "given up")
    settled = emitted(db("inventory"), "request_settled.v1", job_id=order.job)
    assert {(request["quantity"], request["filled"]) for request in settled} == {(2, True), (1, False)}


def test_what_a_job_waits_for_unasked_is_its_first_request(station: Station) -> None:
    part, order = a_part(station), a_job_that_may_borrow(station)
    lines = [{"part_id": part, "quantity": 1}]
    station.bench.do.await_parts(job_id=order.job, parts=["battery X50"], lines=lines)
    requests = keeper(station).until.list_part_requests
    requests(lambda body: [wish["first"] for wish in body["items"]] == [True], job_id=order.job)
    inspect(station, a_receipt(station, part), part, 2)
    station.bench.until.get_job(lambda body: not body["awaiting_parts"], job_id=order.job)
    station.bench.do.request_parts(job_id=order.job, lines=lines)
    wishes = requests(lambda body: len(body["items"]) == 2, job_id=order.job)["items"]
    assert sorted(wish["first"] for wish in wishes) == [False, True]


def test_a_request_is_judged_by_the_last_close_of_its_day(network: Network) -> None:
    station = network.an_open_station()
    part, order = a_stocked_part(station, 1), a_job_that_may_borrow(station)
    station.bench.do.request_parts(job_id=order.job, lines=[{"part_id": part, "quantity": 1}])
    requests = keeper(station).until.list_part_requests
    requests(lambda body: body["items"], job_id=order.job)
    station.close_day()
    requests(lambda body: body["items"][0]["filled"] is False, job_id=order.job)
    station.lead.do.reopen_day(reason="the part is in the drawer")
    requests(lambda body: body["items"][0]["state"] == "open", job_id=order.job)
    lend(station, order, part)
    assert requests(bool, job_id=order.job)["items"][0]["filled"] is True

    def rate() -> str | None:
        (group,) = station.lead.do.get_kpis(start="2026-01-01", end="2099-12-31", kpi="fill_rate")["items"]
        value: str | None = group["kpis"][0]["value"]
        return value

    until(lambda: rate() == "1.0000", "filled")


def _counted(db: Db, station: Station) -> list[dict[str, Any]]:
    rows = db("inventory")[EVENT_LOG].find({"type": "stock_counted.v1", "station_id": station.id})
    return [row["envelope"]["data"] for row in rows]
