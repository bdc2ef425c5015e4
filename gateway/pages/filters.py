"""How values look on a page: times in the station's zone, money, names, states as words that can be told apart."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from contracts.intake import orders
from gateway.pages import queries
from gateway.pages.words import word

GOOD = {
    "go": {"in_repair", "diagnosing", "repairing", "testing", "approved", "packed", "shipped", "contacted", "found"},
    "wait": {
        *("received", "queued", "open", "requested", "quarantine", "out", "proposed", "partly_received", "reported"),
        *("awaiting_parts", "awaiting_customer", "sent_out", "appealed"),
    },
    "done": {"ready", "released", "closed", "finished", "done", "filled", "inspected", "settled", "sent", "repaired"},
    "bad": {"unreachable", "expired", "rejected", "failed", "abandoned", "overdue"},
}
NOTHING = "\u2013"  # a dash


def at(instant: str | None) -> str:
    """An instant at the station, without the year where it is this one."""
    if not instant:
        return NOTHING
    local = datetime.fromisoformat(instant).astimezone(queries.zone())
    this_year = local.year == queries.now().astimezone(queries.zone()).year
    return f"{local:%m-%d %H:%M}" if this_year else f"{local:%Y-%m-%d %H:%M}"


def due(instant: str | None) -> Markup:
    """An instant by which something is due; that it has passed can be seen and read."""
    shown = escape(at(instant))
    if instant and datetime.fromisoformat(instant) < queries.now():
        return Markup('<span class="late">{} · {}</span>').format(shown, word("due", "late"))
    return Markup("<span>{}</span>").format(shown)


def promise(order: dict[str, Any]) -> Markup | str:
    """By when an order is promised: as what is due until it is fulfilled, or has ended."""
    is_over = order["fulfilled_at"] or order["state"] in orders.ENDED
    return at(order["effective_due_at"]) if is_over else due(order["effective_due_at"])


def money(value: dict[str, str] | None) -> str:
    """An amount with its currency."""
    return f"¥{value['amount']}" if value else NOTHING


def percent(value: float | str | None) -> str:
    """A ratio as a percentage; no data is a dash, never 0 %."""
    return NOTHING if value is None else f"{float(value) * 100:.1f}%"


def chip(group: str, state: str) -> Markup:
    """A state as a word on its colour."""
    kind = next((kind for kind, states in GOOD.items() if state in states), "off")
    return Markup('<span class="chip chip-{}">{}</span>').format(kind, word(group, state))


def name_of(person_id: str | None, station_id: str | None = None) -> str:
    """A person by name: of the station whose document is shown, or of the reader's."""
    if not person_id:
        return NOTHING
    person = queries.people(station_id=station_id).get(person_id) or queries.people().get(person_id)
    return str(person["name"]) if person else word("who", "elsewhere")


def or_dash(value: Any) -> Any:
    """What there is, or a dash."""
    return NOTHING if value in (None, "", []) else value


FILTERS = {"at": at, "due": due, "promise": promise, "money": money, "percent": percent, "or_dash": or_dash}
