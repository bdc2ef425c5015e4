"""Reads the services' databases as an administrator and works out every station's KPIs of a period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pymongo import MongoClient

from tests.recompute import counter, orders, stock
from tests.recompute.sheet import Sheet, Station

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.recompute.sheet import Document

Found = dict[str, dict[str, dict[str, Any]]]
"""By station and KPI: numerator, denominator and the single durations in minutes, in order."""


def recompute(mongo_uri: str, prefix: str, start: str, end: str) -> Found:
    """Every station's KPIs from `start` to `end` (business days, YYYY-MM-DD); a KPI without data is left out."""
    with MongoClient[Any](mongo_uri, tz_aware=True) as client:
        everything = Everything(client, prefix)
        return {station.id: _lines(everything.sheet_of(station, start, end)) for station in everything.stations()}


def _lines(sheet: Sheet) -> dict[str, dict[str, Any]]:
    lines = {kpi: asdict(line) for kpi, line in sheet.lines.items() if line.denominator or line.numerator}
    return {kpi: {**line, "minutes": sorted(line["minutes"])} for kpi, line in lines.items()}


class Everything:
    """What the services keep."""

    def __init__(self, client: MongoClient[Any], prefix: str) -> None:
        self._read: Callable[[str, str], Any] = lambda service, name: client[f"{prefix}_{service}"][name]
        self._redos: defaultdict[str, list[dt.datetime]] = defaultdict(list)
        for name in ("redo_of", "redo_of_elsewhere"):
            for redo in self._read("intake", "orders").find({name: {"$ne": None}, "state": {"$ne": "cancelled"}}):
                self._redos[redo[name]].append(redo["received_at"])

    def stations(self) -> list[Station]:
        return [
            Station(station["_id"], ZoneInfo(station["time_zone"]), station["hours"], self._closes(station["_id"]))
            for station in self._read("stations", "stations").find()
        ]

    def sheet_of(self, station: Station, start: str, end: str) -> Sheet:
        """One station's KPIs."""
        sheet = Sheet(station, start, end)
        jobs = {job["order_id"]: job for job in self._all("repair", "jobs", station)}
        for order in self._all("intake", "orders", station):
            orders.count_order(sheet, order, jobs.get(order["_id"]), self._redos[order["_id"]])
        orders.count_calls(sheet, self._all("quality", "calls", station))
        self._count_stock(sheet)
        self._count_bench(sheet)
        counter.count_findings(sheet, self._all("intake", "findings", station))
        counter.count_payments(sheet, self._all("intake", "payments", station))
        counter.count_appeasements(sheet, self._all("quality", "appeasements", station))
        counter.count_audits(sheet, self._all("quality", "audits", station))
        return sheet

    def _count_stock(self, sheet: Sheet) -> None:
        of = sheet.station
        moves = sorted(self._all("inventory", "moves", of), key=lambda move: move["at"])
        closes = [day for day in self._all("inventory", "days", of) if day["closing"]]
        supplied = {part["_id"] for part in self._read("inventory", "parts").find({"from_manufacturer": True})}
        stock.count_stock(sheet, moves, closes, supplied)
        counter.count_borrows(sheet, self._all("inventory", "borrows", of))
        counter.count_requests(sheet, self._all("inventory", "requests", of))
        counter.count_inspections(sheet, moves, self._all("inventory", "receipts", of))
        counter.count_transfers(sheet, self._all("inventory", "transfers", of), self._trail(of))

    def _count_bench(self, sheet: Sheet) -> None:
        of = sheet.station
        reported = {report["day"] for report in self._all("repair", "awaiting_reports", of)}
        counter.count_lists(sheet, self._all("repair", "awaiting_lists", of), reported)
        counter.count_unfinished(sheet, self._all("repair", "unfinished_reports", of))

    def _trail(self, station: Station) -> dict[str, list[tuple[dt.datetime, Any]]]:
        """When each of a station's transfers came to which state: no document keeps that, the event log does."""
        trail: defaultdict[str, list[tuple[dt.datetime, Any]]] = defaultdict(list)
        conditions = {"type": "transfer_changed.v1", "envelope.station_id": station.id}
        for row in self._read("inventory", "kit_events").find(conditions).sort("position", 1):
            envelope = row["envelope"]
            trail[row["aggregate_id"]].append((dt.datetime.fromisoformat(envelope["occurred_at"]), envelope["data"]))
        return trail

    def _closes(self, station_id: str) -> dict[str, dt.datetime]:
        days = self._read("stations", "days").find({"station_id": station_id, "closed_at": {"$ne": None}})
        return {day["day"]: day["closed_at"] for day in days}

    def _all(self, service: str, name: str, station: Station) -> list[Document]:
        return list(self._read(service, name).find({"station_id": station.id}))
