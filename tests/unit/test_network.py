"""A station's life: planned, onboarding, active, suspended, closed; every other way is refused [S6]."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from contracts.language.errors import Invalid, Refused
from contracts.stations import stations as contract
from services.stations.rules.station import CHECKLIST, Hours, Station

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
Step = Callable[[Station], object]

ONBOARDING: tuple[Step, ...] = (lambda station: station.start_onboarding("lease signed"),)
CHECKED: tuple[Step, ...] = tuple(lambda station, item=item: station.check_onboarding(item) for item in CHECKLIST)  # type: ignore[misc]
ACTIVE: tuple[Step, ...] = (*ONBOARDING, *CHECKED, lambda station: station.activate("all done", NOW))
EMPTY = dict.fromkeys(contract.REMAINS, 0)
WAYS: dict[str, tuple[Step, ...]] = {
    "planned": (),
    "onboarding": (*ONBOARDING, *CHECKED),
    "active": ACTIVE,
    "suspended": (*ACTIVE, lambda station: station.suspend("flood")),
    "winding_up": (*ACTIVE, lambda station: station.wind_up("lease ends"), lambda station: station.count(EMPTY)),
    "closed": (lambda station: station.close("lease not signed"),),
}
STEPS: dict[str, tuple[Step, dict[str, str]]] = {
    "start_onboarding": (lambda station: station.start_onboarding("why"), {"planned": "onboarding"}),
    "check_onboarding": (lambda station: station.check_onboarding("stock"), {"onboarding": "onboarding"}),
    "activate": (lambda station: station.activate("why", NOW), {"onboarding": "active", "suspended": "active"}),
    "suspend": (lambda station: station.suspend("why"), {"active": "suspended"}),
    "wind_up": (lambda station: station.wind_up("why"), dict.fromkeys(("active", "suspended"), "winding_up")),
    "close": (lambda station: station.close("why"), dict.fromkeys(("planned", "onboarding", "winding_up"), "closed")),
    "edit": (
        lambda station: station.edit("new name", None, None),
        {state: state for state in ("planned", "onboarding", "active", "suspended", "winding_up")},
    ),
}


def planned(kind: str = "sub") -> Station:
    return Station("station", "head", "South Gate", "NJ01", kind, parent_id="head")


def station_in(state: str) -> Station:
    station = planned()
    for step in WAYS[state]:
        step(station)
    return station


def test_the_states_and_the_checklist_are_those_of_the_contract() -> None:
    assert {state: station_in(state).state for state in contract.STATES} == {state: state for state in contract.STATES}
    assert CHECKLIST == contract.CHECKLIST


@pytest.mark.parametrize("state", contract.STATES)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_leads_where_it_should_and_is_refused_unchanged_elsewhere(name: str, state: str) -> None:
    step, leads = STEPS[name]
    station, untouched = station_in(state), station_in(state)
    if state in leads:
        step(station)
        assert station.state == leads[state]
    else:
        with pytest.raises(Refused):
            step(station)
        assert station == untouched


@pytest.mark.parametrize("missing", CHECKLIST)
def test_a_station_does_not_open_while_an_item_of_the_checklist_is_open(missing: str) -> None:
    station = planned()
    station.start_onboarding("lease signed")
    for item in CHECKLIST:
        if item != missing:
            station.check_onboarding(item)
    with pytest.raises(Refused) as refusal:
        station.activate("now", NOW)
    assert (refusal.value.reason, refusal.value.params["missing"]) == ("onboarding_incomplete", [missing])
    station.check_onboarding(missing)
    station.activate("now", NOW)
    assert station.state == "active"


def test_an_item_ticked_twice_counts_once() -> None:
    station = planned()
    station.start_onboarding("lease signed")
    for item in ("stock", "premises", "stock"):
        station.check_onboarding(item)
    assert station.checklist == ("premises", "stock")
    with pytest.raises(Refused) as refused:
        planned().check_onboarding("stock")
    assert refused.value.reason == "station_not_onboarding"


def test_a_stations_own_work_begins_when_it_is_first_activated() -> None:
    station = station_in("suspended")
    station.activate("dry again", NOW + timedelta(days=7))
    assert station.active_from == NOW


@pytest.mark.parametrize("name", ["suspend", "close"])
def test_the_head_station_is_neither_suspended_nor_closed(name: str) -> None:
    head = replace(station_in("active"), kind="head")
    with pytest.raises(Refused) as refusal:
        STEPS[name][0](head)
    assert (refusal.value.reason, head.state) == ("head_station", "active")


def test_hours_that_contradict_each_other_are_not_taken() -> None:
    station = station_in("active")
    with pytest.raises(Invalid):
        station.edit("other name", None, Hours(opens=time(18), closes=time(9)))
    station.edit(None, None, Hours(opens=time(8), closes=time(20)))
    assert (station.hours.opens, station.name) == (time(8), "other name")


@pytest.mark.parametrize("what", contract.REMAINS)
def test_a_station_is_closed_only_when_everything_was_counted_and_nothing_is_there(what: str) -> None:
    station = station_in("winding_up")
    station.count({what: 1})
    with pytest.raises(Refused) as refused:
        station.close("lease ended")
    assert (refused.value.reason, refused.value.params[what]) == ("station_not_empty", "1")
    del station.remains[what]
    with pytest.raises(Refused) as refused:
        station.close("lease ended")
    assert (refused.value.reason, refused.value.params["missing"]) == ("station_not_counted", [what])
    station.count({what: 0})
    station.close("lease ended")
    assert station.state == "closed"
