"""Parts that go back to the head station [P4 P6]."""

from __future__ import annotations

from typing import Annotated

from contracts.inventory import SERVICE
from contracts.inventory.parts import PartLine
from contracts.inventory.requisitions import WantedLines
from contracts.inventory.transfers import TransferState, transfers
from contracts.language import permissions
from contracts.language.fields import Lines, Word
from contracts.language.noun import Noun
from contracts.language.operation import SENDING, Event
from contracts.language.payload import EventData, PathId, Request

_PART = "00000000-0000-4000-8000-000000000003"
RETURN_REASONS = ("dead_stock", "overdue", "surplus", "recall")
_RETURN: dict[str, object] = {"reason": "surplus", "lines": [{"part_id": _PART, "quantity": 2}]}

returns = Noun(SERVICE, "/returns")


class OpenReturn(Request):
    """What goes back to the head station, and why (P4 P6)."""

    reason: Annotated[str, Word(RETURN_REASONS)]
    lines: WantedLines


class RecallParts(OpenReturn):
    """What goes back to the head station, and why (P4 P6)."""

    station_id: PathId


class ApproveReturn(Request):
    """Another person than who asks agrees that the parts go back, or not."""

    station_id: PathId
    transfer_id: PathId
    agreed: bool
    note: Annotated[str, Lines(500, empty=True)] = ""


open_return = returns.create(
    "open_return",
    "Ask to return parts to the head station",
    OpenReturn,
    TransferState,
    permissions.TRANSFER_WORK,
    example=_RETURN,
)
approve_return = transfers.does(
    "approve_return",
    "Approve or reject a return",
    ApproveReturn,
    TransferState,
    permissions.RETURN_APPROVE,
    in_station=True,
    example={"agreed": True},
    from_states=("requested",),
    station_states=SENDING,
)
recall_parts = returns.create(
    "recall_parts",
    "Recall parts from a station to the head",
    RecallParts,
    TransferState,
    permissions.TRANSFER_RECALL,
    in_station=True,
    example=_RETURN,
    station_states=SENDING,
)


class ReturnRequested(EventData):
    """Somebody asks to return parts to the head; the lead, another lead or the head decides."""

    reason: str
    lines: tuple[PartLine, ...]


class ReturnRejected(EventData):
    """The parts stay where they are, and why."""

    reason: str


return_requested = Event(SERVICE, "return_requested.v1", ReturnRequested, ("notifications",))
return_rejected = Event(SERVICE, "return_rejected.v1", ReturnRejected, ("notifications",))
