"""Speaking to a person or to a machine: progress and trouble on standard error, results on standard output."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zz.user_error import UserError

PLAIN_WIDTH = 200  # a pipe has no width; a table must not be cut for it

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, nothing else.")


def result(*, for_person: Any, for_machine: object, as_json: bool) -> None:
    """Say a command's result once, in the form that was asked for."""
    if as_json:
        click.echo(json.dumps(for_machine, ensure_ascii=False))
    else:
        _console().print(for_person)


def trouble(error: UserError, *, as_json: bool) -> None:
    """Say what happened and what to do next."""
    if as_json:
        click.echo(json.dumps({"error": error.message, "remedy": error.remedy}, ensure_ascii=False))
        return
    console = _console(stderr=True)
    console.print(f"[bold red]error:[/] {escape(error.message)}", soft_wrap=True)
    console.print(f"[bold]to do:[/] {escape(error.remedy)}", soft_wrap=True)


@contextmanager
def progress(title: str, *, as_json: bool) -> Iterator[Callable[[str], None]]:
    """A function that tells of each step as it ends; people at a terminal see a spinner meanwhile."""
    if as_json:
        yield lambda _step: None
        return
    console = _console(stderr=True)
    if not console.is_terminal:
        yield lambda step: console.print(f"{title}: {step}", markup=False, highlight=False, soft_wrap=True)
        return
    with console.status(title):
        yield lambda step: console.print(f"[green]✓[/] {escape(step)}", highlight=False)


@contextmanager
def bar(title: str, *, as_json: bool) -> Iterator[Callable[[str, float], None]]:
    """A function that tells of a step, if it is given one, and which part of the whole is done; people see a bar."""
    if as_json or not Console(stderr=True).is_terminal:
        with progress(title, as_json=as_json) as on_step:
            yield lambda step, _part: on_step(step) if step else None
        return
    with Progress(console=_console(stderr=True)) as drawn:
        whole = drawn.add_task(title, total=1.0)

        def on_part(step: str, part: float) -> None:
            drawn.update(whole, completed=part)
            if step:
                drawn.console.print(f"[green]✓[/] {escape(step)}", highlight=False)

        yield on_part


def _console(*, stderr: bool = False) -> Console:
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=PLAIN_WIDTH)
