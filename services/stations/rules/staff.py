"""Staff, the posts they hold, and who may give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.language.errors import Forbidden, Refused

HEAD_POSTS = frozenset({"general_manager", "supervisor", "base_lead", "finance", "commerce"})


@dataclass
class Staff:
    """A person of a station. With a user name, an account. `valid_from` is wall time: older tokens do not hold."""

    id: str
    station_id: str
    name: str
    posts: tuple[str, ...]
    grants: tuple[str, ...]
    valid_from: datetime
    version: int = 0
    username: str | None = None
    password_hash: str | None = None
    active: bool = True
    reason: str | None = None

    @property
    def reads_network(self) -> bool:
        """Whether a head post lets the person read every station."""
        return bool(HEAD_POSTS.intersection(self.posts))

    def change_posts(self, posts: tuple[str, ...], wall: datetime) -> None:
        """The posts from now on; the person's sessions must be refreshed."""
        self.posts, self.valid_from = posts, wall

    def suspend(self, reason: str, wall: datetime) -> None:
        """Ends every session of the account. Refused twice."""
        self.check_active()
        self.active, self.reason, self.valid_from = False, reason, wall

    def restore(self, reason: str, wall: datetime) -> None:
        """Lets the account log in again. Refused where it is not suspended."""
        self.check_suspended()
        self.active, self.reason, self.valid_from = True, reason, wall

    def set_password(self, password_hash: str, wall: datetime) -> None:
        """A new password; every session ends. Refused for staff without an account."""
        self.check_account()
        self.password_hash, self.valid_from = password_hash, wall

    def check_active(self) -> None:
        """Refused where the account is suspended."""
        if not self.active:
            raise Refused("staff_suspended", "The account is suspended already.")

    def check_suspended(self) -> None:
        """Refused where it is not."""
        if self.active:
            raise Refused("staff_active", "The account is not suspended.")

    def check_account(self) -> None:
        """Refused for staff without one."""
        if self.username is None:
            raise Refused("no_account", "This member of staff has no account.")


def check_may_manage(person: Staff, by: str) -> None:
    """Refused for one's own posts and suspension: another lead or supervisor decides, so that one is left."""
    if person.id == by:
        raise Refused("own_account", "Another person changes your posts or suspends you.")


def check_may_give(posts: tuple[str, ...], grants: tuple[str, ...], station_kind: str, *, network: bool) -> None:
    """Head posts belong to the head station, and only a head person gives those or any grant (rules §7).

    Raises `Refused` for a post at the wrong kind of station, `Forbidden` for a giver without the reach.
    """
    heads = HEAD_POSTS.intersection(posts)
    if heads and station_kind != "head":
        raise Refused("post_of_head", "These posts belong to the head station.", posts=sorted(heads))
    if (heads or grants or station_kind == "head") and not network:
        raise Forbidden("Only the head station gives these.", permission="staff:manage")
