"""Between stations: verbs that bring requisitions, transfers and returns to any point, through the API."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from contracts.inventory.arrivals import arrival_id_of
from services.inventory.actions.return_proposals import propose_returns
from services.repair.actions.awaiting_parts import report_awaiting_lists
from stationkit.ground.names import Names
from stationkit.storage.database import connect, database
from stationkit.storage.reference_data import ReferenceData
from stationkit.unit_of_work.commit import Committer
from stationkit.unit_of_work.system import System
from stationkit.unit_of_work.work import Cause, Work
from tests.world.after_sales import a_contacted_appeasement
from tests.world.network import SHANGHAI
from tests.world.people import until
from tests.world.store_room import a_part, a_receipt, a_stocked_part, inspect, keeper

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.api import Answer
    from tests.world.people import Person
    from tests.world.station import Station


def with_a_store(at: Station) -> Station:
    """The station with somebody who keeps its store and somebody who inspects: the head station begins without."""
    for name, post in (("storekeeper", "storekeeper"), ("second engineer", "engineer")):
        if name not in at.people:
            at.people[name] = at.network.hire(at.id, post)
    return at


def head(at: Station) -> Station:
    return with_a_store(at.network.head)


def supervisor(at: Station) -> Person:
    return at.network.supervisor


def put_into_store(at: Station, part: str, quantity: int) -> None:
    inspect(at, a_receipt(at, part, quantity), part, quantity)


def a_requisition(at: Station, part: str, quantity: int = 2) -> str:
    body = {"reason": "minimum_stock", "lines": [{"part_id": part, "quantity": quantity}]}
    return str(keeper(at).do.open_requisition(**body)["id"])


def approve(at: Station, requisition: str, sender: Station) -> str:
    """The id of the transfer, which is there."""
    transfer_id = supervisor(at).do.approve_requisition(
        station_id=at.id, requisition_id=requisition, from_station_id=sender.id
    )["transfer_id"]
    keeper(sender).until.get_transfer(bool, transfer_id=transfer_id)
    return str(transfer_id)


def an_approved_transfer(at: Station, sender: Station | None = None, quantity: int = 2) -> tuple[str, str]:
    """The ids of transfer and part: the sender has as many pieces in store as the station is to get."""
    sender = sender or head(at)
    part = a_stocked_part(sender, quantity)
    return approve(at, a_requisition(at, part, quantity), sender), part


def pack(sender: Station, transfer: str) -> None:
    keeper(sender).do.pack_transfer(transfer_id=transfer)


def ship(sender: Station, transfer: str, receiver: Station) -> None:
    """On its way, and the receiver knows."""
    keeper(sender).do.ship_transfer(transfer_id=transfer)
    keeper(receiver).until.get_arrival(bool, arrival_id=arrival_id_of(transfer))


def a_shipped_transfer(at: Station, sender: Station | None = None, quantity: int = 2) -> tuple[str, str]:
    """The ids of transfer and part, on its way to the station."""
    sender = sender or head(at)
    transfer, part = an_approved_transfer(at, sender, quantity)
    pack(sender, transfer)
    ship(sender, transfer, at)
    return transfer, part


def a_transfer_with_a_loss(at: Station) -> str:
    """Received but for one piece, of which the keeper says that it was lost."""
    transfer, part = a_shipped_transfer(at)
    lines = [{"part_id": part, "received": 1, "lost": 1, "liable": "carrier"}]
    keeper(at).do.receive_transfer(transfer_id=transfer, lines=lines)
    return transfer


def a_requested_return(at: Station) -> str:
    """Pieces of the store that the keeper asks to send back to the head."""
    return str(keeper(at).do.open_return(**a_return_body(at))["id"])


def a_return(at: Station) -> str:
    """Pieces of the store that are to go back to the head, as the lead approved."""
    return approved_by_lead(at, a_requested_return(at))


def a_rejected_return(at: Station) -> str:
    transfer = a_requested_return(at)
    at.lead.do.approve_return(station_id=at.id, transfer_id=transfer, agreed=False, note="needed here")
    return transfer


def approved_by_lead(at: Station, transfer: str) -> str:
    at.lead.do.approve_return(station_id=at.id, transfer_id=transfer, agreed=True)
    return transfer


def a_return_body(at: Station) -> dict[str, Any]:
    return {"reason": "surplus", "lines": [{"part_id": a_stocked_part(at), "quantity": 2}]}


def a_packed_return(at: Station) -> str:
    transfer = a_return(at)
    pack(at, transfer)
    return transfer


def a_write_off(at: Station) -> str:
    return str(keeper(at).do.request_write_off(**a_write_off_body(at))["id"])


def a_write_off_body(at: Station) -> dict[str, Any]:
    line = {"part_id": a_stocked_part(at), "place": "store", "quantity": 1}
    return {"reason": "crushed", "lines": [line]}


def as_the_service(at: Station, service: str, moment: datetime, effect: Callable[[Work], None]) -> None:
    """What the service does by itself at an instant, done without waiting for it."""
    platform = at.network.platform
    with connect(platform.backing.mongo_uri) as client:
        db = database(client, Names(platform.prefix).user(service))
        cause = Cause(str(uuid.uuid4()), "due:test", service, service, moment, moment)
        system = System(db, Committer(db, platform.secrets.audit_keys[service]), ReferenceData(db))
        work = Work(system, system.in_station(at.id), cause, network=False)
        effect(work)
        system.committer.commit(work, None)
    platform.settle()


def a_reorder_proposal(at: Station) -> str:
    """The lists of a day that comes once, with a job that waits for a part that nobody has."""
    order, part = at.a_job_in_repair(), a_part(at)
    awaited = {"parts": ["battery"], "lines": [{"part_id": part, "quantity": 1}]}
    at.bench.do.await_parts(job_id=order.job, **awaited)
    due = datetime(2040, 1, 1, 9, tzinfo=UTC) + timedelta(days=int(at.network.unique("")))
    as_the_service(at, "repair", due, lambda work: report_awaiting_lists(work, due))

    def proposed() -> list[str]:
        items = keeper(at).do.list_reorder_proposals(limit=200, sort="-reported_at")["items"]
        return [item["id"] for item in items if part in [line["part_id"] for line in item["lines"]]]

    until(lambda: bool(proposed()), "the lists are at the store")
    return proposed()[0]


def an_acknowledged_proposal(at: Station) -> str:
    proposal = a_reorder_proposal(at)
    keeper(at).do.acknowledge_awaiting_list(proposal_id=proposal)
    return proposal


def a_return_proposal(at: Station) -> str:
    """Of a part that is dead by then."""
    part, day = a_stocked_part(at), datetime(2040, 1, 1, 9, tzinfo=UTC)
    as_the_service(at, "inventory", day, lambda work: propose_returns(work, "2040-01-01"))
    items = keeper(at).do.list_return_proposals(limit=200, sort="-proposed_at", state="proposed")["items"]
    return str(next(item["id"] for item in items if item["part_id"] == part))


def refused(answer: Answer) -> str:
    """Why."""
    assert answer.status == 409, answer
    return answer.reason


def a_corrected_year(at: Station) -> None:
    """Days of this year are off after all: what is open, a call, an appeasement, a transfer, is due later."""
    a_contacted_appeasement(at)
    a_shipped_transfer(at)
    today = at.network.now().astimezone(SHANGHAI).date()
    years = supervisor(at).do.list_years(limit=200)["items"]
    year = next(year for year in years if year["year"] == today.year)
    more = {(today + timedelta(days=number)).isoformat() for number in (1, 2)}
    days = {"off": sorted({*year["off"], *more}), "working": [day for day in year["working"] if day not in more]}
    supervisor(at).do.import_year(year=today.year, source="a notice", replace=True, **days)
