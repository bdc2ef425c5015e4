"""What is done with staff and their accounts within a unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventlet import tpool

from contracts.stations import staff as contract
from services.stations import collections as store
from services.stations.rules import passwords
from services.stations.rules import staff as people
from services.stations.rules.staff import Staff
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def create_staff(work: Work, request: contract.CreateStaff) -> Staff:
    """Somebody new, with an account where there is a user name and a password, which holds for one log-in."""
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
        created_by=work.by,
        created_at=work.at,
    )
    if person.username and request.password is not None:
        passwords.check_strength(request.password, person.username, person.name)
        person.give_first_password(tpool.execute(passwords.hash_of, request.password))
    return emit_changed(work, work.add(store.staff, person))


def change_posts(work: Work, request: contract.ChangePosts) -> Staff:
    """Gives other posts; who was logged in logs in again. Raises `Forbidden` for posts the caller may not give."""
    person, posts = work.get(store.staff, request.staff_id), request.posts
    people.check_may_manage(person, work.by)
    people.check_may_give(posts, person.grants, work.station.kind, network=work.network)
    person.change_posts(posts, wall_now())
    return emit_changed(work, person)


def emit_changed(work: Work, person: Staff) -> Staff:
    """Tells what others need to know of a member of staff."""
    work.emit(person, contract.staff_changed, contract.StaffChanged.of(person))
    return person


def suspend_staff(work: Work, request: contract.ChangeStaffState) -> Staff:
    person = work.get(store.staff, request.staff_id)
    people.check_may_manage(person, work.by)
    person.suspend(request.reason, work.posts, wall_now())
    return emit_changed(work, person)


def restore_staff(work: Work, request: contract.ChangeStaffState) -> Staff:
    person = work.get(store.staff, request.staff_id)
    person.restore(request.reason, work.posts, wall_now())
    return emit_changed(work, person)


def check_posts(work: Work, person: Staff) -> None:
    """Whoever may not give the posts that somebody has may not give others either."""
    people.check_may_manage(person, work.by)
    people.check_may_give((), person.grants, work.station.kind, network=work.network)


def check_suspension(work: Work, person: Staff) -> None:
    people.check_may_manage(person, work.by)
    person.check_suspension(work.posts)


def check_restoration(work: Work, person: Staff) -> None:
    person.check_restoration(work.posts)
