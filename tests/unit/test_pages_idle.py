"""A browser in which nobody uses a page is logged out, and what a page asks by itself keeps no session alive."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, Response, g
from joserfc.jwk import KeySet, OKPKey

from contracts.language.errors import Unauthenticated, Unavailable
from contracts.stations import accounts
from gateway.pages import idle, session
from stationkit.ground.clock import wall_now
from stationkit.messaging.tokens import LIFETIME, Caller, Verifier, issue
from tests.unit.gateway_alone import gateway_alone

if TYPE_CHECKING:
    from contracts.language.errors import ContractError
    from contracts.language.operation import AnyOperation
    from stationkit.messaging.call import Call

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
POLICY = 30
KEY = OKPKey.generate_key("Ed25519", {"kid": "a"})


def token(*, minutes: int = POLICY, issued_ago: timedelta = SECOND) -> str:
    caller = Caller(
        "me", "s", "station", "王芳", ("front_desk",), (), network=False, history=False,
        issued_at=wall_now() - issued_ago, idle_minutes=minutes,
    )  # fmt: skip
    return issue(caller, json.dumps(KEY.as_dict(private=True)))


EXPIRED = 2 * LIFETIME


@dataclass
class Service:
    """The service of sessions: which refresh tokens it was shown to end, what it answers."""

    error: ContractError | None = None
    ended: list[str] = field(default_factory=list)

    def call(self, operation: AnyOperation, call: Call) -> dict[str, Any]:
        if self.error:
            raise self.error
        if operation is accounts.end_session:
            self.ended.append(call.request["refresh_token"])
            return {}
        return {"access_token": token(), "refresh_token": "the-next"}


@dataclass
class Entered:
    """What became of a request."""

    caller: Caller | None
    idle_minutes: int | None
    cookies: dict[str, str]


@dataclass
class Browser:
    """A browser's cookies, before a gateway whose clock is the wall's."""

    app: Flask
    access: str = ""
    seen: str | None = None

    def asks(self, path: str = "/desk", **headers: str) -> Entered:
        cookies = {session.ACCESS: self.access, session.REFRESH: "this-one", session.SEEN: self.seen}
        sent = "; ".join(f"{name}={value}" for name, value in cookies.items() if value)
        with self.app.test_request_context(path, headers={"Cookie": sent, **headers}):
            g.request_id = g.traceparent = ""
            caller = session.enter()
            set_now = session.keep(Response()).headers.getlist("Set-Cookie")
            return Entered(caller, g.get("idle_minutes"), dict(line.split("=", 1) for line in set_now))


class Clock:
    """Business time is none of a session's."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def app(service: Service) -> Flask:
    app = Flask(__name__)
    app.config["DEVELOPMENT"] = True
    app.add_url_rule("/news", idle.NEWS)
    session.add(app)
    keys = json.dumps(KeySet([KEY]).as_dict(private=False))
    app.extensions |= {"rpc": service, "clock": Clock(), "verifier": Verifier(keys)}
    return app


def ago(**units: int) -> str:
    return idle.mark(wall_now() - timedelta(**units))


@pytest.mark.parametrize(
    ("after", "is_left"),
    [(30 * 60 * SECOND - SECOND, False), (30 * 60 * SECOND, True), (30 * 60 * SECOND + SECOND, True)],
)
def test_a_page_is_left_alone_at_the_last_minute_of_the_policy(after: timedelta, *, is_left: bool) -> None:
    assert idle.is_left_alone(idle.mark(NOW), POLICY, NOW + after) is is_left


@pytest.mark.parametrize("seen", ["", "x", "-1", "1e9", "9" * 12, "\uff11", idle.mark(NOW + 61 * SECOND)])
def test_a_mark_that_we_cannot_have_made_is_none(seen: str) -> None:
    assert idle.is_left_alone(seen, POLICY, NOW)


def test_the_clocks_of_two_gateways_may_be_a_minute_apart() -> None:
    assert not idle.is_left_alone(idle.mark(NOW + 60 * SECOND), POLICY, NOW)


