"""The head station's pages: every station at a glance, what is overdue, what is on its way, what is asked for (S2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import g, request

from contracts.intake import orders as intake
from contracts.inventory import arrivals, requisitions, returns, transfers
from contracts.language import permissions
from contracts.language.errors import Invalid
from contracts.oversight import board, kpis
from contracts.stations import stations as station_contract
from gateway.pages import queries
from gateway.pages.figures import Figure, figures_of
from gateway.pages.plain import forms_for
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

Row = dict[str, Any]
PERIODS = ("today", "week", "month", "custom")
FIRST = (
    *("received", "on_time", "turnaround", "bench_on_time", "dealer_on_time", "awaiting_lists", "same_day_return"),
    *("utilisation", "turnover", "fill_rate", "calls_all", "satisfaction", "revenue"),
)
RECORDS = 20


@page("/console", needs=permissions.BOARD_READ)
def console() -> Response:
    """Stations by what is open now, and by the KPIs of a period; every figure leads to what is behind it."""
    period, start, end = _period()
    shown = kpis.KPIS if request.args.get("all") else FIRST
    return show(
        "console.html",
        board=_or_none(board.get_board),
        figures=_figures(start, end, shown),
        shown=shown,
        stations=queries.all_stations(),
        period=period,
        periods=PERIODS,
        start=start,
        end=end,
        kiosk=request.args.get("kiosk") == "1",
        query=_query,
    )


def _period() -> tuple[str, str, str]:
    """The period that the address names: its word, first and last day."""
    today = date.fromisoformat(queries.today())
    word = request.args.get("period", "week")
    starts = {"today": today, "week": today - timedelta(days=6), "month": today.replace(day=1)}
    if word in starts:
        return word, starts[word].isoformat(), today.isoformat()
    start, end = request.args.get("start", ""), request.args.get("end", "")
    return "custom", start or today.isoformat(), end or today.isoformat()


def _query(**changed: str | None) -> str:
    """The address of this page with something else chosen."""
    arguments = request.args.to_dict() | changed
    return "?" + urlencode({name: value for name, value in arguments.items() if value})


def _figures(start: str, end: str, shown: tuple[str, ...]) -> dict[str | None, dict[str, Figure]]:
    """Figures by station, those of the whole network under None."""
    definitions = {
        definition["kpi"]: definition for definition in (_or_none(kpis.get_kpi_definitions) or {"items": []})["items"]
    }
    period = {"start": start, "end": end}
    groups = [
        *(_or_none(kpis.get_kpis, **period) or {"items": []})["items"],
        *(_or_none(kpis.get_kpis, **period, by="station") or {"items": []})["items"],
    ]
    figures = {group["station_id"]: figures_of(group["kpis"], definitions, shown) for group in groups}
    active = (station["id"] for station in queries.all_stations().values() if station["state"] == "active")
    return {station_id: figures.get(station_id) or figures_of([], {}, shown) for station_id in (None, *active)}


def _or_none(operation: Any, **arguments: Any) -> Row | None:
    """What is answered; None where the service is away or the address names wrong days: the rest stays whole."""
    try:
        return queries.or_none(operation, **arguments)
    except Invalid as error:
        g.problem = error
        return None


@page("/console/records", needs=permissions.KPI_READ)
def records() -> Response:
    """The records behind one figure of one station."""
    arguments = {name: request.args.get(name) for name in ("kpi", "start", "end", "station_id", "cursor")}
    listed = queries.ask(kpis.list_kpi_records, limit=RECORDS, **arguments)
    filters = {name: value for name, value in arguments.items() if value and name != "cursor"}
    return show(
        "records.html",
        found=listed | {"query": f"{urlencode(filters)}&"},
        codes={
            record["id"]: code
            for record in listed["items"]
            if record["kind"] == "order" and (code := _code(record["id"]))
        },
        kpi=arguments["kpi"],
        start=arguments["start"],
        end=arguments["end"],
        station=queries.all_stations().get(arguments["station_id"] or ""),
    )


def _code(order_id: str) -> str | None:
    """The code of the order that a record is of; None where it is of something else."""
    order = queries.or_none(intake.get_order, order_id=order_id)
    return None if order is None else str(order["code"])


@page("/console/overdue", needs=permissions.ORDER_READ)
def overdue() -> Response:
    """Orders that should be with their customers, the longest overdue first."""
    station_id = request.args.get("station_id", "")
    open_orders = [row for state in ("received", "in_repair", "ready") for row in _orders(state, station_id)]
    late = [
        row
        for row in open_orders
        if not row["fulfilled_at"] and queries.instant(row["effective_due_at"]) < queries.now()
    ]
    return show(
        "overdue.html",
        late=sorted(late, key=lambda row: str(row["effective_due_at"])),
        stations=queries.all_stations(),
        station_id=station_id,
    )


def _orders(state: str, station_id: str) -> list[Row]:
    return queries.every(intake.list_orders, state=state, station_id=station_id, sort="bench_due_at")


@page("/console/transfers", returns.approve_return, arrivals.decide_loss, needs=permissions.TRANSFER_READ)
def on_their_way() -> Response:
    """Transfers that are not closed, wherever they are, and what is said to be lost or damaged of them (P4 P6)."""
    states = ("requested", "approved", "packed", "shipped", "partly_received")
    open_transfers = [transfer for state in states for transfer in queries.every(transfers.list_transfers, state=state)]
    partly = queries.every(arrivals.list_arrivals, state="partly_received")
    lost = [arrival for arrival in partly if any(line["missing"] for line in arrival["lines"])]
    return show("on_their_way.html", rows=open_transfers, lost=lost, stations=queries.all_stations())


@page(
    "/console/requisitions",
    *(requisitions.approve_requisition, requisitions.reject_requisition),
    needs=permissions.REQUISITION_APPROVE,
)
def asked_for() -> Response:
    """What stations ask for; the head says from where it comes (P2)."""
    stations = queries.all_stations()
    return show(
        "asked_for.html",
        rows=queries.every(requisitions.list_requisitions, state="requested"),
        stations=stations,
        senders=[station for station in stations.values() if station["state"] == "active"],
    )


@page("/console/stations", needs=permissions.STATION_MANAGE)
def stations() -> Response:
    """Every station and where it stands in its life (S6)."""
    return show("stations.html", stations=queries.all_stations().values())


@page("/console/stations/<id:station_id>", station_contract.stations, needs=permissions.STATION_MANAGE)
def station(station_id: str) -> Response:
    """One station: what may be done to it now, and what hangs on it while it is wound up (S6)."""
    row = queries.ask(station_contract.get_station, station_id=station_id)
    return show(
        "station.html",
        it=row,
        winding_up=row["state"] == "winding_up",
        others=forms_for(station_contract.stations, row, ()),
    )
