"""Sessions: a refresh token holds once, and one that is shown again ends the session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.language.errors import Unauthenticated
from services.stations.rules.sessions import (
    IDLE,
    LIFETIME,
    Session,
    digest,
    may_rest_for,
    new_secret,
    parts_of,
    token_of,
    was_given_out,
)

START = datetime(2026, 11, 23, 1, tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)


def session() -> Session:
    return Session("session", "station", "staff", "station", digest("first"), START, START)


def test_a_secret_is_known_again_as_given_out_by_its_session_and_key_alone() -> None:
    secret = new_secret("session", "key")
    assert was_given_out("session", secret, "key")
    for session_id, shown, key in (
        ("another", secret, "key"),
        ("session", secret, "another"),
        ("session", f"{secret}x", "key"),
        ("session", "x" * 43, "key"),
        ("session", "", "key"),
    ):
        assert not was_given_out(session_id, shown, key)


def test_each_refresh_gives_the_secret_for_the_next() -> None:
    current = session()
    assert current.refresh("first", "second", START + MOMENT)
    assert current.refresh("second", "third", START + 2 * MOMENT)
    assert (current.secret_hash, current.used_at) == (digest("third"), START + 2 * MOMENT)


def test_a_secret_that_is_shown_again_ends_the_session_for_everybody() -> None:
    current = session()
    current.refresh("first", "second", START)
    assert not current.refresh("first", "stolen", START + MOMENT)
    assert current.ended_at == START + MOMENT
    with pytest.raises(Unauthenticated):
        current.refresh("second", "third", START + 2 * MOMENT)


@pytest.mark.parametrize(("after", "holds"), [(IDLE - MOMENT, True), (IDLE, False)])
def test_an_idle_session_ends_after_twelve_hours(after: timedelta, *, holds: bool) -> None:
    current = session()
    if holds:
        assert current.refresh("first", "second", START + after)
    else:
        with pytest.raises(Unauthenticated):
            current.refresh("first", "second", START + after)
        assert current == session()


def test_a_session_rests_as_long_as_a_page_may_be_left_alone_and_twelve_hours_at_least() -> None:
    assert [may_rest_for(minutes) for minutes in (5, 720, 721)] == [IDLE, IDLE, IDLE + timedelta(minutes=1)]
    current = session()
    assert current.refresh("first", "second", START + IDLE, may_rest_for(721))
    with pytest.raises(Unauthenticated):
        current.refresh("second", "third", current.used_at + may_rest_for(721), may_rest_for(721))


@pytest.mark.parametrize(("after", "holds"), [(LIFETIME - MOMENT, True), (LIFETIME, False)])
def test_a_session_in_use_ends_after_fourteen_days(after: timedelta, *, holds: bool) -> None:
    current = session()
    current.used_at = START + LIFETIME - timedelta(hours=1)
    if holds:
        assert current.refresh("first", "second", START + after)
    else:
        with pytest.raises(Unauthenticated):
            current.refresh("first", "second", START + after)


def test_a_log_out_needs_the_secret_and_happens_once() -> None:
    current = session()
    with pytest.raises(Unauthenticated):
        current.end("wrong", START)
    assert current.ended_at is None
    current.end("first", START + MOMENT)
    assert current.ended_at == START + MOMENT
    with pytest.raises(Unauthenticated):
        current.end("first", START + 2 * MOMENT)


def test_a_session_keeps_no_secret() -> None:
    assert "first" not in repr(session())


@pytest.mark.parametrize(
    ("token", "parts"),
    [(token_of("id", "a.b"), ("id", "a.b")), ("nodots", ("nodots", "")), ("", ("", "")), (".x", ("", "x"))],
)
def test_a_token_is_read_whatever_it_looks_like(token: str, parts: tuple[str, str]) -> None:
    assert parts_of(token) == parts
