"""The cookies of the pages: what they are called, who can read them, which language is chosen."""

from __future__ import annotations

import pytest
from flask import Flask, Response, g

from gateway.pages import session


@pytest.fixture(params=[True, False], ids=["development", "production"])
def app(request: pytest.FixtureRequest) -> Flask:
    app = Flask(__name__)
    app.config["DEVELOPMENT"] = request.param
    return app


def kept(app: Flask) -> list[str]:
    """The cookies that a log-in sets."""
    with app.test_request_context("/desk"):
        g.tokens = session.Tokens("an.access.token", "a-refresh-token")
        session.form_token()
        return session.keep(Response()).headers.getlist("Set-Cookie")


def test_no_script_and_no_other_site_gets_a_cookie(app: Flask) -> None:
    assert len(kept(app)) == 3
    assert all("HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie for cookie in kept(app))


def test_outside_of_development_a_cookie_is_bound_to_this_host_and_to_tls(app: Flask) -> None:
    bound = [cookie.startswith("__Host-") and "Secure" in cookie and "Domain" not in cookie for cookie in kept(app)]
    assert bound == [not app.config["DEVELOPMENT"]] * 3


def test_log_out_takes_the_tokens_away(app: Flask) -> None:
    with app.test_request_context("/log-out"):
        session.forget()
        gone = session.keep(Response()).headers.getlist("Set-Cookie")
    assert len(gone) == 3
    assert all("Max-Age=0" in cookie for cookie in gone)


def test_the_language_is_chinese_unless_a_known_one_was_chosen(app: Flask) -> None:
    name = "zz_language" if app.config["DEVELOPMENT"] else "__Host-zz_language"
    for chosen, shown in (("en", "en"), ("zh", "zh"), ("fr", "zh")):
        with app.test_request_context("/desk", headers={"Cookie": f"{name}={chosen}"}):
            assert session.language() == shown


def test_a_form_is_ours_only_with_the_token_that_the_browser_keeps(app: Flask) -> None:
    name = "zz_form" if app.config["DEVELOPMENT"] else "__Host-zz_form"
    with app.test_request_context("/desk", headers={"Cookie": f"{name}=secret"}):
        assert session.is_ours("secret")
        assert not session.is_ours("other")
    with app.test_request_context("/desk"):
        assert not session.is_ours("")


def test_a_used_refresh_token_answers_the_same_for_a_moment_and_is_then_the_services_to_judge() -> None:
    used: list[str] = []

    def ask(refresh: str) -> session.Tokens:
        used.append(refresh)
        return session.Tokens(f"access {len(used)}", f"refresh {len(used)}")

    at_once, later = session.Sessions(ask), session.Sessions(ask, remembered_seconds=0)
    assert at_once.continued("first") == at_once.continued("first")
    assert used == ["first"]
    assert later.continued("second") != later.continued("second")
    assert used == ["first", "second", "second"]
