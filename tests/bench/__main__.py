"""Measures the platform: `python -m tests.bench`, or some figures of it with `--only receive,read`.

Everything runs on a broker, database and ports of its own and is gone afterwards. What was measured is put into
docs/performance.md; figures that were not keep their place there.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import effects, growth, importing, machine, memory, moving, paper, reading, receiving, rollups
from tests.bench.ground import running_ground

if TYPE_CHECKING:
    from tests.bench.ground import Ground

Figure = Callable[["Ground", int, Callable[[str], None]], str]
FIGURES: dict[str, Figure] = {
    "receive": receiving.receive,
    "read": reading.read,
    "move": moving.move,
    "effect": effects.effects,
    "rollup": rollups.roll_up,
    "memory": memory.memory,
    "growth": growth.grow,
}
"""In the order in which they are measured: the last fills the database."""
BIG = "growth"
ROUNDS = 3


def main() -> None:
    """Measures, prints, writes down."""
    asked = _arguments()
    if asked.imported:
        _write("import", f"{importing.import_rate(asked.imported)}\n\n*{machine.moment()}.*", keep=asked.keep)
        return
    began = time.monotonic()

    def show(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", file=sys.stderr, flush=True)  # noqa: T201  # says how far it is

    with running_ground(show) as ground:
        for name in (figure for figure in asked.only if asked.big or figure != BIG):
            show(name)
            started = machine.moment()
            text = FIGURES[name](ground, asked.rounds, show)
            _write(name, f"{text}\n\n*{started}; {asked.rounds} rounds.*", keep=asked.keep)
        _write("machine", machine.description(ground), keep=asked.keep)
    show("done")


def _write(name: str, text: str, *, keep: bool) -> None:
    print(f"\n### {name}\n\n{text}", flush=True)  # noqa: T201  # a command that prints what it found
    if keep:
        paper.fill(name, text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.bench", description="Measures the platform.")
    parser.add_argument("--only", type=_names, default=tuple(FIGURES), help=f"some of: {','.join(FIGURES)}")
    parser.add_argument("--big", action=argparse.BooleanOptionalAction, default=True, help=f"with {BIG}, some minutes")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each figure is measured")
    parser.add_argument("--import", dest="imported", type=Path, help="write down what `zz import ords --json` printed")
    parser.add_argument("--print", dest="keep", action="store_false", help="leave docs/performance.md as it is")
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    expected = text.split(",")
    unknown = [name for name in expected if name not in FIGURES]
    if unknown:
        raise argparse.ArgumentTypeError(f"no such figure: {', '.join(unknown)}")
    return tuple(name for name in FIGURES if name in expected)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupt)
    main()
