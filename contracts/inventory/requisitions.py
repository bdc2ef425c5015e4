"""Requisitions and reorder proposals: more of what the service `inventory` takes and answers."""

from __future__ import annotations

from typing import Annotated

from marshmallow import validate

from contracts.inventory.stock import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import PathId, Reply, Request

REQUISITION_STATES = ("requested", "approved", "rejected", "filled")
REQUISITION_REASONS = ("awaiting_parts", "minimum_stock", "usage", "other")
PROPOSAL_STATES = ("reported", "acknowledged", "ordered")
_PART = "00000000-0000-4000-8000-000000000003"
_STATION = "00000000-0000-4000-8000-000000000004"


requisitions = Noun(SERVICE, "/requisitions", "requisition_id")
reorder_proposals = Noun(SERVICE, "/reorder-proposals", "proposal_id")


class WantedLine(Request):
    """So many pieces of a part."""

    part_id: Id
    quantity: Annotated[int, Whole(1, 9999)]


WantedLines = Annotated[tuple[WantedLine, ...], validate.Length(1, 50)]
"""One line a part."""


class OpenRequisition(Request):
    """What the station needs from elsewhere (P2)."""

    reason: Annotated[str, Word(REQUISITION_REASONS)]
    note: Annotated[str, Text(500, empty=True)] = ""
    lines: WantedLines


class ApproveRequisition(Request):
    """The station from whose store the parts come."""

    station_id: PathId
    requisition_id: PathId
    from_station_id: Id


class Decline(Request):
    """No, and why."""

    reason: Annotated[str, Text(500)]


class RejectRequisition(Decline):
    """No, and why."""

    station_id: PathId
    requisition_id: PathId


class RequisitionState(Reply):
    """Where a requisition stands after a command."""

    id: Id
    version: int
    state: Annotated[str, Word(REQUISITION_STATES)]
    transfer_id: Id | None


class LineReply(Reply):
    """So many pieces of a part."""

    part_id: Id
    quantity: int


class Requisition(Reply):
    """What a station asked for, and what the head decided."""

    id: Id
    version: int
    station_id: Id
    state: Annotated[str, Word(REQUISITION_STATES)]
    reason: Annotated[str, Word(REQUISITION_REASONS)]
    note: str
    lines: tuple[LineReply, ...]
    opened_by: Id
    opened_at: Instant
    decided_by: Id | None
    decided_at: Instant | None
    decision: str
    from_station_id: Id | None
    transfer_id: Id | None
    proposal_id: Id | None


class ListRequisitions(PageRequest):
    """Requisitions by state."""

    sort: Annotated[str, sorted_by("opened_at")] = "opened_at"
    state: Annotated[str, Word(REQUISITION_STATES)] | None = None
    station_id: Id | None = None


class AwaitedLine(Reply):
    """A job that waits for parts: in words and, where known, by part."""

    job_id: Id
    code: str
    parts: tuple[str, ...]
    lines: tuple[LineReply, ...]


class StationAwaitingList(Reply):
    """One engineer's awaiting-parts list; an empty one says that nothing is awaited."""

    engineer_id: Id
    in_time: bool
    lines: tuple[AwaitedLine, ...]


class ReorderState(Reply):
    """Where a reorder proposal stands after a command."""

    id: Id
    version: int
    state: Annotated[str, Word(PROPOSAL_STATES)]
    requisition_id: Id | None


class ReorderProposal(Reply):
    """The awaiting-parts lists of a day (E3), and what is neither in store nor on order for them."""

    id: Id
    version: int
    station_id: Id
    day: str
    state: Annotated[str, Word(PROPOSAL_STATES)]
    lists: tuple[StationAwaitingList, ...]
    lines: tuple[LineReply, ...]
    reported_at: Instant
    acknowledged_by: Id | None
    acknowledged_at: Instant | None
    requisition_id: Id | None


class ListReorderProposals(PageRequest):
    """Reorder proposals by state."""

    sort: Annotated[str, sorted_by("reported_at")] = "reported_at"
    state: Annotated[str, Word(PROPOSAL_STATES)] | None = None
    station_id: Id | None = None


open_requisition = requisitions.create(
    "open_requisition",
    "Ask the head for parts",
    OpenRequisition,
    RequisitionState,
    permissions.REQUISITION_OPEN,
    example={"reason": "minimum_stock", "lines": [{"part_id": _PART, "quantity": 5}]},
)
approve_requisition = requisitions.does(
    "approve_requisition",
    "Say from where the parts come",
    ApproveRequisition,
    RequisitionState,
    permissions.REQUISITION_APPROVE,
    in_station=True,
    example={"from_station_id": _STATION},
)
reject_requisition = requisitions.does(
    "reject_requisition",
    "Refuse a requisition",
    RejectRequisition,
    RequisitionState,
    permissions.REQUISITION_APPROVE,
    in_station=True,
    example={"reason": "enough in store"},
)
get_requisition = requisitions.get("get_requisition", "Read a requisition", Requisition, permissions.TRANSFER_READ)
list_requisitions = requisitions.list(
    "list_requisitions", "List requisitions", ListRequisitions, Requisition, permissions.TRANSFER_READ
)
acknowledge_awaiting_list = reorder_proposals.does(
    "acknowledge_awaiting_list",
    "Acknowledge the awaiting-parts lists of a day",
    ById,
    ReorderState,
    permissions.REQUISITION_OPEN,
    example={},
)
order_proposed = reorder_proposals.does(
    "order_proposed",
    "Turn a reorder proposal into a requisition",
    ById,
    ReorderState,
    permissions.REQUISITION_OPEN,
    example={},
)
list_reorder_proposals = reorder_proposals.list(
    "list_reorder_proposals",
    "List awaiting-parts lists and what to order for them",
    ListReorderProposals,
    ReorderProposal,
    permissions.TRANSFER_READ,
)
