"""One measurement of one kind of request, and what several of them come to."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench import usage

if TYPE_CHECKING:
    from tests.bench.client import Loop, Make, Run

WARM_SECONDS = 1.0
SECONDS = 6.0


@dataclass(frozen=True)
class Sample:
    """Answers a second, milliseconds that they took, and of the processor for one of them, by process.

    `rate` is over the time until everything had its effect everywhere, where that was waited for; `answered` is over
    the time until the last answer. `client` is how many cores the load itself used, `others` how many anybody else on
    the machine did.
    """

    rate: float
    answered: float
    p50: float
    p95: float
    p99: float
    cpu_ms: Mapping[str, float]
    client: float
    others: float

    @property
    def cpu(self) -> float:
        """Milliseconds of the processor for one answer, of all processes together."""
        return sum(self.cpu_ms.values())


@dataclass(frozen=True)
class Reading:
    """An instant (monotonic seconds), and the processor time that the processes, and the whole machine, had used."""

    at: float
    used: Mapping[str, float]
    busy: float


Until = Callable[[Callable[[], Reading]], Reading]
"""Waits for something, and answers what was read when it came to be."""


def measure(
    loop: Loop, make: Make, processes: Mapping[str, int], seconds: float = SECONDS, *, until: Until | None = None
) -> Sample:
    """Runs warm, then counts. The time ends with the last answer, or when what `until` waits for came to be."""
    read = lambda: Reading(time.monotonic(), usage.cpu_seconds(processes), usage.busy_seconds())  # noqa: E731  # handed on
    loop.run(make, WARM_SECONDS).check()
    if until:
        until(read)
    before = read()
    run = loop.run(make, seconds).check()
    after = until(read) if until else read()
    used = {name: after.used[name] - before.used[name] for name in processes}
    others = after.busy - before.busy - sum(used.values()) - run.cpu_seconds
    return sample_of(run, after.at - before.at if until else run.seconds, used, others / (after.at - before.at))


def sample_of(run: Run, seconds: float, used: Mapping[str, float], others: float = 0.0) -> Sample:
    """The sample of a run that took so many seconds in all."""
    count = len(run.milliseconds)
    return Sample(
        rate=count / seconds,
        answered=run.rate,
        p50=percentile(run.milliseconds, 50),
        p95=percentile(run.milliseconds, 95),
        p99=percentile(run.milliseconds, 99),
        cpu_ms={name: value * 1000 / count for name, value in used.items()},
        client=run.cpu_seconds / run.seconds,
        others=max(0.0, others),
    )


def percentile(values: Iterable[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed."""
    ascending = sorted(values)
    return ascending[max(0, -(-len(ascending) * percent // 100) - 1)]


def spread(values: Iterable[float], places: int = 0) -> str:
    """The median, and the least and the most behind it."""
    ascending = sorted(values)
    middle = f"{statistics.median(ascending):,.{places}f}"
    return middle if len(ascending) == 1 else f"{middle} ({ascending[0]:,.{places}f} to {ascending[-1]:,.{places}f})"


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)
