"""Two at the same instant: what one of them only read, the other changes before anything is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from stationkit.unit_of_work import commands
from stationkit.unit_of_work.commit import Committer
from tests.world.store_room import COST, a_part, keeper, places_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationkit.unit_of_work.work import Work
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.station import Order, Station

CNY = {"amount": "128.00", "currency": "CNY"}


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    """A station whose days nobody else closes."""
    return network.an_open_station()


def with_meanwhile(ask: Callable[[], Answer], operation: str, other: Callable[[], Answer]) -> tuple[str, str]:
    """What a command answers that has read and decided when the other one is carried out, and what that answers.

    Both are of one thread, so that neither may wait for the other to have its turn.
    """
    started: list[str] = []
    answers: list[Answer] = []
    commit = Committer.commit

    def commit_late(committer: Committer, work: Work, *rest: Any) -> Any:
        if work.cause.operation == operation and not started:
            started.append(operation)
            answers.append(other())
        return commit(committer, work, *rest)

    with patch.object(Committer, "commit", commit_late), patch.object(commands, "CONTESTED_SECONDS", 0.0):
        first = ask()
    return said(first), said(answers[0])


def said(answer: Answer) -> str:
    return "done" if answer.status < 300 else answer.reason or answer.code


def pay(station: Station, order: Order) -> Callable[[], Answer]:
    return lambda: station.desk.ask.record_payment(order_id=order.id, method="cash", amount=CNY)


def cancel(station: Station, order: Order) -> Callable[[], Answer]:
    return lambda: station.desk.ask.cancel_order(order_id=order.id, reason="changed their mind")


def test_what_is_cancelled_meanwhile_takes_no_money(station: Station) -> None:
    order = station.a_received_order()
    paying = with_meanwhile(pay(station, order), "record_payment", cancel(station, order))
    assert paying == ("order_cancelled", "done")
    assert station.desk.do.get_order_payments(order_id=order.id)["payments"] == []


def test_what_is_paid_for_meanwhile_is_not_cancelled(station: Station) -> None:
    order = station.a_received_order()
    assert with_meanwhile(cancel(station, order), "cancel_order", pay(station, order)) == ("paid", "done")
    assert station.desk.do.get_order(order_id=order.id)["state"] == "received"


def test_what_is_written_off_meanwhile_takes_no_money(station: Station) -> None:
    order = station.an_order_to_write_off()
    writing_off = lambda: station.lead.ask.abandon_order(order_id=order.id, reason="notice served")  # noqa: E731  # a step
    assert with_meanwhile(pay(station, order), "record_payment", writing_off) == ("order_abandoned", "done")


def an_order_of_a_new_customer(station: Station) -> Order:
    return replace(station, _customer="").a_ready_order()


def send(station: Station, order: Order, waybill: str) -> Callable[[], Answer]:
    return lambda: station.lead.ask.release_order(order_id=order.id, how="dispatch", waybill=waybill)


def test_one_waybill_is_given_at_the_same_time_to_one_customer(station: Station, network: Network) -> None:
    for second in (station, network.b):
        first_order, second_order = an_order_of_a_new_customer(station), an_order_of_a_new_customer(second)
        waybill = f"SF1{network.phone()}"
        sending = send(station, first_order, waybill)
        assert with_meanwhile(sending, "release_order", send(second, second_order, waybill)) == ("waybill_used", "done")
        assert station.desk.do.get_order(order_id=first_order.id)["state"] == "ready"


def test_two_devices_of_one_customer_go_into_one_parcel_at_the_same_time(station: Station, network: Network) -> None:
    orders, waybill = [station.a_ready_order() for _ in range(2)], f"SF1{network.phone()}"
    first, second = (send(station, order, waybill) for order in orders)
    assert with_meanwhile(first, "release_order", second) == ("done", "done")


def test_a_delivery_note_that_two_take_at_the_same_time_is_taken_once(station: Station, network: Network) -> None:
    part, note = a_part(station), network.unique("HN-")
    line = {"part_id": part, "quantity": 1, "unit_cost": COST}
    receive = lambda: keeper(station).ask.receive_parts(delivery_note=note, lines=[line])  # noqa: E731  # a step
    assert with_meanwhile(receive, "receive_parts", receive) == ("delivery_note_used", "done")
    assert places_of(station, part) == {"manufacturer": -1, "quarantine": 1}
