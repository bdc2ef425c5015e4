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
from zz.importing.story import Differs, story_of
from zz.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zz.api import Api
    from zz.importing.batch import Batch
    from zz.importing.records import Record
    from zz.importing.story import Result

OF_ONE_RECORD = frozenset({400, 404, 409, 413, 422, 500})
"""Statuses that speak of one record; any other concerns the account or the platform."""


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


def _tell(batch: Batch, sites: Mapping[str, Site], workers: int, advance: Any) -> tuple[Counter[str], list[Rejected]]:
    results: Counter[str] = Counter()
    refused: list[Rejected] = []

    def ended(record: Record, result: Result | Refusal | Differs) -> None:
        if isinstance(result, Refusal) and result.status not in OF_ONE_RECORD:
            raise result
        if isinstance(result, str):
            results[result] += 1
        else:
            refused.append(Rejected(record.file, record.line, record.ref, str(result)))
        advance()

    in_order = sorted(batch.records.values(), key=lambda record: (record.group, record.day, record.ref))
    Crew(((record, story_of(record, sites[record.group])) for record in in_order), ended, workers).run()
    return results, refused


def _remedy(refusal: Refusal) -> str:
    if refusal.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return "Use an account of the head station as docs/importing.md describes it."
    return "Run `zz doctor`, then the same command again: it goes on where it was."
