"""Staff, the posts they hold, and who may give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.language.errors import Forbidden, Refused
from contracts.language.ranks import is_above

HEAD_POSTS = frozenset({"general_manager", "supervisor", "base_lead", "finance", "commerce"})


@dataclass(frozen=True)
class PasswordRequest:
    """A password that somebody asks for who stands no higher; `at` is business time."""

    password_hash: str
    by: str
    at: datetime


@dataclass
class Staff:
    """A person of a station. With a user name, an account. `valid_from` is wall time: older tokens do not hold.

    Whose account was made, or given a new password, by somebody is not a second person for them (rules §7).
    """

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
    suspended_by_posts: tuple[str, ...] = ()
    created_by: str | None = None
    created_at: datetime | None = None
    must_change_password: bool = False
    password_reset_by: str | None = None
    password_reset_at: datetime | None = None
    password_request: PasswordRequest | None = None

    @property
    def reads_network(self) -> bool:
        """Whether a head post lets the person read every station."""
        return bool(HEAD_POSTS.intersection(self.posts))

    def change_posts(self, posts: tuple[str, ...], wall: datetime) -> None:
        """The posts from now on; the person's sessions must be refreshed."""
        self.posts, self.valid_from = posts, wall

    def suspend(self, reason: str, posts: tuple[str, ...], wall: datetime) -> None:
        """Ends every session of the account; `posts` are those of who suspends it, or takes its suspension over."""
        self.check_suspension(posts)
        self.active, self.reason, self.valid_from = False, reason, wall
        self.suspended_by_posts = posts

    def restore(self, reason: str, posts: tuple[str, ...], wall: datetime) -> None:
        """Lets the account log in again. Refused where it is not suspended, and to posts below who suspended it."""
        self.check_restoration(posts)
        self.active, self.reason, self.valid_from = True, reason, wall

    @property
    def password_requested_by(self) -> str | None:
        """Who asks for a new password that nobody has confirmed."""
        return self.password_request.by if self.password_request else None

    def set_password(self, password_hash: str, wall: datetime) -> None:
        """A password of one's own; every session ends. Refused for staff without an account."""
        self.check_account()
        self.password_hash, self.valid_from = password_hash, wall
        self.must_change_password, self.password_request = False, None

    def give_first_password(self, password_hash: str) -> None:
        """A new account's password for one log-in, at which it is changed."""
        self.password_hash, self.must_change_password = password_hash, True

    def give_password(self, password_hash: str, by: str, at: datetime, wall: datetime) -> None:
        """A password for one log-in, at which it is changed; every session ends. Refused without an account."""
        self.set_password(password_hash, wall)
        self.must_change_password, self.password_reset_by, self.password_reset_at = True, by, at

    def request_password(self, password_hash: str, by: str, at: datetime) -> None:
        """Nothing changes before somebody else confirms it. Refused for staff without an account."""
        self.check_account()
        self.password_request = PasswordRequest(password_hash, by, at)

    def confirm_password(self, by: str, wall: datetime) -> None:
        """The password that was asked for. Refused to who asked and whose it is, and where nobody asked."""
        request = self.check_confirmation(by)
        self.give_password(request.password_hash, request.by, request.at, wall)

    def check_confirmation(self, by: str) -> PasswordRequest:
        """Refused to who asked and whose it is, and where nobody asked."""
        if self.password_request is None:
            raise Refused("no_password_requested", "Nobody asked for a new password.")
        if by in (self.id, self.password_request.by):
            raise Refused("own_password_request", "Another person confirms.")
        return self.password_request

    def check_suspension(self, posts: tuple[str, ...]) -> None:
        """Refused where the account is suspended, but to posts above those of who did it: then only they restore it."""
        if not self.active and not is_above(posts, self.suspended_by_posts):
            raise Refused("staff_suspended", "The account is suspended already.")

    def check_restoration(self, posts: tuple[str, ...]) -> None:
        """Refused where it is not suspended, and to posts below those of who suspended it (rules §7)."""
        if self.active:
            raise Refused("staff_active", "The account is not suspended.")
        if is_above(self.suspended_by_posts, posts):
            raise Refused("suspended_from_above", "A post above suspended the account, and restores it.")

    def check_account(self) -> None:
        """Refused for staff without one."""
        if self.username is None:
            raise Refused("no_account", "This member of staff has no account.")


def check_may_manage(person: Staff, by: str) -> None:
    """Refused for one's own posts, suspension and reset: another lead or supervisor decides, so that one is left."""
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
