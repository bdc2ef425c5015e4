"""The catalogue of parts."""

from __future__ import annotations

from contracts.inventory import parts
from services.inventory import collections as store
from services.inventory.rules.parts import Part
from stationkit.unit_of_work.work import Work


def define_part(work: Work, request: parts.DefinePart) -> Part:
    return work.add(store.parts, Part(id=work.new_id(), station_id=work.station_id, **request.given()))


def edit_part(work: Work, request: parts.EditPart) -> Part:
    part = work.get(store.parts, request.part_id)
    work.check_match(part)
    part.edit(request.given())
    return part
