"""What a network begins with: its head station, the first supervisor, and every calendar year that is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from contracts.language.ids import derived_id
from contracts.stations.network import FoundNetwork
from services.stations.rules.calendar import check_year
from services.stations.rules.founding import FIRST_YEAR, founders

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
WALL = NOW + timedelta(days=2)
REQUEST = FoundNetwork(
    founding_key="k", name="总站", code="HEAD", supervisor="张伟", username="zhang.wei", password="p"
)


def test_the_head_station_is_its_own_tenant_and_open_at_once() -> None:
    head, supervisor, years = founders(REQUEST, "hash", NOW, WALL, derived_id)
    assert (head.kind, head.state, head.parent_id, head.active_from) == ("head", "active", None, NOW)
    assert {head.station_id, supervisor.station_id, *(year.station_id for year in years)} == {head.id}


def test_the_first_supervisor_may_log_in_and_reads_the_network() -> None:
    _, supervisor, _ = founders(REQUEST, "hash", NOW, WALL, derived_id)
    assert (supervisor.username, supervisor.password_hash, supervisor.valid_from) == ("zhang.wei", "hash", WALL)
    assert supervisor.reads_network


def test_the_years_are_official_follow_each_other_and_are_such_as_can_be_imported() -> None:
    _, _, years = founders(REQUEST, "hash", NOW, WALL, derived_id)
    assert [year.year for year in years] == list(range(FIRST_YEAR, years[-1].year + 1))
    assert years[-1].year >= NOW.year
    for year in years:
        assert year.official
        check_year(year.year, year.off, year.working)
    assert len({year.id for year in years}) == len(years)
