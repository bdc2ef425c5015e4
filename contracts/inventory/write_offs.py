"""Pieces that are to be given up as a loss [P10]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from marshmallow import validate

from contracts.inventory import SERVICE
from contracts.inventory.requisitions import Decline
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import PathId, Reply, Request, Thing

State = Literal["requested", "approved", "rejected"]
WRITE_OFF_STATES: tuple[State, ...] = get_args(State)
WRITE_OFF_PLACES = ("defective", "scrap", "store")
_PART = "00000000-0000-4000-8000-000000000003"

write_offs = Noun(SERVICE, "/write-offs", "write_off_id")


class RejectWriteOff(Decline):
    """No, and why."""

    station_id: PathId
    write_off_id: PathId


class LostLine(Request):
    """Pieces of a part at a place."""

    part_id: Id
    place: Annotated[str, Word(WRITE_OFF_PLACES)]
    quantity: Annotated[int, Whole(1, 9999)]


class RequestWriteOff(Request):
    """What is to be given up as lost, and why (P8)."""

    reason: Annotated[str, Lines(500)]
    lines: Annotated[tuple[LostLine, ...], validate.Length(1, 50)]


class WriteOffState(Reply):
    """Where a write-off stands after a command."""

    id: Id
    version: int
    state: State


class LostLineReply(Reply):
    """Pieces of a part at a place."""

    part_id: Id
    place: Annotated[str, Word(WRITE_OFF_PLACES)]
    quantity: int


class WriteOff(Thing):
    """What a station gave up as lost, and what the head decided."""

    id: Id
    version: int
    station_id: Id
    state: State
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
    state: State | None = None
    station_id: Id | None = None


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
    from_states=("requested",),
)
reject_write_off = write_offs.does(
    "reject_write_off",
    "Refuse a write-off",
    RejectWriteOff,
    WriteOffState,
    permissions.WRITE_OFF_APPROVE,
    in_station=True,
    example={"reason": "send it to the manufacturer"},
    from_states=("requested",),
)
list_write_offs = write_offs.list(
    "list_write_offs", "List write-offs", ListWriteOffs, WriteOff, permissions.TRANSFER_READ
)
