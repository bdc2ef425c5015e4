"""Requisitions and reorder proposals: more of what the service `inventory` takes and answers."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.inventory.stock import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text, Whole, Word
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by

REQUISITION_STATES = ("requested", "approved", "rejected", "filled")
REQUISITION_REASONS = ("awaiting_parts", "minimum_stock", "usage", "other")
PROPOSAL_STATES = ("reported", "acknowledged", "ordered")
_PART = "00000000-0000-4000-8000-000000000003"
_STATION = "00000000-0000-4000-8000-000000000004"


class WantedLine(Request):
    """So many pieces of a part."""

    part_id = Id(required=True)
    quantity = Whole(1, 9999, required=True)


def wanted_lines(*, required: bool = False) -> fields.List[fields.Nested]:
    """One line a part, at most 50."""
    return fields.List(fields.Nested(WantedLine), validate=validate.Length(1, 50), required=required)


class OpenRequisition(Request):
    """What the station needs from elsewhere (P2)."""

    reason = Word(REQUISITION_REASONS, required=True)
    note = Text(500, empty=True, load_default="")
    lines = wanted_lines(required=True)


class ApproveRequisition(Request):
    """The station from whose store the parts come."""

    from_station_id = Id(required=True)


class Decline(Request):
    """No, and why."""

    reason = Text(500, required=True)


class RequisitionState(Reply):
    """Where a requisition stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(REQUISITION_STATES, required=True)
    transfer_id = Id(required=True, allow_none=True)


class LineReply(Reply):
    """So many pieces of a part."""

    part_id = Id(required=True)
    quantity = fields.Integer(required=True)


class Requisition(Reply):
    """What a station asked for, and what the head decided."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    state = Word(REQUISITION_STATES, required=True)
    reason = Word(REQUISITION_REASONS, required=True)
    note = fields.String(required=True)
    lines = fields.List(fields.Nested(LineReply), required=True)
    opened_by = Id(required=True)
    opened_at = Instant(required=True)
    decided_by = Id(required=True, allow_none=True)
    decided_at = Instant(required=True, allow_none=True)
    decision = fields.String(required=True)
    from_station_id = Id(required=True, allow_none=True)
    transfer_id = Id(required=True, allow_none=True)
    proposal_id = Id(required=True, allow_none=True)


class ListRequisitions(PageRequest):
    """Requisitions by state."""

    sort = sorted_by("opened_at")
    state = Word(REQUISITION_STATES)
    station_id = Id()


class AwaitedLine(Reply):
    """A job that waits for parts: in words and, where known, by part."""

    job_id = Id(required=True)
    code = fields.String(required=True)
    parts = fields.List(fields.String(), required=True)
    lines = fields.List(fields.Nested(LineReply), required=True)


class StationAwaitingList(Reply):
    """One engineer's awaiting-parts list; an empty one says that nothing is awaited."""

    engineer_id = Id(required=True)
    in_time = fields.Boolean(required=True)
    lines = fields.List(fields.Nested(AwaitedLine), required=True)


class ReorderState(Reply):
    """Where a reorder proposal stands after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    state = Word(PROPOSAL_STATES, required=True)
    requisition_id = Id(required=True, allow_none=True)


class ReorderProposal(Reply):
    """The awaiting-parts lists of a day (E3), and what is neither in store nor on order for them."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    day = fields.String(required=True)
    state = Word(PROPOSAL_STATES, required=True)
    lists = fields.List(fields.Nested(StationAwaitingList), required=True)
    lines = fields.List(fields.Nested(LineReply), required=True)
    reported_at = Instant(required=True)
    acknowledged_by = Id(required=True, allow_none=True)
    acknowledged_at = Instant(required=True, allow_none=True)
    requisition_id = Id(required=True, allow_none=True)


class ListReorderProposals(PageRequest):
    """Reorder proposals by state."""

    sort = sorted_by("reported_at")
    state = Word(PROPOSAL_STATES)
    station_id = Id()


def _decided(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permissions.REQUISITION_APPROVE,
        request,
        RequisitionState,
        ids=("station_id", "requisition_id"),
        acts_on_station=True,
        example=example,
    )


def _proposed(name: str, summary: str) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permissions.REQUISITION_OPEN,
        Nothing,
        ReorderState,
        ids=("proposal_id",),
        example={},
    )


open_requisition = Operation(
    SERVICE,
    "open_requisition",
    "Ask the head for parts",
    "command",
    permissions.REQUISITION_OPEN,
    OpenRequisition,
    RequisitionState,
    example={"reason": "minimum_stock", "lines": [{"part_id": _PART, "quantity": 5}]},
)
approve_requisition = _decided(
    "approve_requisition", "Say from where the parts come", ApproveRequisition, {"from_station_id": _STATION}
)
reject_requisition = _decided("reject_requisition", "Refuse a requisition", Decline, {"reason": "enough in store"})
get_requisition = Operation(
    SERVICE,
    "get_requisition",
    "Read a requisition",
    "query",
    permissions.TRANSFER_READ,
    Nothing,
    Requisition,
    ids=("requisition_id",),
)
list_requisitions = Operation(
    SERVICE,
    "list_requisitions",
    "List requisitions",
    "query",
    permissions.TRANSFER_READ,
    ListRequisitions,
    page_of(Requisition),
)
acknowledge_awaiting_list = _proposed("acknowledge_awaiting_list", "Acknowledge the awaiting-parts lists of a day")
order_proposed = _proposed("order_proposed", "Turn a reorder proposal into a requisition")
list_reorder_proposals = Operation(
    SERVICE,
    "list_reorder_proposals",
    "List awaiting-parts lists and what to order for them",
    "query",
    permissions.TRANSFER_READ,
    ListReorderProposals,
    page_of(ReorderProposal),
)
