"""Who is told: by post, and where a post is vacant the next above (rules §7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

NEXT_ABOVE = {
    "front_desk": "station_lead",
    "engineer": "station_lead",
    "storekeeper": "station_lead",
    "station_lead": "supervisor",
    "finance": "commerce",
    "commerce": "base_lead",
    "base_lead": "supervisor",
    "supervisor": "general_manager",
}
"""The repair lead is the station's lead, at the head station the supervisor; commerce there is the base lead."""


class Person(Protocol):
    """An active member of staff and their posts."""

    @property
    def id(self) -> str: ...

    @property
    def posts(self) -> tuple[str, ...]: ...


def holders(posts: Iterable[str], here: Iterable[Person], head: Iterable[Person]) -> tuple[str, ...]:
    """Everybody who is told, each once, by id: the station's own holders of a post before the head station's."""
    rooms = (tuple(here), tuple(head))
    return tuple(sorted({staff_id for post in posts for staff_id in _of(post, rooms)}))


def _of(post: str, rooms: tuple[tuple[Person, ...], ...]) -> list[str]:
    for room in rooms:
        holder_ids = [person.id for person in room if post in person.posts]
        if holder_ids:
            return holder_ids
    above = NEXT_ABOVE.get(post)
    return _of(above, rooms) if above else []
