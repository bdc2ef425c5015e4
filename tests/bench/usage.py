"""What processes use, read from /proc: processor time and memory of each with all its children, load of the machine."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
IDLE = (3, 4)
"""Where /proc/stat counts the ticks in which a core had nothing to do, or waited for a disk."""


@dataclass(frozen=True)
class Memory:
    """MiB of a process and its children: its share of what is shared (`pss`), and all that it has mapped (`rss`)."""

    pss: float
    rss: float


def cpu_seconds(roots: Mapping[str, int]) -> dict[str, float]:
    """The processor time, user and kernel, that each process and its children have used so far."""
    processes = _processes()
    return {
        name: sum(processes[number].ticks for number in _tree(processes, root)) / TICKS for name, root in roots.items()
    }


def memory(roots: Mapping[str, int]) -> dict[str, Memory]:
    """What each process and its children hold."""
    processes = _processes()
    return {name: _memory(_tree(processes, root)) for name, root in roots.items()}


def busy_seconds() -> float:
    """The processor time that the whole machine has spent on anything."""
    ticks = [int(value) for value in (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]]
    return sum(value for place, value in enumerate(ticks) if place not in IDLE) / TICKS


@dataclass(frozen=True)
class _Process:
    parent: int
    ticks: int


def _processes() -> dict[int, _Process]:
    return dict(_each())


def _each() -> Iterator[tuple[int, _Process]]:
    for folder in PROC.iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(folder.name), _Process(int(fields[1]), sum(int(value) for value in fields[11:15]))


def _tree(processes: Mapping[int, _Process], root: int) -> list[int]:
    children: defaultdict[int, list[int]] = defaultdict(list)
    for number, process in processes.items():
        children[process.parent].append(number)
    tree, waiting = [], [root]
    while waiting:
        number = waiting.pop()
        tree.append(number)
        waiting += children[number]
    return tree


def _memory(numbers: list[int]) -> Memory:
    kib = {"Pss": 0, "Rss": 0}
    for number in numbers:
        for line in (PROC / str(number) / "smaps_rollup").read_text().splitlines()[1:]:
            name, _, rest = line.partition(":")
            if name in kib:
                kib[name] += int(rest.split()[0])
    return Memory(kib["Pss"] / 1024, kib["Rss"] / 1024)
