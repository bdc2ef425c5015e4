"""What a station asks the head for [P2]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from marshmallow import validate

from contracts.inventory import SERVICE
from contracts.inventory.parts import PartLine
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import TAKING, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing

State = Literal["requested", "approved", "rejected", "filled"]
REQUISITION_STATES: tuple[State, ...] = get_args(State)
REQUISITION_REASONS = ("awaiting_parts", "minimum_stock", "usage", "other")
_STATION = "00000000-0000-4000-8000-000000000004"
_PART = "00000000-0000-4000-8000-000000000003"

requisitions = Noun(SERVICE, "/requisitions", "requisition_id")


class WantedLine(Request):
    """So many pieces of a part."""

    part_id: Id
    quantity: Annotated[int, Whole(1, 9999)]


WantedLines = Annotated[tuple[WantedLine, ...], validate.Length(1, 50)]
"""One line a part."""


class OpenRequisition(Request):
    """What the station needs from elsewhere (P2)."""

    reason: Annotated[str, Word(REQUISITION_REASONS)]
    note: Annotated[str, Lines(500, empty=True)] = ""
    lines: WantedLines


class ApproveRequisition(Request):
    """The station from whose store the parts come."""

    station_id: PathId
    requisition_id: PathId
    from_station_id: Id


class Decline(Request):
    """No, and why."""

    reason: Annotated[str, Lines(500)]


class RejectRequisition(Decline):
    """No, and why."""

    station_id: PathId
    requisition_id: PathId


class RequisitionState(Reply):
    """Where a requisition stands after a command."""

    id: Id
    version: int
    state: State
    transfer_id: Id | None


class LineReply(Reply):
    """So many pieces of a part."""

    part_id: Id
    quantity: int


class Requisition(Thing):
    """What a station asked for, and what the head decided."""

    id: Id
    version: int
    station_id: Id
    state: State
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
    state: State | None = None
    station_id: Id | None = None


open_requisition = requisitions.create(
    "open_requisition",
    "Ask the head for parts",
    OpenRequisition,
    RequisitionState,
    permissions.REQUISITION_OPEN,
    example={"reason": "minimum_stock", "lines": [{"part_id": _PART, "quantity": 5}]},
    station_states=TAKING,
)
approve_requisition = requisitions.does(
    "approve_requisition",
    "Say from where the parts come",
    ApproveRequisition,
    RequisitionState,
    permissions.REQUISITION_APPROVE,
    in_station=True,
    example={"from_station_id": _STATION},
    from_states=("requested",),
    station_states=TAKING,
)
reject_requisition = requisitions.does(
    "reject_requisition",
    "Refuse a requisition",
    RejectRequisition,
    RequisitionState,
    permissions.REQUISITION_APPROVE,
    in_station=True,
    example={"reason": "enough in store"},
    from_states=("requested",),
)
get_requisition = requisitions.get("get_requisition", "Read a requisition", Requisition, permissions.TRANSFER_READ)
list_requisitions = requisitions.list(
    "list_requisitions", "List requisitions", ListRequisitions, Requisition, permissions.TRANSFER_READ
)


class RequisitionOpened(EventData):
    """A station asks the head for parts (P2)."""

    reason: str
    lines: tuple[PartLine, ...]


class RequisitionApproved(EventData):
    """The head said from where the parts come; a transfer opens there."""

    transfer_id: Id
    from_station_id: Id
    to_station_id: Id
    reason: str
    lines: tuple[PartLine, ...]


class RequisitionRejected(EventData):
    """The head said no, and why."""

    reason: str


requisition_opened = Event(SERVICE, "requisition_opened.v1", RequisitionOpened, ("notifications",))
requisition_approved = Event(
    SERVICE, "requisition_approved.v1", RequisitionApproved, ("inventory",), acts_in="from_station_id"
)
requisition_rejected = Event(SERVICE, "requisition_rejected.v1", RequisitionRejected, ("notifications",))
