"""Brings a batch in: stations first, then every record's story; says what came of each."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from zz.api import Refusal
from zz.importing.account import HOW
from zz.importing.batch import Rejected
from zz.importing.crew import Crew
from zz.importing.lag import Lag
from zz.importing.progress import counting
from zz.importing.sites import Site, Sites, stations_by_ref
from zz.importing.story import Left, NotConsumed, story_of
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zz.api import Api
    from zz.importing.batch import Batch
    from zz.importing.crew import RecordStory
    from zz.importing.records import Record
    from zz.importing.report import Report
    from zz.importing.story import Result

OF_ONE_RECORD = frozenset({400, 404, 409, 413, 422, 500})
"""Statuses that speak of one record; any other concerns the account or the platform."""
MOST_UNHEARD = 10
"""So many records in a row that waited in vain are no fault of a single message."""


@dataclass(frozen=True)
class Outcome:
    """What became of a batch. `notes` counts what was changed, by code. `seconds` are those of the orders alone."""

    rows: int
    repeated: int
    stations: int
    results: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    notes: Mapping[str, int]
    seconds: float

    @property
    def rate(self) -> str:
        """How many orders came in a second, in brackets; nothing where none did."""
        added = self.results.get("added", 0)
        return f" ({added / self.seconds:.1f}/s)" if added else ""

    def for_machine(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "repeated": self.repeated,
            "stations": self.stations,
            **{name: self.results.get(name, 0) for name in ("added", "continued", "known")},
            "rejected": [line.for_machine() for line in self.rejected],
            "notes": dict(self.notes),
            "seconds": round(self.seconds, 1),
        }


def bring_in(batch: Batch, head: Api, workers: int, report: Report, *, as_json: bool) -> Outcome:
    """Every record of the batch becomes an order, is taken up where it was left, or is there already.

    `report` is told of each line that does not, first of those that the batch turned down, and of all that was changed
    in the others. Raises `Trouble` when the
    platform does not go along; what was done stays, and the same call goes on from there.
    """
    for line in batch.rejected:
        report(line)
    try:
        return _brought_in(batch, head, workers, report, as_json=as_json)
    except Refusal as refusal:
        raise UserError(f"The platform refuses: {refusal}.", remedy_of(refusal)) from refusal


def _brought_in(batch: Batch, head: Api, workers: int, report: Report, *, as_json: bool) -> Outcome:
    stations = stations_by_ref(head)
    batch = batch.under(stations)
    notes = _noted(batch, report)
    with ExitStack() as at_end:
        with counting("stations", len(batch.groups), as_json=as_json) as advance:
            sites = Sites(head, workers).prepare(batch.groups, stations, advance)
        for site in sites.values():
            at_end.callback(site.api.log_out)
        started = time.monotonic()
        with counting("orders", len(batch.records), as_json=as_json) as advance:
            tally = _Tally(advance, report)
            Crew(_stories(batch, sites), tally.ended, workers).run()
        seconds = time.monotonic() - started
    rejected = (*batch.rejected, *tally.rejected)
    return Outcome(batch.rows, batch.repeated, len(sites), tally.results, rejected, notes, seconds)


def _noted(batch: Batch, report: Report) -> Counter[str]:
    """Reports all that was changed, and counts it by code."""
    counts: Counter[str] = Counter()
    for note in batch.notes:
        report(note)
        counts[note.code] += 1
    return counts


def _stories(batch: Batch, sites: Mapping[str, Site]) -> Iterator[RecordStory]:
    """Station by station, day by day."""
    lag = Lag()
    for record in sorted(batch.records.values(), key=lambda record: (record.group, record.day, record.ref)):
        yield record, story_of(record, sites[record.group], lag)


class _Tally:
    """Counts what came of the records; stops everything when it is not the records that are at fault."""

    def __init__(self, advance: Callable[[], None], report: Report) -> None:
        self.results: Counter[str] = Counter()
        self.rejected: list[Rejected] = []
        self._advance = advance
        self._report = report
        self._lagging = 0

    def ended(self, record: Record, result: Result | Refusal | Left) -> None:
        """Takes note of one record. Raises `Refusal` for what the platform refuses to everybody, and `Trouble`."""
        if isinstance(result, Refusal) and result.status not in OF_ONE_RECORD:
            raise result
        self._count_lagging(result)
        if isinstance(result, str):
            self.results[result] += 1
        else:
            line = Rejected(record.file, record.line, record.ref, *_why(result))
            self.rejected.append(line)
            self._report(line)
        self._advance()

    def _count_lagging(self, result: Result | Refusal | Left) -> None:
        self._lagging = self._lagging + 1 if isinstance(result, NotConsumed) else 0
        if self._lagging >= MOST_UNHEARD:
            remedy = "Run `zz status` and `zz dead list`, then the same command again: it goes on where it was."
            raise UserError("The services do not hear of each other.", remedy)


def _why(reason: Refusal | Left) -> tuple[str, str]:
    """Code and sentence; those of the platform where it was that which said no."""
    if isinstance(reason, Refusal):
        return reason.reason or reason.code or "refused", f"The platform refused it: {reason.words}"
    return reason.code, str(reason)


def remedy_of(refusal: Refusal) -> str:
    """What to do when the platform refuses to go along at all."""
    if refusal.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return HOW
    return "Run `zz doctor`, then the same command again: it goes on where it was."
