"""Reorder proposals: the day's awaiting-parts lists, and what ought to be ordered for them [E3 P2]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.inventory import reorder_proposals
from contracts.inventory.reorder_proposals import State
from contracts.language.errors import Refused
from services.inventory.rules.requisitions import Line


@dataclass(frozen=True)
class AwaitedLine:
    """A job that waits for parts: in words and, where known, by part."""

    job_id: str
    code: str
    parts: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class EngineersList:
    """One engineer's awaiting-parts list of a day; an empty one says that nothing is awaited."""

    engineer_id: str
    in_time: bool
    lines: list[AwaitedLine]


@dataclass
class ReorderProposal:
    """The awaiting-parts lists of a station's day and what to order for them. Instants are business time."""

    id: str
    station_id: str
    day: str
    lists: list[EngineersList]
    lines: list[Line]
    reported_at: datetime
    version: int = 0
    state: State = "reported"
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    requisition_id: str | None = None

    def renew(self, lists: list[EngineersList], lines: list[Line]) -> None:
        """The day's lists were reported again: they are to be seen again, unless they were ordered for already."""
        self.lists = lists
        if self.state != "ordered":
            self.lines, self.state, self.acknowledged_by, self.acknowledged_at = lines, "reported", None, None

    def acknowledge(self, by: str, at: datetime) -> None:
        """The keeper has seen the lists [E3]. Refused when they were seen before."""
        if self.state != "reported":
            raise Refused("list_acknowledged", "The lists were acknowledged before.", state=self.state)
        self.state, self.acknowledged_by, self.acknowledged_at = "acknowledged", by, at

    def order(self, requisition_id: str) -> list[Line]:
        """What the requisition asks for. Refused before they are acknowledged, a second time, and for nothing."""
        reorder_proposals.order_proposed.check_state(self.state)
        self.check_lines()
        self.state, self.requisition_id = "ordered", requisition_id
        return self.lines

    def check_lines(self) -> None:
        """Refused where there is nothing to order."""
        if not self.lines:
            raise Refused("nothing_to_order", "Everything awaited is in store or on order.")


def missing(lists: Iterable[EngineersList], supply: Mapping[str, int]) -> list[Line]:
    """What the jobs wait for beyond what is in store or on order, by part."""
    awaited: Counter[str] = Counter()
    for line in (line for engineers_list in lists for job in engineers_list.lines for line in job.lines):
        awaited[line.part_id] += line.quantity
    short = {part: quantity - supply.get(part, 0) for part, quantity in awaited.items()}
    return [Line(part, quantity) for part, quantity in sorted(short.items()) if quantity > 0]
