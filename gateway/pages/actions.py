"""What the forms of pages do: each names an operation and stands on the page that shows its result.

A form brings the key that was made when it was rendered, so a second click, a reload or a way back has no second
effect. What is refused is shown on the same page, with everything that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, g, redirect, request
from flask import url_for as address

from contracts.language.catalogue import done_to
from contracts.language.errors import ContractError, Forbidden, Invalid, NotFound, Unauthenticated
from contracts.language.noun import Noun
from gateway import request_handler
from gateway.pages import forms, session

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

_KEY = re.compile(r"[!-~]{1,255}")
Reading = Callable[["AnyOperation", "forms.Form"], dict[str, Any]]


@dataclass(frozen=True)
class Action:
    """An operation that a form may carry out; `read` makes its request, `then` names the page that follows."""

    operation: AnyOperation
    read: Reading = forms.request_of
    then: str | None = None


def actions_of(*given: Action | AnyOperation | Noun) -> Mapping[str, Action]:
    """Actions by the name that a form gives in `do`; a noun brings all that is done to its things."""
    of_nouns = [Action(operation) for noun in given if isinstance(noun, Noun) for operation in done_to(noun)]
    named = [entry if isinstance(entry, Action) else Action(entry) for entry in given if not isinstance(entry, Noun)]
    return {action.operation.name: action for action in (*of_nouns, *named)}


def check_origin() -> None:
    """A form comes from our own page in the same browser. Raises `Forbidden`."""
    own = request.host_url.rstrip("/")
    if request.headers.get("Origin") != own or not session.is_ours(request.form.get("form_token", "")):
        raise Forbidden("The form does not come from a page of this browser.", permission="form", reason="old_form")


def carry_out(actions: Mapping[str, Action]) -> Response | None:
    """Does what the form asks for: answers where to go, or None where the page is to be shown with what was refused."""
    action = actions.get(request.form.get("do", ""))
    if action is None:
        raise NotFound("There is no such form.")
    try:
        reply = _done(action)
    except Unauthenticated:
        raise
    except ContractError as error:
        g.problem = error
        return None
    g.done = action.operation.name
    return redirect(_next(action, reply), 303)  # type: ignore[return-value]  # Werkzeug's base class


def _done(action: Action) -> Any:
    key = request.form.get("key", "")
    if not _KEY.fullmatch(key):
        raise Invalid("The request is not valid.", ["key: 1 to 255 visible ASCII characters."])
    call = request_handler.call_of(action.read(action.operation, request.form))
    return current_app.extensions["rpc"].call(action.operation, replace(call, key=key))


def _next(action: Action, reply: Any) -> str:
    if action.then is None:
        return request.full_path.removesuffix("?")
    name, _, argument = action.then.partition(":")
    return address(name, **{argument: reply["id"]}) if argument else address(name)
