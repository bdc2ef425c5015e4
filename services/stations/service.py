"""The wiring page of `stations`: the tree, staff and accounts, policies, calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from contracts.language.errors import NotFound, Refused
from contracts.language.ids import derived_id
from contracts.language.operation import ById, Empty, Nothing
from contracts.stations import accounts, calendar, clock, days, network, rosters, staff
from contracts.stations import policies as policy_contract
from contracts.stations import stations as contract
from services.stations import collections as store
from services.stations.actions import daybook, personnel
from services.stations.actions.log_in import LogIn, station_out
from services.stations.rules import policies
from services.stations.rules import staff as people
from services.stations.rules.calendar import BusinessClock, CalendarYear, check_year, offset_to
from services.stations.rules.days import BusinessDay, Roster
from services.stations.rules.policies import PolicyVersion
from services.stations.rules.staff import Staff
from services.stations.rules.station import Hours, Station, check_hours
from stationkit.ground.clock import wall_now
from stationkit.messaging.call import Call
from stationkit.process.kit import Kit, command, daily, open_command, query
from stationkit.storage.documents import converter
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Work


class StationsService:
    """Who there is, where, and by which rules."""

    name = "stations"
    kit = Kit(store.COLLECTIONS)

    # --- log-in ---

    @open_command(network.found_network)
    def found_network(self, call: Call, request: network.FoundNetwork) -> network.Founded:
        return LogIn(self.kit).found(call, request)

    @open_command(accounts.issue_token)
    def issue_token(self, call: Call, request: accounts.IssueToken) -> accounts.Tokens:
        return LogIn(self.kit).open(call, request)

    @open_command(accounts.refresh_token)
    def refresh_token(self, call: Call, request: accounts.RefreshToken) -> accounts.Tokens:
        return LogIn(self.kit).go_on(call, request)

    @open_command(accounts.end_session)
    def end_session(self, call: Call, request: accounts.RefreshToken) -> Empty:
        LogIn(self.kit).end(call, request)
        return Empty()

    @query(accounts.get_me)
    def get_me(self, view: View, _request: Nothing) -> accounts.Me:
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

    @command(accounts.change_password)
    def change_password(self, work: Work, request: accounts.ChangePassword) -> Empty:
        personnel.change_own_password(work, self.kit.counters, request)
        return Empty()

    # --- stations ---

    @command(contract.create_station, creates=store.stations)
    def create_station(self, work: Work, request: contract.CreateStation) -> Station:
        hours = _hours(request.hours) or Hours()
        check_hours(request.time_zone, hours)
        station = Station(
            id=work.new_id(),
            station_id=work.station_id,
            name=request.name,
            code=request.code,
            kind="sub",
            parent_id=work.station_id,
            time_zone=request.time_zone,
            hours=hours,
            external_ref=request.external_ref,
        )
        return self._told(work, work.add(store.stations, station))

    @command(contract.edit_station)
    def edit_station(self, work: Work, request: contract.EditStation) -> Station:
        station = work.get(store.stations, request.station_id)
        work.check_match(station)
        station.edit(request.name, _hours(request.hours))
        return self._told(work, station)

    @command(contract.start_onboarding)
    def start_onboarding(self, work: Work, request: contract.ChangeState) -> Station:
        station = work.get(store.stations, request.station_id)
        station.start_onboarding(request.reason)
        return self._told(work, station)

    @command(contract.check_onboarding)
    def check_onboarding(self, work: Work, request: contract.CheckOnboarding) -> Station:
        station = work.get(store.stations, request.station_id)
        station.check_onboarding(request.item)
        return self._told(work, station)

    @command(contract.activate_station)
    def activate_station(self, work: Work, request: contract.ChangeState) -> Station:
        station = work.get(store.stations, request.station_id)
        station.activate(request.reason, work.at)
        return self._told(work, station)

    @command(contract.suspend_station)
    def suspend_station(self, work: Work, request: contract.ChangeState) -> Station:
        station = work.get(store.stations, request.station_id)
        station.suspend(request.reason)
        return self._told(work, station)

    @command(contract.close_station)
    def close_station(self, work: Work, request: contract.ChangeState) -> Station:
        station = work.get(store.stations, request.station_id)
        station.close(request.reason)
        return self._told(work, station)

    @query(contract.get_station)
    def get_station(self, view: View, request: ById) -> contract.Station:
        daybook.check_reach(view, request.id)
        return station_out(view.get(store.stations, request.id))

    @query(contract.list_stations)
    def list_stations(self, view: View, request: contract.ListStations) -> Rows[contract.Station]:
        page = view.page(
            store.stations,
            request,
            state=request.state,
            external_ref=request.external_ref,
            _id=None if view.caller.network else view.caller.station_id,
        )
        return page.map(station_out)

    # --- staff ---

    @command(staff.create_staff, creates=store.staff)
    def create_staff(self, work: Work, request: staff.CreateStaff) -> Staff:
        return personnel.hire(work, request)

    @command(staff.change_posts)
    def change_posts(self, work: Work, request: staff.ChangePosts) -> Staff:
        return personnel.change_posts(work, request)

    @command(staff.suspend_staff)
    def suspend_staff(self, work: Work, request: staff.ChangeStaffState) -> Staff:
        person = work.get(store.staff, request.staff_id)
        people.check_may_manage(person, work.by)
        person.suspend(request.reason, wall_now())
        return personnel.told(work, person)

    @command(staff.restore_staff)
    def restore_staff(self, work: Work, request: staff.ChangeStaffState) -> Staff:
        person = work.get(store.staff, request.staff_id)
        person.restore(request.reason, wall_now())
        return personnel.told(work, person)

    @command(staff.reset_password)
    def reset_password(self, work: Work, request: staff.ResetPassword) -> Staff:
        return personnel.reset_password(work, request)

    @query(staff.get_staff)
    def get_staff(self, view: View, request: ById) -> Staff:
        return view.get(store.staff, request.id)

    @query(staff.list_staff)
    def list_staff(self, view: View, request: staff.ListStaff) -> Rows[Staff]:
        return view.page(store.staff, request, posts=request.post, active=request.active)

    # --- policies and calendar ---

    @command(policy_contract.publish_policy, creates=store.policies)
    def publish_policy(self, work: Work, request: policy_contract.PublishPolicy) -> policies.PolicyVersion:
        policies.check_effective(request.effective_from, work.at)
        policies.check_values(request.name, request.values)
        owner = request.station_id
        if owner:
            work.get(store.stations, owner)
        last = work.find(store.policies, last_by="number", name=request.name, for_station_id=owner)
        version = policies.PolicyVersion(
            id=work.new_id(),
            station_id=work.station_id,
            name=request.name,
            number=last.number + 1 if last else 1,
            for_station_id=owner,
            effective_from=request.effective_from,
            values=request.values,
            author_id=work.by,
        )
        work.add(store.policies, version)
        work.emit(version, policy_contract.policy_published, policy_contract.PolicyPublished.of(version))
        return version

    @query(policy_contract.list_policies)
    def list_policies(self, view: View, request: policy_contract.ListPolicies) -> Rows[PolicyVersion]:
        return view.page(store.policies, request, name=request.name)

    @command(calendar.import_year)
    def import_year(self, work: Work, request: calendar.ImportYear) -> CalendarYear:
        year_id = derived_id("year", str(request.year))
        year = work.find(store.years, _id=year_id) or work.add(
            store.years, CalendarYear(year_id, work.station_id, request.year, False, (), (), "")
        )
        year.official, year.source = True, request.source
        year.off, year.working = request.off or (), request.working or ()
        check_year(year.year, year.off, year.working)
        work.emit(year, calendar.year_published, calendar.YearPublished.of(year))
        return year

    @query(calendar.list_years)
    def list_years(self, view: View, request: calendar.ListYears) -> Rows[CalendarYear]:
        return view.page(store.years, request)

    @query(calendar.list_days)
    def list_days(self, view: View, request: calendar.ListDays) -> calendar.CalendarDays:
        return daybook.days_of(view, request)

    # --- business days and rosters ---

    @command(days.close_day)
    def close_day(self, work: Work, _request: days.CloseDay) -> BusinessDay:
        return daybook.close(work, work.station.calendar.day_of(work.at).isoformat())

    @command(days.reopen_day)
    def reopen_day(self, work: Work, request: days.ReopenDay) -> BusinessDay:
        day = work.station.calendar.day_of(work.at).isoformat()
        known = work.get(store.days, derived_id("day", work.station_id, day))
        known.reopen(request.reason)
        work.emit(known, days.day_reopened, days.DayReopened(day=day))
        return known

    @daily("close_day", lambda _station: time(23, 59, 59))
    def close_by_clock(self, work: Work, due: datetime) -> None:
        day = work.station.calendar.day_of(due).isoformat()
        known = work.find(store.days, _id=derived_id("day", work.station_id, day))
        if known is None or known.state == "open":
            daybook.close(work, day)

    @query(days.list_business_days)
    def list_business_days(self, view: View, request: days.ListBusinessDays) -> Rows[BusinessDay]:
        return view.page(store.days, request)

    @command(rosters.set_roster)
    def set_roster(self, work: Work, request: rosters.SetRoster) -> Roster:
        return daybook.set_roster(work, request)

    @query(rosters.list_rosters)
    def list_rosters(self, view: View, request: rosters.ListRosters) -> Rows[Roster]:
        return view.page(store.rosters, request)

    # --- development ---

    @open_command(clock.move_clock)
    def move_clock(self, call: Call, request: clock.MoveClock) -> clock.Clock:
        self._check_development()
        head = self.kit.system.find(store.stations, kind="head")
        if head is None:
            raise Refused("network_not_founded", "Found the network first.")

        def rule(work: Work) -> BusinessClock:
            clock_id = derived_id("clock")
            known = work.find(store.clocks, _id=clock_id)
            offset = offset_to(request.now, wall_now(), known.offset_ms if known else None)
            moved = known or work.add(store.clocks, BusinessClock(clock_id, work.station_id, 0))
            moved.offset_ms = offset
            work.emit(moved, clock.clock_moved, clock.ClockMoved(offset_ms=offset))
            return moved

        station = self.kit.system.in_station(head.id)
        moved = self.kit.system.carry_out(clock.move_clock, call, station, "clock", rule)
        return _clock_out(moved.offset_ms)

    @open_command(clock.get_clock)
    def get_clock(self, _call: Call, request: clock.ReadClock) -> clock.Clock:
        self._check_development()
        known = self.kit.system.find(store.clocks, _id=derived_id("clock"))
        if request.to is not None:
            offset_to(request.to, wall_now(), known.offset_ms if known else None)
        return _clock_out(known.offset_ms if known else 0)

    # --- parts of the above ---

    def _check_development(self) -> None:
        if not self.kit.settings.development:
            raise NotFound("There is no such operation.")

    def _told(self, work: Work, station: Station) -> Station:
        work.emit(station, contract.station_changed, contract.StationChanged.of(station_out(station)))
        return station


def _hours(given: contract.Hours | None) -> Hours | None:
    return None if given is None else converter.structure(given.given(), Hours)


def _clock_out(offset_ms: int) -> clock.Clock:
    offset = timedelta(milliseconds=offset_ms)
    return clock.Clock(now=wall_now() + offset, offset_seconds=offset.total_seconds())
