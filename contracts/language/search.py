"""Searching: what somebody seeks, and what is told of each thing that is found."""

from __future__ import annotations

from typing import Annotated

from contracts.language.fields import Id, Instant, Text
from contracts.language.payload import Reply, Request

MOST = 20
"""Things that one service answers."""
LONGEST = 80


class Search(Request):
    """Part of a code, number, serial or name, however it is typed; of a phone number the whole or the last four digits.

    Letters and digits alone count; without any, nothing is found.
    """

    q: Annotated[str, Text(LONGEST)]


class Found(Reply):
    """A thing that is found: where it is, what it is called, and where it stands. Which `kind` it is, each says."""

    id: Id
    station_id: Id
    title: str
    state: str | None
    at: Instant | None
