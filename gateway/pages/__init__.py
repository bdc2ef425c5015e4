"""Pages for people: `/desk` for those of a station, `/console` for the head station. Rendered here, no build step."""

from gateway.pages import (
    account,
    bench,
    calls,
    console,
    day,
    everything,
    findings,
    front,
    inbox,
    orders,
    search,
    stations,
    store,
    supply,
)
from gateway.pages.site import add

__all__ = [
    "account",
    "add",
    "bench",
    "calls",
    "console",
    "day",
    "everything",
    "findings",
    "front",
    "inbox",
    "orders",
    "search",
    "stations",
    "store",
    "supply",
]
