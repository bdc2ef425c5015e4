"""Orders and customers, found by what somebody has in hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from contracts.intake.order_search import FoundOrder, FoundOrders
from contracts.language.permissions import PARTY_READ
from contracts.language.search import MOST, Search
from services.intake import collections as store
from services.intake.rules import words
from stationkit.unit_of_work.view import Matches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.intake.rules.orders import Order
    from services.intake.rules.parties import Party
    from stationkit.unit_of_work.view import View

MOST_CUSTOMERS = 10
NEWEST = "-received_at"


def search_orders(view: View, request: Search) -> FoundOrders:
    """Orders by themselves and by their customers; a customer, but where their one order says it all."""
    orders = view.search(store.orders, words.order_sought(request.q), MOST + 1, NEWEST)
    customers = _customers(view, request.q)
    whole, begun = (_orders_of(view, parties) for parties in (customers.whole, customers.begun))
    ranked = [*_newest([*orders.whole, *whole]), *_newest([*orders.begun, *begun])]
    each = list({order.id: order for order in ranked}.values())
    brought = Counter(order.party_id for order in (*whole, *begun))
    named = [party for party in customers.all if brought[party.id] != 1][:MOST_CUSTOMERS]
    shown = each[: MOST - len(named)]
    by_id = _by_id(view, shown, customers.all)
    items = (*(_order_out(order, by_id.get(order.party_id)) for order in shown), *map(_party_out, named))
    return FoundOrders(items=items, more=len(each) > len(shown) or len(customers.all) > MOST_CUSTOMERS)


def _customers(view: View, text: str) -> Matches[Party]:
    """Those who fit; nobody where the reader may not know them."""
    if PARTY_READ not in view.caller.permissions:
        return Matches()
    sought = words.party_sought(text, view.station.area_code)
    return view.search(store.parties, sought, MOST_CUSTOMERS + 1, "name")


def _orders_of(view: View, parties: Iterable[Party]) -> list[Order]:
    """The last orders of these customers, each at their station."""
    by_station: defaultdict[str, list[str]] = defaultdict(list)
    for party in parties:
        by_station[party.station_id].append(party.id)
    return [
        order
        for station_id, ids in by_station.items()
        for order in view.first(store.orders, station_id, MOST + 1, NEWEST, party_id={"$in": ids})
    ]


def _by_id(view: View, orders: Iterable[Order], parties: Iterable[Party]) -> dict[str, Party]:
    """The customers of these orders, by id, as far as the reader may know them."""
    if PARTY_READ not in view.caller.permissions:
        return {}
    by_id = {party.id: party for party in parties}
    missing = {order.party_id for order in orders} - by_id.keys()
    asked = view.all(store.parties, _id={"$in": sorted(missing)}) if missing else []
    return by_id | {party.id: party for party in asked}


def _newest(orders: Iterable[Order]) -> list[Order]:
    return sorted(orders, key=lambda order: order.received_at, reverse=True)


def _order_out(order: Order, party: Party | None) -> FoundOrder:
    device = order.device
    return FoundOrder(
        kind="order",
        id=order.id,
        station_id=order.station_id,
        title=order.code,
        state=order.state,
        at=order.received_at,
        brand=device.brand if device else None,
        model=device.model if device else None,
        serial=device.serial if device else None,
        party_kind=party.kind if party else None,
        name=party.name if party else None,
        phone=party.phone if party else None,
    )


def _party_out(party: Party) -> FoundOrder:
    return FoundOrder(
        kind="party",
        id=party.id,
        station_id=party.station_id,
        title=party.name,
        state=None,
        at=None,
        brand=None,
        model=None,
        serial=None,
        party_kind=party.kind,
        name=party.name,
        phone=party.phone,
    )
