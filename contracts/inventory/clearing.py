"""Dead stock, returns proposed for it, write-offs: more of what the service `inventory` takes and answers."""

from __future__ import annotations

from typing import Annotated

from marshmallow import validate

from contracts.inventory.requisitions import Decline
from contracts.inventory.stock import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Money, Text, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import PathId, Reply, Request

AGES = ("fresh", "warning", "dead")
PROPOSAL_STATES = ("proposed", "accepted", "declined")
WRITE_OFF_STATES = ("requested", "approved", "rejected")
WRITE_OFF_PLACES = ("defective", "scrap", "store")
_PART = "00000000-0000-4000-8000-000000000003"


dead_stock = Noun(SERVICE, "/dead-stock")
return_proposals = Noun(SERVICE, "/return-proposals", "proposal_id")
write_offs = Noun(SERVICE, "/write-offs", "write_off_id")


class AgedLayer(Reply):
    """Pieces of one age: their value, and how they stand at the station and in the network."""

    place: str
    quantity: int
    value: Money
    arrived_at: Instant
    received_at: Instant
    station_age: Annotated[str, Word(AGES)]
    network_age: Annotated[str, Word(AGES)]


class DeadStock(Reply):
    """A station's layers of a part that are dead or near it (P5 P10)."""

    id: Id
    station_id: Id
    part_id: Id
    part_code: str
    oldest_at: Instant
    layers: tuple[AgedLayer, ...]


class ListDeadStock(PageRequest):
    """Stock with layers of at least this age in the network, the oldest first."""

    sort: Annotated[str, sorted_by("oldest_at")] = "oldest_at"
    age: Annotated[str, Word(AGES)] = "warning"
    station_id: Id | None = None


class DeclineProposal(Decline):
    """No, and why."""

    proposal_id: PathId


class RejectWriteOff(Decline):
    """No, and why."""

    station_id: PathId
    write_off_id: PathId


class ReturnProposalState(Reply):
    """Where a proposed return stands after a command."""

    id: Id
    version: int
    state: Annotated[str, Word(PROPOSAL_STATES)]
    transfer_id: Id | None


class ReturnProposal(Reply):
    """A layer that died in a sub-station's store: since when the station has it, and since when the network."""

    id: Id
    version: int
    station_id: Id
    state: Annotated[str, Word(PROPOSAL_STATES)]
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
    state: Annotated[str, Word(PROPOSAL_STATES)] | None = None
    station_id: Id | None = None


class LostLine(Request):
    """Pieces of a part at a place."""

    part_id: Id
    place: Annotated[str, Word(WRITE_OFF_PLACES)]
    quantity: Annotated[int, Whole(1, 9999)]


class RequestWriteOff(Request):
    """What is to be given up as lost, and why (P8)."""

    reason: Annotated[str, Text(500)]
    lines: Annotated[tuple[LostLine, ...], validate.Length(1, 50)]


class WriteOffState(Reply):
    """Where a write-off stands after a command."""

    id: Id
    version: int
    state: Annotated[str, Word(WRITE_OFF_STATES)]


class LostLineReply(Reply):
    """Pieces of a part at a place."""

    part_id: Id
    place: Annotated[str, Word(WRITE_OFF_PLACES)]
    quantity: int


class WriteOff(Reply):
    """What a station gave up as lost, and what the head decided."""

    id: Id
    version: int
    station_id: Id
    state: Annotated[str, Word(WRITE_OFF_STATES)]
    reason: str
    lines: tuple[LostLineReply, ...]
    requested_by: Id
    requested_at: Instant
    decided_by: Id | None
    decided_at: Instant | None
    decision: str


class ListWriteOffs(PageRequest):
    """Write-offs by state."""

    sort: Annotated[str, sorted_by("requested_at")] = "requested_at"
    state: Annotated[str, Word(WRITE_OFF_STATES)] | None = None
    station_id: Id | None = None


list_dead_stock = dead_stock.list(
    "list_dead_stock", "List stock that is dead or near it", ListDeadStock, DeadStock, permissions.TRANSFER_READ
)
accept_return_proposal = return_proposals.does(
    "accept_return_proposal",
    "Send a dead layer back to the head",
    ById,
    ReturnProposalState,
    permissions.TRANSFER_WORK,
    example={},
)
decline_return_proposal = return_proposals.does(
    "decline_return_proposal",
    "Keep a dead layer",
    DeclineProposal,
    ReturnProposalState,
    permissions.TRANSFER_WORK,
    example={"reason": "needed for a recall next week"},
)
list_return_proposals = return_proposals.list(
    "list_return_proposals",
    "List returns proposed for dead stock",
    ListReturnProposals,
    ReturnProposal,
    permissions.TRANSFER_READ,
)
request_write_off = write_offs.create(
    "request_write_off",
    "Ask to give pieces up as lost",
    RequestWriteOff,
    WriteOffState,
    permissions.WRITE_OFF_REQUEST,
    example={"reason": "crushed", "lines": [{"part_id": _PART, "place": "defective", "quantity": 1}]},
)
approve_write_off = write_offs.does(
    "approve_write_off",
    "Approve a write-off",
    ById,
    WriteOffState,
    permissions.WRITE_OFF_APPROVE,
    in_station=True,
    example={},
)
reject_write_off = write_offs.does(
    "reject_write_off",
    "Refuse a write-off",
    RejectWriteOff,
    WriteOffState,
    permissions.WRITE_OFF_APPROVE,
    in_station=True,
    example={"reason": "send it to the manufacturer"},
)
list_write_offs = write_offs.list(
    "list_write_offs", "List write-offs", ListWriteOffs, WriteOff, permissions.TRANSFER_READ
)
