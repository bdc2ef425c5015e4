"""Checklists of audits, by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.quality.checklists import PublishChecklist
from services.quality import collections as store
from services.quality.rules.audits import Checklist, Item

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def publish_checklist(work: Work, request: PublishChecklist) -> Checklist:
    """The next number of a checklist."""
    last = work.find(store.checklists, last_by="number", name=request.name)
    checklist = Checklist(
        id=work.new_id(),
        station_id=work.station_id,
        name=request.name,
        number=last.number + 1 if last else 1,
        items=[Item(item.code, item.text, item.points) for item in request.items],
        author_id=work.by,
        published_at=work.at,
    )
    return work.add(store.checklists, checklist)
