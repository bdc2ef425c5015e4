"""Log-in, sessions and the founding: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Matching, Text, Word
from contracts.language.operation import Empty, Event, EventData, Nothing, Operation, Reply, Request
from contracts.stations.stations import HEARERS, KINDS, SERVICE, STATION_CODE, USERNAME


class IssueToken(Request):
    """Log-in. `station_id` opens a session in a station whose history the account may import."""

    username = Text(80, required=True)
    password = fields.String(required=True, validate=validate.Length(1, 200))
    station_id = Id()


class RefreshToken(Request):
    """A refresh token, which is used up by this."""

    refresh_token = fields.String(required=True, validate=validate.Length(20, 200))


class Tokens(Reply):
    """An access token of at most 15 minutes and the refresh token that continues the session."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True)
    refresh_token = fields.String(required=True)


class Me(Reply):
    """Who the token says that I am, and where I stand."""

    account_id = Id(required=True)
    name = fields.String(required=True)
    station_id = Id(required=True)
    station_name = fields.String(required=True)
    station_kind = Word(KINDS, required=True)
    posts = fields.List(fields.String(), required=True)
    permissions = fields.List(fields.String(), required=True)


class ChangePassword(Request):
    """The password now and the one to come (8 to 200 characters, not a common one)."""

    password = fields.String(required=True, validate=validate.Length(1, 200))
    new_password = fields.String(required=True, validate=validate.Length(8, 200))


issue_token = Operation(
    SERVICE,
    "issue_token",
    "Log in",
    "command",
    None,
    IssueToken,
    Tokens,
    keyed=False,
    example={"username": "demo.desk.nj", "password": "correct horse battery"},
)
refresh_token = Operation(
    SERVICE,
    "refresh_token",
    "Continue a session",
    "command",
    None,
    RefreshToken,
    Tokens,
    keyed=False,
    example={"refresh_token": "0b8c6b1e-0000-4000-8000-000000000000.secretsecretsecret"},
)
end_session = Operation(
    SERVICE,
    "end_session",
    "Log out",
    "command",
    None,
    RefreshToken,
    Empty,
    keyed=False,
    example={"refresh_token": "0b8c6b1e-0000-4000-8000-000000000000.secretsecretsecret"},
)
get_me = Operation(SERVICE, "get_me", "Who am I", "query", permissions.ME_READ, Nothing, Me)
change_password = Operation(
    SERVICE,
    "change_password",
    "Change my password; ends my sessions",
    "command",
    permissions.ME_READ,
    ChangePassword,
    Empty,
    before_active=True,
    example={"password": "correct horse battery", "new_password": "battery staple horse"},
)


class FoundNetwork(Request):
    """The head station and its first supervisor; possible once, with the installation's founding key."""

    founding_key = fields.String(required=True, validate=validate.Length(1, 200))
    name = Text(120, required=True)
    code = Matching(STATION_CODE, required=True)
    supervisor = Text(80, required=True)
    username = Matching(USERNAME, required=True)
    password = fields.String(required=True, validate=validate.Length(8, 200))


class Founded(Reply):
    """The head station and its first supervisor."""

    station_id = Id(required=True)
    staff_id = Id(required=True)


found_network = Operation(
    SERVICE,
    "found_network",
    "Found the network: head station and first supervisor",
    "command",
    None,
    FoundNetwork,
    Founded,
    keyed=False,
    example={
        "founding_key": "from the installation's secrets",
        "name": "总站",
        "code": "HEAD",
        "supervisor": "张伟",
        "username": "zhang.wei",
        "password": "correct horse battery",
    },
)


class SessionEnded(EventData):
    """A session was logged out; its access tokens expire by `until`, wall time."""

    until = Instant(required=True)


session_ended = Event(SERVICE, "session_ended.v1", SessionEnded, HEARERS)
