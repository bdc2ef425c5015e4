"""The arithmetic of the audit trail: what seals an entry, what links it to the one before, how damage shows.

Who writes an entry seals it with the service's key; who brings it into the trail links it: number, the code of the link
before, and a code over both and the seal. Pure: rows in, damages out.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import bson

Kind = Literal[
    "altered",
    "removed",
    "inserted",
    "truncated",
    "rewritten",
    "not_anchored",
    "version_without_entry",
    "entry_without_version",
]
LINK = frozenset({"seal", "seq", "prev", "mac"})
"""The fields of an entry that hold it in its chain; all others are what it says."""


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many links it has, and the code of the last."""

    seq: int
    mac: str


START = Head(0, "")


class Seals:
    """Makes the codes of one service; only who has its key can."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def digest(self, value: Mapping[str, Any]) -> str:
        """The keyed digest of a document."""
        return hmac.digest(self._key, bson.encode(value), "sha256").hex()

    def seal(self, entry: Mapping[str, Any]) -> str:
        """The code over all that an entry says."""
        return self.digest({"entry": {name: entry[name] for name in sorted(entry.keys() - LINK)}})

    def mac(self, row: Mapping[str, Any]) -> str:
        """The code over an entry's place in its chain."""
        place = "|".join(str(row.get(name)) for name in ("station_id", "seq", "prev", "seal"))
        return hmac.digest(self._key, f"link|{place}".encode(), "sha256").hex()

    def linked(self, entry: Mapping[str, Any], head: Head) -> dict[str, Any]:
        """The sealed entry as the next link after a head."""
        row = {**entry, "seq": head.seq + 1, "prev": head.mac}
        return {**row, "mac": self.mac(row)}


@dataclass(frozen=True)
class Damage:
    """One thing that is wrong with a chain: where, and about which entry or document."""

    kind: Kind
    seq: int | None
    about: str
    detail: str


class Walk:
    """Goes along one chain, link by link from the first, and tells what is wrong with it.

    `anchors` are the codes that were put away for some of its numbers. A damage is told once: what only follows from
    it is not told again.
    """

    def __init__(self, seals: Seals, anchors: Mapping[int, set[str]]) -> None:
        self._seals = seals
        self._anchors = anchors
        self._anchored = max(anchors, default=0)
        self._before: str | None = START.mac
        self._as_anchored = True
        self._seq = START.seq
        self._first_unanchored: datetime | None = None

    def step(self, row: Mapping[str, Any]) -> Iterator[Damage]:
        """Takes the next row in the order of numbers."""
        seq = row["seq"]
        if not isinstance(seq, int) or seq <= self._seq:
            yield Damage("inserted", None, row["_id"], f"its number {seq} is taken or none")
            return
        if seq > self._seq + 1:
            yield Damage("removed", self._seq + 1, "", f"{seq - self._seq - 1} missing before number {seq}")
            self._before = None
        damage = self._look_at(row)
        if damage:
            yield damage
        elif seq > self._anchored and self._first_unanchored is None:
            self._first_unanchored = row["at"]
        self._seq = seq
        self._before = row["mac"] if self._is_link(row) else None

    def end(self, anchored_until: datetime) -> Iterator[Damage]:
        """There is no further row; what was written before that instant (wall time) has to be anchored."""
        if self._anchored > self._seq:
            yield Damage("truncated", self._seq + 1, "", f"anchored up to number {self._anchored}")
        elif self._first_unanchored and self._first_unanchored < anchored_until:
            yield Damage("not_anchored", self._anchored + 1, "", f"no anchor since {self._first_unanchored:%Y-%m-%d}")

    def _look_at(self, row: Mapping[str, Any]) -> Damage | None:
        sealed, is_link = row.get("seal") == self._seals.seal(row), self._is_link(row)
        if not sealed:
            kind: Kind = "altered" if is_link else "inserted"
            return Damage(kind, row["seq"], row["_id"], "what it says is not what was sealed")
        if not is_link or self._before not in (None, row.get("prev")):
            return Damage("rewritten", row["seq"], row["_id"], "it is not the link that was made here")
        if self._as_anchored and self._anchors.get(row["seq"], set()) - {row["mac"]}:
            self._as_anchored = False
            return Damage("rewritten", row["seq"], row["_id"], "another chain was anchored at this number")
        return None

    def _is_link(self, row: Mapping[str, Any]) -> bool:
        return bool(row.get("mac") == self._seals.mac(row))
