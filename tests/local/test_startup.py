"""Up and down on real programs, in a folder of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from tests.world.api import Api
from tests.world.people import PASSWORD
from zz.checks import status as situation
from zz.commands import demo
from zz.local import left_behind, ports, startup
from zz.local.backing import LOCAL_PORTS, LOCAL_PROGRAMS
from zz.local.paths import Paths
from zz.local.processes import PROCESSES
from zz.local.program import ADMINISTRATORS
from zz.local.supervisor import Supervisor
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zz.local.installation import Installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
PATIENCE = 120
KEY_NOT_FOUND = 211
LOOPBACK_HEX = "0100007F"


@pytest.fixture(scope="module")
def place() -> Iterator[Paths]:
    with tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as folder:
        yield Paths(Path(folder))


@pytest.fixture(scope="module")
def installation(place: Paths) -> Iterator[Installation]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ADMINISTRATORS:
            patch.delenv(name, raising=False)
        patch.setenv("ZZ_BIND", f"{ports.LOOPBACK}:{ports.choose(['gateway'])['gateway']}")
        try:
            yield startup.bring_up(place, print)
        finally:
            startup.bring_down(place, print)


def _pids(place: Paths) -> dict[str, int]:
    return {name: state.pid for name, state in Supervisor(place).states().items() if state.pid}


def _connect(installation: Installation) -> MongoClient[dict[str, Any]]:
    return MongoClient(installation.backing.mongo_uri)


def _wait(for_what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not for_what():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_everything_is_ready_afterwards(place: Paths, installation: Installation) -> None:
    status = situation.look(place, installation)
    assert [program.name for program in status.programs] == [*LOCAL_PROGRAMS, *PROCESSES]
    assert status.is_ready


def test_the_command_that_founds_lacks_a_password_only(place: Paths, installation: Installation) -> None:
    command = ["bash", "-c", demo.founding(installation, place.secrets)]
    refusal = json.loads(subprocess.run(command, check=False, capture_output=True, text=True).stdout)
    assert refusal["code"] == "invalid"
    assert [field.partition(":")[0] for field in refusal["params"]["fields"]] == ["password"]


def test_of_ten_founders_at_once_one_founds_and_the_others_hear_that(installation: Installation) -> None:
    founding = {"name": "总站", "code": "HEAD", "supervisor": "张伟", "username": "head", "password": PASSWORD}
    send = Api(installation.url).ask.found_network
    with ThreadPoolExecutor(10) as pool:
        answers = list(
            pool.map(lambda key: send(founding_key=key, **founding), [installation.secrets.founding_key] * 10)
        )
    assert Counter((answer.status, answer.reason) for answer in answers) == {(201, ""): 1, (409, "network_founded"): 9}
    guesses = [send(founding_key="x" * 40, **founding).status for _ in range(12)]
    assert guesses == [403] * 10 + [429] * 2


def test_a_second_time_it_does_nothing(place: Paths, installation: Installation) -> None:
    before = _pids(place)
    lines: list[str] = []
    startup.bring_up(place, lines.append)
    assert lines == ["already up, every process is ready"]
    assert _pids(place) == before


def test_broker_database_and_gateway_listen_on_loopback_only(installation: Installation) -> None:
    listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines() if line.split()[3] == "0A"]
    numbers = [*(installation.ports[name] for name in LOCAL_PORTS), installation.address[1]]
    ours = {f"{port:04X}" for port in numbers}
    assert {address for address, _, port in (socket.partition(":") for socket in listening) if port in ours} == {
        LOOPBACK_HEX
    }


def test_a_killed_database_comes_back_with_its_data(place: Paths, installation: Installation) -> None:
    killed = _pids(place)["database"]
    with _connect(installation) as client:
        client.kept.things.insert_one({"_id": "kept"})
        os.kill(killed, signal.SIGKILL)
        assert _found_after_restart(client) is not None
    assert _pids(place)["database"] != killed


def _found_after_restart(client: MongoClient[dict[str, Any]]) -> dict[str, Any] | None:
    """What was kept; a server that has just come back may not have loaded its keys yet."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return client.kept.things.find_one({"_id": "kept"})
        except OperationFailure as error:
            if error.code != KEY_NOT_FOUND or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_a_killed_broker_comes_back(place: Paths, installation: Installation) -> None:
    killed = _pids(place)["broker"]
    os.kill(killed, signal.SIGKILL)
    _wait(lambda: _pids(place).get("broker", killed) != killed and installation.backing.is_ready())
    _wait(lambda: situation.look(place, installation).is_ready)


def test_two_at_a_time_are_refused(place: Paths, installation: Installation) -> None:
    with startup.alone(place), pytest.raises(UserError, match="is at work"):
        startup.bring_down(place, print)


def test_a_taken_address_is_named(place: Paths, installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    Supervisor(place).stop("gateway")
    taken = installation.ports["broker"]
    monkeypatch.setenv("ZZ_BIND", f"{ports.LOOPBACK}:{taken}")
    with pytest.raises(UserError, match=f"listens at {ports.LOOPBACK}:{taken}"):
        startup.bring_up(place, print)


def test_nothing_runs_after_down_and_the_data_is_there_at_the_next_up(place: Paths, installation: Installation) -> None:
    pids = _pids(place)
    startup.bring_down(place, print)
    assert not [pid for pid in pids.values() if Path(f"/proc/{pid}/cmdline").exists()]
    again = startup.bring_up(place, print)
    assert again.ports == installation.ports
    with _connect(again) as client:
        assert client.kept.things.count_documents({}) == 1


def test_other_settings_are_taken_while_it_runs_and_remembered(
    place: Paths, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _pids(place)
    monkeypatch.setenv("ZZ_BODY_LIMIT", "200")
    startup.bring_up(place, print)
    after = _pids(place)
    assert {name for name in after if after[name] != before[name]} == {"gateway"}
    monkeypatch.delenv("ZZ_BODY_LIMIT")
    assert startup.bring_up(place, print).settings == {"ZZ_BODY_LIMIT": "200"}
    assert _pids(place) == after
    assert Api(installation.url).ask.issue_token(username="x" * 300, password=PASSWORD).status == 413


def test_what_a_killed_supervisor_left_is_named_started_anew_and_ended(
    place: Paths, installation: Installation
) -> None:
    before = _pids(place)
    _kill_supervisor(place)
    status = situation.look(place, installation)
    assert not status.is_ready
    assert _pids(place) == before
    assert {program.reason for program in status.programs} == {situation.LEFT_BEHIND}
    again = startup.bring_up(place, print)
    assert again.ports == installation.ports
    assert situation.look(place, again).is_ready
    assert not before.items() & _pids(place).items()
    _kill_supervisor(place)
    startup.bring_down(place, print)
    assert left_behind.processes(place.run / "supervisor.sock") == []
    assert situation.look(place, installation).programs == ()


def _kill_supervisor(place: Paths) -> None:
    os.kill(int((place.run / "supervisord.pid").read_text()), signal.SIGKILL)
    _wait(lambda: not left_behind.has_supervisor(place.run / "supervisord.conf"))
