"""Passwords: one's own, and those that others give and somebody else confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventlet import tpool

from contracts.language.errors import Refused
from contracts.language.operation import ById, Empty
from contracts.language.ranks import is_above
from contracts.stations import staff as contract
from contracts.stations.accounts import ChangePassword
from services.stations import collections as store
from services.stations.actions.staff import emit_changed
from services.stations.rules import passwords
from services.stations.rules import staff as people
from services.stations.rules.staff import Staff
from services.stations.rules.throttle import Throttle
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

OWN_CHANGE = "a change of one's own password"
"""The source to which the throttle counts guesses by whoever holds another's session."""


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
    person.set_password(_hash_of(person, request.new_password), wall_now())
    emit_changed(work, person)
    return Empty()


def reset_password(work: Work, request: contract.ResetPassword) -> Staff:
    """A one-time password: at once by a post above, else when another person of the head has confirmed it."""
    person = work.get(store.staff, request.staff_id)
    check_reset(work, person)
    password_hash = _hash_of(person, request.new_password)
    if is_above(work.posts, person.posts):
        person.give_password(password_hash, work.by, work.at, wall_now())
        return _emit_reset(work, person)
    person.request_password(password_hash, work.by, work.at)
    requested = contract.PasswordRequested.of(person, requested_by=work.by)
    work.emit(person, contract.password_requested, requested)
    return person


def confirm_password(work: Work, request: ById) -> Staff:
    """The one-time password that another asked for holds from now on."""
    person = work.get(store.staff, request.id)
    person.confirm_password(work.by, wall_now())
    return _emit_reset(work, person, confirmed_by=work.by)


def check_reset(work: Work, person: Staff) -> None:
    people.check_may_manage(person, work.by)
    people.check_may_give(person.posts, person.grants, work.station.kind, network=work.network)
    person.check_account()


def check_confirmation(work: Work, person: Staff) -> None:
    person.check_confirmation(work.by)
    work.check_second_person(person.password_requested_by)


def _hash_of(person: Staff, password: str) -> str:
    """Raises `Refused` for staff without an account, `Invalid` for a weak password."""
    person.check_account()
    passwords.check_strength(password, person.username, person.name, field="new_password")
    return str(tpool.execute(passwords.hash_of, password))


def _emit_reset(work: Work, person: Staff, confirmed_by: str | None = None) -> Staff:
    reset = contract.PasswordReset.of(person, reset_by=person.password_reset_by, confirmed_by=confirmed_by)
    work.emit(person, contract.password_reset, reset)
    return emit_changed(work, person)
