"""Where a device is: an offer taken back, a bench that does not hand it back, and the ways out of the house [F4 E4]."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.fields import instant_text
from tests.service.test_desk_day import cny, pay
from tests.world.people import until

if TYPE_CHECKING:
    from tests.world.network import Network
    from tests.world.station import Order, Station

WISH = "asked for it by phone"


@pytest.fixture
def station(network: Network) -> Station:
    return network.an_open_station()


def shelved(station: Station) -> list[str]:
    """The orders whose devices are on the desk's shelves."""
    shelves = station.desk.do.get_shelf_board(station_id=station.id)["items"]
    return [order["id"] for shelf in shelves for order in shelf["orders"]]


def of_a_walk_in(station: Station, address: str | None = None) -> Order:
    order = station.a_ready_order()
    party_id = station.desk.do.get_order(order_id=order.id)["party_id"]
    station.desk.do.edit_party(party_id=party_id, address=address or "", reason="moved")
    return order


def sent(station: Station, order: Order, waybill: str, **more: Any) -> Any:
    return station.desk.ask.release_order(order_id=order.id, how="dispatch", waybill=waybill, **more)


def test_an_offer_is_taken_back_by_who_made_it_or_a_lead_and_by_nobody_else(station: Station) -> None:
    order = station.an_order_offered_to_the_bench()
    assert station.people["storekeeper"].ask.withdraw_custody(order_id=order.id).reason == "not_offerer"
    station.desk.do.withdraw_custody(order_id=order.id)
    assert station.bench.ask.accept_custody(order_id=order.id).reason == "no_offer"
    station.desk.do.offer_custody(order_id=order.id, to="engineer", engineer_id=station.bench.id)
    station.lead.do.withdraw_custody(order_id=order.id)
    steps = station.desk.do.get_order(order_id=order.id)["steps"]
    assert [step["by"] for step in steps if step["what"] == "withdrawn"] == [station.desk.id, station.lead.id]


def test_a_lead_takes_over_what_a_suspended_engineer_holds(station: Station) -> None:
    order = station.an_order_on_the_bench()
    station.lead.do.suspend_staff(station_id=station.id, staff_id=station.bench.id, reason="left")
    is_told = lambda body: [message["about"] for message in body["items"] if message["kind"] == "device_left"]  # noqa: E731  # a condition
    assert is_told(station.lead.until.list_inbox(is_told)) == [order.id]
    assert station.desk.ask.take_over_custody(order_id=order.id, reason="he left").code == "forbidden"
    station.lead.do.take_over_custody(order_id=order.id, reason="he left")
    read = station.desk.do.get_order(order_id=order.id)
    assert (read["custody"]["holder"], read["custody"]["holder_id"]) == ("desk", None)
    assert shelved(station) == [order.id]
    job = station.lead.until.get_job(lambda body: not body["on_bench"], job_id=order.job)
    assert job["state"] == "queued"


def test_a_lead_is_told_of_the_jobs_that_a_suspended_engineer_leaves_off_the_bench(network: Network) -> None:
    station = network.an_open_station()
    order, held = station.a_job_in_repair(), station.an_order_on_the_bench()
    done = station.a_ready_order()
    station.bench.do.await_parts(job_id=order.job, parts=["battery X50"])
    station.bench.do.offer_custody(order_id=order.id, to="desk")
    station.desk.do.accept_custody(order_id=order.id)
    station.desk.until.get_order(lambda body: body["custody"]["holder"] == "desk", order_id=order.id)
    station.lead.do.suspend_staff(station_id=station.id, staff_id=station.bench.id, reason="left")
    left = lambda body: {message["about"] for message in body["items"] if message["kind"] == "job_left"}  # noqa: E731  # a condition
    assert left(station.lead.until.list_inbox(left)) == {order.job}
    assert {held.job, done.job}.isdisjoint(left(station.lead.do.list_inbox()))
    station.lead.do.reassign_job(job_id=order.job, engineer_id=station.second_engineer.id)
    assert station.lead.do.get_job(job_id=order.job)["engineer_id"] == station.second_engineer.id


