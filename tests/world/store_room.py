"""The parts counter of a station: verbs that bring parts, stock and borrows to any point, through the API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from contracts.language.fields import instant_text
from contracts.language.ids import derived_id
from stationkit.storage.kit_collections import EVENT_LOG
from tests.world.people import until

if TYPE_CHECKING:
    from pymongo.database import Database

    from tests.world.api import Answer
    from tests.world.people import Person
    from tests.world.station import Order, Station

COST = {"amount": "86.00", "currency": "CNY"}


def keeper(at: Station) -> Person:
    return at.people["storekeeper"]


def a_part(at: Station, **fields: Any) -> str:
    """A part of the catalogue that nothing else uses."""
    body = {"code": at.network.unique("BAT-"), "name": "电池 X50", "category": "battery", "unit_cost": COST}
    return str(at.network.supervisor.do.define_part(**(body | fields))["id"])


def a_delivery(at: Station, part: str, quantity: int = 2) -> dict[str, Any]:
    """The body that receives pieces of a part from the manufacturer."""
    line = {"part_id": part, "quantity": quantity, "unit_cost": COST}
    return {"delivery_note": at.network.unique("HN-"), "lines": [line]}


def a_receipt(at: Station, part: str, quantity: int = 2) -> str:
    """Pieces in quarantine."""
    return str(keeper(at).do.receive_parts(**a_delivery(at, part, quantity))["id"])


def inspect(at: Station, receipt: str, part: str, passed: int, failed: int = 0) -> None:
    line = {"part_id": part, "passed": passed, "failed": failed}
    at.second_engineer.do.inspect_receipt(receipt_id=receipt, lines=[line])


def a_stocked_part(at: Station, quantity: int = 2, **fields: Any) -> str:
    """A part that lies in the store; by default one device takes all its pieces."""
    part = a_part(at, **({"per_device": max(2, quantity)} | fields))
    inspect(at, a_receipt(at, part, quantity), part, quantity)
    return part


def stock_of(at: Station, part: str) -> dict[str, Any]:
    """The station's stock of a part, with its layers."""
    stock: dict[str, Any] = keeper(at).do.get_stock(stock_id=derived_id("stock", at.id, part))
    return stock


def places_of(at: Station, part: str) -> dict[str, int]:
    return {balance["place"]: balance["quantity"] for balance in stock_of(at, part)["places"]}


def a_job_that_may_borrow(at: Station) -> Order:
    """On the bench, under repair, and the store knows of it."""
    order = at.a_job_in_repair()
    request = {"job_id": order.job, "part_id": a_part(at), "quantity": 1}
    until(lambda: at.bench.ask.borrow_part(**request).reason == "not_enough", "the store knows the job")
    return order


def lend(at: Station, order: Order, part: str, quantity: int = 1) -> str:
    """The id of a borrow for a job of the bench."""
    body = {"job_id": order.job, "part_id": part, "quantity": quantity}
    return str(at.bench.do.borrow_part(**body)["id"])


def a_borrow(at: Station, quantity: int = 1) -> str:
    """Pieces on the bench, for a job of the bench."""
    return lend(at, a_job_that_may_borrow(at), a_stocked_part(at, quantity), quantity)


def a_job_that_borrowed(at: Station) -> str:
    """The id of a job of the bench that has one of the two pieces that it asked for."""
    order, part = a_job_that_may_borrow(at), a_stocked_part(at)
    at.bench.do.request_parts(job_id=order.job, lines=[{"part_id": part, "quantity": 2}])
    keeper(at).until.list_part_requests(lambda body: body["items"], job_id=order.job)
    lend(at, order, part)
    return order.job


def a_wait_that_ends(at: Station) -> None:
    """A job asks for a part that is not there, waits for it, is served when it comes, and borrows it."""
    part, order = a_part(at), at.a_job_in_repair()
    lines = [{"part_id": part, "quantity": 1}]
    at.bench.do.request_parts(job_id=order.job, lines=lines)
    at.bench.do.await_parts(job_id=order.job, parts=["battery X50"], lines=lines)
    inspect(at, a_receipt(at, part), part, 2)
    at.bench.until.get_job(lambda body: not body["awaiting_parts"], job_id=order.job)
    lend(at, order, part)


def a_failed_receipt(at: Station) -> str:
    """The id of the return to the manufacturer of a piece that failed."""
    part = a_part(at)
    inspect(at, a_receipt(at, part), part, 1, 1)
    returns = keeper(at).do.list_manufacturer_returns(state="open", limit=200)["items"]
    return str(next(item["id"] for item in returns if item["part_id"] == part))


def let_passes_be_forced(at: Station) -> None:
    """The station's policy has come into force that records a pass without an inspection."""
    api = at.network.supervisor.api
    if any(policy["for_station_id"] == at.id for policy in api.do.list_policies(name="stock", limit=200)["items"]):
        return
    start = datetime.fromisoformat(api.do.get_clock()["now"]) + timedelta(minutes=11)
    values = {"forced_pass": "record"}
    body = {"name": "stock", "station_id": at.id, "effective_from": instant_text(start), "values": values}
    api.do.publish_policy(**body)
    api.do.move_clock(now=instant_text(start))


def borrow(who: Person, order: Order, part: str, quantity: int = 1) -> Answer:
    """Tries to borrow."""
    return who.ask.borrow_part(job_id=order.job, part_id=part, quantity=quantity)


def settle(who: Person, borrow_id: str, how: str, quantity: int = 1, **said: Any) -> Answer:
    """Tries to settle."""
    return who.ask.settle_borrow(borrow_id=borrow_id, how=how, quantity=quantity, **said)


def emitted(database: Database[dict[str, Any]], event_type: str, **data: str) -> list[dict[str, Any]]:
    """What was told of that type with these data, in its order."""
    conditions = {f"envelope.data.{name}": value for name, value in data.items()}
    rows = database[EVENT_LOG].find({"type": event_type, **conditions}).sort("position", 1)
    return [row["envelope"]["data"] for row in rows]


def what_follows_a_close(at: Station) -> None:
    """Piece and device that came back while the day was closed or open again; who holds a device is suspended."""
    station = at.network.an_open_station()
    lent, order = a_borrow(station), station.an_order_on_the_bench()
    station.close_day()
    station.desk.until.get_order(lambda body: body["steps"][-1]["what"] == "overnight", order_id=order.id)
    settle(keeper(station), lent, "returned")
    station.lead.do.reopen_day(reason="a parcel came late")
    station.bench.do.offer_custody(order_id=order.id, to="desk")
    station.desk.do.accept_custody(order_id=order.id)
    station.close_day()
    station.an_order_on_the_bench()
    station.lead.do.suspend_staff(station_id=station.id, staff_id=station.bench.id, reason="left")
