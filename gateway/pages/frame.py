"""What stands around every page: the clock with the post's next cut-off, and how many messages are unread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from contracts.language.errors import ContractError, Unauthenticated
from contracts.notifications import inbox
from contracts.stations import calendar
from gateway.pages import queries
from gateway.pages.filters import SOON
from stationkit.ground.clock import monotonic

KEPT_SECONDS = 60.0
MOST_UNREAD = 9
CONCERNS: dict[str, tuple[str, ...]] = {
    "front_desk": ("dealers", "close"),
    "engineer": ("bench", "close"),
    "storekeeper": ("awaiting_list", "close"),
    "station_lead": ("bench", "awaiting_list", "dealers", "close"),
}
"""The cut-offs that each post has to keep; to the head only the close of business matters."""


@dataclass(frozen=True)
class Cut:
    """The cut-off that comes next for the reader, or the last of today where all have passed."""

    what: str
    at: datetime
    how: str
    """`calm`, `soon` or `past`."""


def clock() -> Cut | None:
    """The next cut-off of the reader's posts; None on a day that is closed or on which the station is not open."""
    today = _cut_offs(queries.me().station_id)
    concerns = {what for post in queries.me().posts for what in CONCERNS.get(post, ("close",))}
    instants = [(queries.instant(item["at"]), str(item["what"])) for item in today["items"] if item["what"] in concerns]
    if today["closed"] or not instants:
        return None
    now = queries.now()
    coming = [(at, what) for at, what in instants if at > now]
    at, what = coming[0] if coming else instants[-1]
    return Cut(what, at, "past" if not coming else "soon" if at - now <= SOON else "calm")


def _cut_offs(station_id: str) -> dict[str, Any]:
    """Of one station, asked for once a minute; none where the service is away: a page stands without its clock."""
    cache: dict[str, tuple[float, dict[str, Any]]] = current_app.extensions.setdefault("cut_offs_kept", {})
    at, kept = cache.get(station_id, (0.0, {}))
    if kept and monotonic() - at < KEPT_SECONDS and kept["day"] == queries.today():
        return kept
    try:
        kept = queries.ask(calendar.list_cut_offs)
    except Unauthenticated:
        raise
    except ContractError:
        return {"items": [], "closed": False}
    cache[station_id] = (monotonic(), kept)
    return kept


def unread() -> str:
    """How many messages the reader has not read, as it stands on the bell; nothing for none."""
    try:
        page = queries.ask(inbox.list_inbox, read="false", limit=MOST_UNREAD + 1)
    except Unauthenticated:
        raise
    except ContractError:
        return ""
    count = len(page["items"])
    return f"{MOST_UNREAD}+" if count > MOST_UNREAD else str(count or "")
