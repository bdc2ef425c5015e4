"""Log-in and founding: what is done before there is a token, in the name of the account that is coming in."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from eventlet import tpool

from contracts.language.errors import Forbidden, Refused, Unauthenticated
from contracts.language.ids import derived_id
from contracts.language.permissions import HISTORY_IMPORT
from contracts.stations import accounts, calendar, network, staff
from contracts.stations import stations as contract
from services.stations import collections as store
from services.stations.rules import passwords, sessions
from services.stations.rules.founding import founders
from services.stations.rules.sessions import Session
from services.stations.rules.throttle import Throttle
from stationkit.ground.clock import wall_now
from stationkit.messaging.tokens import LIFETIME, Caller, issue
from stationkit.storage.documents import converter
from stationkit.unit_of_work.system import station_record

if TYPE_CHECKING:
    from services.stations.rules.calendar import CalendarYear
    from services.stations.rules.staff import Staff
    from services.stations.rules.station import Station
    from stationkit.messaging.call import Call
    from stationkit.process.kit import Kit
    from stationkit.unit_of_work.work import Work


class LogIn:
    """Founds the network once; opens, continues and ends sessions."""

    def __init__(self, kit: Kit) -> None:
        self._system = kit.system
        self._counters = kit.counters
        self._settings = kit.settings

    def found(self, call: Call, request: network.FoundNetwork) -> network.Founded:
        """Makes the head station and its first supervisor. Raises `Forbidden` without the key, `Refused` twice."""
        key = self._settings.founding_key
        if not key or not secrets.compare_digest(key.encode(), request.founding_key.encode()):
            raise Forbidden("The founding key is wrong.", permission="network:found")
        if self._system.find(store.stations, kind="head"):
            raise Refused("network_founded", "The network has been founded already.")
        passwords.check_strength(request.password, request.username)
        hashed = tpool.execute(passwords.hash_of, request.password)
        head, supervisor, years = founders(request, hashed, call.now, wall_now(), derived_id)
        state = {"name": head.name, "time_zone": head.time_zone}
        copy = station_record(head.id, state, converter.unstructure(head.hours))
        self._system.carry_out(
            network.found_network, call, copy, supervisor.id, lambda work: _found(work, head, supervisor, years)
        )
        return network.Founded(station_id=head.id, staff_id=supervisor.id)

    def open(self, call: Call, request: accounts.IssueToken) -> accounts.Tokens:
        """Tokens for the right user name and password. Raises `Throttled`, `Unauthenticated`; the same for both."""
        throttle = Throttle(self._counters, request.username, call.source)
        began = wall_now()
        throttle.begin(began)
        person = self._system.find(store.staff, username=request.username)
        right = tpool.execute(passwords.matches, person.password_hash if person else None, request.password)
        if not right or person is None or not person.active:
            raise Unauthenticated("The user name or the password is wrong.")
        throttle.succeeded(began)
        return self._open_session(call, person, request.station_id)

    def go_on(self, call: Call, request: accounts.RefreshToken) -> accounts.Tokens:
        """New tokens for a refresh token, which is used up; one that was used before ends its session."""
        session, secret = self._session_of(request)
        fresh = secrets.token_urlsafe(32)

        def rule(work: Work) -> Session | None:
            current = work.get(store.sessions, session.id)
            if current.refresh(secret, fresh, wall_now()):
                return current
            work.emit(current, accounts.session_ended, accounts.SessionEnded(until=wall_now() + LIFETIME))
            return None

        station = self._system.in_station(session.station_id)
        current = self._system.carry_out(accounts.refresh_token, call, station, session.staff_id, rule)
        person = self._system.find(store.staff, _id=session.staff_id, station_id=session.station_id)
        if current is None or person is None or not person.active or person.valid_from > session.started_at:
            raise Unauthenticated("The session has ended; log in again.")
        return self._tokens(person, current, fresh)

    def end(self, call: Call, request: accounts.RefreshToken) -> None:
        """Logs out; the session's access tokens are refused everywhere within a minute."""
        session, secret = self._session_of(request)

        def rule(work: Work) -> None:
            current = work.get(store.sessions, session.id)
            current.end(secret, wall_now())
            work.emit(current, accounts.session_ended, accounts.SessionEnded(until=wall_now() + LIFETIME))

        station = self._system.in_station(session.station_id)
        self._system.carry_out(accounts.end_session, call, station, session.staff_id, rule)

    def _session_of(self, request: accounts.RefreshToken) -> tuple[Session, str]:
        session_id, secret = sessions.parts_of(request.refresh_token)
        session = self._system.find(store.sessions, _id=session_id)
        if session is None:
            raise Unauthenticated("There is no such session.")
        return session, secret

    def _open_session(self, call: Call, person: Staff, in_station: str | None) -> accounts.Tokens:
        if in_station and in_station != person.station_id:
            if HISTORY_IMPORT not in person.grants or self._system.in_station(person.station_id).kind != "head":
                raise Forbidden("Only an importer of the head works in another station.", permission=HISTORY_IMPORT)
            self._system.in_station(in_station)
        secret, wall = secrets.token_urlsafe(32), wall_now()
        session = Session(
            id=derived_id("session", secrets.token_hex(16)),
            station_id=person.station_id,
            staff_id=person.id,
            in_station=in_station or person.station_id,
            secret_hash=sessions.digest(secret),
            started_at=wall,
            used_at=wall,
        )
        station = self._system.in_station(person.station_id)
        self._system.carry_out(
            accounts.issue_token, call, station, person.id, lambda work: work.add(store.sessions, session)
        )
        return self._tokens(person, session, secret)

    def _tokens(self, person: Staff, session: Session, secret: str) -> accounts.Tokens:
        history = session.in_station != person.station_id
        caller = Caller(
            account_id=person.id,
            session_id=session.id,
            station_id=session.in_station,
            name=person.name,
            posts=person.posts,
            grants=person.grants,
            network=person.reads_network and not history,
            history=history,
            issued_at=wall_now(),
        )
        return accounts.Tokens(
            access_token=issue(caller, str(self._settings.private_key)),
            token_type="Bearer",  # noqa: S106  # the kind of token, not one
            expires_in=int(LIFETIME.total_seconds()),
            refresh_token=sessions.token_of(session.id, secret),
        )


def _found(work: Work, head: Station, supervisor: Staff, years: list[CalendarYear]) -> None:
    work.add(store.stations, head)
    work.emit(head, contract.station_changed, contract.StationChanged.of(station_out(head)))
    work.add(store.staff, supervisor)
    work.emit(supervisor, staff.staff_changed, staff.StaffChanged.of(supervisor))
    for year in years:
        work.add(store.years, year)
        work.emit(year, calendar.year_published, calendar.YearPublished.of(year))


def station_out(station: Station) -> contract.Station:
    """A station as events and replies carry it."""
    return contract.Station.of(station, hours=contract.Hours(**converter.unstructure(station.hours)))
