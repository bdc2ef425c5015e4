"""One order through every room: its part comes from the head, its customer is called three times, mails go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.quality.appeasements import appeasement_id_of
from tests.ground.mailbox import mail_server
from tests.world import between_stations as between
from tests.world.after_sales import call_of, done
from tests.world.people import until
from tests.world.store_room import a_stocked_part, inspect, keeper, lend, places_of, settle
from zz.checks import conservation

if TYPE_CHECKING:
    from tests.ground.mailbox import Mailbox
    from tests.ground.platform import Platform
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Order, Station

CLOSING_MAILS = {
    "station_lead": {"overnight", "unfinished", "revenue", "devices"},
    "base_lead": {"overnight", "unfinished"},
    "finance": {"revenue"},
    "commerce": {"revenue", "devices"},
    "general_manager": {"devices"},
}


SEEN = {
    "received": ("1", "1"),
    "repaired": ("1", "1"),
    "calls_all": ("1", "1"),
    "contact_rate": ("3", "3"),
    "same_day_return": ("1", "1"),
    "satisfaction": ("0", "1"),
    "dissatisfaction": ("1", "1"),
    "revenue": ("128.00", "1"),
}
"""What the head reads of the station: numerator and denominator by KPI."""


def with_addresses(*people: Person) -> None:
    for person in people:
        person.do.set_my_address(email=address_of(person), language="en")


def address_of(person: Person) -> str:
    return f"{person.username}@example.com"


def wait_for_the_part(station: Station, order: Order, part: str) -> None:
    """The engineer asks for it, the store has none, and the job waits."""
    expected = {"lines": [{"part_id": part, "quantity": 1}]}
    station.bench.do.request_parts(job_id=order.job, **expected)
    station.bench.do.await_parts(job_id=order.job, parts=["battery X50"], **expected)
    station.desk.until.get_order(lambda body: body["waits"] == ["awaiting_parts"], order_id=order.id)
    station.bench.do.submit_awaiting_list()


def fetch_from_the_head(station: Station, head: Station, part: str) -> str:
    """Requisition, approval, transfer, receipt and inspection; the id of the transfer."""
    transfer = between.approve(station, between.a_requisition(station, part, 1), head)
    between.pack(head, transfer)
    between.ship(head, transfer, station)
    received = {"lines": [{"part_id": part, "received": 1}]}
    keeper(station).do.receive_transfer(transfer_id=transfer, **received)
    receipts = keeper(station).do.list_receipts(state="quarantine")["items"]
    inspect(station, receipts[0]["id"], part, 1)
    return transfer


def repair_with(station: Station, order: Order, part: str) -> None:
    """The job has gone on by itself: the part is borrowed, built in, and the device is tested and handed back."""
    station.bench.until.get_job(lambda body: body["awaiting_parts"] == [], job_id=order.job)
    borrow = lend(station, order, part)
    station.bench.do.record_repair(job_id=order.job, actions=["replaced_battery"])
    installed = settle(station.bench, borrow, "installed", old_part="core", voucher="V-1")
    assert installed.status == 200, installed
    station.bench.do.record_test(job_id=order.job, passed=True)
    station.bench.do.finish_job(job_id=order.job, outcome="repaired")
    station.bench.do.offer_custody(order_id=order.id, to="desk")
    station.desk.do.accept_custody(order_id=order.id)
    station.desk.until.get_order(lambda body: body["state"] == "ready", order_id=order.id)


def call(station: Station, order: Order, stage: int, **said: Any) -> str:
    """The lead, who did not serve the customer, calls and reaches them."""
    call_id = call_of(station, order, stage)
    station.lead.do.finish_call(station_id=station.id, call_id=call_id, **done(**said))
    return call_id


def mails_of(station: Station, mailbox: Mailbox) -> dict[str, list[str]]:
    """The kinds of the mails about the station's day that really came, by the post of whoever got them."""
    head = station.network.head
    deliveries = {
        f"<{head_delivery['id']}@zongzhan>": head_delivery for head_delivery in head_deliveries(head, station)
    }
    people = station.people | head.people
    return {
        post: [deliveries[mail["Message-ID"]]["kind"] for mail in mailbox.to(address_of(people[post]))]
        for post in CLOSING_MAILS
    }


def seen_by_the_head(head: Station, station: Station) -> dict[str, tuple[str, str]]:
    """Numerator and denominator of some figures of the station, once the close of the day is among them."""

    def figures(body: dict[str, Any]) -> dict[str, tuple[str, str]]:
        (group,) = body["items"]
        return {kpi["kpi"]: (kpi["numerator"], kpi["denominator"]) for kpi in group["kpis"] if kpi["kpi"] in SEEN}

    manager = head.people["general_manager"].api
    return figures(
        manager.until.get_kpis(
            lambda body: body["items"] and figures(body) == SEEN,
            start="2026-01-01",
            end="2099-12-31",
            station_id=station.id,
        )
    )


def head_deliveries(head: Station, station: Station) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = head.people["finance"].do.list_deliveries(limit=200, station_id=station.id)["items"]
    return items


def test_one_order_goes_through_every_room(network: Network, platform: Platform) -> None:
    station, head = network.an_open_station(), between.head(network.a)
    with_addresses(station.lead, *(head.people[post] for post in CLOSING_MAILS if post != "station_lead"))
    part = a_stocked_part(head, 3, core_owed=True)

    order = station.a_job_in_repair()
    call(station, order, 1)
    wait_for_the_part(station, order, part)
    transfer = fetch_from_the_head(station, head, part)
    repair_with(station, order, part)
    station.desk.do.record_payment(order_id=order.id, method="wechat", amount={"amount": "128.00", "currency": "CNY"})
    station.desk.do.notify_customer(order_id=order.id, channel="phone")
    call(station, order, 2)
    station.desk.do.release_order(order_id=order.id, **station.pickup_of(order))
    third = call(station, order, 3, score=1, received=True)
    with mail_server(platform.mail_port) as mailbox:
        station.close_day()
        until(lambda: sum(map(len, mails_of(station, mailbox).values())) >= 10, "the day's mails are there")
        mails = mails_of(station, mailbox)

    assert (
        network.supervisor.until.get_order(lambda body: body["state"] == "closed", order_id=order.id)["outcome"]
        == "repaired"
    )
    assert places_of(station, part) == {"network": -1, "core": 1}
    assert keeper(head).do.get_transfer(transfer_id=transfer)["state"] == "closed"
    assert places_of(head, part) == {"manufacturer": -3, "store": 2, "network": 1}
    appeasement = network.supervisor.do.get_appeasement(appeasement_id=appeasement_id_of(third))
    assert (appeasement["state"], appeasement["score"]) == ("open", 1)
    (message,) = station.lead.until.list_inbox(lambda body: body["items"])["items"]
    assert (message["kind"], message["about"]) == ("appeasement_opened", appeasement["id"])
    assert {post: sorted(kinds) for post, kinds in mails.items()} == {
        post: sorted(kinds) for post, kinds in CLOSING_MAILS.items()
    }
    assert seen_by_the_head(head, station) == SEEN
    conserved = conservation.verify(platform.backing.mongo_uri, platform.prefix)
    assert [difference for difference in conserved.differences if difference.part_id == part] == []
