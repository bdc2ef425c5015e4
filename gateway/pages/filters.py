"""How values look on a page: times in the station's zone, money, names, states as words that can be told apart."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from markupsafe import Markup, escape

from contracts.intake import orders
from gateway.pages import queries, targets
from gateway.pages.words import said, word

GOOD = {
    "go": {"in_repair", "diagnosing", "repairing", "testing", "approved", "packed", "shipped", "contacted", "found"},
    "wait": {
        *("received", "queued", "open", "requested", "quarantine", "out", "proposed", "partly_received", "reported"),
        *("awaiting_parts", "awaiting_customer", "sent_out", "appealed"),
    },
    "done": {
        *("ready", "released", "closed", "finished", "done", "filled", "inspected", "settled", "sent", "repaired"),
        "fixed",
    },
    "bad": {"unreachable", "expired", "rejected", "failed", "abandoned", "overdue"},
}
NOTHING = "\u2013"  # a dash
SOON = timedelta(hours=2)
NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def day(local: date) -> str:
    """A date with its weekday, and with the year where that is another than this one."""
    said = said_date(local)
    return said if local.year == queries.local_now().year else f"{local.year} · {said}"


def said_date(local: date) -> str:
    """Month, day and weekday in the reader's language."""
    weekday = said(f"weekday.{local.isoweekday()}")
    return said("date").format(
        month=local.month, day=local.day, weekday=weekday, month_name=said(f"month.{local.month}")
    )


def at(instant: str | None) -> Markup | str:
    """An instant at the station as people say it: today, tomorrow, yesterday, else its day; exact when pointed at."""
    if not instant:
        return NOTHING
    local = datetime.fromisoformat(instant).astimezone(queries.zone())
    away = (local.date() - queries.local_now().date()).days
    near = NEAR.get(away)
    shown = f"{said(near) if near else day(local)} {local:%H:%M}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(instant, f"{local:%Y-%m-%d %H:%M:%S}", shown)


def clock_time(instant: datetime) -> str:
    """The time of day at the station."""
    return f"{instant.astimezone(queries.zone()):%H:%M}"


def left(instant: datetime) -> str:
    """How long it is until then, in hours and minutes; at least one minute."""
    minutes = max(1, -(-(instant - queries.now()) // timedelta(minutes=1)))
    hours, rest = divmod(minutes, 60)
    return said("hours_left").format(hours, rest) if hours else said("minutes_left").format(rest)


def due(instant: str | None) -> Markup:
    """An instant by which something is due; that it has passed can be seen and read."""
    shown = escape(at(instant))
    if instant and datetime.fromisoformat(instant) < queries.now():
        return Markup('<span class="late">{} · {}</span>').format(shown, word("due", "late"))
    return Markup("<span>{}</span>").format(shown)


def edge(instant: str | None) -> str:
    """How near a due instant is: `hot` once it has passed, `soon` in its last two hours, else `fine`."""
    if not instant:
        return "none"
    left_of_it = datetime.fromisoformat(instant) - queries.now()
    return "hot" if left_of_it < timedelta() else "soon" if left_of_it <= SOON else "fine"


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


FILTERS = {
    "at": at,
    "day": day,
    "clock_time": clock_time,
    "left": left,
    "due": due,
    "edge": edge,
    "promise": promise,
    "money": money,
    "percent": percent,
    "or_dash": or_dash,
    "target": targets.target_text,
}
