"""Everything that is to be brought in: the records of all files, each id once, and what was turned down."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zz.importing import csvfile
from zz.importing.csvfile import Broken
from zz.importing.groups import Groups
from zz.importing.records import Record, record_of
from zz.importing.values import Change, NotARecord, plain_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True)
class OfLine:
    """What is said of a line of a file: a stable code and a sentence. `id` is empty where none is known."""

    file: str
    line: int
    id: str
    code: str
    reason: str

    def for_machine(self) -> dict[str, Any]:
        return asdict(self)


class Rejected(OfLine):
    """Why it did not become an order."""


class Note(OfLine):
    """What of it was not taken as it stands, although it is brought in; line 1 where it is the whole file's."""


@dataclass
class Batch:
    """The records to bring in, the lines that cannot be, and what was changed in whole files.

    `rows` counts all lines that hold something, `repeated` those of them that say again what an earlier one said.
    """

    rows: int = 0
    repeated: int = 0
    records: dict[str, Record] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    of_files: list[Note] = field(default_factory=list)

    @property
    def groups(self) -> list[str]:
        """The groups of all records, in the order of their first."""
        return list(dict.fromkeys(record.group for record in self.records.values()))

    @property
    def notes(self) -> Iterator[Note]:
        """All that was changed in what is brought in."""
        yield from self.of_files
        for record in self.records.values():
            for change in record.changes:
                yield Note(record.file, record.line, record.ref, change.code, change.reason)

    def under(self, stations: Iterable[str]) -> Batch:
        """The same with each group named as the station that is there, else as it was first written."""
        groups = Groups(stations)
        records = {ref: _under(record, groups.name_of(record.group)) for ref, record in self.records.items()}
        return replace(self, records=records)

    def take(self, record: Record) -> None:
        """One more record; the same id again must be the same record."""
        earlier = self.records.setdefault(record.ref, record)
        differing = ", ".join(name for name in vars(earlier) if _differs(name, earlier, record))
        if not differing:
            self.repeated += earlier is not record
            return
        reason = f"The same id is in {earlier.file} line {earlier.line} with another {differing}."
        self.rejected.append(Rejected(record.file, record.line, record.ref, "conflict", reason))


def read(paths: Iterable[Path], today: date) -> Batch:
    """The records of these files. `today` has not ended yet, so its records are turned down.

    Raises `UserError` when one of them is not such a file.
    """
    batch = Batch()
    for path in paths:
        for line in csvfile.read(path):
            _take(batch, line, str(path), today)
    return batch


def _take(batch: Batch, line: Change | csvfile.Line | Broken, file: str, today: date) -> None:
    if isinstance(line, Change):
        batch.of_files.append(Note(file, 1, "", line.code, line.reason))
        return
    batch.rows += 1
    if isinstance(line, Broken):
        batch.rejected.append(Rejected(file, line.number, line.id, line.code, line.reason))
        return
    try:
        batch.take(record_of(line.values, today, file, line.number))
    except NotARecord as reason:
        batch.rejected.append(Rejected(file, line.number, line.values["id"], reason.code, str(reason)))


def _under(record: Record, group: str) -> Record:
    if group == record.group:
        return record
    change = Change("group_read", f"The group {record.group!r} is read as {group!r}.")
    return replace(record, group=group, changes=(*record.changes, change))


def _differs(name: str, record: Record, other: Record) -> bool:
    if name == "group":
        return plain_word(record.group) != plain_word(other.group)
    return name not in ("file", "line", "changes") and getattr(record, name) != getattr(other, name)
