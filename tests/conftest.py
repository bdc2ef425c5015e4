"""What every test may ask for: `backing` is a real broker and database, `platform` all processes on them.

`house` is all services and the gateway in this process, on the same broker and database. A network is a head station
and two open sub-stations with their people: `network` is founded on the platform, `subject` holds one of the house
together with all its operations. Laws and attacks are held against `subject`, and shown to find what is wrong with
`planted`: another house, whose `intake` has deliberate faults. `processes` is for what tries operations between
processes.
"""

from __future__ import annotations

import os
import signal
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from contracts.language.catalogue import OPERATIONS
from tests.ground import choice
from tests.ground.choice import Choice
from tests.ground.house import House, running_house
from tests.ground.platform import Platform, running_platform
from tests.ground.servers import running_backing
from tests.laws.probe import Probe
from tests.world.between_stations import a_corrected_year
from tests.world.network import Network
from tests.world.store_room import a_wait_that_ends, what_follows_a_close
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from types import FrameType

    from zz.local.backing import Backing


CHOICE = pytest.StashKey[Choice]()
FOR_EACH_OPERATION = ("tests/laws", "tests/attacks", "tests/badinput/test_schema", "tests/wire/test_at_once")
settings.register_profile("repeatable", derandomize=True, database=None)
if "ZZ_TEST_SEED" not in os.environ:  # make soak looks elsewhere each time
    settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    """Settles once where broker and database come from."""
    try:
        config.stash[CHOICE] = choice.choose()
    except UserError as trouble:
        raise pytest.UsageError(f"{trouble.message} {trouble.remedy}") from None


def pytest_sessionstart(session: pytest.Session) -> None:
    """A run that is told to end takes its processes with it, as one that is interrupted does."""
    signal.signal(signal.SIGTERM, partial(_interrupt, session))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what one more operation costs: what is tried for each of them, by how many they are."""
    reports = (report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ()))
    spent = sum(report.duration for report in reports if report.nodeid.startswith(FOR_EACH_OPERATION))
    if spent:
        terminalreporter.write_line(f"{spent / len(OPERATIONS):.2f} s for each operation in {len(OPERATIONS)}")


def pytest_report_header(config: pytest.Config) -> str:
    return f"broker and database: {config.stash[CHOICE]}"


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A short path, for Unix sockets are in it; gone after the run."""
    with tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def backing(folder: Path, pytestconfig: pytest.Config) -> Iterator[Backing]:
    with running_backing(folder, pytestconfig.stash[CHOICE]) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def platform(backing: Backing, folder: Path) -> Iterator[Platform]:
    with running_platform(backing, folder) as running:
        yield running


@pytest.fixture(scope="session")
def network(platform: Platform) -> Network:
    return Network(platform)


@pytest.fixture(scope="session")
def house(backing: Backing, folder: Path) -> Iterator[House]:
    with running_house(backing, folder) as running:
        yield running


@pytest.fixture(scope="session")
def probe(house: House) -> Iterator[Probe]:
    probe = Probe(Network(house))
    yield probe
    probe.close()


@pytest.fixture(scope="session")
def processes(network: Network) -> Iterator[Probe]:
    probe = Probe(network)
    yield probe
    probe.close()


@pytest.fixture(scope="session")
def finished(probe: Probe) -> Probe:
    """The same at the end of a run, in which every operation was carried out at least once."""
    with probe.what_reaches_the_database(probe.query_log.take):
        probe.do_everything()
        a_wait_that_ends(probe.network.a)
        a_corrected_year(probe.network.a)
        what_follows_a_close(probe.network.a)
        probe.network.a.a_device_handed_back()
        probe.network.a.a_dispatched_order()
        probe.network.a.a_finding_put_right_late()
        probe.rest()
    return probe


@pytest.fixture(scope="module")
def mails_wait(platform: Platform) -> Iterator[None]:
    """No mail is tried meanwhile, so that no document changes but by what is sent."""
    _start_notifications(platform, ZZ_SMTP_URI="")
    yield
    _start_notifications(platform)


@pytest.fixture(scope="session")
def planted(backing: Backing) -> Iterator[Probe]:
    operations = [operation for operation in OPERATIONS.values() if operation.service == "intake"]
    modules = {"intake": "tests.laws.faulty_service"}
    with tempfile.TemporaryDirectory(prefix="zz-") as folder, running_house(backing, Path(folder), modules) as house:
        probe = Probe(Network(house), operations)
        yield probe
        probe.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks back on everything that a run did comes last."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test shows what the processes logged last."""
    report = yield
    running = getattr(item, "funcargs", {}).get("platform")
    if report.failed and isinstance(running, Platform):
        report.sections += [(f"last lines of {name}", tail) for name, tail in running.log_tails().items()]
    return report


def _start_notifications(platform: Platform, **environment: str) -> None:
    platform.stop("notifications")
    platform.start("notifications", **environment)
    platform.wait_ready("notifications")


def _interrupt(session: pytest.Session, _signal: int, _frame: FrameType | None) -> None:
    """Where nobody hears the interrupt, as in a callback, the run ends after this test."""
    session.shouldstop = "It was told to end."
    raise KeyboardInterrupt
