"""How far the import has come: a bar at a terminal, plain lines elsewhere, nothing for a machine."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Advance = Callable[[], None]

PLAIN_SECONDS = 10.0


class Rate(ProgressColumn):
    """How many a second, lately."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "", style="cyan")


@contextmanager
def counting(what: str, total: int, *, as_json: bool) -> Iterator[Advance]:
    """A function to call as each of `total` is done."""
    console = Console(stderr=True)
    if as_json:
        yield lambda: None
    elif console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
        with Progress(*columns, console=console) as bar:
            task = bar.add_task(what, total=total)
            yield lambda: bar.advance(task)
    else:
        yield _Lines(what, total).advance


class _Lines:
    """A line every few seconds, and one at the end."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._done = self._shown = 0
        self._shown_at = time.monotonic()

    def advance(self) -> None:
        self._done += 1
        since = time.monotonic() - self._shown_at
        if since < PLAIN_SECONDS and self._done < self._total:
            return
        rate = (self._done - self._shown) / since if since else 0.0
        left = f", {_span((self._total - self._done) / rate)} left" if rate and self._done < self._total else ""
        click.echo(f"{self._what}: {self._done} of {self._total}, {rate:.1f}/s{left}", err=True)
        self._shown, self._shown_at = self._done, time.monotonic()


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"  # noqa: PLR2004  # a minute
