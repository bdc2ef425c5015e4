"""Parcels: what leaves with one waybill is one customer's [F9]."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Parcel:
    """A waybill that was given, and for whose devices; as its id follows from the waybill, there is one of it."""

    id: str
    station_id: str
    waybill: str
    party_id: str
    version: int = 0
