"""`zz import`: a network brings its history with it."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape

from stationkit.ground.clock import wall_now
from zz import console as say
from zz.api import Refusal
from zz.console import json_option
from zz.importing import batch, checking
from zz.importing.account import Given, log_in
from zz.importing.progress import counting
from zz.importing.report import reporting
from zz.importing.running import bring_in, remedy_of
from zz.local.paths import HOME
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import FrameType

    from zz.api import Api
    from zz.importing.batch import Batch, Rejected
    from zz.importing.checking import Finding
    from zz.importing.running import Outcome

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
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=WORKERS,
    show_default=True,
    help="Requests under way at once.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    default=HOME.root / "import-report.csv",
    help="Where what is no order and what was changed is written.  [default: var/import-report.csv]",
)
@_account_options
@json_option
def ords(*, files: tuple[Path, ...], workers: int, report: Path, as_json: bool, **account: str) -> None:
    """Bring in files of Open Repair Data: a station for each group, an order for each record.

    Any release of the format, with its columns in any order, as a spreadsheet saves it. What is read otherwise than it
    stands there is noted in the report. What is there already is left alone, what was begun is
    gone on with; so an import that was stopped is given again. More: docs/importing.md.

    Exit codes: 0 every line is an order, 1 some lines are not or the platform did not go along, 2 wrong usage, 130
    stopped by Ctrl-C or SIGTERM.
    """
    records = _read(files)
    with reporting(report) as add:
        api = log_in(_given(account), HOME, workers)
        _stop_soon(api)
        outcome = bring_in(records, api, workers, add, as_json=as_json)
    told = [*_of_notes(outcome.notes, report), *_of_rejected(outcome.rejected, report)]
    summary = {**outcome.for_machine(), "report": str(report)}
    say.result(for_person="\n".join([_summary(outcome), *told]), for_machine=summary, as_json=as_json)
    sys.exit(1 if outcome.rejected else 0)


@import_.command()
@_files
@_account_options
@json_option
def check(*, files: tuple[Path, ...], as_json: bool, **account: str) -> None:
    """Compare files with what the platform has, read back through the API.

    Exit codes: 0 every line is an order, once, as its file has it; 1 they differ or the platform did not answer; 2
    wrong usage; 130 stopped by Ctrl-C.
    """
    records = _read(files)
    api = log_in(_given(account), HOME, 1)
    with counting("stations", len(records.under(()).groups), as_json=as_json) as advance:
        try:
            comparison = checking.check(records, api, advance)
        except Refusal as refusal:
            raise UserError(f"The platform refuses: {refusal}.", remedy_of(refusal)) from refusal
    counts = ", ".join(f"{comparison.count(kind)} {kind}" for kind in ("missing", "duplicated", "mismatched"))
    lines = [f"{_where(finding)}: {finding.kind} {', '.join(finding.fields)}" for finding in comparison.findings]
    rejected = [f"{_where(line)}: {line.reason}" for line in comparison.rejected]
    text = [f"{comparison.rows} rows, {comparison.orders} orders: {counts}", *_shortened(lines)]
    text += [f"Lines that are no orders: {len(rejected)}", *_shortened(rejected)] if rejected else []
    say.result(for_person="\n".join(text), for_machine=comparison.for_machine(), as_json=as_json)
    sys.exit(0 if comparison.is_clean else 1)


def _stop_soon(api: Api) -> None:
    """Told to stop, the commands under way come to their end, but wait for nobody."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        api.give_up()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)


def _read(files: Sequence[Path]) -> Batch:
    return batch.read(files, wall_now().astimezone(UTC).date())


def _given(account: dict[str, str]) -> Given:
    given = Given(**account)
    if given.username and not given.password:
        if not sys.stdin.isatty():
            raise UserError(
                f"There is no password for {given.username}.", "Put it into the environment, as ZZ_PASSWORD."
            )
        return Given(given.url, given.username, click.prompt("Password", hide_input=True, err=True))
    return given


def _summary(outcome: Outcome) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in sorted(outcome.results.items())) or "no orders"
    rows = f"{outcome.rows} rows" + (f" ({outcome.repeated} repeated)" if outcome.repeated else "")
    return f"{rows}, {outcome.stations} stations; {counts} in {outcome.seconds:.0f} s{outcome.rate}"


def _of_notes(notes: Mapping[str, int], report: Path) -> list[str]:
    """How much was changed, by code."""
    if not notes:
        return []
    by_code = ", ".join(f"{count} {code}" for code, count in Counter(notes).most_common())
    return [escape(f"Changed on the way in: {sum(notes.values())} ({by_code}); each is in {report}.")]


def _of_rejected(rejected: Sequence[Rejected], report: Path) -> list[str]:
    """How many lines are no orders, by reason, with the first of them."""
    if not rejected:
        return []
    by_code = ", ".join(f"{count} {code}" for code, count in Counter(line.code for line in rejected).most_common())
    lines = _shortened([f"{_where(line)}: {line.reason}" for line in rejected])
    remedy = f"All are in {report}. Mend them and give the file again; what is in already is left alone."
    return [f"Lines that are no orders: {len(rejected)} ({by_code})", *lines, escape(remedy)]


def _where(place: Rejected | Finding) -> str:
    return f"{place.file} line {place.line} {place.id}".rstrip()


def _shortened(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN
    shown = [escape(f"  {line}") for line in lines[:SHOWN]]
    return [*shown, f"  and {more} more"] if more > 0 else shown
