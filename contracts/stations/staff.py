"""Staff, their posts and accounts: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields, validate

from contracts.language import permissions
from contracts.language.fields import Flag, Id, Instant, Matching, Text, Word, words_of
from contracts.language.operation import Event, EventData, Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.stations.stations import HEARERS, SERVICE, USERNAME, ChangeState


class CreateStaff(Request):
    """A member of staff; with a user name and password, an account."""

    name = Text(80, required=True)
    posts = words_of(permissions.POSTS, required=True)
    grants = words_of(permissions.GRANTS, load_default=list)
    username = Matching(USERNAME)
    password = fields.String(validate=validate.Length(8, 200))


class ChangePosts(Request):
    """The posts that the person holds from now on."""

    posts = words_of(permissions.POSTS, required=True)


class ResetPassword(Request):
    """A new password, set by the lead."""

    new_password = fields.String(required=True, validate=validate.Length(8, 200))


class Staff(Reply):
    """A person of a station and what they do there."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    name = fields.String(required=True)
    posts = fields.List(fields.String(), required=True)
    grants = fields.List(fields.String(), required=True)
    username = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)


class StaffState(Reply):
    """A person's id and version after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    active = fields.Boolean(required=True)


class ListStaff(PageRequest):
    """Staff by station and post."""

    sort = sorted_by("name")
    station_id = Id()
    post = Word(permissions.POSTS)
    active = Flag()


def _staff(name: str, summary: str, request: type[Request], example: dict[str, object]) -> Operation:
    return Operation(
        SERVICE,
        name,
        summary,
        "command",
        permissions.STAFF_MANAGE,
        request,
        StaffState,
        ids=("station_id", "staff_id"),
        acts_on_station=True,
        before_active=True,
        example=example,
    )


create_staff = Operation(
    SERVICE,
    "create_staff",
    "Add a member of staff to a station",
    "command",
    permissions.STAFF_MANAGE,
    CreateStaff,
    StaffState,
    ids=("station_id",),
    acts_on_station=True,
    before_active=True,
    example={"name": "王芳", "posts": ["front_desk"], "username": "wang.fang", "password": "correct horse battery"},
)
change_posts = _staff("change_posts", "Change a person's posts", ChangePosts, {"posts": ["engineer"]})
suspend_staff = _staff("suspend_staff", "Suspend a person's account", ChangeState, {"reason": "on leave"})
restore_staff = _staff("restore_staff", "Restore a suspended account", ChangeState, {"reason": "back"})
reset_password = _staff(
    "reset_password", "Set a new password for a person", ResetPassword, {"new_password": "battery staple horse"}
)
get_staff = Operation(
    SERVICE, "get_staff", "Read a member of staff", "query", permissions.STAFF_READ, Nothing, Staff, ids=("staff_id",)
)
list_staff = Operation(SERVICE, "list_staff", "List staff", "query", permissions.STAFF_READ, ListStaff, page_of(Staff))


class StaffChanged(EventData):
    """The person as they now are; tokens issued before `valid_from` (wall time) no longer hold."""

    name = fields.String(required=True)
    posts = fields.List(fields.String(), required=True)
    active = fields.Boolean(required=True)
    valid_from = Instant(required=True)


staff_changed = Event(SERVICE, "staff_changed.v1", StaffChanged, HEARERS)
