"""Findings over a live house: opened by what somebody enters, ended by what is changed, overdue by the clock [F3]."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from contracts.intake import findings, parties, receiving
from contracts.language.errors import NotFound, Refused
from contracts.language.fields import instant_text
from services.intake.actions import findings as finding_actions
from stationkit.storage.kit_collections import LEASES
from stationkit.storage.lease import Lease
from stationkit.storage.reference_data import ReferenceData
from stationkit.unit_of_work.commit import Committer
from stationkit.unit_of_work.schedule import Schedule, Timed, every_day
from stationkit.unit_of_work.system import System
from tests.world.caller import at
from tests.world.people import until

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.caller import Caller
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station

MONDAY, DUE = at("2071-03-02T10:00:00"), at("2071-03-03T18:00:00")
SECOND = timedelta(seconds=1)
GARBAGE = {"kind": "user", "name": "测试", "phone": "11111111111"}
NOTICE = {"source": "a notice", "working": []}


@pytest.fixture(scope="module")
def station(network: Network) -> Station:
    """A station in which nobody else closes anything."""
    return network.an_open_station()


def found_in(person: Person, party_id: str) -> dict[str, dict[str, Any]]:
    """The findings of a customer by rule, the latest of each."""
    return {row["rule"]: row for row in person.do.list_findings(object_id=party_id, limit=200)["items"]}


def entered(rpc: Caller, person: Person, now: datetime = MONDAY, **given: str) -> str:
    """The id of a customer who was registered at this business time."""
    return str(rpc.call(parties.register_party, person, GARBAGE | given, now=now)["id"])


def a_finding(rpc: Caller, station: Station, now: datetime = MONDAY) -> tuple[str, str]:
    """A customer with a placeholder for a name, and the finding in it."""
    party_id = entered(rpc, station.desk, now, phone="13812345678")
    return party_id, found_in(station.desk, party_id)["placeholder_name"]["id"]


def change(rpc: Caller, person: Person, party_id: str, now: datetime, **given: str) -> None:
    rpc.call(parties.edit_party, person, {"party_id": party_id, **given}, now=now)


def state_of(station: Station, finding_id: str) -> tuple[str, bool]:
    finding = station.lead.do.get_finding(finding_id=finding_id)
    return finding["state"], finding["overdue"]


def told(person: Person, kind: str, finding_id: str) -> int:
    messages = person.do.list_inbox(limit=200)["items"]
    return sum((message["kind"], message["about"]) == (kind, finding_id) for message in messages)


class Closings:
    """The station's clock, which stands where it is put."""

    def __init__(self, station: Station, db: Db, start: datetime) -> None:
        database, platform = db("intake"), station.network.platform
        self._now, self._platform = start, platform
        committer = Committer(database, platform.secrets.audit_keys["intake"])
        self._schedule = Schedule("intake", System(database, committer, ReferenceData(database)))
        copy = ReferenceData(database).station(station.id)
        self._schedule._active = lambda: iter([copy])  # type: ignore[method-assign]  # this station alone
        self._schedule.now = lambda: self._now  # type: ignore[method-assign]  # business time
        lease = station.network.unique("closings under test ")
        database[LEASES].insert_one({"_id": lease, "holder": "", "until": start - timedelta(days=36500)})
        self._schedule._lease = Lease(database, lease)
        when = every_day(finding_actions.just_after_close, open_days=False)
        self._schedule.add(Timed(lease, when, finding_actions.name_overdue))
        self.put(start)

    def put(self, now: datetime) -> None:
        self._now = now
        self._schedule._look_again = 0.0
        self._schedule.tick()
        self._platform.settle()


