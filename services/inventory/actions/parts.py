"""The catalogue of parts."""

from __future__ import annotations

from contracts.inventory import parts
from contracts.language.errors import Conflict
from services.inventory import collections as store
from services.inventory.rules.parts import Part
from stationkit.unit_of_work.work import Work


def define_part(work: Work, request: parts.DefinePart) -> Part:
    """A new part. Raises `Conflict` for a code that another part has, however that is typed."""
    part = Part(id=work.new_id(), station_id=work.station_id, **request.given())
    if any(part.spelling == other.spelling for other in work.all(store.parts, spelling={"$exists": False})):
        raise Conflict("part_code", "There is a part with that code.")  # parts from before codes had a spelling
    return _emit_changed(work, work.add(store.parts, part))


def edit_part(work: Work, request: parts.EditPart) -> Part:
    part = work.get(store.parts, request.part_id)
    work.check_match(part)
    part.edit(request.given())
    return _emit_changed(work, part)


def _emit_changed(work: Work, part: Part) -> Part:
    work.emit(part, parts.part_changed, parts.PartChanged.of(part))
    return part
