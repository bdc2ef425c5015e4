"""What each process holds after it has worked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.bench import usage
from tests.bench.paper import Target, table
from tests.bench.receiving import received
from zz.processes import SERVICES

if TYPE_CHECKING:
    from tests.bench.ground import Ground

SECONDS = 10.0
HEAD = ("", "PSS MiB", "RSS MiB", "target of PSS")
OF_A_SERVICE = Target(130, " MB", at_most=True, places=0)
OF_ALL = Target(1600, " MB", at_most=True, places=0)
MEGABYTES = 1.048576


def memory(ground: Ground, _rounds: int, tell: Callable[[str], None]) -> str:
    """Everything that has run so far, and some seconds of receiving devices, lie behind the processes."""
    ground.refresh()
    ground.loop(32).run(lambda client: received(ground, client), SECONDS).check()
    ground.quiet.wait()
    held = usage.memory(ground.processes)
    rows = [
        [name, f"{one.pss:.0f}", f"{one.rss:.0f}", _judged(one.pss) if name in SERVICES else ""]
        for name, one in held.items()
    ]
    pss, rss = sum(one.pss for one in held.values()), sum(one.rss for one in held.values())
    tell(f"{pss:.0f} MiB in all")
    rows.append(["all", f"{pss:.0f}", f"{rss:.0f}", OF_ALL.judge(pss * MEGABYTES)])
    return table(HEAD, rows)


def _judged(mebibytes: float) -> str:
    return OF_A_SERVICE.judge(mebibytes * MEGABYTES)
