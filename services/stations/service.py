"""What `stations` does: the tree, staff and accounts, policies, calendar, days, rosters."""

from __future__ import annotations

from contracts.intake import custody
from contracts.inventory import borrows, stock
from contracts.stations import (
    accounts,
    calendar,
    clock,
    days,
    network,
    policies,
    rosters,
    staff,
    staff_search,
    stations,
)
from services.stations import collections as store
from services.stations.actions import accounts as account_actions
from services.stations.actions import calendar as calendar_actions
from services.stations.actions import clock as clock_actions
from services.stations.actions import days as day_actions
from services.stations.actions import network as network_actions
from services.stations.actions import passwords as password_actions
from services.stations.actions import policies as policy_actions
from services.stations.actions import rosters as roster_actions
from services.stations.actions import search as search_actions
from services.stations.actions import staff as staff_actions
from services.stations.actions import stations as station_actions
from services.stations.rules.days import CLOSES_ITSELF
from stationkit.process.entrypoints import command, consumes, daily, does, find, get, open_command, query
from stationkit.process.kit import Kit


class StationsService:
    """Who there is, where, and by which rules."""

    name = "stations"
    kit = Kit(store.COLLECTIONS)

    # --- log-in ---

    found_network = open_command(network.found_network, network_actions.found_network)
    issue_token = open_command(accounts.issue_token, account_actions.issue_token)
    refresh_token = open_command(accounts.refresh_token, account_actions.refresh_token)
    end_session = open_command(accounts.end_session, account_actions.end_session)
    get_me = query(accounts.get_me, account_actions.get_me)
    change_password = command(accounts.change_password, password_actions.change_password)

    # --- stations ---

    create_station = command(stations.create_station, station_actions.create_station, creates=store.stations)
    edit_station = does(stations.edit_station, store.stations, station_actions.edit_station, station_actions.check_edit)
    start_onboarding = does(
        stations.start_onboarding, store.stations, station_actions.start_onboarding, station_actions.check_start
    )
    check_onboarding = does(
        stations.check_onboarding, store.stations, station_actions.check_onboarding, station_actions.check_checklist
    )
    activate_station = does(
        stations.activate_station, store.stations, station_actions.activate_station, station_actions.check_activation
    )
    suspend_station = does(
        stations.suspend_station, store.stations, station_actions.suspend_station, station_actions.check_suspension
    )
    wind_up_station = does(
        stations.wind_up_station, store.stations, station_actions.wind_up_station, station_actions.check_winding_up
    )
    count_devices = consumes(custody.devices_counted, station_actions.count_remains)
    count_parts = consumes(stock.parts_counted, station_actions.count_remains)
    close_station = does(
        stations.close_station, store.stations, station_actions.close_station, station_actions.check_closing
    )
    get_station = query(stations.get_station, station_actions.get_station)
    list_stations = query(stations.list_stations, station_actions.list_stations)

    # --- staff ---

    create_staff = command(staff.create_staff, staff_actions.create_staff, creates=store.staff)
    change_posts = does(staff.change_posts, store.staff, staff_actions.change_posts, staff_actions.check_posts)
    suspend_staff = does(staff.suspend_staff, store.staff, staff_actions.suspend_staff, staff_actions.check_suspension)
    restore_staff = does(staff.restore_staff, store.staff, staff_actions.restore_staff, staff_actions.check_restoration)
    reset_password = does(
        staff.reset_password, store.staff, password_actions.reset_password, password_actions.check_reset
    )
    confirm_password = does(
        staff.confirm_password, store.staff, password_actions.confirm_password, password_actions.check_confirmation
    )
    get_staff = get(staff.get_staff, store.staff)
    list_staff = find(staff.list_staff, store.staff, post="posts")

    search_staff = query(staff_search.search_staff, search_actions.search_staff)

    # --- policies and calendar ---

    publish_policy = command(policies.publish_policy, policy_actions.publish_policy, creates=store.policies)
    list_policies = find(policies.list_policies, store.policies)
    import_year = command(calendar.import_year, calendar_actions.import_year)
    list_years = find(calendar.list_years, store.years)
    list_days = query(calendar.list_days, calendar_actions.list_days)
    list_cut_offs = query(calendar.list_cut_offs, calendar_actions.list_cut_offs)

    # --- business days and rosters ---

    close_day = command(days.close_day, day_actions.close_day)
    reopen_day = command(days.reopen_day, day_actions.reopen_day)
    close_by_clock = daily("close_day", lambda _station: CLOSES_ITSELF, day_actions.close_by_clock, open_days=False)
    note_borrowed = consumes(borrows.part_borrowed, day_actions.note_borrowed)
    note_settled = consumes(borrows.borrow_settled, day_actions.note_settled)
    note_excepted = consumes(borrows.borrow_excepted, day_actions.note_excepted)
    list_business_days = find(days.list_business_days, store.days)
    set_roster = command(rosters.set_roster, roster_actions.set_roster)
    list_rosters = find(rosters.list_rosters, store.rosters)

    # --- development ---

    move_clock = open_command(clock.move_clock, clock_actions.move_clock)
    get_clock = open_command(clock.get_clock, clock_actions.get_clock)
