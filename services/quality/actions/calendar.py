"""What is due is worked out again when a calendar year is known otherwise (rules §1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.quality import collections as store
from services.quality.actions.appeasements import retime_appeasement
from services.quality.actions.calls import retime_call

if TYPE_CHECKING:
    from contracts.stations.calendar import YearPublished
    from stationkit.unit_of_work.work import Work


def retime_all(work: Work, _data: YearPublished) -> None:
    """Every open call and appeasement of every station; those that stay as they are tell nothing."""
    work.system.each(store.calls, work.cause, retime_call, state="open")
    work.system.each(store.appeasements, work.cause, retime_appeasement, state={"$ne": "closed"})
