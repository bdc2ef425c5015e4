"""People, and for the head stations, found by name."""

from __future__ import annotations

from typing import Literal

from contracts.language import permissions
from contracts.language.noun import Noun
from contracts.language.payload import Reply
from contracts.language.search import Found, Search
from contracts.stations import SERVICE

Kind = Literal["staff", "station"]


class FoundPerson(Found):
    """A member of staff with user name and posts, or a station with its code."""

    kind: Kind
    username: str | None
    posts: tuple[str, ...]
    code: str | None


class FoundPeople(Reply):
    """What fits whole first, then what only begins so; `more` says that this is not all."""

    items: tuple[FoundPerson, ...]
    more: bool


search_staff = Noun(SERVICE, "/search/staff").read(
    "search_staff",
    "Search staff, and from the head stations",
    Search,
    FoundPeople,
    permissions.STAFF_READ,
    example={"q": "wang.fang"},
)
