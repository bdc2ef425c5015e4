"""What each process holds after it has worked, and what it uses of the processor when there is nothing to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.bench import usage
from tests.bench.paper import Target, table
from tests.bench.receiving import received
from zz.local.processes import SERVICES

if TYPE_CHECKING:
    from tests.bench.ground import Ground

SECONDS = 10.0
HEAD = ("", "PSS MiB", "RSS MiB", "target of PSS", "at rest, % of a core")
OF_A_SERVICE = Target(130, " MB", at_most=True, places=0)
OF_ALL = Target(1600, " MB", at_most=True, places=0)
MEGABYTES = 1.048576


def memory(ground: Ground, _rounds: int, show: Callable[[str], None]) -> str:
    """Everything that has run so far, and some seconds of receiving devices, lie behind the processes."""
    ground.refresh()
    ground.loop(32).run(lambda client: received(ground, client), SECONDS).check()
    ground.quiet.wait()
    held, resting = usage.memory(ground.processes), _resting(ground)
    rows = [
        [name, f"{use.pss:.0f}", f"{use.rss:.0f}", _judged(use.pss) if name in SERVICES else "", f"{resting[name]:.1f}"]
        for name, use in held.items()
    ]
    pss, rss = sum(use.pss for use in held.values()), sum(use.rss for use in held.values())
    show(f"{pss:.0f} MiB in all")
    rows.append(["all", f"{pss:.0f}", f"{rss:.0f}", OF_ALL.judge(pss * MEGABYTES), f"{sum(resting.values()):.1f}"])
    return table(HEAD, rows)


def _resting(ground: Ground) -> dict[str, float]:
    """Percents of a core that each process uses while nobody asks for anything."""
    before, began = usage.cpu_seconds(ground.processes), time.monotonic()
    time.sleep(SECONDS)
    after, seconds = usage.cpu_seconds(ground.processes), time.monotonic() - began
    return {name: (after[name] - before[name]) * 100 / seconds for name in after}


def _judged(mebibytes: float) -> str:
    return OF_A_SERVICE.judge(mebibytes * MEGABYTES)
