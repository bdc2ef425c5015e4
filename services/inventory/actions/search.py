"""Parts, transfers and requisitions, found by code, name or number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.inventory.store_search import FoundInStore, FoundInStores, number_of
from contracts.language.permissions import TRANSFER_READ
from contracts.language.search import MOST, Search
from contracts.language.search_words import sought
from services.inventory import collections as store
from services.inventory.rules import words

if TYPE_CHECKING:
    from services.inventory.rules.arrivals import Arrival
    from services.inventory.rules.parts import Part
    from services.inventory.rules.requisitions import Requisition
    from services.inventory.rules.transfers import Transfer
    from stationkit.unit_of_work.view import View


def search_store(view: View, request: Search) -> FoundInStores:
    """Parts by code or name; transfers, from either half, and requisitions by their number."""
    parts = view.search(store.parts, sought(request.q, words.SHORTEST), MOST + 1, "code")
    numbered = _numbered(view, request.q) if TRANSFER_READ in view.caller.permissions else []
    each = [*map(_part_out, parts.whole), *numbered, *map(_part_out, parts.begun)]
    return FoundInStores(items=tuple(each[:MOST]), more=len(each) > MOST)


def _numbered(view: View, text: str) -> list[FoundInStore]:
    """A transfer is one thing, whichever of its halves are within reach."""
    number = words.number_sought(text)
    sent = view.search(store.transfers, number, MOST, "-opened_at").all
    coming = view.search(store.arrivals, number, MOST, "-due_at").all
    asked = view.search(store.requisitions, number, MOST, "-opened_at").all
    transfers = {arrival.transfer_id: _arrival_out(arrival) for arrival in coming}
    transfers |= {transfer.id: _transfer_out(transfer) for transfer in sent}
    return [*transfers.values(), *map(_requisition_out, asked)]


def _part_out(part: Part) -> FoundInStore:
    return FoundInStore(
        kind="part",
        id=part.id,
        station_id=part.station_id,
        title=part.code,
        state=None,
        at=None,
        name=part.name,
        other_station_id=None,
    )


def _transfer_out(transfer: Transfer) -> FoundInStore:
    return FoundInStore(
        kind="transfer",
        id=transfer.id,
        station_id=transfer.station_id,
        title=number_of(transfer.id),
        state=transfer.state,
        at=transfer.opened_at,
        name=None,
        other_station_id=transfer.to_station_id,
    )


def _arrival_out(arrival: Arrival) -> FoundInStore:
    return FoundInStore(
        kind="transfer",
        id=arrival.transfer_id,
        station_id=arrival.station_id,
        title=number_of(arrival.transfer_id),
        state=arrival.state,
        at=arrival.shipped_at,
        name=None,
        other_station_id=arrival.from_station_id,
    )


def _requisition_out(requisition: Requisition) -> FoundInStore:
    return FoundInStore(
        kind="requisition",
        id=requisition.id,
        station_id=requisition.station_id,
        title=number_of(requisition.id),
        state=requisition.state,
        at=requisition.opened_at,
        name=None,
        other_station_id=None,
    )
