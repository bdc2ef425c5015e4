"""Which mails the rules want: at five the awaiting-parts list, at each close its reports [E3 E5 F10c F11 P1]."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zz.simulation.acts import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zz.simulation.cast import Cast

AT_CUT_OFF = {"awaiting_parts": ("storekeeper",)}
AT_CLOSE = {
    "unfinished": ("base_lead", "station_lead"),
    "overnight": ("base_lead", "station_lead"),
    "revenue": ("finance", "commerce", "station_lead"),
    "devices": ("general_manager", "commerce", "station_lead"),
}
REPAIR_LEAD_OF_HEAD = "supervisor"

Mails = Counter[tuple[str, str, str]]
"""How many mails of a kind a person is to get about a station: by station, person (as the plan calls them), kind."""


@dataclass(frozen=True)
class CutOff:
    """Five o'clock at a place on a day of the plan."""

    place: str
    day: int


@dataclass(frozen=True)
class Close:
    """The close of a day at a place; the second closing of a day that was opened again is one of its own."""

    place: str
    day: int
    closing: int


Closing = CutOff | Close


def expected(cast: Cast, closings: Iterable[Closing]) -> Mails:
    """Every mail that is to come of these cut-offs and closes."""
    return Counter(
        (closing.place, who, kind)
        for closing in closings
        for kind, posts in (AT_CUT_OFF if isinstance(closing, CutOff) else AT_CLOSE).items()
        for who in _holders(cast, closing.place, posts)
    )


def _holders(cast: Cast, place: str, posts: tuple[str, ...]) -> set[str]:
    """Those of the station before those of the head; where the head is the station its supervisor leads the repair."""
    return {who for post in posts for who in _of(cast, place, post) or _of(cast, HEAD, post)}


def _of(cast: Cast, place: str, post: str) -> list[str]:
    if place == HEAD and post == "station_lead":
        post = REPAIR_LEAD_OF_HEAD
    return [cast.who(place, person) for person in cast.places[place].people if post in person.posts]
