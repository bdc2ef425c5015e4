"""What a station has of a part, layer by layer, and all that is told of it."""

from __future__ import annotations

from typing import Annotated

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Money
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply
from contracts.stations.stations import RemainsCounted

stock = Noun(SERVICE, "/stock", "stock_id")


class PlaceBalance(Reply):
    """How many pieces a place has; below zero outside: the manufacturer's are those that came from there."""

    place: str
    quantity: int


class Stock(Reply):
    """All pieces of a part at a station; `free` are those in the store that are reserved for nobody."""

    id: Id
    version: int
    station_id: Id
    part_id: Id
    part_code: str
    in_store: int
    reserved: int
    free: int
    places: tuple[PlaceBalance, ...]


class LayerOut(Reply):
    """Pieces of one age and cost at a place: first received in the network, arrived at this station (P5)."""

    place: str
    quantity: int
    received_at: Instant
    arrived_at: Instant
    cost: Money


class ClaimOut(Reply):
    """Pieces meant for a job or a transfer, and how many of them are reserved."""

    ref: Id
    quantity: int
    reserved: int
    since: Instant


class StockWithLayers(Stock):
    """A stock with its layers and with whom its pieces are meant for."""

    layers: tuple[LayerOut, ...]
    claims: tuple[ClaimOut, ...]


class ListStock(PageRequest):
    """Stock by part."""

    sort: Annotated[str, sorted_by("part_code")] = "part_code"
    part_id: Id | None = None
    station_id: Id | None = None


get_stock = stock.get("get_stock", "Read the stock of a part", StockWithLayers, permissions.STOCK_READ)
list_stock = stock.list("list_stock", "List stock", ListStock, Stock, permissions.STOCK_READ)


class Move(EventData):
    """Pieces of one layer that went from one place to another; `cost` is of one piece."""

    source: str
    target: str
    quantity: int
    cost: Money
    received_at: Instant
    arrived_at: Instant
    why: str
    ref: str | None


class StockMoved(EventData):
    """The moves of one part at one station: the ledger is the log of these."""

    part_id: Id
    moves: tuple[Move, ...]


class PartsArrived(EventData):
    """A part is in store for a job that waited for it."""

    job_id: Id
    part_id: Id
    quantity: int


class StockCounted(EventData):
    """A station's stock when a day closed: value of all layers, of the dead ones by both ages, cost of consumption."""

    day: str
    closing: int
    value: Money
    dead_value: Money
    dead_value_network: Money
    consumed: Money


stock_moved = Event(SERVICE, "stock_moved.v1", StockMoved)
parts_arrived = Event(SERVICE, "parts_arrived.v1", PartsArrived, ("repair",))
stock_counted = Event(SERVICE, "stock_counted.v1", StockCounted, ("oversight",))
parts_counted = Event(SERVICE, "parts_counted.v1", RemainsCounted, ("stations",), acts_in="head_id")
