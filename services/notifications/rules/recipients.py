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


OVERSEERS = ("station_lead", "supervisor", "general_manager", "base_lead", "commerce", "finance")
"""Who sees what was done to an account, the nearest first."""


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


def others(here: Iterable[Person], head: Iterable[Person], without: Iterable[str]) -> tuple[str, ...]:
    """The holders of the first post that leads where something was done, but these; of the head whoever else is there.

    So what one person did to another's account is seen by a third.
    """
    rooms, left_out = (tuple(here), tuple(head)), frozenset(without)
    for post in OVERSEERS:
        holder_ids = [person.id for room in rooms for person in room if post in person.posts]
        if left := sorted({holder_id for holder_id in holder_ids if holder_id not in left_out}):
            return tuple(left)
    return ()


def _of(post: str, rooms: tuple[tuple[Person, ...], ...]) -> list[str]:
    for room in rooms:
        holder_ids = [person.id for person in room if post in person.posts]
        if holder_ids:
            return holder_ids
    above = NEXT_ABOVE.get(post)
    return _of(above, rooms) if above else []
