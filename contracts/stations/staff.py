"""Who works where, with which posts."""

from __future__ import annotations

from typing import Annotated

from marshmallow import fields, validate

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Matching, Text, Word
from contracts.language.noun import Noun
from contracts.language.operation import ANY_STATE, ById, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing
from contracts.stations import SERVICE
from contracts.stations.stations import SUBSCRIBERS, USERNAME, ChangeState

staff = Noun(SERVICE, "/staff", "staff_id")


class CreateStaff(Request):
    """A member of staff; with a user name and a password for one log-in, at which the person changes it, an account."""

    station_id: PathId
    name: Annotated[str, Text(80)]
    posts: Annotated[tuple[Annotated[str, Word(permissions.POSTS)], ...], validate.Length(max=20)]
    grants: Annotated[tuple[Annotated[str, Word(permissions.GRANTS)], ...], validate.Length(max=20)] = ()
    username: Annotated[str, Matching(USERNAME)] | None = None
    password: Annotated[str, fields.String(validate=validate.Length(8, 200))] | None = None


class ChangePosts(Request):
    """The posts that the person holds from now on."""

    station_id: PathId
    staff_id: PathId
    posts: Annotated[tuple[Annotated[str, Word(permissions.POSTS)], ...], validate.Length(max=20)]


class ResetPassword(Request):
    """A password for one log-in, at which the person changes it.

    Whoever holds no post above the person's asks for it; then another person of the head confirms.
    """

    station_id: PathId
    staff_id: PathId
    new_password: Annotated[str, fields.String(validate=validate.Length(8, 200))]


class ChangeStaffState(ChangeState):
    """Why the state changes."""

    staff_id: PathId


class Staff(Thing):
    """A person of a station and what they do there."""

    id: Id
    version: int
    station_id: Id
    name: str
    posts: tuple[str, ...]
    grants: tuple[str, ...]
    username: str | None
    active: bool
    password_requested_by: Id | None


class StaffState(Reply):
    """A person's id and version after a command; who asks for a new password that waits to be confirmed."""

    id: Id
    version: int
    active: bool
    password_requested_by: Id | None


class ListStaff(PageRequest):
    """Staff by station and post."""

    sort: Annotated[str, sorted_by("name")] = "name"
    station_id: Id | None = None
    post: Annotated[str, Word(permissions.POSTS)] | None = None
    active: bool | None = None


create_staff = staff.create(
    "create_staff",
    "Add a member of staff to a station",
    CreateStaff,
    StaffState,
    permissions.STAFF_MANAGE,
    in_station=True,
    station_states=ANY_STATE,
    example={"name": "王芳", "posts": ["front_desk"], "username": "wang.fang", "password": "correct horse battery"},
)
change_posts = staff.does(
    "change_posts",
    "Change a person's posts",
    ChangePosts,
    StaffState,
    permissions.STAFF_MANAGE,
    at="posts",
    in_station=True,
    station_states=ANY_STATE,
    example={"posts": ["engineer"]},
)
suspend_staff = staff.does(
    "suspend_staff",
    "Suspend a person's account",
    ChangeStaffState,
    StaffState,
    permissions.STAFF_MANAGE,
    in_station=True,
    station_states=ANY_STATE,
    example={"reason": "on leave"},
)
restore_staff = staff.does(
    "restore_staff",
    "Restore a suspended account",
    ChangeStaffState,
    StaffState,
    permissions.STAFF_MANAGE,
    in_station=True,
    station_states=ANY_STATE,
    example={"reason": "back"},
)
reset_password = staff.does(
    "reset_password",
    "Give a person a one-time password",
    ResetPassword,
    StaffState,
    permissions.ACCESS_RESET,
    at="password",
    in_station=True,
    station_states=ANY_STATE,
    example={"new_password": "battery staple horse"},
)
confirm_password = staff.does(
    "confirm_password",
    "Confirm a one-time password that another asked for",
    ById,
    StaffState,
    permissions.ACCESS_CONFIRM,
    at="password/confirm",
    in_station=True,
    station_states=ANY_STATE,
    example={},
)
get_staff = staff.get("get_staff", "Read a member of staff", Staff, permissions.STAFF_READ)
list_staff = staff.list("list_staff", "List staff", ListStaff, Staff, permissions.STAFF_READ)


class StaffChanged(EventData):
    """The person as they now are; tokens issued before `valid_from` (wall time) no longer hold.

    Who made the account and who last gave it a new password, as that person is no second one for them (rules §7).
    """

    name: str
    posts: tuple[str, ...]
    active: bool
    valid_from: Instant
    created_by: Id | None = None
    created_at: Instant | None = None
    password_reset_by: Id | None = None
    password_reset_at: Instant | None = None


class PasswordRequested(EventData):
    """Somebody asks for a new password of a person who stands no lower; another person of the head confirms it."""

    name: str
    requested_by: Id


class PasswordReset(EventData):
    """A person was given a one-time password, which they change at their next log-in."""

    name: str
    reset_by: Id
    confirmed_by: Id | None = None


password_requested = Event(SERVICE, "password_requested.v1", PasswordRequested, ("notifications",))
password_reset = Event(SERVICE, "password_reset.v1", PasswordReset, ("notifications",))
staff_changed = Event(SERVICE, "staff_changed.v1", StaffChanged, SUBSCRIBERS)
