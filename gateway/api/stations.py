"""The routes of `stations`."""

from __future__ import annotations

from contracts.stations import accounts, clock, days, policies, staff, stations
from gateway.route import Route

ROUTES = (
    Route("POST", "/network", accounts.found_network, 201),
    Route("POST", "/auth/token", accounts.issue_token),
    Route("POST", "/auth/refresh", accounts.refresh_token),
    Route("POST", "/auth/logout", accounts.end_session),
    Route("GET", "/me", accounts.get_me),
    Route("POST", "/me/password", accounts.change_password),
    Route("POST", "/stations", stations.create_station, 201),
    Route("GET", "/stations", stations.list_stations),
    Route("GET", "/stations/{station_id}", stations.get_station),
    Route("PATCH", "/stations/{station_id}", stations.edit_station),
    Route("POST", "/stations/{station_id}/onboard", stations.start_onboarding),
    Route("POST", "/stations/{station_id}/checklist", stations.check_onboarding),
    Route("POST", "/stations/{station_id}/activate", stations.activate_station),
    Route("POST", "/stations/{station_id}/suspend", stations.suspend_station),
    Route("POST", "/stations/{station_id}/close", stations.close_station),
    Route("POST", "/stations/{station_id}/staff", staff.create_staff, 201),
    Route("POST", "/stations/{station_id}/staff/{staff_id}/posts", staff.change_posts),
    Route("POST", "/stations/{station_id}/staff/{staff_id}/suspend", staff.suspend_staff),
    Route("POST", "/stations/{station_id}/staff/{staff_id}/restore", staff.restore_staff),
    Route("POST", "/stations/{station_id}/staff/{staff_id}/password", staff.reset_password),
    Route("GET", "/staff", staff.list_staff),
    Route("GET", "/staff/{staff_id}", staff.get_staff),
    Route("POST", "/policies", policies.publish_policy, 201),
    Route("GET", "/policies", policies.list_policies),
    Route("POST", "/calendar/years", days.import_year, 201),
    Route("GET", "/calendar/years", days.list_years),
    Route("GET", "/calendar/days", days.list_days),
    Route("POST", "/days/close", days.close_day),
    Route("POST", "/days/reopen", days.reopen_day),
    Route("GET", "/days", days.list_business_days),
    Route("POST", "/rosters", days.set_roster),
    Route("GET", "/rosters", days.list_rosters),
    Route("POST", "/dev/clock", clock.move_clock, development=True),
    Route("GET", "/dev/clock", clock.get_clock, development=True),
)
