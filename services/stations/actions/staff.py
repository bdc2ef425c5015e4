"""What is done with staff and their accounts within a unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventlet import tpool

from contracts.language.errors import Refused
from contracts.language.operation import Empty
from contracts.stations import staff as contract
from contracts.stations.accounts import ChangePassword
from services.stations import collections as store
from services.stations.rules import passwords
from services.stations.rules import staff as people
from services.stations.rules.staff import Staff
from services.stations.rules.throttle import Throttle
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

OWN_CHANGE = "a change of one's own password"
"""The source to which the throttle counts guesses by whoever holds another's session."""


def create_staff(work: Work, request: contract.CreateStaff) -> Staff:
    """Somebody new, with an account where there is a user name and a password."""
    posts, grants = request.posts, request.grants
    people.check_may_give(posts, grants, work.station.kind, network=work.network)
    person = Staff(
        id=work.new_id(),
        station_id=work.station_id,
        name=request.name,
        posts=posts,
        grants=grants,
        valid_from=wall_now(),
        username=request.username,
    )
    if person.username and request.password is not None:
        passwords.check_strength(request.password, person.username, person.name)
        person.password_hash = tpool.execute(passwords.hash_of, request.password)
    return emit_changed(work, work.add(store.staff, person))


def change_posts(work: Work, request: contract.ChangePosts) -> Staff:
    """Gives other posts; who was logged in logs in again. Raises `Forbidden` for posts the caller may not give."""
    person, posts = work.get(store.staff, request.staff_id), request.posts
    people.check_may_manage(person, work.by)
    people.check_may_give(posts, person.grants, work.station.kind, network=work.network)
    person.change_posts(posts, wall_now())
    return emit_changed(work, person)


def reset_password(work: Work, request: contract.ResetPassword) -> Staff:
    """Sets another person's password."""
    person = work.get(store.staff, request.staff_id)
    people.check_may_give(person.posts, person.grants, work.station.kind, network=work.network)
    return set_password(work, person, request.new_password)


def change_password(work: Work, request: ChangePassword) -> Empty:
    """Raises `Refused` where the password now is another, `Throttled` after as many tries as a log-in allows."""
    person = work.get(store.staff, work.by)
    throttle, began = Throttle(work.system.counters, str(person.username), OWN_CHANGE), wall_now()
    throttle.begin(began)
    if not tpool.execute(passwords.matches, person.password_hash, request.password):
        raise Refused("wrong_password", "The password now is wrong.")
    throttle.succeeded(began)
    if request.new_password == request.password:
        raise Refused("same_password", "The new password is the old one.")
    set_password(work, person, request.new_password)
    return Empty()


def set_password(work: Work, person: Staff, password: str) -> Staff:
    """Raises `Invalid` for a weak one; whoever was logged in as that person is no longer."""
    passwords.check_strength(password, person.username, person.name)
    person.set_password(tpool.execute(passwords.hash_of, password), wall_now())
    return emit_changed(work, person)


def emit_changed(work: Work, person: Staff) -> Staff:
    """Tells what others need to know of a member of staff."""
    work.emit(person, contract.staff_changed, contract.StaffChanged.of(person))
    return person


def suspend_staff(work: Work, request: contract.ChangeStaffState) -> Staff:
    person = work.get(store.staff, request.staff_id)
    people.check_may_manage(person, work.by)
    person.suspend(request.reason, wall_now())
    return emit_changed(work, person)


def restore_staff(work: Work, request: contract.ChangeStaffState) -> Staff:
    person = work.get(store.staff, request.staff_id)
    person.restore(request.reason, wall_now())
    return emit_changed(work, person)


def check_posts(work: Work, person: Staff) -> None:
    """Whoever may not give the posts that somebody has may not give others either."""
    people.check_may_manage(person, work.by)
    people.check_may_give((), person.grants, work.station.kind, network=work.network)


def check_suspension(work: Work, person: Staff) -> None:
    people.check_may_manage(person, work.by)
    person.check_active()


def check_restoration(_work: Work, person: Staff) -> None:
    person.check_suspended()


def check_password(work: Work, person: Staff) -> None:
    people.check_may_give(person.posts, person.grants, work.station.kind, network=work.network)
    person.check_account()
