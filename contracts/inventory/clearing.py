"""Dead stock, returns proposed for it, write-offs: more of what the service `inventory` takes and answers."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.inventory.requisitions import Decline
from contracts.inventory.stock import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Money, Text, Whole, Word
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

AGES = ("fresh", "warning", "dead")
PROPOSAL_STATES = ("proposed", "accepted", "declined")
WRITE_OFF_STATES = ("requested", "approved", "rejected")
WRITE_OFF_PLACES = ("defective", "scrap", "store")
_PART = "00000000-0000-4000-8000-000000000003"


class AgedLayer(Reply):
    """Pieces of one age: their value, and how they stand at the station and in the network."""

    place = fields.String(required=True)
    quantity = fields.Integer(required=True)
    value = Money(required=True)
    arrived_at = Instant(required=True)
    received_at = Instant(required=True)
    station_age = Word(AGES, required=True)
    network_age = Word(AGES, required=True)


class DeadStock(Reply):
    """A station's layers of a part that are dead or near it (P5 P10)."""

    id = Id(required=True)
    station_id = Id(required=True)
    part_id = Id(required=True)
    part_code = fields.String(required=True)
    oldest_at = Instant(required=True)
    layers = fields.List(fields.Nested(AgedLayer), required=True)


class ListDeadStock(PageRequest):
    """Stock with layers of at least this age in the network, the oldest first."""

    sort = sorted_by("oldest_at")
    age = Word(AGES, load_default="warning")
    station_id = Id()


class ReturnProposalState(Reply):
    """Where a proposed return stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(PROPOSAL_STATES, required=True)
    transfer_id = Id(required=True, allow_none=True)


class ReturnProposal(Reply):
    """A layer that died in a sub-station's store: since when the station has it, and since when the network."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    state = Word(PROPOSAL_STATES, required=True)
    part_id = Id(required=True)
    quantity = fields.Integer(required=True)
    cost = Money(required=True)
    arrived_at = Instant(required=True)
    received_at = Instant(required=True)
    day = fields.String(required=True)
    proposed_at = Instant(required=True)
    decision = fields.String(required=True)
    transfer_id = Id(required=True, allow_none=True)


class ListReturnProposals(PageRequest):
    """Proposed returns by state."""

    sort = sorted_by("proposed_at")
    state = Word(PROPOSAL_STATES)
    station_id = Id()


class LostLine(Request):
    """Pieces of a part at a place."""

    part_id = Id(required=True)
    place = Word(WRITE_OFF_PLACES, required=True)
    quantity = Whole(1, 9999, required=True)


class RequestWriteOff(Request):
    """What is to be given up as lost, and why (P8)."""

    reason = Text(500, required=True)
    lines = fields.List(fields.Nested(LostLine), required=True, validate=validate.Length(1, 50))


class WriteOffState(Reply):
    """Where a write-off stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(WRITE_OFF_STATES, required=True)


class LostLineReply(Reply):
    """Pieces of a part at a place."""

    part_id = Id(required=True)
    place = Word(WRITE_OFF_PLACES, required=True)
    quantity = fields.Integer(required=True)


class WriteOff(Reply):
    """What a station gave up as lost, and what the head decided."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    state = Word(WRITE_OFF_STATES, required=True)
    reason = fields.String(required=True)
    lines = fields.List(fields.Nested(LostLineReply), required=True)
    requested_by = Id(required=True)
    requested_at = Instant(required=True)
    decided_by = Id(required=True, allow_none=True)
    decided_at = Instant(required=True, allow_none=True)
    decision = fields.String(required=True)


class ListWriteOffs(PageRequest):
    """Write-offs by state."""

    sort = sorted_by("requested_at")
    state = Word(WRITE_OFF_STATES)
    station_id = Id()


def _proposed(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permissions.TRANSFER_WORK,
        request,
        ReturnProposalState,
        ids=("proposal_id",),
        example=example,
    )


def _decided(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permissions.WRITE_OFF_APPROVE,
        request,
        WriteOffState,
        ids=("station_id", "write_off_id"),
        acts_on_station=True,
        example=example,
    )


def _list(name: str, summary: str, request: type[Request], item: type[Reply]) -> Operation:
    return Operation(SERVICE, name, summary, "query", permissions.TRANSFER_READ, request, page_of(item))


list_dead_stock = _list("list_dead_stock", "List stock that is dead or near it", ListDeadStock, DeadStock)
accept_return_proposal = _proposed("accept_return_proposal", "Send a dead layer back to the head", Nothing, {})
decline_return_proposal = _proposed(
    "decline_return_proposal", "Keep a dead layer", Decline, {"reason": "needed for a recall next week"}
)
list_return_proposals = _list(
    "list_return_proposals", "List returns proposed for dead stock", ListReturnProposals, ReturnProposal
)
request_write_off = Operation(
    SERVICE,
    "request_write_off",
    "Ask to give pieces up as lost",
    "command",
    permissions.WRITE_OFF_REQUEST,
    RequestWriteOff,
    WriteOffState,
    example={"reason": "crushed", "lines": [{"part_id": _PART, "place": "defective", "quantity": 1}]},
)
approve_write_off = _decided("approve_write_off", "Approve a write-off", Nothing, {})
reject_write_off = _decided(
    "reject_write_off", "Refuse a write-off", Decline, {"reason": "send it to the manufacturer"}
)
list_write_offs = _list("list_write_offs", "List write-offs", ListWriteOffs, WriteOff)
