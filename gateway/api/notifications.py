"""The routes of `notifications`."""

from __future__ import annotations

from gateway.route import Route

ROUTES: tuple[Route, ...] = ()
