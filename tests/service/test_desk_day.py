"""The desk's money and its day: every payment is on the report of its day, and a closed day takes none."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.service.test_days import once_told
from tests.world import after_sales
from tests.world.people import until

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.network import Network
    from tests.world.station import Order, Station


@pytest.fixture
def station(network: Network) -> Station:
    """A station whose days nobody else closes."""
    return network.an_open_station()


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def pay(station: Station, order: Order, method: str, amount: str) -> str:
    payment = station.desk.do.record_payment(order_id=order.id, method=method, amount=cny(amount))
    return str(payment["id"])


def close(station: Station, closing: int) -> dict[str, Any]:
    """The day's report once this closing is in it."""
    station.close_day()
    is_taken_down = lambda body: body["items"] and body["items"][0]["closing"] == closing  # noqa: E731  # a condition
    report: dict[str, Any] = station.lead.until.list_day_reports(is_taken_down, sort="-day")["items"][0]
    return report


def reopen(station: Station) -> None:
    station.lead.do.reopen_day(reason="a parcel came late")
    station.lead.until.list_day_reports(lambda body: not body["items"][0]["closed"], sort="-day")


def sum_of(station: Station, day: str) -> Decimal:
    payments = station.desk.do.list_payments(day=day, limit=200)["items"]
    return sum((Decimal(payment["amount"]["amount"]) for payment in payments), Decimal(0))


def test_the_report_of_a_day_balances_with_its_payments_and_counts_its_devices(station: Station, db: Db) -> None:
    waiting, collected, _ready, _received = (
        station.a_job_without_parts(),
        station.a_released_order(),
        station.a_ready_order(),
        station.a_received_order(),
    )
    pay(station, collected, "wechat", "128.10")
    screen = pay(station, waiting, "cash", "0.20")
    station.lead.do.refund_payment(payment_id=screen, amount=cny("0.10"), reason="no part")
    station.desk.until.get_order(lambda body: body["waits"] == ["awaiting_parts"], order_id=waiting.id)
    report = close(station, 1)
    devices = {"received": 4, "in_repair": 0, "awaiting_parts": 1, "ready": 1, "shipped": 0, "collected": 1}
    assert (report["closed"], report["total"], report["devices"]) == (True, cny("128.20"), devices)
    assert {method["method"]: (method["taken"], method["refunded"]) for method in report["methods"]} == {
        "wechat": (cny("128.10"), cny("0.00")),
        "cash": (cny("0.20"), cny("0.10")),
    }
    assert sum_of(station, report["day"]) == Decimal("128.20")
    assert once_told(db("intake"), "desk_day_reported.v1", report["id"]) == [
        {"day": report["day"], "closing": 1, "methods": report["methods"], "total": report["total"], **devices}
    ]


def test_the_device_of_a_cancelled_order_is_on_the_report_when_it_goes_back(station: Station) -> None:
    order = station.a_received_order()
    station.desk.do.cancel_order(order_id=order.id, reason="changed their mind")
    station.desk.do.release_order(order_id=order.id, **station.pickup_of(order))
    devices = close(station, 1)["devices"]
    assert (devices["received"], devices["collected"], devices["shipped"]) == (1, 1, 0)


def test_a_closed_day_takes_no_money_and_a_later_closing_corrects_its_report(station: Station, db: Db) -> None:
    order = station.a_received_order()
    payment = pay(station, order, "cash", "10.00")
    report = close(station, 1)
    body = {"method": "cash", "amount": cny("5.00")}
    assert station.desk.ask.record_payment(order_id=order.id, **body).reason == "day_closed"
    refund = {"amount": cny("1.00"), "reason": "too much"}
    assert station.lead.ask.refund_payment(payment_id=payment, **refund).reason == "day_closed"
    reopen(station)
    pay(station, order, "cash", "5.00")
    assert close(station, 2)["total"] == cny("15.00")
    reported = once_told(db("intake"), "desk_day_reported.v1", report["id"], 2)
    assert [(day_report["closing"], day_report["total"]) for day_report in reported] == [
        (1, cny("10.00")),
        (2, cny("15.00")),
    ]
    assert station.lead.do.get_day_report(report_id=report["id"])["closing"] == 2