def test_the_desk_is_offered_a_device_without_a_name(station: Station, network: Network) -> None:
    order = station.an_order_on_the_bench()
    refused = station.bench.ask.offer_custody(order_id=order.id, to="desk", engineer_id=network.a.bench.id)
    assert (refused.status, refused.body["params"]["fields"][0].partition(":")[0]) == (422, "engineer_id")


def test_what_was_cancelled_stays_on_its_shelf_until_it_is_fetched(station: Station, network: Network) -> None:
    order = station.a_received_order()
    station.desk.do.cancel_order(order_id=order.id, reason="changed their mind")
    assert shelved(station) == [order.id]
    again = station.a_receipt() | {"device": station.a_device() | {"serial": order.serial}}
    refused = station.desk.ask.receive_device(**again)
    assert (refused.reason, refused.body["params"]["order_id"]) == ("serial_open", order.id)
    elsewhere = network.a.desk.ask.receive_device(**again | {"party_id": network.a.customer})
    assert (elsewhere.reason, "order_id" in elsewhere.body["params"]) == ("serial_open", False)
    wrong = {"how": "pickup", "receipt_code": order.receipt_code, "serial": "ANOTHER"}
    assert station.desk.ask.release_order(order_id=order.id, **wrong).reason == "wrong_serial"
    released = station.desk.do.release_order(order_id=order.id, **station.pickup_of(order))
    assert released["state"] == "cancelled"
    assert shelved(station) == []
    read = station.desk.do.get_order(order_id=order.id)
    assert (read["custody"]["holder"], read["released_at"], "release_order" in read["may"]) == ("customer", None, False)
    station.desk.do.receive_device(**again)


def test_what_was_paid_for_is_not_cancelled_before_it_is_given_back(station: Station) -> None:
    order = station.a_received_order()
    payment = pay(station, order, "cash", "88.00")
    refused = station.desk.ask.cancel_order(order_id=order.id, reason="changed their mind")
    assert (refused.reason, refused.body["params"]["balance"]) == ("paid", "88.00")
    assert "cancel_order" not in station.desk.do.get_order(order_id=order.id)["may"]
    station.lead.do.refund_payment(payment_id=payment, amount=cny("88.00"), reason="no repair")
    station.desk.do.cancel_order(order_id=order.id, reason="changed their mind")


def test_a_walk_ins_device_is_sent_to_an_address_and_on_a_wish_or_by_a_lead(station: Station) -> None:
    order = of_a_walk_in(station)
    assert sent(station, order, "SF100000000001", wish=WISH).reason == "address_missing"
    station.desk.do.edit_party(party_id=station.customer, address="观前街 1 号", reason="moved")
    assert sent(station, order, "SF100000000001").reason == "wish_missing"
    assert sent(station, order, "SF0", wish=WISH).status == 422
    assert sent(station, order, "sf 1000-0000 0001", wish=WISH).status == 200
    assert station.desk.do.get_order(order_id=order.id)["waybill"] == "SF100000000001"
    by_a_lead = of_a_walk_in(station, "观前街 1 号")
    station.lead.do.release_order(order_id=by_a_lead.id, how="dispatch", waybill="SF100000000002")


def test_nobodys_device_is_sent_without_an_address(station: Station) -> None:
    merchant = {"kind": "merchant", "name": "百脑汇", "phone": station.network.phone()}
    party = station.desk.do.register_party(**merchant)["id"]
    received = station.desk.do.receive_device(**(station.a_receipt() | {"party_id": party}))
    station.desk.do.cancel_order(order_id=received["id"], reason="changed their mind")
    parcel = {"order_id": received["id"], "how": "dispatch", "waybill": "SF100000000009"}
    assert station.desk.ask.release_order(**parcel).reason == "address_missing"
    station.desk.do.edit_party(party_id=party, address="观前街 1 号", reason="moved")
    assert station.desk.ask.release_order(**parcel).status == 200


