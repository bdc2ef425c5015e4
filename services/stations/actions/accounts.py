"""Log-in and what goes on from it, in the name of the account that is coming in."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from eventlet import tpool

from contracts.language.errors import Forbidden, Refused, Unauthenticated
from contracts.language.ids import derived_id
from contracts.language.operation import Empty, Nothing
from contracts.language.permissions import HISTORY_IMPORT
from contracts.stations import accounts
from services.stations import collections as store
from services.stations.rules import passwords, sessions
from services.stations.rules.policies import DEFAULTS
from services.stations.rules.sessions import Session
from services.stations.rules.throttle import Throttle
from stationkit.ground.clock import wall_now
from stationkit.messaging.tokens import LIFETIME, Caller, issue
from stationkit.unit_of_work.view import View

if TYPE_CHECKING:
    from services.stations.rules.staff import Staff
    from stationkit.messaging.call import Call
    from stationkit.process.kit import Kit
    from stationkit.unit_of_work.work import Work


def issue_token(kit: Kit, call: Call, request: accounts.IssueToken) -> accounts.Tokens:
    """Tokens for the right user name and password.

    Raises `Throttled`, `Unauthenticated`, the same for both, and `Refused` to the people of a station that was closed.
    """
    throttle = Throttle(kit.system.counters, request.username, call.source)
    began = wall_now()
    throttle.begin(began)
    person = kit.system.find(store.staff, username=request.username)
    right = tpool.execute(passwords.matches, person.password_hash if person else None, request.password)
    if not right or person is None or not person.active:
        raise Unauthenticated("The user name or the password is wrong.")
    throttle.succeeded(began)
    _check_station(kit, person)
    return _open_session(kit, call, person, request.station_id)


def refresh_token(kit: Kit, call: Call, request: accounts.RefreshToken) -> accounts.Tokens:
    """New tokens for a refresh token, which is used up; one that was used before ends its session.

    Raises `Unauthenticated`, and `Throttled` for many that were never given out.
    """
    session, secret = _session_of(kit, request)
    key = kit.settings.cursor_key
    if not session.is_now(secret) and not sessions.was_given_out(session.id, secret, key):
        Throttle(kit.system.counters, session.id, call.source).begin(wall_now())
        raise Unauthenticated("There is no such session.")
    fresh = sessions.new_secret(session.id, key)
    idle_minutes = _idle_minutes(kit, call, session.station_id)
    may_rest = sessions.may_rest_for(idle_minutes)

    def rule(work: Work) -> Session | None:
        current = work.get(store.sessions, session.id)
        if current.refresh(secret, fresh, wall_now(), may_rest):
            return current
        work.emit(current, accounts.session_ended, accounts.SessionEnded(until=wall_now() + LIFETIME))
        return None

    station = kit.system.in_station(session.station_id)
    current = kit.system.carry_out(accounts.refresh_token, call, station, session.staff_id, rule)
    person = kit.system.find(store.staff, _id=session.staff_id, station_id=session.station_id)
    if current is None or person is None or not person.active or person.valid_from > session.started_at:
        raise Unauthenticated("The session has ended; log in again.")
    _check_station(kit, person)
    return _tokens(kit, person, current, fresh, idle_minutes)


def end_session(kit: Kit, call: Call, request: accounts.RefreshToken) -> Empty:
    """Logs out; the session's access tokens are refused everywhere within a minute."""
    session, secret = _session_of(kit, request)

    def rule(work: Work) -> None:
        current = work.get(store.sessions, session.id)
        current.end(secret, wall_now())
        work.emit(current, accounts.session_ended, accounts.SessionEnded(until=wall_now() + LIFETIME))

    station = kit.system.in_station(session.station_id)
    kit.system.carry_out(accounts.end_session, call, station, session.staff_id, rule)
    return Empty()


def get_me(view: View, _request: Nothing) -> accounts.Me:
    caller, station = view.caller, view.station
    return accounts.Me(
        account_id=caller.account_id,
        name=caller.name,
        station_id=station.id,
        station_name=station.name,
        station_kind=station.kind,
        posts=caller.posts,
        permissions=tuple(sorted(caller.permissions)),
    )


def _check_station(kit: Kit, person: Staff) -> None:
    if kit.system.in_station(person.station_id).state == "closed":
        raise Refused("station_closed", "The station is closed; the head reads what is left of it.")


def _session_of(kit: Kit, request: accounts.RefreshToken) -> tuple[Session, str]:
    session_id, secret = sessions.parts_of(request.refresh_token)
    session = kit.system.find(store.sessions, _id=session_id)
    if session is None:
        raise Unauthenticated("There is no such session.")
    return session, secret


def _open_session(kit: Kit, call: Call, person: Staff, in_station: str | None) -> accounts.Tokens:
    if in_station and in_station != person.station_id:
        if HISTORY_IMPORT not in person.grants or kit.system.in_station(person.station_id).kind != "head":
            raise Forbidden("Only an importer of the head works in another station.", permission=HISTORY_IMPORT)
        kit.system.in_station(in_station)
    session_id, wall = derived_id("session", secrets.token_hex(16)), wall_now()
    secret = sessions.new_secret(session_id, kit.settings.cursor_key)
    session = Session(
        id=session_id,
        station_id=person.station_id,
        staff_id=person.id,
        in_station=in_station or person.station_id,
        secret_hash=sessions.digest(secret),
        started_at=wall,
        used_at=wall,
    )
    station = kit.system.in_station(person.station_id)
    kit.system.carry_out(accounts.issue_token, call, station, person.id, lambda work: work.add(store.sessions, session))
    return _tokens(kit, person, session, secret, _idle_minutes(kit, call, person.station_id))


def _idle_minutes(kit: Kit, call: Call, station_id: str) -> int:
    """The policy in force at the person's own station [S11]."""
    values = kit.reference_data.policy("sessions", station_id, call.now).values
    return int(values.get("idle_minutes", DEFAULTS["sessions"]["idle_minutes"]))


def _tokens(kit: Kit, person: Staff, session: Session, secret: str, idle_minutes: int) -> accounts.Tokens:
    history, must_change = session.in_station != person.station_id, person.must_change_password
    caller = Caller(
        account_id=person.id,
        session_id=session.id,
        station_id=session.in_station,
        name=person.name,
        posts=() if must_change else person.posts,
        grants=() if must_change else person.grants,
        network=person.reads_network and not history and not must_change,
        history=history,
        issued_at=wall_now(),
        idle_minutes=idle_minutes,
        must_change_password=must_change,
        known_from=person.valid_from if person.password_reset_by and not must_change else None,
    )
    return accounts.Tokens(
        access_token=issue(caller, str(kit.settings.private_key)),
        token_type="Bearer",  # noqa: S106  # the kind of token, not one
        expires_in=int(LIFETIME.total_seconds()),
        refresh_token=sessions.token_of(session.id, secret),
        idle_minutes=idle_minutes,
        next_step="change_password" if must_change else None,
    )
