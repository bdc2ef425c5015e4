"""The site: how a page is added, who may see it, how it is rendered, what its reader sees when something is refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Flask, Response, g, make_response, redirect, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from contracts.language.errors import ContractError, Forbidden, Internal, Malformed, NotFound, Unauthenticated
from gateway.pages import actions, figures, filters, frame, idle, menu, queries, session, values
from gateway.pages.words import known_message, known_word, said, word

if TYPE_CHECKING:
    from contracts.language.noun import Noun
    from contracts.language.operation import AnyOperation
    from gateway.pages.actions import Action

View = Callable[..., Response]
OPEN = ("site.log_in", "site.choose_language", "site.choose_theme")
WITH_ONE_TIME_PASSWORD = (*OPEN, "site.password", "site.password_changed", "site.log_out")
site = Blueprint("site", __name__, template_folder="templates")
FORMS: dict[str, Mapping[str, Action]] = {}
"""Which operations the forms of each page carry out."""
_log = structlog.get_logger()


def add(app: Flask) -> None:
    """Adds all pages, and what their templates may use, to the application."""
    session.add(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.globals.update(
        t=said,
        w=word,
        known_word=known_word,
        known_message=known_message,
        may=queries.may,
        me=queries.me,
        now=queries.now,
        own_station=queries.own_station,
        part_of=lambda part_id: queries.parts().get(part_id, {"code": part_id[:8], "name": ""}),
        name_of=filters.name_of,
        options_of=values.options_of,
        text_of=values.text_of,
        new_key=_key_of,
        kept=kept,
        is_kept=is_kept,
        wrong_of=wrong_of,
        is_refused=is_refused,
        field_of=field_of,
        form_token=session.form_token,
        language=session.language,
        theme=session.theme,
        done=session.done,
        menu=menu.of_reader,
        tabs=menu.tabs,
        clock=frame.clock,
        unread=frame.unread,
        local_now=queries.local_now,
        chip=filters.chip,
        apart=figures.difference_text,
    )
    app.register_blueprint(site)


def page(rule: str, *form_actions: Action | AnyOperation | Noun, needs: str | None = None) -> Callable[[View], View]:
    """A page at an address, with the actions of its forms, or all of a noun; `needs` is a permission to see it."""
    forms = actions.actions_of(*form_actions)

    def decorate(view: View) -> View:
        FORMS[view.__name__] = forms

        @wraps(view)
        def shown(**ids: Any) -> Response:
            if needs and not queries.may(needs):
                raise Forbidden("Your posts do not carry this.", permission=needs)
            answer = actions.carry_out(forms) if request.method == "POST" else None
            return answer or view(**ids)

        site.add_url_rule(rule, view.__name__, shown, methods=["GET", "POST"] if forms else ["GET"])
        return shown

    return decorate


def show(template: str, status: int = 200, **data: Any) -> Response:
    """A rendered page; with what was refused on it, its status is that of the refusal."""
    problem = g.get("problem")
    status = problem.status if problem else status
    body = render_template(template, problem=problem, away=g.get("away", []), **data)
    return make_response(body, status)


@site.before_request
def enter() -> Response | None:
    """Knows the reader, or leads to the log-in; takes forms of our own pages only."""
    g.caller = session.enter()
    if request.method == "POST":
        actions.check_origin()
    if g.caller is None and request.endpoint not in OPEN:
        return _to_log_in()
    if g.caller and g.caller.must_change_password and request.endpoint not in WITH_ONE_TIME_PASSWORD:
        return redirect(url_for("site.password"), 303)  # type: ignore[return-value]  # Werkzeug's base class
    return None


@site.after_request
def leave(response: Response) -> Response:
    """Cookies; and `Origin` must be sent with our own forms, which `no-referrer` forbids."""
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return session.keep(response)


@site.errorhandler(ContractError)
def refuse(error: ContractError) -> Response:
    """A page that says what is wrong, or the log-in for whom the session has ended."""
    if isinstance(error, Unauthenticated) and request.endpoint not in OPEN:
        session.forget()
        return _to_log_in()
    if request.endpoint == idle.NEWS:
        return make_response("", error.status)
    _log.info("page_refused", code=error.code, endpoint=request.endpoint)
    g.problem = error
    return show("problem.html" if g.get("caller") else "log_in.html")


@site.errorhandler(HTTPException)
def refuse_http(error: HTTPException) -> Response:
    """The same for what Flask and Werkzeug refuse; a fault of ours has been logged by now."""
    ours = (error.code or HTTPStatus.INTERNAL_SERVER_ERROR) >= HTTPStatus.INTERNAL_SERVER_ERROR
    shown: Response = refuse(Internal("A fault of ours.") if ours else Malformed(str(error.description)))
    shown.status_code = error.code or shown.status_code
    return shown


@site.route("/desk/<path:rest>")
@site.route("/console/<path:rest>")
def nowhere(rest: str) -> Response:  # noqa: ARG001  # any address
    """An address that no page has. Raises `NotFound`."""
    raise NotFound("There is no such page.")


def kept(form: dict[str, str], name: str, otherwise: Any = "") -> Any:
    """What was typed into a field of the form that was refused, else what the field begins with."""
    return request.form.get(name, otherwise) if is_refused(form) else otherwise


def is_kept(form: dict[str, str], name: str, value: str, *, otherwise: bool) -> bool:
    """Whether a box of that value was ticked in the form that was refused, else whether it begins so."""
    return value in request.form.getlist(name) if is_refused(form) else otherwise


def wrong_of(form: dict[str, str], name: str) -> str:
    """What the refusal says of the field, in the reader's language where it is known; nothing where it is right."""
    named = g.problem.params.get("fields", []) if is_refused(form) else []
    said_of_it = next((line.partition(":")[2].strip() for line in named if field_of(line) == name), "")
    return known_message(said_of_it) or said_of_it


def field_of(line: str) -> str:
    """The field that a refusal names; of a list that is one field, the list and not the place in it."""
    return line.partition(":")[0].rstrip("0123456789").removesuffix(".")


def _key_of(form: dict[str, str]) -> str:
    """The key of a form: the same again for what was refused, as its outcome may be unknown."""
    if is_refused(form) and g.problem.code != "key_reused":
        return request.form.get("key", "") or uuid.uuid4().hex
    return uuid.uuid4().hex


def is_refused(form: dict[str, str]) -> bool:
    """Whether this form was sent and refused just now."""
    same = request.form.get("do") == form["do"] and request.form.get("ref", "") == form["ref"]
    return g.get("problem") is not None and same


def _to_log_in() -> Response:
    if request.endpoint == idle.NEWS:  # no page can follow there: the next thing that the page asks for leads it away
        return make_response("", HTTPStatus.NO_CONTENT)
    where = url_for("site.log_in", next=_wanted(), unsaved="1" if "do" in request.form else None)
    if request.headers.get("HX-Request"):  # a part of a page: the whole page goes there
        return make_response("", 200, {"HX-Redirect": where})
    return redirect(where, 303)  # type: ignore[return-value]  # Werkzeug's base class


def _wanted() -> str:
    """The page that the reader wanted; for a part of a page, the page that asked for it."""
    page_of_part = urlsplit(request.headers.get("HX-Current-URL", ""))
    if page_of_part.path:
        return page_of_part._replace(scheme="", netloc="").geturl()
    return request.full_path.removesuffix("?")
