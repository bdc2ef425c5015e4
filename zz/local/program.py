"""A program to run, described once for the supervisor and for the tests' own child processes."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zz.local.paths import PROJECT
from zz.local.settings import REMEMBERED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


ADMINISTRATORS = ("AMQP_URI", "ZZ_BROKER_API", "MONGO_URI")


@dataclass(frozen=True)
class Program:
    """Name, argument list and what its environment has beyond the starter's."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict, repr=False)

    def spawn(self, log: Path, **more: str) -> subprocess.Popen[bytes]:
        """Start it as a child in a session of its own; it is killed when this process dies.

        `more` is added to its environment.
        """
        with log.open("ab") as output:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *self.argv],
                env={**inherited_environment(), **self.env, **more},
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def inherited_environment() -> dict[str, str]:
    """The environment of this process without administrators' addresses, and without what a program is told itself."""
    return {name: value for name, value in os.environ.items() if name not in (*ADMINISTRATORS, *REMEMBERED)}
