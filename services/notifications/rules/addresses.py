"""Where a person's mails go, in which language, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.language.errors import Refused
from contracts.language.permissions import HEAD_POSTS
from contracts.language.ranks import is_above


@dataclass
class Address:
    """One person's address."""

    id: str
    station_id: str
    staff_id: str
    email: str = ""
    language: str = "zh"
    version: int = 0

    def set(self, email: str, language: str) -> str | None:
        """What is sent from now on goes there; answers the old address where it was another."""
        old = self.email if self.email not in ("", email) else None
        self.email, self.language = email, language
        return old

    def check_set(self, by: str, *, head: bool) -> None:
        """Refused where there is one, but to the person and to whom of the head may move their mails."""
        if self.email and by != self.staff_id and not head:
            raise Refused("address_of_another", "The person changes the address, or the head above them.")


def may_move(posts: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether these are posts of the head that stand above the others."""
    return bool(set(HEAD_POSTS).intersection(posts)) and is_above(posts, others)
