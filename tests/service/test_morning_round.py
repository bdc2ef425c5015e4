"""What the clock does for quality at each opening of a station: calls open and expire, penalties come to count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from contracts.quality.calls import call_id_of
from services.quality.service import QualityService
from stationkit.ground.clock import wall_now
from stationkit.storage.kit_collections import LEASES
from stationkit.storage.lease import Lease
from stationkit.storage.reference_data import ReferenceData
from stationkit.unit_of_work.commit import Committer
from stationkit.unit_of_work.schedule import Schedule, Timed, every_day
from stationkit.unit_of_work.system import System
from tests.world import after_sales
from tests.world.people import until

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work
    from tests.ground.databases import Db
    from tests.world.network import Network
    from tests.world.station import Station

ROUND = "morning round under test"


@pytest.fixture(scope="module")
def at(network: Network) -> Station:
    """A station whose mornings nobody else waits for."""
    return network.an_open_station()


class Mornings:
    """The station's mornings, which come when they are told to."""

    def __init__(self, at: Station, db: Db) -> None:
        database = db("quality")
        self._platform = at.network.platform
        self._now = wall_now()
        committer = Committer(database, at.network.platform.secrets.audit_keys["quality"])
        self._schedule = Schedule("quality", System(database, committer, ReferenceData(database)), lambda: self._now)
        copy = ReferenceData(database).station(at.id)
        self._schedule._active = lambda: iter([copy])  # type: ignore[method-assign]  # this station alone
        lease = at.network.unique(ROUND)
        database[LEASES].insert_one({"_id": lease, "holder": "", "until": self._now - timedelta(days=1)})
        self._schedule._lease = Lease(database, lease)
        self._schedule.add(Timed(ROUND, every_day(lambda station: station.calendar.opens), self._effect))
        self.pass_days(0)

    def pass_days(self, days: int) -> None:
        self._now += timedelta(days=days)
        self._schedule.tick()
        self._platform.settle()

    def _effect(self, work: Work, due: datetime) -> None:
        QualityService().make_morning_round(work, due)


def test_mornings_open_third_calls_and_end_what_is_over(at: Station, db: Db) -> None:
    mornings = Mornings(at, db)
    left = after_sales.an_open_call(at)
    penalty = after_sales.an_approved_penalty(at)
    order = at.a_ready_order()
    at.dispatch(order)
    after_sales.call_of(at, order, 2)
    third = call_id_of(order.id, 3)
    mornings.pass_days(2)
    assert at.lead.ask.get_call(call_id=third).status == 404
    assert at.lead.do.get_call(call_id=left)["state"] == "open"
    mornings.pass_days(2)
    assert at.lead.do.get_call(call_id=third)["state"] == "open"
    assert at.lead.do.get_penalty(penalty_id=penalty)["state"] == "approved"
    mornings.pass_days(14)
    states = [at.lead.do.get_call(call_id=call)["state"] for call in (left, third)]
    assert states == ["expired", "expired"]
    assert at.lead.do.get_penalty(penalty_id=penalty)["state"] == "final"


def test_a_call_that_expired_was_not_in_time(at: Station, db: Db) -> None:
    mornings = Mornings(at, db)
    call = after_sales.an_open_call(at)
    mornings.pass_days(30)
    conditions = {"type": "call_ended.v1", "aggregate_id": call}
    until(lambda: bool(db("quality").kit_events.count_documents(conditions)), "told")
    events = [row["envelope"]["data"] for row in db("quality").kit_events.find(conditions)]
    assert [(event["outcome"], event["in_time"], event["caller_id"]) for event in events] == [("expired", False, None)]
