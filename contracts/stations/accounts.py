"""Log-in, sessions, one's own account."""

from __future__ import annotations

from typing import Annotated

from marshmallow import fields, validate

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text, Word
from contracts.language.noun import Noun
from contracts.language.operation import ANY_STATE, Empty, Event, Nothing
from contracts.language.payload import EventData, Reply, Request
from contracts.stations import SERVICE
from contracts.stations.stations import KINDS, SUBSCRIBERS

NEXT_STEPS = ("change_password",)

auth = Noun(SERVICE, "/auth")
me = Noun(SERVICE, "/me")


class IssueToken(Request):
    """Log-in. `station_id` opens a session in a station whose history the account may import."""

    username: Annotated[str, Text(80)]
    password: Annotated[str, fields.String(validate=validate.Length(1, 200))]
    station_id: Id | None = None


class RefreshToken(Request):
    """A refresh token, which is used up by this."""

    refresh_token: Annotated[str, fields.String(validate=validate.Length(20, 200))]


class Tokens(Reply):
    """An access token of at most 15 minutes and the refresh token that continues the session.

    A browser in which nobody used a page for `idle_minutes` is logged out (policy `sessions`). `next_step` is
    `change_password` after a log-in with a one-time password: nothing else is taken before.
    """

    access_token: str
    token_type: str
    expires_in: int
    refresh_token: str
    idle_minutes: int
    next_step: Annotated[str, Word(NEXT_STEPS)] | None = None


class Me(Reply):
    """Who the token says that I am, and where I stand."""

    account_id: Id
    name: str
    station_id: Id
    station_name: str
    station_kind: Annotated[str, Word(KINDS)]
    posts: tuple[str, ...]
    permissions: tuple[str, ...]


class ChangePassword(Request):
    """The password now and the one to come (8 to 200 characters, not a common one)."""

    password: Annotated[str, fields.String(validate=validate.Length(1, 200))]
    new_password: Annotated[str, fields.String(validate=validate.Length(8, 200))]


issue_token = auth.command(
    "issue_token",
    "Log in",
    IssueToken,
    Tokens,
    None,
    at="token",
    keyed=False,
    example={"username": "demo.desk.nj", "password": "correct horse battery"},
)
refresh_token = auth.command(
    "refresh_token",
    "Continue a session",
    RefreshToken,
    Tokens,
    None,
    at="refresh",
    keyed=False,
    example={"refresh_token": "0b8c6b1e-0000-4000-8000-000000000000.secretsecretsecret"},
)
end_session = auth.command(
    "end_session",
    "Log out",
    RefreshToken,
    Empty,
    None,
    at="logout",
    keyed=False,
    example={"refresh_token": "0b8c6b1e-0000-4000-8000-000000000000.secretsecretsecret"},
)
get_me = me.read("get_me", "Who am I", Nothing, Me, permissions.ME_READ)
change_password = me.command(
    "change_password",
    "Change my password; ends my sessions",
    ChangePassword,
    Empty,
    permissions.ACCESS_CHANGE,
    at="password",
    station_states=ANY_STATE,
    example={"password": "correct horse battery", "new_password": "battery staple horse"},
)


class SessionEnded(EventData):
    """A session was logged out; its access tokens expire by `until`, wall time."""

    until: Instant


session_ended = Event(SERVICE, "session_ended.v1", SessionEnded, SUBSCRIBERS)
