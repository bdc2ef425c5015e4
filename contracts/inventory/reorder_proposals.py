"""Awaiting-parts lists of a day, and what to order for them [E3]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.inventory import SERVICE
from contracts.inventory.requisitions import LineReply
from contracts.language import permissions
from contracts.language.fields import Id, Instant
from contracts.language.noun import Noun
from contracts.language.operation import TAKING, ById
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import Reply, Thing

State = Literal["reported", "acknowledged", "ordered"]
PROPOSAL_STATES: tuple[State, ...] = get_args(State)

reorder_proposals = Noun(SERVICE, "/reorder-proposals", "proposal_id", "list")


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
    state: State
    requisition_id: Id | None


class ReorderProposal(Thing):
    """The awaiting-parts lists of a day (E3), and what is neither in store nor on order for them."""

    id: Id
    version: int
    station_id: Id
    day: str
    state: State
    lists: tuple[StationAwaitingList, ...]
    lines: tuple[LineReply, ...]
    reported_at: Instant
    acknowledged_by: Id | None
    acknowledged_at: Instant | None
    requisition_id: Id | None


class ListReorderProposals(PageRequest):
    """Reorder proposals by state."""

    sort: Annotated[str, sorted_by("reported_at")] = "reported_at"
    state: State | None = None
    station_id: Id | None = None


acknowledge_awaiting_list = reorder_proposals.does(
    "acknowledge_awaiting_list",
    "Acknowledge the awaiting-parts lists of a day",
    ById,
    ReorderState,
    permissions.REQUISITION_OPEN,
    example={},
    from_states=("reported",),
)
order_proposed = reorder_proposals.does(
    "order_proposed",
    "Turn a reorder proposal into a requisition",
    ById,
    ReorderState,
    permissions.REQUISITION_OPEN,
    example={},
    from_states=("acknowledged",),
    station_states=TAKING,
)
list_reorder_proposals = reorder_proposals.list(
    "list_reorder_proposals",
    "List awaiting-parts lists and what to order for them",
    ListReorderProposals,
    ReorderProposal,
    permissions.TRANSFER_READ,
)
