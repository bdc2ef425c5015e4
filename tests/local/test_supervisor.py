"""What supervisord reads is what the program was meant to be told; what it leaves behind when it is killed is found."""

from __future__ import annotations

import configparser
import os
import shlex
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from supervisor.datatypes import dict_of_key_value_pairs

from zz.local import left_behind
from zz.local.paths import Paths
from zz.local.program import Program
from zz.local.supervisor import Supervisor, configuration
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

ODD_VALUES = {
    "JSON": '{"keys":[{"kid":"a","alg":"Ed25519"}]}',
    "URI": "mongodb://user:p%40ss@127.0.0.1:27017/zz_intake?authSource=zz_intake&replicaSet=rs0",
    "ARGUMENTS": "-kernel inet_dist_use_interface {127,0,0,1}",
    "COMMAS": "a,b=c",
    "EMPTY": "",
}


def _section(folder: Path, program: Program) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(inline_comment_prefixes=(";", "#"))
    parser.read_string(configuration(Paths(folder), [program]))
    return parser[f"program:{program.name}"]


@pytest.mark.parametrize("name", ODD_VALUES)
def test_an_environment_value_arrives_as_it_was(name: str, tmp_path: Path) -> None:
    section = _section(tmp_path, Program("odd", ("true",), {name: ODD_VALUES[name]}))
    assert dict_of_key_value_pairs(section["environment"] % {}) == {name: ODD_VALUES[name]}


def test_an_argument_with_spaces_and_percent_signs_arrives_as_it_was(tmp_path: Path) -> None:
    argv = ("/a folder/server", "--rate", "50%", "it's")
    assert tuple(shlex.split(_section(tmp_path, Program("odd", argv))["command"] % {})) == argv


@pytest.mark.parametrize("value", ["it's", "two\nlines", "a ;b", "a #b"])
def test_a_value_that_supervisord_cannot_read_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        configuration(Paths(tmp_path), [Program("odd", ("true",), {"NAME": value})])


def test_who_starts_later_is_stopped_earlier(tmp_path: Path) -> None:
    parser = configparser.RawConfigParser()
    parser.read_string(configuration(Paths(tmp_path), [Program("first", ("true",)), Program("second", ("true",))]))
    assert parser.getint("program:first", "priority") < parser.getint("program:second", "priority")


@pytest.fixture
def place() -> Iterator[Paths]:
    """A short path, for a socket is in it."""
    with tempfile.TemporaryDirectory(prefix="zz-", ignore_cleanup_errors=True) as folder:
        yield Paths(Path(folder))


@pytest.fixture
def left(place: Paths) -> Iterator[Supervisor]:
    """A supervisor that was killed, and runs no more than the sleepers that it had started."""
    supervisor = Supervisor(place)
    supervisor.apply([Program(name, ("sh", "-c", "sleep 600 & wait")) for name in ("gateway", "stations")])
    supervisor.start("gateway", "stations")
    daemon = int((place.run / "supervisord.pid").read_text())
    os.kill(daemon, signal.SIGKILL)
    while left_behind.has_supervisor(place.run / "supervisord.conf"):
        time.sleep(0.01)
    yield supervisor
    left_behind.end(place.run / "supervisor.sock", ("gateway", "stations"))


def test_what_a_killed_supervisor_left_is_named(left: Supervisor, place: Paths) -> None:
    states = left.states()
    assert states.keys() == {"gateway", "stations"}
    for state in states.values():
        assert state.is_left_behind
        assert not state.is_up
        assert "sleep 600 & wait" in Path(f"/proc/{state.pid}/cmdline").read_text()


def test_it_is_ended_with_its_children_program_by_program(left: Supervisor, place: Paths) -> None:
    assert left.end_left_behind("gateway")
    assert not left.end_left_behind("gateway")
    assert left.states().keys() == {"stations"}
    assert left.end_left_behind("stations")
    assert left_behind.processes(place.run / "supervisor.sock") == []


def test_nothing_of_another_installation_is_taken_for_ours(left: Supervisor, tmp_path: Path) -> None:
    assert Supervisor(Paths(tmp_path)).states() == {}
    assert not Supervisor(Paths(tmp_path)).end_left_behind("gateway", "stations")
    assert left.states().keys() == {"gateway", "stations"}


def test_a_process_id_that_became_anothers_is_not_signalled(left: Supervisor, place: Paths) -> None:
    socket = place.run / "supervisor.sock"
    with subprocess.Popen(["sleep", "600"]) as other:
        left_behind._send(left_behind.Process(other.pid, "gateway", leads=True), socket, signal.SIGKILL)
        assert other.poll() is None
        other.kill()


def test_nothing_is_left_behind_while_the_supervisor_lives(place: Paths) -> None:
    supervisor = Supervisor(place)
    supervisor.apply([Program("gateway", ("sleep", "600"))])
    supervisor.start("gateway")
    try:
        assert supervisor.states()["gateway"].is_up
        assert not supervisor.end_left_behind("gateway")
    finally:
        supervisor.shut_down()
