"""Brings a batch in: stations first, then every record's story; says what came of each."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from zz.api import Refusal
from zz.importing.batch import Rejected
from zz.importing.crew import Crew
from zz.importing.progress import counting
from zz.importing.sites import Site, Sites
from zz.importing.story import Left, NotHeard, story_of
from zz.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zz.api import Api
    from zz.importing.batch import Batch
    from zz.importing.records import Record
    from zz.importing.story import Result

OF_ONE_RECORD = frozenset({400, 404, 409, 413, 422, 500})
"""Statuses that speak of one record; any other concerns the account or the platform."""
MOST_UNHEARD = 10
"""So many records in a row that waited in vain are no fault of a single message."""


@dataclass(frozen=True)
class Outcome:
    """What became of a batch. `seconds` are those of the orders, without the stations."""

    rows: int
    stations: int
    results: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    seconds: float

    @property
    def rate(self) -> str:
        """How many orders came in a second, in brackets; nothing where none did."""
        added = self.results.get("added", 0)
        return f" ({added / self.seconds:.1f}/s)" if added else ""

    def for_machine(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "stations": self.stations,
            **{name: self.results.get(name, 0) for name in ("added", "continued", "known")},
            "rejected": [line.for_machine() for line in self.rejected],
            "seconds": round(self.seconds, 1),
        }


def bring_in(batch: Batch, head: Api, workers: int, *, as_json: bool) -> Outcome:
    """Every record of the batch becomes an order, is taken up where it was left, or is there already.

    Raises `Trouble` when the platform does not go along; what was done stays, and the same call goes on from there.
    """
    try:
        return _brought_in(batch, head, workers, as_json=as_json)
    except Refusal as refusal:
        raise Trouble(f"The platform refuses: {refusal}.", _remedy(refusal)) from refusal


def _brought_in(batch: Batch, head: Api, workers: int, *, as_json: bool) -> Outcome:
    with ExitStack() as at_end:
        with counting("stations", len(batch.groups), as_json=as_json) as advance:
            sites = Sites(head, workers).prepare(batch.groups, advance)
        for site in sites.values():
            at_end.callback(site.api.log_out)
        started = time.monotonic()
        with counting("orders", len(batch.records), as_json=as_json) as advance:
            results, refused = _tell(batch, sites, workers, advance)
        seconds = time.monotonic() - started
    return Outcome(batch.rows, len(sites), results, (*batch.rejected, *refused), seconds)


def _tell(
    batch: Batch, sites: Mapping[str, Site], workers: int, advance: Callable[[], None]
) -> tuple[Counter[str], list[Rejected]]:
    tally = _Tally(advance)
    in_order = sorted(batch.records.values(), key=lambda record: (record.group, record.day, record.ref))
    Crew(((record, story_of(record, sites[record.group])) for record in in_order), tally.ended, workers).run()
    return tally.results, tally.rejected


class _Tally:
    """Counts what came of the records; stops everything when it is not the records that are at fault."""

    def __init__(self, advance: Callable[[], None]) -> None:
        self.results: Counter[str] = Counter()
        self.rejected: list[Rejected] = []
        self._advance = advance
        self._unheard = 0

    def ended(self, record: Record, result: Result | Refusal | Left) -> None:
        """Takes note of one record. Raises `Refusal` for what the platform refuses to everybody, and `Trouble`."""
        if isinstance(result, Refusal) and result.status not in OF_ONE_RECORD:
            raise result
        self._count_unheard(result)
        if isinstance(result, str):
            self.results[result] += 1
        else:
            reason = f"refused: {result.words}" if isinstance(result, Refusal) else str(result)
            self.rejected.append(Rejected(record.file, record.line, record.ref, reason))
        self._advance()

    def _count_unheard(self, result: Result | Refusal | Left) -> None:
        self._unheard = self._unheard + 1 if isinstance(result, NotHeard) else 0
        if self._unheard >= MOST_UNHEARD:
            remedy = "Run `zz status` and `zz dead list`, then the same command again: it goes on where it was."
            raise Trouble("The services do not hear of each other.", remedy)


def _remedy(refusal: Refusal) -> str:
    if refusal.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return "Use an account of the head station as docs/importing.md describes it."
    return "Run `zz doctor`, then the same command again: it goes on where it was."
