"""Parts that go back to the head station [P4 P6]."""

from __future__ import annotations

from typing import Annotated

from contracts.inventory import SERVICE
from contracts.inventory.requisitions import WantedLines
from contracts.inventory.transfers import TransferState
from contracts.language import permissions
from contracts.language.fields import Word
from contracts.language.noun import Noun
from contracts.language.operation import SENDING
from contracts.language.payload import PathId, Request

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


open_return = returns.create(
    "open_return",
    "Return parts to the head station",
    OpenReturn,
    TransferState,
    permissions.TRANSFER_WORK,
    example=_RETURN,
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