def test_one_parcel_is_one_customers(station: Station, network: Network) -> None:
    first, second = of_a_walk_in(station, "观前街 1 号"), of_a_walk_in(station, "观前街 1 号")
    other = of_a_walk_in(network.a, "平江路 2 号")
    assert sent(station, first, "SF100000000003", wish=WISH).status == 200
    assert sent(station, second, "SF100000000003", wish=WISH).status == 200
    assert sent(network.a, other, "SF100000000003", wish=WISH).reason == "waybill_used"


def test_an_order_is_closed_as_recorded_earlier_only_by_history(station: Station) -> None:
    order = station.a_released_order()
    assert station.desk.ask.close_order(order_id=order.id, receipt="recorded_earlier").reason == "history_only"
    assert station.desk.ask.close_order(order_id=order.id, receipt="carrier").reason == "receipt_not_of_release"
    station.desk.do.close_order(order_id=order.id, receipt="signed")


def test_the_wait_for_a_customer_says_how_they_were_asked(station: Station) -> None:
    order = station.an_order_on_the_bench()
    waiting = {"order_id": order.id, "wait": "awaiting_customer", "reason": "x"}
    assert station.desk.ask.start_wait(**waiting).reason == "attempt_missing"
    station.desk.do.start_wait(**waiting, channel="phone")
    past = {"order_id": order.id, "wait": "sent_out", "reason": "main board", "due_at": "2026-01-01T00:00:00Z"}
    assert station.desk.ask.start_wait(**past).reason == "due_past"
    assert station.desk.ask.start_wait(**past | {"due_at": "2199-12-31T00:00:00Z"}).reason == "due_too_far"


def test_the_desk_gives_back_up_to_a_limit_and_a_lead_beyond_it(station: Station) -> None:
    payment = pay(station, station.a_received_order(), "cash", "200.00")
    given_back = {"payment_id": payment, "reason": "too much"}
    refused = station.desk.ask.refund_payment(**given_back, amount=cny("50.01"))
    assert (refused.reason, refused.body["params"]["most"]) == ("above_refund_limit", "50.00")
    station.desk.do.refund_payment(**given_back, amount=cny("50.00"))
    assert station.desk.ask.refund_payment(**given_back, amount=cny("0.01")).reason == "above_refund_limit"
    station.lead.do.refund_payment(**given_back, amount=cny("150.00"))


def test_the_minutes_that_the_customer_has_been_waited_for_count_at_once(station: Station) -> None:
    order = station.an_order_on_the_bench()
    wait = {"wait": "awaiting_customer", "reason": "quote sent", "channel": "wechat"}
    station.desk.do.start_wait(order_id=order.id, **wait)

    def promised() -> tuple[str, str]:
        read, listed = station.desk.do.get_order(order_id=order.id), station.desk.do.list_orders()["items"]
        return read["effective_due_at"], next(row["effective_due_at"] for row in listed if row["id"] == order.id)

    before = promised()
    until(lambda: min(promised()) > max(before), "put off further")
    station.desk.do.end_wait(order_id=order.id, wait="awaiting_customer", reason="agreed")
    assert promised() == promised()


def test_nobody_works_on_what_was_sent_out(station: Station) -> None:
    order = station.an_order_on_the_bench()
    back = station.network.now() + timedelta(days=2)
    sent_out = {"wait": "sent_out", "reason": "main board", "due_at": instant_text(back)}
    assert station.desk.ask.start_wait(order_id=order.id, **sent_out).reason == "desk_has_it_not"
    station.bench.do.offer_custody(order_id=order.id, to="desk")
    station.desk.do.accept_custody(order_id=order.id)
    station.desk.do.start_wait(order_id=order.id, **sent_out)
    assert station.desk.do.get_order(order_id=order.id)["custody"]["holder"] == "carrier"
    offer = {"to": "engineer", "engineer_id": station.bench.id}
    assert station.desk.ask.offer_custody(order_id=order.id, **offer).reason == "device_gone"
    until(lambda: station.bench.ask.start_diagnosis(job_id=order.job).reason == "device_not_on_bench", "off the bench")
    station.desk.do.end_wait(order_id=order.id, wait="sent_out", reason="it is back")
    assert station.desk.do.get_order(order_id=order.id)["custody"]["holder"] == "desk"
