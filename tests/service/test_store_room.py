"""Parts come in, are inspected, lent and settled; whatever is not allowed moves nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.world.people import until
from tests.world.store_room import (
    COST,
    a_borrow,
    a_job_that_may_borrow,
    a_part,
    a_receipt,
    a_stocked_part,
    borrow,
    emitted,
    inspect,
    keeper,
    lend,
    places_of,
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


def test_what_comes_in_is_in_quarantine_until_an_engineer_has_passed_it(station: Station, db: Db) -> None:
    part = a_part(station)
    receipt = a_receipt(station, part, 3)
    assert places_of(station, part) == {"manufacturer": -3, "quarantine": 3}
    inspect(station, receipt, part, 1, 1)
    assert places_of(station, part) == {"manufacturer": -3, "quarantine": 1, "store": 1, "defective": 1}
    inspect(station, receipt, part, 1)
    assert keeper(station).do.get_parts_receipt(receipt_id=receipt)["state"] == "inspected"
    until(lambda: len(emitted(db("inventory"), "receipt_inspected.v1", part_id=part)) == 2, "told")
    assert [
        (event["received"], event["inspected"])
        for event in emitted(db("inventory"), "receipt_inspected.v1", part_id=part)
    ] == [(2, 2), (1, 1)]


def test_more_than_came_in_is_not_inspected(station: Station) -> None:
    part = a_part(station)
    receipt = a_receipt(station, part)
    line = {"part_id": part, "passed": 2, "failed": 1}
    assert station.second_engineer.ask.inspect_receipt(receipt_id=receipt, lines=[line]).reason == "not_in_quarantine"
    inspect(station, receipt, part, 2)
    line = {"part_id": part, "passed": 1}
    assert station.second_engineer.ask.inspect_receipt(receipt_id=receipt, lines=[line]).reason == "not_in_quarantine"
    assert places_of(station, part) == {"manufacturer": -2, "store": 2}


def test_who_received_it_does_not_inspect_it(station: Station, network: Network) -> None:
    both = network.hire(station.id, "storekeeper", "engineer")
    part = a_part(station)
    line = {"part_id": part, "quantity": 1, "unit_cost": COST}
    receipt = both.do.receive_parts(delivery_note="HN-1", lines=[line])["id"]
    body = {"lines": [{"part_id": part, "passed": 1}]}
    assert both.ask.inspect_receipt(receipt_id=receipt, **body).reason == "own_receipt"
    assert places_of(station, part) == {"manufacturer": -1, "quarantine": 1}


def test_who_brought_a_piece_back_opened_does_not_inspect_it(station: Station) -> None:
    part = a_stocked_part(station)
    lent = lend(station, a_job_that_may_borrow(station), part)
    assert settle(keeper(station), lent, "returned_opened").status == 200
    waiting = keeper(station).do.list_receipts(state="quarantine", limit=200)["items"]
    receipt = next(item["id"] for item in waiting if item["delivery_note"] == lent)
    passed = {"receipt_id": receipt, "lines": [{"part_id": part, "passed": 1}]}
    assert station.bench.ask.inspect_receipt(**passed).reason == "own_receipt"
    assert "inspect_receipt" not in station.bench.do.get_parts_receipt(receipt_id=receipt)["may"]
    assert station.second_engineer.do.inspect_receipt(**passed)["state"] == "inspected"


def test_a_delivery_note_is_taken_once_however_it_is_typed(station: Station) -> None:
    part, note = a_part(station), station.network.unique("HN-118-")
    line = {"part_id": part, "quantity": 1, "unit_cost": COST}
    first = keeper(station).do.receive_parts(delivery_note=note, lines=[line])["id"]
    for again in (note, f" {note.lower()} ", note.replace("HN-118", "HN\u2011118")):
        answer = keeper(station).ask.receive_parts(delivery_note=again, lines=[line])
        assert (answer.status, answer.reason) == (409, "delivery_note_used")
        assert answer.body["params"]["receipt_id"] == first
    assert places_of(station, part) == {"manufacturer": -1, "quarantine": 1}
    elsewhere = keeper(station.network.b).ask.receive_parts(delivery_note=note, lines=[line])
    assert elsewhere.status == 201


def test_a_forced_pass_is_refused(station: Station) -> None:
    part = a_part(station)
    receipt = a_receipt(station, part)
    body = {"lines": [{"part_id": part, "quantity": 1}], "reason": "a customer waits"}
    assert keeper(station).ask.force_receipt(receipt_id=receipt, **body).reason == "not_inspected"
    assert places_of(station, part) == {"manufacturer": -2, "quarantine": 2}


def test_what_failed_goes_back_to_the_manufacturer_once(station: Station) -> None:
    part = a_part(station)
    inspect(station, a_receipt(station, part), part, 0, 2)
    returns = keeper(station).do.list_manufacturer_returns(state="open", limit=200)["items"]
    opened = next(item["id"] for item in returns if item["part_id"] == part)
    keeper(station).do.send_manufacturer_return(return_id=opened, waybill="SF1234567890")
    again = keeper(station).ask.send_manufacturer_return(return_id=opened, waybill="SF1234567890")
    assert again.reason == "return_sent"
    assert places_of(station, part) == {}


def test_more_than_there_is_is_not_lent(station: Station) -> None:
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 2, per_device=9)
    answer = borrow(station.bench, order, part, 3)
    assert (answer.status, answer.reason, answer.body["params"]["available"]) == (409, "not_enough", "2")
    assert places_of(station, part) == {"manufacturer": -2, "store": 2}
    lend(station, order, part, 2)
    assert borrow(station.bench, order, part).reason == "not_enough"


def test_many_at_once_are_lent_no_more_than_there_is(station: Station) -> None:
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 3, per_device=9)
    with ThreadPoolExecutor(6) as pool:
        answers = [call.result() for call in [pool.submit(borrow, station.bench, order, part) for _ in range(6)]]
    assert sorted(answer.status for answer in answers) == [201] * 3 + [409] * 3
    assert {answer.reason for answer in answers if answer.status == 409} == {"not_enough"}
    assert places_of(station, part) == {"manufacturer": -3, f"bench:{station.bench.id}": 3}


def test_for_one_job_no_more_of_a_part_is_lent_than_its_device_has(station: Station) -> None:
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 6, per_device=2)
    assert borrow(station.bench, order, part, 3).reason == "too_many_lent"
    first = lend(station, order, part, 2)
    answer = borrow(station.bench, order, part)
    assert (answer.reason, answer.body["params"]["out"], answer.body["params"]["most"]) == ("too_many_lent", "2", "2")
    assert settle(station.bench, first, "installed", old_part="core", voucher="V-31").status == 200
    assert settle(keeper(station), first, "dead_on_arrival").status == 200
    lend(station, order, part)
    assert borrow(station.bench, order, part).reason == "too_many_lent"
    assert borrow(station.bench, a_job_that_may_borrow(station), part, 2).status == 201


def test_nothing_is_lent_for_another_stations_job_or_part_or_for_anothers_bench(
    station: Station, network: Network
) -> None:
    order, part = a_job_that_may_borrow(station), a_stocked_part(station)
    assert borrow(station.second_engineer, order, part).reason == "not_engineer_of_job"
    assert borrow(network.b.bench, order, part).code == "not_yet"
    elsewhere = a_job_that_may_borrow(network.b)
    assert borrow(network.b.bench, elsewhere, part).reason == "not_enough"
    stock = stock_of(station, part)["id"]
    assert keeper(network.b).ask.get_stock(stock_id=stock).code == "not_found"
    assert network.supervisor.do.get_stock(stock_id=stock)["in_store"] == 2


def test_nothing_is_lent_for_a_device_that_is_back_at_the_desk(station: Station) -> None:
    order, part = a_job_that_may_borrow(station), a_stocked_part(station)
    station.bench.do.offer_custody(order_id=order.id, to="desk")
    station.desk.do.accept_custody(order_id=order.id)
    wanted = {"job_id": order.job, "part_id": part, "quantity": 5}
    until(
        lambda: station.bench.ask.borrow_part(**wanted).reason == "device_not_on_bench",
        "the store knows that it is back",
    )


def test_a_job_of_which_the_store_has_not_heard_is_not_known_yet(station: Station, network: Network) -> None:
    part, elsewhere = a_stocked_part(station), a_job_that_may_borrow(network.b)
    for job in (str(uuid4()), elsewhere.job):
        answer = station.bench.ask.borrow_part(job_id=job, part_id=part, quantity=1)
        assert (answer.code, answer.status) == ("not_yet", 409)


def test_what_is_borrowed_is_settled_once(station: Station) -> None:
    lent = a_borrow(station, 2)
    assert settle(station.bench, lent, "returned").reason == "own_borrow"
    assert settle(station.second_engineer, lent, "returned").reason == "not_keeper"
    assert settle(keeper(station), lent, "installed", old_part="core", voucher="V-1").reason == "not_holder"
    assert settle(keeper(station), lent, "returned", 2).body["state"] == "settled"
    answer = settle(keeper(station), lent, "returned")
    assert (answer.status, answer.reason) == (409, "not_out")
    reply = keeper(station).do.get_borrow(borrow_id=lent)
    assert [
        (settlement["how"], settlement["quantity"], settlement["in_time"]) for settlement in reply["settlements"]
    ] == [("returned", 2, True)]
    assert places_of(station, reply["part_id"]) == {"manufacturer": -2, "store": 2}


def test_every_end_of_a_borrow_has_its_place(station: Station) -> None:
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 6, core_owed=True)
    lent = lend(station, order, part, 6)
    for how in ("returned", "returned_opened", "dead_on_arrival"):
        assert settle(keeper(station), lent, how).status == 200
    assert settle(keeper(station), lent, "scrapped").reason == "voucher_missing"
    torn: dict[str, Any] = {"voucher": "V-2", "liable_id": station.bench.id}
    assert settle(keeper(station), lent, "scrapped", **torn).reason == "reason_missing"
    assert settle(keeper(station), lent, "scrapped", **torn, reason="the cable was torn").status == 200
    assert settle(station.bench, lent, "consumed", old_part="core", voucher="V-3").reason == "job_open"
    assert settle(station.bench, lent, "installed", old_part="scrap", voucher="V-3").reason == "reason_missing"
    assert settle(station.bench, lent, "installed", old_part="core", voucher="V-3").status == 200
    assert places_of(station, part) == {
        "manufacturer": -6,
        "store": 1,
        "quarantine": 1,
        "defective": 1,
        "scrap": 1,
        f"installed:{order.job}": 1,
        f"bench:{station.bench.id}": 1,
        "core": 1,
        "customer": -1,
    }
    opened = keeper(station).do.list_receipts(state="quarantine", limit=200)["items"]
    receipt = next(item["id"] for item in opened if item["source"] == "opened" and item["delivery_note"] == lent)
    inspect(station, receipt, part, 1)
    assert places_of(station, part)["store"] == 2


def test_what_is_built_in_leaves_with_the_device(station: Station) -> None:
    order, part = a_job_that_may_borrow(station), a_stocked_part(station, 2)
    lent = lend(station, order, part, 2)
    assert settle(station.bench, lent, "installed", old_part="scrap", voucher="V-4").status == 200
    station.bench.do.record_repair(job_id=order.job, actions=["replaced_battery"])
    station.bench.do.record_test(job_id=order.job, passed=True)
    station.bench.do.finish_job(job_id=order.job, outcome="repaired")
    said: dict[str, Any] = {"old_part": "customer_kept", "voucher": "V-5"}
    until(lambda: settle(station.bench, lent, "consumed", **said).status == 200, "the store knows that it is finished")
    station.bench.do.offer_custody(order_id=order.id, to="desk")
    station.desk.do.accept_custody(order_id=order.id)
    station.desk.until.get_order(lambda body: body["state"] == "ready", order_id=order.id)
    station.desk.do.notify_customer(order_id=order.id, channel="phone")
    station.desk.do.release_order(order_id=order.id, **station.pickup_of(order))
    left = {"manufacturer": -2, "customer": 1, "scrap": 1}
    until(lambda: places_of(station, part) == left, "the store knows that it has left")


def test_what_is_built_in_leaves_with_a_device_that_is_handed_back_after_it_was_written_off(station: Station) -> None:
    order, part = a_job_that_may_borrow(station), a_stocked_part(station)
    lent = lend(station, order, part)
    assert settle(station.bench, lent, "installed", old_part="scrap", voucher="V-7").status == 200
    station.bench.do.record_repair(job_id=order.job, actions=["replaced_battery"])
    station.bench.do.record_test(job_id=order.job, passed=True)
    station.to_write_off(station.not_fetched(station.back_at_the_desk(order)))
    station.lead.do.abandon_order(order_id=order.id, reason="not fetched, notice served")
    assert places_of(station, part)[f"installed:{order.job}"] == 1
    assert station.desk.do.release_order(order_id=order.id, **station.pickup_of(order))["state"] == "abandoned"
    left = {"manufacturer": -2, "store": 1, "scrap": 1}
    until(lambda: places_of(station, part) == left, "the store knows that it has left")


def test_every_move_is_in_the_list_of_moves(station: Station) -> None:
    part = a_stocked_part(station, 2)
    moves = keeper(station).do.list_moves(part_id=part, sort="at")["items"]
    assert sorted((move["source"], move["target"], move["quantity"], move["why"]) for move in moves) == [
        ("manufacturer", "quarantine", 2, "receipt"),
        ("quarantine", "store", 2, "inspection"),
    ]
    assert {move["cost"]["amount"] for move in moves} == {"86.00"}


def test_an_inspection_moves_the_pieces_of_its_own_receipt(station: Station) -> None:
    part = a_part(station)
    old, new = ((note, quantity, cost) for note, quantity, cost in (("A", 10, "7.00"), ("B", 20, "9.00")))
    ids = {}
    for note, quantity, cost in (old, new):
        line = {"part_id": part, "quantity": quantity, "unit_cost": {"amount": cost, "currency": "CNY"}}
        ids[note] = keeper(station).do.receive_parts(delivery_note=note, lines=[line])["id"]
    inspect(station, ids["B"], part, 20)
    inspect(station, ids["A"], part, 0, 10)
    layers = stock_of(station, part)["layers"]
    assert sorted((layer["place"], layer["quantity"], layer["cost"]["amount"]) for layer in layers) == [
        ("defective", 10, "7.00"),
        ("store", 20, "9.00"),
    ]


@pytest.mark.parametrize("again", ["bat-7458", "ＢＡＴ－7458", " BAT-7458 ", "BAT\u20117458"])  # noqa: RUF001  # as it is typed
def test_a_part_has_one_code_however_it_is_typed(station: Station, network: Network, again: str) -> None:
    body = {"name": "battery", "category": "battery", "unit_cost": COST}
    code = network.unique("BAT-7458-")
    part = network.supervisor.do.define_part(code=code, **body)
    assert part["code"] == code
    typed = code.replace("BAT-7458", again)
    assert network.supervisor.ask.define_part(code=typed, **body).reason == "part_code"
    assert [row["id"] for row in station.bench.do.list_parts(code=typed)["items"]] == [part["id"]]


def test_a_piece_costs_no_more_than_the_policy_says(station: Station) -> None:
    part = a_part(station)
    answers = [
        keeper(station).ask.receive_parts(
            delivery_note=station.network.unique("HN-"),
            lines=[{"part_id": part, "quantity": 1, "unit_cost": {"amount": amount, "currency": "CNY"}}],
        )
        for amount in ("20000.00", "20000.01", "999999.99", "1000000.00")
    ]
    assert [answer.status for answer in answers] == [201, 409, 409, 422]
    assert (answers[1].reason, answers[1].body["params"]["most"]) == ("cost_above_limit", "20000.00")
    assert places_of(station, part) == {"manufacturer": -1, "quarantine": 1}
