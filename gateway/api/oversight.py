"""The routes of `oversight`."""

from __future__ import annotations

from contracts.oversight import kpis as oversight
from gateway.route import Route

ROUTES = (
    Route("GET", "/kpis", oversight.get_kpis),
    Route("GET", "/kpis/definitions", oversight.get_kpi_definitions),
    Route("GET", "/kpis/records", oversight.list_kpi_records),
    Route("GET", "/board", oversight.get_board),
)
