"""The head station's pages: every station at a glance, what is overdue, what is on its way, what is asked for (S2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import g, request

from contracts.intake import orders as intake
from contracts.inventory import arrivals, requisitions, returns, transfers
from contracts.language import permissions
from contracts.language.errors import Invalid
from contracts.oversight import kpis as kpi_contract
from gateway.pages import overview, periods, queries, waiting
from gateway.pages.kpis import HEAT
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response

    from gateway.pages.periods import Period

Row = dict[str, Any]
RECORDS = 20


@page("/console", needs=permissions.BOARD_READ)
def console() -> Response:
    """What matters most in a sentence, tiles, stations by KPI, the worst, what waits, a trend; all in the address."""
    period, shown = period_of_address(), kpi_contract.KPIS if request.args.get("all") else HEAT
    return show(
        "console.html",
        it=overview.of(period, shown, asked_kpi()),
        asked=asked_kpi(),
        waiting=waiting.of_reader(),
        shown=shown,
        period=period,
        periods=periods.WORDS,
        kiosk=request.args.get("kiosk") == "1",
        query=query,
    )


def period_of_address() -> Period:
    """The period that the address names; the last seven days, and what is wrong said, where it names none."""
    today = date.fromisoformat(queries.today())
    try:
        return periods.chosen(request.args, today)
    except Invalid as error:
        g.problem = error
        return periods.chosen({}, today)


def query(**changed: str | None) -> str:
    """The address of this page with something else chosen."""
    arguments = request.args.to_dict() | changed
    return "?" + urlencode({name: value for name, value in arguments.items() if value})


def asked_kpi() -> str:
    """The KPI whose trend the address asks for, by default what was on time."""
    asked = request.args.get("kpi", "")
    return asked if asked in kpi_contract.KPIS else "on_time"


@page("/console/records", needs=permissions.KPI_READ)
def records() -> Response:
    """The records behind one figure of one station, those that miss its target first; one request, however many."""
    arguments = {name: request.args.get(name) for name in ("kpi", "start", "end", "station_id", "cursor")}
    listed = queries.ask(kpi_contract.list_kpi_records, limit=RECORDS, **arguments)
    filters = {name: value for name, value in arguments.items() if value and name != "cursor"}
    return show(
        "records.html",
        found=listed | {"query": f"{urlencode(filters)}&"},
        kpi=arguments["kpi"],
        start=arguments["start"],
        end=arguments["end"],
        station=queries.all_stations().get(arguments["station_id"] or ""),
    )


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