def test_a_person_who_asks_is_seen_for_as_long_as_the_token_says(app: Flask) -> None:
    answer = Browser(app, token(), ago(minutes=POLICY - 1)).asks()
    assert answer.caller
    assert f"Max-Age={POLICY * 60};" in answer.cookies[session.SEEN]
    assert "HttpOnly" in answer.cookies[session.SEEN]


@pytest.mark.parametrize("access", [token(), token(issued_ago=EXPIRED)], ids=["holds", "is continued"])
def test_what_a_page_asks_by_itself_is_answered_and_keeps_no_session_alive(app: Flask, access: str) -> None:
    browser = Browser(app, access, ago(minutes=POLICY - 1))
    for answer in (browser.asks(**{idle.UNASKED: "1"}), browser.asks("/news")):
        assert answer.caller
        assert session.SEEN not in answer.cookies


@pytest.mark.parametrize("seen", [None, ago(minutes=POLICY)], ids=["forgotten", "too long ago"])
@pytest.mark.parametrize("headers", [{}, {idle.UNASKED: "1"}], ids=["asked", "unasked"])
def test_a_browser_that_was_left_alone_is_logged_out(
    app: Flask, service: Service, seen: str | None, headers: dict[str, str]
) -> None:
    answer = Browser(app, token(), seen).asks(**headers)
    assert (answer.caller, answer.idle_minutes, service.ended) == (None, POLICY, ["this-one"])
    gone = [name for name, cookie in answer.cookies.items() if "Max-Age=0" in cookie]
    assert gone == [session.ACCESS, session.REFRESH]
    assert answer.cookies[session.SEEN].startswith(f"{idle.parting(POLICY)};")


def test_the_session_that_this_request_continued_is_the_one_that_ends(app: Flask, service: Service) -> None:
    assert Browser(app, token(issued_ago=EXPIRED), ago(minutes=POLICY)).asks().caller is None
    assert service.ended == ["the-next"]


def test_a_browser_without_its_access_token_may_be_left_alone_no_longer(app: Flask) -> None:
    assert Browser(app, "", ago(minutes=POLICY)).asks().idle_minutes == POLICY


def test_a_session_that_has_ended_by_then_says_so_too(app: Flask, service: Service) -> None:
    service.error = Unauthenticated("It has ended.")
    access = token(minutes=45, issued_ago=EXPIRED)
    assert Browser(app, access).asks().idle_minutes == 45
    assert Browser(app, access, ago(minutes=44)).asks().idle_minutes is None
    assert Browser(app, "forged").asks().idle_minutes == 720


def test_a_browser_that_was_left_alone_is_logged_out_where_no_service_answers(app: Flask, service: Service) -> None:
    service.error = Unavailable("It is not there.")
    answer = Browser(app, token()).asks()
    assert answer.caller is None
    assert "Max-Age=0" in answer.cookies[session.REFRESH]


def test_a_log_out_that_continues_the_session_ends_what_it_continued(app: Flask, service: Service) -> None:
    with app.test_request_context("/log-out", headers={"Cookie": f"{session.REFRESH}=this-one"}):
        g.request_id = g.traceparent = ""
        g.tokens = session.Tokens(token(), "the-next")
        session.log_out()
    assert service.ended == ["the-next"]


LASTS = {
    720: ("因为 12 小时没有人", "page for 12 h."),
    5: ("因为 5 分钟没有人", "page for 5 min."),
    90: ("因为 90 分钟没有人", "page for 90 min."),
}


@pytest.mark.parametrize(("minutes", "said"), LASTS.items())
def test_the_log_in_says_in_both_languages_for_how_long_nobody_was_there(minutes: int, said: tuple[str, str]) -> None:
    for language, expected in zip(("zh", "en"), said, strict=True):
        assert expected in log_in_page(idle.parting(minutes), language)


@pytest.mark.parametrize("seen", ["", "left.", "left.0", "left.x", "left.-5", "left.999999", idle.mark(NOW)])
def test_the_log_in_says_nothing_of_it_otherwise(seen: str) -> None:
    assert "alert" not in log_in_page(seen, "en")


def log_in_page(seen: str, language: str) -> str:
    client = gateway_alone(ZZ_ENV="development")
    client.set_cookie(session.LANGUAGE, language)
    client.set_cookie(session.SEEN, seen)
    answer = client.get("/log-in")
    assert answer.status_code == 200
    return answer.text
