"""What the posts of who acts stand for at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

AT_DESK = frozenset({"front_desk", "station_lead", "storekeeper"})


def is_at_desk(work: Work) -> bool:
    """Whether who acts may hold a device for the desk: front desk, lead, or the keeper who helps out [P12]."""
    return bool(AT_DESK.intersection(work.posts))


def is_lead(work: Work) -> bool:
    """Whether who acts leads the station."""
    return "station_lead" in work.posts
