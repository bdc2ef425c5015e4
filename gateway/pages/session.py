"""Who looks at a page: the tokens of a log-in in two cookies that no script can read, continued when they get old.

A third cookie says when a person last did something: it only ends a session earlier.

The gateway keeps nothing. A refresh token is used once, and a browser sends several requests at the same time: those
that bring the same one get the same new tokens, from the memory of this process.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, request

from contracts.language.errors import ContractError, Unauthenticated
from contracts.language.words import LANGUAGES
from contracts.stations import accounts
from gateway import request_handler
from gateway.pages import idle
from stationkit.ground.clock import monotonic, wall_now
from stationkit.messaging.rpc_client import ANSWER_SECONDS
from stationkit.messaging.tokens import IDLE_MINUTES, LIFETIME, Caller, Verifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.language.operation import AnyOperation

OPEN_FOR = timedelta(days=14)
REMEMBERED_SECONDS = 20.0
"""For how long a used refresh token answers the same: as long as a browser's requests of one moment take."""
LEFT = timedelta(minutes=2)
ACCESS, REFRESH, SEEN, FORM, DONE = "zz_access", "zz_refresh", "zz_seen", "zz_form", "zz_done"
LANGUAGE, THEME = "zz_language", "zz_theme"
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Tokens:
    """What a log-in or its continuation answered."""

    access: str
    refresh: str


class Sessions:
    """Continues sessions, each refresh token once: a second use is the service's to judge, which ends the session."""

    def __init__(self, ask: Callable[[str], Tokens], remembered_seconds: float = REMEMBERED_SECONDS) -> None:
        self._ask, self._remembered_seconds = ask, remembered_seconds
        self._lock = threading.Lock()
        self._continued: dict[str, tuple[float, Future[Tokens]]] = {}

    def continued(self, refresh: str) -> Tokens:
        """New tokens for a refresh token. Raises `Unauthenticated`, `Unavailable`, `OutcomeUnknown`."""
        key = hashlib.sha256(refresh.encode()).hexdigest()
        mine: Future[Tokens] = Future()
        with self._lock:
            self._forget(monotonic() - self._remembered_seconds)
            _, first = self._continued.setdefault(key, (monotonic(), mine))
        if first is mine:
            try:
                mine.set_result(self._ask(refresh))
            except ContractError as error:
                mine.set_exception(error)
                self._continued.pop(key, None)
        return first.result(2 * ANSWER_SECONDS)

    def _forget(self, before: float) -> None:
        for key in [key for key, (at, _) in self._continued.items() if at < before]:
            del self._continued[key]


def add(app: Flask) -> None:
    """Gives the application its memory of sessions."""
    app.extensions["sessions"] = Sessions(lambda refresh: _tokens(accounts.refresh_token, {"refresh_token": refresh}))


def log_in(username: str, password: str) -> None:
    """Opens a session for the browser, and gives it a form token that nobody had before. Raises as `issue_token`."""
    g.tokens = _tokens(accounts.issue_token, {"username": username, "password": password})
    g.form_token = secrets.token_urlsafe(32)
    g.seen_for = _verified(g.tokens.access).idle_minutes


def log_out() -> None:
    """Ends the session, here and at the service; one that has ended already is just forgotten."""
    with suppress(Unauthenticated):
        _end()
    forget()


def forget() -> None:
    """The browser's cookies of the session go with this answer."""
    g.tokens = None
    g.pop("seen_for", None)


def enter() -> Caller | None:
    """Who asks, with the token put where the API expects it; None for nobody. Raises `Unavailable`.

    A session whose pages were left alone ends: `g.idle_minutes` says, until the next log-in, for how long they were.
    """
    request.environ.pop("HTTP_AUTHORIZATION", None)  # a page knows its reader by cookie alone
    access, refresh = _cookie(ACCESS), _cookie(REFRESH)
    if not access and not refresh:
        g.idle_minutes = idle.parted(_cookie(SEEN))
        return None
    entered = _fresh(access, refresh)
    idle_minutes = entered[1].idle_minutes if entered else _idle_minutes(access)
    if idle.is_left_alone(_cookie(SEEN), idle_minutes, wall_now()):
        _leave_alone(idle_minutes)
        return None
    if entered is None:
        return None
    token, caller = entered
    request.environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    if idle.is_asked(request):
        g.seen_for = idle_minutes
    return caller


def _leave_alone(idle_minutes: int) -> None:
    """Ends what nobody uses, and forgets it also where no service answers: the next at this browser logs in."""
    g.idle_minutes = idle_minutes
    with suppress(ContractError):
        _end()
    forget()


