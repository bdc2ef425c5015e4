"""`zz import`: a network brings its history with it."""

from __future__ import annotations

import sys
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape

from stationkit.clock import wall_now
from zz import say
from zz.api import Refusal
from zz.importing import batch, checking
from zz.importing.account import Given, log_in
from zz.importing.progress import counting
from zz.importing.running import bring_in
from zz.place import HOME
from zz.say import json_option
from zz.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zz.importing.batch import Batch, Rejected
    from zz.importing.checking import Finding

SHOWN = 20
WORKERS = 4
MOST_WORKERS = 32

_files = click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


def _account_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, text in (
        ("password", "Its password; better in the environment, as ZZ_PASSWORD, or asked for."),
        ("username", "An account of the head station that may import; else the demonstration's."),
        ("url", "Where the platform answers; else where it was started here."),
    ):
        command = click.option(f"--{name}", envvar=f"ZZ_{name.upper()}", default="", help=text)(command)
    return command


@click.group("import")
def import_() -> None:
    """Bring in the history of a network, and check that it is there."""


@import_.command()
@_files
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), default=WORKERS, show_default=True)
@_account_options
@json_option
def ords(*, files: tuple[Path, ...], workers: int, as_json: bool, **account: str) -> None:
    """Bring in files of Open Repair Data: a station for each group, an order for each record.

    What is there already is left alone, what was begun is gone on with; so an import that was stopped is given again.
    """
    found = _read(files)
    outcome = bring_in(found, log_in(_given(account), HOME, workers), workers, as_json=as_json)
    counts = ", ".join(f"{count} {name}" for name, count in sorted(outcome.results.items())) or "no orders"
    text = f"{outcome.rows} rows, {outcome.stations} stations; {counts} in {outcome.seconds:.0f} s{outcome.rate}"
    say.result(
        for_person="\n".join([text, *_lines(outcome.rejected)]), for_machine=outcome.for_machine(), as_json=as_json
    )
    sys.exit(1 if outcome.rejected else 0)


@import_.command()
@_files
@_account_options
@json_option
def check(*, files: tuple[Path, ...], as_json: bool, **account: str) -> None:
    """Compare files with what the platform has, read back through the API; exit code 1 where they differ."""
    found = _read(files)
    with counting("stations", len(found.groups), as_json=as_json) as advance:
        try:
            made = checking.check(found, log_in(_given(account), HOME, 1), advance)
        except Refusal as refusal:
            raise Trouble(f"The platform refuses: {refusal}.", "Run `zz doctor`.") from refusal
    counts = ", ".join(f"{made.count(kind)} {kind}" for kind in ("missing", "duplicated", "mismatched"))
    lines = [f"{_where(one)}: {one.kind} {', '.join(one.fields)}" for one in made.findings]
    text = [f"{made.rows} rows, {made.orders} orders: {counts}", *_shortened(lines), *_lines(made.rejected)]
    say.result(for_person="\n".join(text), for_machine=made.for_machine(), as_json=as_json)
    sys.exit(0 if made.is_clean else 1)


def _read(files: Sequence[Path]) -> Batch:
    return batch.read(files, wall_now().astimezone(UTC).date())


def _given(account: dict[str, str]) -> Given:
    given = Given(**account)
    if given.username and not given.password:
        if not sys.stdin.isatty():
            raise Trouble(f"There is no password for {given.username}.", "Put it into the environment, as ZZ_PASSWORD.")
        return Given(given.url, given.username, click.prompt("Password", hide_input=True, err=True))
    return given


def _lines(rejected: Sequence[Rejected]) -> list[str]:
    if not rejected:
        return []
    lines = [f"{_where(one)}: {one.reason}" for one in rejected]
    remedy = "Mend these lines and give the file again; what is in already is left alone."
    return [f"{len(rejected)} lines rejected:", *_shortened(lines), remedy]


def _where(one: Rejected | Finding) -> str:
    return f"{one.file} line {one.line} {one.id}".rstrip()


def _shortened(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN
    shown = [escape(f"  {line}") for line in lines[:SHOWN]]
    return [*shown, f"  and {more} more; --json lists all"] if more > 0 else shown
