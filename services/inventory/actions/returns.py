"""Parts that go back to the head station [P4 P6]."""

from __future__ import annotations

from contracts.inventory import returns
from contracts.language.errors import Refused
from services.inventory import collections as store
from services.inventory.actions.transfers import start_transfer
from services.inventory.rules.requisitions import Line, lines_of, one_line_a_part
from services.inventory.rules.transfers import Transfer
from stationkit.unit_of_work.work import Work


def open_return(work: Work, request: returns.OpenReturn) -> Transfer:
    return start_return(work, work.new_id(), request.reason, lines_of(request.lines))


def recall_parts(work: Work, request: returns.RecallParts) -> Transfer:
    return start_return(work, work.new_id(), request.reason, lines_of(request.lines))


def start_return(work: Work, transfer_id: str, reason: str, lines: list[Line]) -> Transfer:
    """Parts are to go back to the head station. Raises `Refused` there, `NotFound` for a part that there is not."""
    head = work.system.head()
    if head.id == work.station_id:
        raise Refused("head_station", "The head station has nobody to return parts to.")
    for line in one_line_a_part(lines):
        work.get(store.parts, line.part_id)
    return start_transfer(work, transfer_id, head.id, reason, lines)
