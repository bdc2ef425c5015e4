"""What waits for somebody of the head: approvals, penalties, dissatisfied customers by the clock. Nothing is quiet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from contracts.inventory import requisitions, returns, transfers
from contracts.quality import appeasements, penalties
from gateway.pages import queries

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

Row = dict[str, Any]
CLOCKS = (("open", "contact_due_at"), ("contacted", "finding_due_at"), ("found", "proposal_due_at"))
"""Where an appeasement stands, and by when it goes on from there."""


@dataclass(frozen=True)
class Waiting:
    """How many things of a kind wait, how many of them past their time, and where they are done.

    `is_more` says that one page of the list does not hold them all.
    """

    word: str
    number: int
    is_more: bool
    href: str
    late: int = 0
    since: str | None = None
    due: str | None = None

    @property
    def count(self) -> str:
        """How many there are; where that cannot be told, at least so many."""
        return f"{self.number}+" if self.is_more else str(self.number)


def of_reader(station_id: str | None = None) -> list[Waiting]:
    """What waits, of all stations or of that one; what nobody waits for is left out."""
    groups = (*_approvals(station_id), *_appeasements(station_id))
    return [waiting for waiting in groups if waiting is not None and waiting.number]


def _approvals(station_id: str | None) -> list[Waiting | None]:
    where = {"station_id": station_id}
    asked = _page(requisitions.list_requisitions, state="requested", **where)
    back = _page(transfers.list_transfers, state="requested", **where)
    return [
        _to_do("asked_for", asked, requisitions.approve_requisition, "opened_at", _to("asked_for")),
        _to_do("returns", back, returns.approve_return, None, _to("on_their_way")),
        *(_penalties(state, operation, station_id) for state, operation in PENALTIES),
    ]


PENALTIES = (("proposed", penalties.approve_penalty), ("appealed", penalties.decide_appeal))


def _penalties(state: str, operation: AnyOperation, station_id: str | None) -> Waiting | None:
    page = _page(penalties.list_penalties, state=state, station_id=station_id)
    return _to_do(f"penalties_{state}", page, operation, "proposed_at", _to("all_penalties", state=state))


def _appeasements(station_id: str | None) -> list[Waiting | None]:
    return [_by_clock(state, clock, station_id) for state, clock in CLOCKS]


def _by_clock(state: str, clock: str, station_id: str | None) -> Waiting | None:
    """Appeasements that stand there, whoever is to go on: the head looks at their clocks."""
    page = _page(appeasements.list_appeasements, state=state, station_id=station_id)
    if page is None:
        return None
    dues = sorted(str(row[clock]) for row in page["items"])
    late = sum(1 for due in dues if queries.instant(due) < queries.now())
    is_more, due = page["next"] is not None, dues[0] if dues else None
    return Waiting(f"appeasements_{state}", len(dues), is_more, url_for("site.calls"), late, due=due)


def _to_do(name: str, page: Row | None, operation: AnyOperation, since: str | None, href: str) -> Waiting | None:
    """Those that the reader may decide on, which is what their service says of each."""
    if page is None:
        return None
    rows = [row for row in page["items"] if operation.name in row["may"]]
    first = min((str(row[since]) for row in rows), default=None) if since else None
    return Waiting(name, len(rows), page["next"] is not None, href, since=first)


def _to(endpoint: str, **filters: str) -> str:
    return url_for(f"site.{endpoint}", **filters)  # type: ignore[arg-type]  # any name


def _page(operation: AnyOperation, **arguments: Any) -> Row | None:
    return queries.first_page(operation, **arguments)
