"""Whether every record of a batch is there, once, and as the file has it: read back through the API alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from zz.importing.comparison import differences
from zz.importing.sites import orders_by_ref, stations_by_ref

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zz.api import Api
    from zz.importing.batch import Batch, Rejected
    from zz.importing.records import Record

Kind = Literal["missing", "duplicated", "mismatched"]


@dataclass(frozen=True)
class Finding:
    """A record that is not there as it should be; `fields` are what differs."""

    kind: Kind
    file: str
    line: int
    id: str
    station: str
    fields: tuple[str, ...] = ()


@dataclass
class Check:
    """What was read back. `orders` counts the orders that carry an id of the batch at that record's station."""

    rows: int
    rejected: Sequence[Rejected]
    orders: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every line of the file is an order, once, as the file has it."""
        return not self.findings and not self.rejected

    def count(self, kind: Kind) -> int:
        return sum(finding.kind == kind for finding in self.findings)

    def for_machine(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "orders": self.orders,
            "missing": self.count("missing"),
            "duplicated": self.count("duplicated"),
            "mismatched": self.count("mismatched"),
            "rejected": [line.for_machine() for line in self.rejected],
            "findings": [asdict(finding) for finding in self.findings],
        }

    def compare(self, record: Record, orders: Sequence[dict[str, Any]], time_zone: str) -> None:
        """Notes what the orders of one record lack or have too much of."""
        self.orders += len(orders)
        if not orders:
            self._note("missing", record)
        if len(orders) > 1:
            self._note("duplicated", record)
        wrong = {name for order in orders for name in differences(record, order, time_zone)}
        if wrong:
            self._note("mismatched", record, *sorted(wrong))

    def _note(self, kind: Kind, record: Record, *fields: str) -> None:
        self.findings.append(Finding(kind, record.file, record.line, record.ref, record.group, fields))


def check(batch: Batch, api: Api, ready: Callable[[], None]) -> Check:
    """Reads the stations of a batch and compares; `ready` is called after each. Raises `Refusal`, `Trouble`."""
    comparison = Check(batch.rows, batch.rejected)
    stations = stations_by_ref(api)
    by_group: dict[str, list[Record]] = {}
    for record in batch.under(stations).records.values():
        by_group.setdefault(record.group, []).append(record)
    for group, records in by_group.items():
        station = stations.get(group)
        orders = orders_by_ref(api, station["id"]) if station else {}
        for record in records:
            comparison.compare(record, orders.get(record.ref, ()), station["time_zone"] if station else "")
        ready()
    return comparison
