"""The routes of `stations`."""

from __future__ import annotations

from contracts import stations
from gateway.route import Route

ROUTES = (
    Route("POST", "/network", stations.found_network, 201),
    Route("POST", "/auth/token", stations.issue_token),
    Route("POST", "/auth/refresh", stations.refresh_token),
    Route("POST", "/auth/logout", stations.end_session),
    Route("GET", "/me", stations.get_me),
    Route("POST", "/me/password", stations.change_password),
    Route("POST", "/stations", stations.create_station, 201),
    Route("GET", "/stations", stations.list_stations),
    Route("GET", "/stations/{station_id}", stations.get_station),
    Route("PATCH", "/stations/{station_id}", stations.edit_station),
    Route("POST", "/stations/{station_id}/onboard", stations.start_onboarding),
    Route("POST", "/stations/{station_id}/checklist", stations.check_onboarding),
    Route("POST", "/stations/{station_id}/activate", stations.activate_station),
    Route("POST", "/stations/{station_id}/suspend", stations.suspend_station),
    Route("POST", "/stations/{station_id}/close", stations.close_station),
    Route("POST", "/stations/{station_id}/staff", stations.create_staff, 201),
    Route("POST", "/stations/{station_id}/staff/{staff_id}/posts", stations.change_posts),
    Route("POST", "/stations/{station_id}/staff/{staff_id}/suspend", stations.suspend_staff),
    Route("POST", "/stations/{station_id}/staff/{staff_id}/restore", stations.restore_staff),
    Route("POST", "/stations/{station_id}/staff/{staff_id}/password", stations.reset_password),
    Route("GET", "/staff", stations.list_staff),
    Route("GET", "/staff/{staff_id}", stations.get_staff),
    Route("POST", "/policies", stations.publish_policy, 201),
    Route("GET", "/policies", stations.list_policies),
    Route("POST", "/calendar/years", stations.import_year, 201),
    Route("GET", "/calendar/years", stations.list_years),
    Route("GET", "/calendar/days", stations.list_days),
    Route("POST", "/days/close", stations.close_day),
    Route("POST", "/days/reopen", stations.reopen_day),
    Route("GET", "/days", stations.list_business_days),
    Route("POST", "/rosters", stations.set_roster),
    Route("GET", "/rosters", stations.list_rosters),
    Route("POST", "/dev/clock", stations.move_clock, development=True),
    Route("GET", "/dev/clock", stations.get_clock, development=True),
)
