"""Some days at some stations, played by `zz simulate`: all comes about, adds up, and is mailed exactly once."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.oracle import Oracle
from tests.ground.mailbox import Mailbox, mail_server
from tests.ground.platform import Platform, running_platform
from tests.recompute import Mismatch, compare, recompute
from tests.world.api import Api, log_in
from tests.world.people import until
from zz.checks import conservation, verification
from zz.simulation.running import Extent, simulate
from zz.simulation.setting import Ground

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.demonstration.founding import Account
    from zz.local.backing import Backing
    from zz.simulation.report import Report

pytestmark = pytest.mark.slow
SEED = 1
STATIONS = int(os.environ.get("ZZ_TEST_STATIONS", "2"))
DAYS = int(os.environ.get("ZZ_TEST_DAYS", "2"))


@dataclass(frozen=True)
class Played:
    """A platform of its own after the simulation, with every mail that a real server took meanwhile."""

    platform: Platform
    report: Report
    accounts: list[Account]
    mailbox: Mailbox

    @property
    def supervisor(self) -> Api:
        account = next(account for account in self.accounts if "supervisor" in account.posts)
        return log_in(self.platform.url, account.username, account.password)


@pytest.fixture(scope="module")
def played(backing: Backing) -> Iterator[Played]:
    accounts: list[Account] = []
    with (
        tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name,
        running_platform(backing, Path(name)) as platform,
        mail_server(platform.mail_port) as mailbox,
    ):
        ground = Ground(platform.url, platform.secrets.founding_key)
        report = simulate(
            ground, Extent(stations=STATIONS, days=DAYS, seed=SEED), accounts.extend, lambda _step, _part: None
        )
        yield Played(platform, report, accounts, mailbox)


def test_everything_that_was_planned_came_about(played: Played) -> None:
    assert played.report.failed == []
    assert min(played.report.counts.values()) > 0


def test_every_mail_of_the_plan_was_received_exactly_once(played: Played) -> None:
    kinds: dict[str, tuple[str, str]] = {}
    for station_id in played.report.stations.values():
        page = played.supervisor.do.list_deliveries(limit=200, station_id=station_id)
        assert page["next"] is None
        kinds |= {f"<{item['id']}@zongzhan>": (station_id, item["kind"]) for item in page["items"]}
    ids = [mail["Message-ID"] for mail in played.mailbox.mails]
    assert len(ids) == len(set(ids))
    received = Counter((*kinds[mail["Message-ID"]], mail["To"]) for mail in played.mailbox.mails)
    expected = {(station, kind, address): count for (station, address, kind), count in played.report.mails.items()}
    assert received == expected


def test_the_ledger_and_the_audit_trail_are_whole_and_no_message_is_dead(played: Played) -> None:
    backing, prefix = played.platform.backing, played.platform.prefix
    conserved = conservation.verify(backing.mongo_uri, prefix)
    assert conserved.differences == []
    assert sum(station.moves for station in conserved.stations.values()) > 50
    assert verification.verify(backing.mongo_uri, prefix, played.platform.secrets.audit_keys).findings == []
    with closing(Oracle(played.platform)) as oracle:
        assert list(oracle.dead()) == []


def test_every_kpi_is_what_the_services_own_data_say(played: Played) -> None:
    backing, report, api = played.platform.backing, played.report, played.supervisor
    period = {"start": report.first_day, "end": report.last_day}
    recomputed = recompute(backing.mongo_uri, played.platform.prefix, **period)
    assert recomputed.keys() == set(report.stations.values())

    def mismatches() -> list[Mismatch]:
        groups = api.do.get_kpis(**period, by="station")["items"]
        return compare(recomputed, groups)

    until(lambda: not mismatches(), f"equal: {mismatches()}")
