"""Everything that is to be brought in: the records of all files, each id once, and what was turned down."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from zz.importing import csvfile
from zz.importing.csvfile import Broken
from zz.importing.records import NotARecord, Record, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True)
class Rejected:
    """A line that did not become an order, and why: a stable code and a sentence. `id` is empty where none is known."""

    file: str
    line: int
    id: str
    code: str
    reason: str

    def for_machine(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Batch:
    """The records to bring in, and the lines that cannot be.

    `rows` counts all lines that hold something, `repeated` those of them that say again what an earlier one said.
    """

    rows: int = 0
    repeated: int = 0
    records: dict[str, Record] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def groups(self) -> list[str]:
        """The groups of all records, in the order of their first."""
        return list(dict.fromkeys(record.group for record in self.records.values()))

    def take(self, record: Record) -> None:
        """One more record; the same id again must be the same record."""
        earlier = self.records.setdefault(record.ref, record)
        if earlier == record:
            self.repeated += earlier is not record
            return
        differing = ", ".join(name for name, value in vars(earlier).items() if _differs(name, value, record))
        reason = f"The same id is in {earlier.file} line {earlier.line} with another {differing}."
        self.rejected.append(Rejected(record.file, record.line, record.ref, "conflict", reason))


def read(paths: Iterable[Path], today: date) -> Batch:
    """The records of these files. `today` has not ended yet, so its records are turned down.

    Raises `Trouble` when one of them is not such a file.
    """
    batch = Batch()
    for path in paths:
        for line in csvfile.read(path):
            batch.rows += 1
            _take(batch, line, str(path), today)
    return batch


def _take(batch: Batch, line: csvfile.Line | Broken, file: str, today: date) -> None:
    if isinstance(line, Broken):
        batch.rejected.append(Rejected(file, line.number, line.id, line.code, line.reason))
        return
    try:
        batch.take(record_of(line.values, today, file, line.number))
    except NotARecord as reason:
        batch.rejected.append(Rejected(file, line.number, line.values["id"], reason.code, str(reason)))


def _differs(name: str, value: object, other: Record) -> bool:
    return name not in ("file", "line") and getattr(other, name) != value
