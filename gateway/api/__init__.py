"""All routes of the API, one table a service."""

from gateway.api import intake, inventory, notifications, oversight, quality, repair, stations

ROUTES = (
    *stations.ROUTES,
    *intake.ROUTES,
    *repair.ROUTES,
    *inventory.ROUTES,
    *quality.ROUTES,
    *notifications.ROUTES,
    *oversight.ROUTES,
)