def test_garbage_is_taken_and_found_with_its_author_and_due_time(rpc: Caller, station: Station) -> None:
    opened = found_in(station.desk, entered(rpc, station.desk))
    assert opened.keys() == {"placeholder_name", "phone_not_in_plan"}
    for finding in opened.values():
        assert (finding["state"], finding["author_id"], finding["overdue"]) == ("open", station.desk.id, False)
        assert (finding["opened_at"], finding["due_at"]) == (instant_text(MONDAY), instant_text(DUE))
        assert (finding["due_day"], finding["calendar_provisional"]) == ("2071-03-03", True)
        until(lambda: told(station.desk, "finding_opened", finding["id"]) == 1, "the author is told")  # noqa: B023
    assert found_in(station.desk, entered(rpc, station.desk, name="李雷", phone="13812345678")) == {}


def test_a_device_is_received_of_a_customer_who_has_no_name(rpc: Caller, station: Station) -> None:
    body = station.a_receipt() | {"party": GARBAGE}
    del body["party_id"]
    order = rpc.call(receiving.receive_device, station.desk, body, now=MONDAY)
    assert len(found_in(station.desk, order["party_id"])) == 2


def test_what_is_put_right_ends_by_itself_and_garbage_that_comes_later_is_of_whoever_changed_it(
    rpc: Caller, station: Station
) -> None:
    party_id, finding_id = a_finding(rpc, station)
    change(rpc, station.lead, party_id, MONDAY, name="客户1", phone="13912345678")
    assert found_in(station.desk, party_id)["placeholder_name"]["id"] == finding_id
    assert state_of(station, finding_id) == ("open", False)
    change(rpc, station.desk, party_id, MONDAY, address="观前街 1 号")
    assert state_of(station, finding_id) == ("open", False)
    change(rpc, station.lead, party_id, MONDAY + SECOND, name="李雷")
    finding = station.desk.do.get_finding(finding_id=finding_id)
    ended = (finding["state"], finding["ended_by"], finding["ended_at"])
    assert ended == ("fixed", station.lead.id, instant_text(MONDAY + SECOND))
    change(rpc, station.lead, party_id, MONDAY, phone="11111111111")
    later = found_in(station.desk, party_id)["phone_not_in_plan"]
    assert (later["state"], later["author_id"]) == ("open", station.lead.id)


def test_a_lead_accepts_once_what_another_entered(rpc: Caller, station: Station, network: Network) -> None:
    _, finding_id = a_finding(rpc, station)
    ids, reason = {"finding_id": finding_id}, {"reason": "seen on the invoice"}
    assert station.desk.ask.accept_finding(**ids, **reason).status == 403
    assert network.b.lead.ask.accept_finding(**ids, **reason).status == 404
    assert network.b.lead.ask.get_finding(**ids).status == 404
    assert network.supervisor.do.get_finding(**ids)["may"] == []
    assert station.lead.ask.accept_finding(**ids).status == 422
    assert station.lead.do.get_finding(**ids)["may"] == ["accept_finding"]
    rpc.call(findings.accept_finding, station.lead, ids | reason, now=DUE)
    finding = station.lead.do.get_finding(**ids)
    assert (finding["state"], finding["reason"], finding["overdue"]) == ("accepted_as_is", reason["reason"], False)
    assert finding["may"] == []
    assert station.lead.ask.accept_finding(**ids, **reason).reason == "finding_accepted_as_is"


def test_what_was_accepted_is_not_found_again_until_it_is_changed(rpc: Caller, station: Station) -> None:
    party_id, finding_id = a_finding(rpc, station)
    rpc.call(findings.accept_finding, station.lead, {"finding_id": finding_id, "reason": "it is so"}, now=MONDAY)
    change(rpc, station.desk, party_id, MONDAY, phone="13912345678")
    assert found_in(station.desk, party_id).keys() == {"placeholder_name"}
    change(rpc, station.desk, party_id, MONDAY, name="客户")
    rows = station.desk.do.list_findings(object_id=party_id)["items"]
    assert sorted(row["state"] for row in rows) == ["accepted_as_is", "open"]


def test_a_lead_does_not_accept_what_they_entered(rpc: Caller, station: Station) -> None:
    finding_id = found_in(station.lead, entered(rpc, station.lead))["placeholder_name"]["id"]
    assert station.lead.do.get_finding(finding_id=finding_id)["may"] == []
    with pytest.raises(Refused) as refused:
        rpc.call(findings.accept_finding, station.lead, {"finding_id": finding_id, "reason": "so"}, now=MONDAY)
    assert refused.value.reason == "own_finding"


