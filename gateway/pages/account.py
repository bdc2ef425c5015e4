"""Log-in, log-out, language, and live news for pages that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, g, redirect, request, url_for

from contracts.language import permissions
from contracts.language.errors import ContractError
from contracts.language.words import LANGUAGES
from contracts.notifications import addresses
from contracts.stations import accounts
from gateway import request_handler, stream
from gateway.pages import queries, session
from gateway.pages.actions import Action
from gateway.pages.site import page, show, site

if TYPE_CHECKING:
    from collections.abc import Collection

OURS = ("/desk", "/console")


@site.route("/")
def root() -> Response:
    """The first page: whoever has no session is led to the log-in."""
    return _to(_first())


@site.route("/log-in", methods=["GET", "POST"])
def log_in() -> Response:
    """The log-in; its reader goes on to the page they wanted."""
    if request.method == "GET":
        return _to(_wanted()) if g.caller else show("log_in.html")
    try:
        session.log_in(request.form.get("username", ""), request.form.get("password", ""))
    except ContractError as error:
        g.problem = error
        return show("log_in.html")
    return _to(_wanted())


@page("/password", Action(accounts.change_password, then="site.password_changed"), needs=permissions.ACCESS_CHANGE)
def password() -> Response:
    """One's own password; whoever came with a one-time password sees nothing else before it is changed."""
    return show("password.html")


@site.get("/password/changed")
def password_changed() -> Response:
    """Every session has ended with the old password; the reader logs in with the new one."""
    session.forget()
    return _to(url_for("site.log_in"))


@site.post("/log-out")
def log_out() -> Response:
    """The session ends everywhere."""
    session.log_out()
    return _to(url_for("site.log_in"))


@site.post("/language")
def choose_language() -> Response:
    """Chinese or English, for this browser."""
    return _with_choice(session.LANGUAGE, request.form.get("language", ""), LANGUAGES)


@site.post("/theme")
def choose_theme() -> Response:
    """Light, dark, or as the browser has it."""
    return _with_choice(session.THEME, request.form.get("theme", ""), ("", *session.THEMES))


def _with_choice(cookie: str, chosen: str, choices: Collection[str]) -> Response:
    response = _to(_ours(request.form.get("back", "")))
    if chosen in choices:
        session.choose(response, cookie, chosen)
    return response


@page("/desk/address", addresses.set_my_address, needs=permissions.ME_READ)
def address() -> Response:
    """Where the reader's mails go, and in which language."""
    return show("address.html", address=queries.or_none(addresses.get_my_address))


@site.get("/news")
def news() -> Response:
    """What happens where the reader may look, as server-sent events."""
    return stream.answer(request_handler.token_of(request))


def _first() -> str:
    return url_for("site.console" if g.caller and g.caller.network else "site.home")


def _wanted() -> str:
    return _ours(request.args.get("next", ""))


def _ours(path: str) -> str:
    is_ours = any(path == start or path.startswith((f"{start}/", f"{start}?")) for start in OURS)
    return path if is_ours else url_for("site.root")


def _to(where: str) -> Response:
    return redirect(where, 303)  # type: ignore[return-value]  # Werkzeug's base class
