"""Set-up waits while the machine's own update holds apt's locks, and says so."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

LISTS = "/var/lib/apt/lists/lock. It is held by process 71 (apt-get)"
DPKG = "/var/lib/dpkg/lock-frontend. It is held by process 72 (unattended-upgr)"
APT = """#!/bin/sh
echo "$@" >>"$0.calls"
held=$(head -n 1 "$0.held")
[ -n "$held" ] || { echo "Done."; exit 0; }
sed -i 1d "$0.held"
echo "E: $held" >&2
exit 100
"""


def _run(folder: Path, *held: str, seconds: int = 60) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """One call with an apt-get that is held up so often, and how often it was called."""
    apt = folder / "apt-get"
    apt.write_text(APT)
    apt.chmod(0o755)
    (folder / "apt-get.held").write_text("".join(f"{line}\n" for line in held))
    settings = {"PATH": f"{folder}:{os.environ['PATH']}", "ZZ_APT_SECONDS": str(seconds), "ZZ_APT_PAUSE": "0.01"}
    command = [str(PROJECT / "deploy/patient-apt"), str(folder / "log"), "install", "-yq", "curl"]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
    return done, (folder / "apt-get.calls").read_text().splitlines()


def test_it_waits_for_each_lock_and_says_once_who_holds_it(tmp_path: Path) -> None:
    done, calls = _run(tmp_path, *[f"Could not get lock {LISTS}"] * 3, *[f"Could not get lock {DPKG}"] * 2)
    assert (done.returncode, done.stderr, calls) == (0, "", ["install -yq curl"] * 6)
    said = [line.split("update: ")[1] for line in done.stdout.splitlines()]
    assert said == [LISTS, DPKG]
    assert "Done." in (tmp_path / "log").read_text()


def test_what_no_waiting_mends_is_told_at_once(tmp_path: Path) -> None:
    done, calls = _run(tmp_path, "Unable to locate package curl")
    assert (done.returncode, len(calls), done.stdout) == (100, 1, "")
    assert "Unable to locate package curl" in done.stderr


def test_it_does_not_wait_for_ever(tmp_path: Path) -> None:
    done, calls = _run(tmp_path, *[f"Could not get lock {DPKG}"] * 9, seconds=0)
    assert (done.returncode, len(calls)) == (100, 1)
    assert DPKG in done.stderr


@pytest.mark.parametrize("file", ["deploy/setup", ".ci/containers"])
def test_set_up_asks_apt_in_no_other_way(file: str) -> None:
    commands = [line.split("#")[0] for line in (PROJECT / file).read_text().splitlines()]
    assert not [line for line in commands if line.lstrip().startswith(("apt-get ", "logged apt-get"))]
