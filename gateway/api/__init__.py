"""All routes of the API, one table a service."""

from gateway.api import intake, repair, stations

ROUTES = (*stations.ROUTES, *intake.ROUTES, *repair.ROUTES)
