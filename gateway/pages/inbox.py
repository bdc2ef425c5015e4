"""The reader's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from contracts.notifications import inbox as notifications
from gateway.pages import queries
from gateway.pages.site import page, show

if TYPE_CHECKING:
    from flask import Response


@page("/desk/inbox", notifications.read_message)
def inbox() -> Response:
    """What the platform told the reader, the latest first."""
    listed = queries.ask(notifications.list_inbox, cursor=request.args.get("cursor"))
    return show("inbox.html", found=listed | {"query": ""})
