"""The rate at which history comes in, from what `zz import ords --json` printed about a whole import."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.paper import Target, table

HEAD = ("", "lines", "stations", "orders added", "rejected", "seconds", "orders/s", "target")
RATE = Target(6, "/s", places=0)


def import_rate(printed: Path) -> str:
    """A table of one import. Raises `KeyError` for a file that is something else."""
    said = json.loads(printed.read_text())
    rate = said["added"] / said["seconds"]
    figures = (said["rows"], said["stations"], said["added"], len(said["rejected"]))
    counted = (f"{figure:,}" for figure in figures)
    return table(HEAD, [["`zz import ords`", *counted, f"{said['seconds']:,.0f}", f"{rate:.1f}", RATE.judge(rate)]])