def _end() -> None:
    """Ends the session at the service, by the refresh token that holds: this request may have made a new one."""
    refresh = g.tokens.refresh if g.get("tokens") else _cookie(REFRESH)
    if refresh:
        _ask(accounts.end_session, {"refresh_token": refresh})


def _idle_minutes(access: str) -> int:
    """As the last access token says, though it has expired."""
    verifier: Verifier = current_app.extensions["verifier"]
    try:
        return verifier.idle_minutes(access)
    except Unauthenticated:
        return IDLE_MINUTES


def _fresh(access: str, refresh: str) -> tuple[str, Caller] | None:
    caller = _caller(access)
    if caller and caller.issued_at + LIFETIME - LEFT > wall_now():
        return access, caller
    if not refresh:
        return (access, caller) if caller else None
    try:
        g.tokens = current_app.extensions["sessions"].continued(refresh)
    except Unauthenticated:
        forget()
        return None
    except ContractError:
        if caller is None:
            raise
        return access, caller
    return g.tokens.access, _verified(g.tokens.access)


def _caller(access: str) -> Caller | None:
    try:
        return _verified(access)
    except Unauthenticated:
        return None


def _verified(access: str) -> Caller:
    caller: Caller = current_app.extensions["verifier"].caller(access)
    return caller


# --- cookies --------------------------------------------------------------------------------------------------------


def language() -> str:
    """The language that the reader chose, else the one that their browser asks for, else Chinese."""
    chosen = _cookie(LANGUAGE)
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])


def theme() -> str:
    """Light or dark where the reader chose one; nothing where the browser decides."""
    chosen = _cookie(THEME)
    return chosen if chosen in THEMES else ""


def form_token() -> str:
    """What every form of this browser carries: a page of another site can neither read nor set it."""
    if "form_token" not in g:
        g.form_token = _cookie(FORM) or secrets.token_urlsafe(32)
    return str(g.form_token)


def is_ours(sent: str) -> bool:
    """Whether a form carries the browser's own token."""
    form_token = _cookie(FORM)
    return bool(form_token) and secrets.compare_digest(form_token.encode(), sent.encode())


def done() -> str:
    """Which operation the form before this page carried out."""
    return _cookie(DONE)


def keep(response: Response) -> Response:
    """Sets the cookies that the request made new, and takes away those that no longer hold."""
    if "tokens" in g:
        _keep_tokens(response, g.tokens)
    if "seen_for" in g:
        _set(response, SEEN, idle.mark(wall_now()), timedelta(minutes=g.seen_for))
    if "form_token" in g and g.form_token != _cookie(FORM):
        _set(response, FORM, g.form_token, OPEN_FOR)
    if "done" in g:
        _set(response, DONE, g.done, timedelta(seconds=10))
    elif request.method == "GET" and _cookie(DONE) and response.mimetype == "text/html":
        _unset(response, DONE)
    return response


def choose(response: Response, cookie: str, chosen: str) -> None:
    """Remembers a language or theme for a year."""
    _set(response, cookie, chosen, timedelta(days=365))


def _keep_tokens(response: Response, tokens: Tokens | None) -> None:
    if tokens is None:
        _unset(response, ACCESS)
        _unset(response, REFRESH)
        _keep_reason(response, g.get("idle_minutes", 0))
    else:
        _set(response, ACCESS, tokens.access, OPEN_FOR)
        _set(response, REFRESH, tokens.refresh, OPEN_FOR)


def _keep_reason(response: Response, idle_minutes: int) -> None:
    if idle_minutes:
        _set(response, SEEN, idle.parting(idle_minutes), OPEN_FOR)
    else:
        _unset(response, SEEN)


def _name(cookie: str) -> str:
    return cookie if current_app.config["DEVELOPMENT"] else f"__Host-{cookie}"


def _cookie(cookie: str) -> str:
    return request.cookies.get(_name(cookie), "")


def _set(response: Response, cookie: str, value: str, lasts: timedelta) -> None:
    secure = not current_app.config["DEVELOPMENT"]
    response.set_cookie(_name(cookie), value, max_age=lasts, secure=secure, httponly=True, samesite="Strict")


def _unset(response: Response, cookie: str) -> None:
    secure = not current_app.config["DEVELOPMENT"]
    response.delete_cookie(_name(cookie), secure=secure, httponly=True, samesite="Strict")


def _tokens(operation: AnyOperation, arguments: dict[str, Any]) -> Tokens:
    answer = _ask(operation, arguments)
    return Tokens(answer["access_token"], answer["refresh_token"])


def _ask(operation: AnyOperation, arguments: dict[str, Any]) -> dict[str, Any]:
    answered: dict[str, Any] = current_app.extensions["rpc"].call(operation, request_handler.call_of(arguments))
    return answered