def test_what_is_brought_in_from_earlier_records_is_nobodys_garbage(station: Station, network: Network) -> None:
    importer = network.an_importer_in(station.id)
    history = {"occurred_at": "2021-03-01T10:00:00+08:00", "actor_id": station.desk.id}
    party_id = importer.do.register_party(**GARBAGE, **history)["id"]
    assert found_in(station.desk, party_id) == {}
    station.desk.do.edit_party(party_id=party_id, name="客户")
    (finding,) = found_in(station.desk, party_id).values()
    assert finding["author_id"] == station.desk.id


def test_a_second_after_the_close_it_is_overdue_and_author_and_lead_are_told_once(
    rpc: Caller, station: Station, db: Db
) -> None:
    closings = Closings(station, db, MONDAY)
    party_id, finding_id = a_finding(rpc, station)
    for instant in (DUE - SECOND, DUE):
        closings.put(instant)
        assert state_of(station, finding_id) == ("open", False)
    closings.put(DUE + SECOND)
    assert state_of(station, finding_id) == ("overdue", True)
    closings.put(DUE + timedelta(days=2))
    for person in (station.desk, station.lead):
        until(lambda: told(person, "finding_overdue", finding_id) == 1, "told")  # noqa: B023  # called at once
    assert [row["id"] for row in station.lead.do.list_findings(overdue="true", object_id=party_id)["items"]] == [
        finding_id
    ]
    change(rpc, station.desk, party_id, DUE + timedelta(days=3), name="李雷")
    assert state_of(station, finding_id) == ("fixed", True)


@pytest.mark.parametrize(("late", "overdue"), [(-SECOND, False), (timedelta(0), False), (SECOND, True)])
def test_what_is_put_right_before_the_clock_comes_is_late_by_its_own_time(
    rpc: Caller, station: Station, late: timedelta, *, overdue: bool
) -> None:
    party_id, finding_id = a_finding(rpc, station)
    change(rpc, station.desk, party_id, DUE + late, name="李雷")
    assert state_of(station, finding_id) == ("fixed", overdue)
    until(lambda: told(station.lead, "finding_overdue", finding_id) == overdue, "the lead knows of what was late")


def test_what_was_late_by_a_calendar_that_was_not_known_is_taken_back(
    rpc: Caller, station: Station, network: Network, db: Db
) -> None:
    monday, due = at("2073-03-06T10:00:00"), at("2073-03-07T18:00:00")
    closings = Closings(station, db, monday)
    _, waiting = a_finding(rpc, station, monday)
    mended, fixed = a_finding(rpc, station, monday)
    assert station.desk.do.get_finding(finding_id=waiting)["due_at"] == instant_text(due)
    closings.put(due + SECOND)
    change(rpc, station.desk, mended, due + timedelta(hours=20), name="李雷")
    assert (state_of(station, waiting), state_of(station, fixed)) == (("overdue", True), ("fixed", True))
    noticed = {"year": 2073, "off": ["2073-03-07", "2073-10-02"], **NOTICE}
    assert network.supervisor.ask.import_year(**noticed).status == 201
    is_known = lambda body: not body["calendar_provisional"]  # noqa: E731  # a condition
    for finding_id in (waiting, fixed):
        retimed = station.desk.until.get_finding(is_known, finding_id=finding_id)
        assert (retimed["due_at"], retimed["due_day"]) == (instant_text(due + timedelta(days=1)), "2073-03-08")
    assert (state_of(station, waiting), state_of(station, fixed)) == (("open", False), ("fixed", False))


def test_another_stations_findings_are_not_listed(rpc: Caller, station: Station, network: Network) -> None:
    party_id, _ = a_finding(rpc, station)
    assert found_in(network.b.lead, party_id) == {}
    with pytest.raises(NotFound):
        change(rpc, network.b.desk, party_id, MONDAY, name="李雷")