def test_payments_that_are_taken_while_the_day_is_closed_under_them_are_all_on_its_report(station: Station) -> None:
    orders = [station.a_received_order() for _ in range(12)]
    station.log_all_in()
    body = {"method": "card", "amount": cny("1.01")}
    answers: list[int] = []

    def send(order: Order) -> None:
        answers.append(station.desk.ask.record_payment(order_id=order.id, **body).status)

    threads = [threading.Thread(target=send, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    report = close(station, 1)
    for thread in threads:
        thread.join()
    taken = Decimal("1.01") * answers.count(201)
    assert set(answers) <= {201, 409}
    assert Decimal(report["total"]["amount"]) == sum_of(station, report["day"]) == taken


def test_no_more_is_given_back_than_was_taken_however_it_is_asked_for(station: Station) -> None:
    order = station.a_received_order()
    payment = pay(station, order, "alipay", "30.00")
    body = {"amount": cny("20.00"), "reason": "cheaper"}
    refund = station.lead.do.refund_payment(payment_id=payment, **body)["id"]
    assert station.lead.ask.refund_payment(payment_id=payment, **body).reason == "more_than_taken"
    assert station.lead.ask.refund_payment(payment_id=refund, **body).reason == "is_refund"
    assert station.bench.ask.refund_payment(payment_id=payment, **body).code == "forbidden"
    paid = station.desk.do.get_order_payments(order_id=order.id)
    assert [paid[name] for name in ("taken", "refunded", "balance")] == [cny("30.00"), cny("20.00"), cny("10.00")]
    assert [(payment["amount"], payment["method"], payment["refund_of"]) for payment in paid["payments"]] == [
        (cny("30.00"), "alipay", None),
        (cny("-20.00"), "alipay", payment),
    ]


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "0.001"])
def test_money_is_taken_in_whole_cents_above_zero(station: Station, amount: str) -> None:
    answer = station.desk.ask.record_payment(order_id=station.a_received_order().id, method="cash", amount=cny(amount))
    assert (answer.status, answer.code) == (422, "invalid")


def test_a_cancelled_order_takes_no_money(station: Station) -> None:
    order = station.a_received_order()
    station.desk.do.cancel_order(order_id=order.id, reason="changed their mind")
    answer = station.desk.ask.record_payment(order_id=order.id, method="cash", amount=cny("1.00"))
    assert answer.reason == "order_cancelled"


def test_the_shelf_board_shows_every_device_at_the_desk_on_its_shelf_and_no_other(station: Station) -> None:
    ready, received, on_the_bench = (
        station.a_ready_order(),
        station.a_received_order(),
        station.an_order_on_the_bench(),
    )
    waiting = station.a_job_without_parts()
    station.desk.until.get_order(lambda body: body["waits"] == ["awaiting_parts"], order_id=waiting.id)
    station.bench.do.offer_custody(order_id=waiting.id, to="desk")
    station.desk.do.accept_custody(order_id=waiting.id)
    board = station.desk.do.get_shelf_board()
    shelves = {(item["age"], item["condition"]): [order["id"] for order in item["orders"]] for item in board["items"]}
    assert len(shelves) == 12
    assert {place: ids for place, ids in shelves.items() if ids} == {
        ("0", "repaired"): [ready.id],
        ("0", "unrepaired"): [received.id],
        ("0", "awaiting_parts"): [waiting.id],
    }
    assert [item["count"] for item in board["items"]] == [len(item["orders"]) for item in board["items"]]
    assert station.network.supervisor.do.get_shelf_board(station_id=station.id)["items"] == board["items"]
    assert on_the_bench.id not in str(board)


def test_a_wait_for_the_customer_and_a_special_promise_are_told_as_a_new_due_time(station: Station, db: Db) -> None:
    order = station.a_received_order()
    before = station.desk.do.get_order(order_id=order.id)["effective_due_at"]
    station.lead.do.approve_special(order_id=order.id, reason="water damage")
    after = station.desk.do.get_order(order_id=order.id)
    assert after["effective_due_at"] > before
    assert once_told(db("intake"), "order_rescheduled.v1", order.id) == [
        {"due_at": after["due_at"], "effective_due_at": after["effective_due_at"], "waits_since": None}
    ]


@pytest.mark.parametrize(("received", "state"), [(True, "closed"), (False, "released")])
def test_an_order_is_closed_when_its_customer_says_at_the_last_call_that_they_have_it(
    station: Station, db: Db, state: str, *, received: bool
) -> None:
    call = after_sales.a_third_call(station)
    order_id = station.lead.do.get_call(call_id=call)["order_id"]
    body = {"outcome": "done", "score": 5, "received": received, "checks": after_sales.ALL_TRUE}
    station.lead.do.finish_call(station_id=station.id, call_id=call, **body)
    mark = {"_id": f"quality|{call}", "heard": {"$ne": {}}}
    until(lambda: db("intake").kit_marks.find_one(mark) is not None, "intake has heard of the call")
    order = station.desk.do.get_order(order_id=order_id)
    assert order["state"] == state
    closed = [(step["by"], step["reason"]) for step in order["steps"] if step["what"] == "closed"]
    assert closed == ([(station.lead.id, "call")] if received else [])
