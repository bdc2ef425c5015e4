"""The routes of `inventory`."""

from __future__ import annotations

from gateway.route import Route

ROUTES: tuple[Route, ...] = ()
