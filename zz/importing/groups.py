"""One group, one station: however its name is written, it is the one that was written first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zz.importing.values import plain_word

if TYPE_CHECKING:
    from collections.abc import Iterable


class Groups:
    """The names of groups as they are shown; those of stations that are there already come first."""

    def __init__(self, stations: Iterable[str]) -> None:
        self._stations = frozenset(stations)
        self._first: dict[str, str] = {}
        for name in sorted(self._stations):
            self._first.setdefault(plain_word(name), name)

    def name_of(self, group: str) -> str:
        """How the group was written first; a station that is called exactly so stays itself."""
        return group if group in self._stations else self._first.setdefault(plain_word(group), group)
