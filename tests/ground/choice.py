"""Which broker and database a test run has: those that the environment names, containers, or this machine's processes.

Containers are taken where they can be, that is where a Docker engine answers and has the images;
`ZZ_TEST_BACKING=containers` insists on them, `ZZ_TEST_BACKING=processes` does without.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.ground import containers
from zz.local import backing
from zz.user_error import UserError

if TYPE_CHECKING:
    from zz.local.backing import Backing

VARIABLE = "ZZ_TEST_BACKING"
NAMED = "named servers"
CONTAINERS = "containers"
PROCESSES = "processes"


@dataclass(frozen=True)
class Choice:
    """What broker and database are, why, and where if the environment names them."""

    kind: str
    reason: str
    named: Backing | None = None

    def __str__(self) -> str:
        return f"{self.kind} ({self.reason})"


def choose() -> Choice:
    """The rule above. Raises Trouble where what was asked for cannot be had."""
    if forced := os.environ.get(VARIABLE):
        return _forced(forced)
    if named := backing.given():
        return Choice(NAMED, "the environment says where", named)
    if lack := containers.lack():
        return Choice(PROCESSES, lack)
    return Choice(CONTAINERS, "a Docker engine answers and has the images")


def _forced(kind: str) -> Choice:
    if kind not in {CONTAINERS, PROCESSES}:
        raise UserError(f"{VARIABLE} is {kind!r}.", f"Set it to {CONTAINERS} or {PROCESSES}, or leave it out.")
    if kind == CONTAINERS and (lack := containers.lack()):
        raise UserError(f"{VARIABLE} is {CONTAINERS}, but {lack}.", "The README says under Tests what they need.")
    return Choice(kind, f"{VARIABLE} says so")
