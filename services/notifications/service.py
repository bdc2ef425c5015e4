"""The wiring page of `notifications`: recipients, mails, inbox, reports."""

from __future__ import annotations

from services.notifications import store
from stationkit.kit import Kit


class NotificationsService:
    """Who is told what, once."""

    name = "notifications"
    kit = Kit(store.COLLECTIONS)
