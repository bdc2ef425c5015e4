"""The one field of the frame: whatever somebody types or scans there leads to what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from gateway.pages.site import page

if TYPE_CHECKING:
    from flask import Response


@page("/desk/search")
def search() -> Response:
    """Orders of a code, serial or phone."""
    return redirect(url_for("site.orders_list", q=request.args.get("q", "")), 303)  # type: ignore[return-value]
