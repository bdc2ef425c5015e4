"""Dead layers that are proposed to go back to the head [P4]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.inventory import SERVICE
from contracts.inventory.requisitions import Decline
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Money
from contracts.language.noun import Noun
from contracts.language.operation import ById
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import PathId, Reply, Thing

State = Literal["proposed", "accepted", "declined"]
PROPOSAL_STATES: tuple[State, ...] = get_args(State)

return_proposals = Noun(SERVICE, "/return-proposals", "proposal_id")


class DeclineProposal(Decline):
    """No, and why."""

    proposal_id: PathId


class ReturnProposalState(Reply):
    """Where a proposed return stands after a command."""

    id: Id
    version: int
    state: State
    transfer_id: Id | None


class ReturnProposal(Thing):
    """A layer that died in a sub-station's store: since when the station has it, and since when the network."""

    id: Id
    version: int
    station_id: Id
    state: State
    part_id: Id
    quantity: int
    cost: Money
    arrived_at: Instant
    received_at: Instant
    day: str
    proposed_at: Instant
    decision: str
    transfer_id: Id | None


class ListReturnProposals(PageRequest):
    """Proposed returns by state."""

    sort: Annotated[str, sorted_by("proposed_at")] = "proposed_at"
    state: State | None = None
    station_id: Id | None = None


accept_return_proposal = return_proposals.does(
    "accept_return_proposal",
    "Send a dead layer back to the head",
    ById,
    ReturnProposalState,
    permissions.TRANSFER_WORK,
    example={},
    from_states=("proposed",),
)
decline_return_proposal = return_proposals.does(
    "decline_return_proposal",
    "Keep a dead layer",
    DeclineProposal,
    ReturnProposalState,
    permissions.TRANSFER_WORK,
    example={"reason": "needed for a recall next week"},
    from_states=("proposed",),
)
list_return_proposals = return_proposals.list(
    "list_return_proposals",
    "List returns proposed for dead stock",
    ListReturnProposals,
    ReturnProposal,
    permissions.TRANSFER_READ,
)
