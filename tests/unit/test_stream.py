"""Who hears what on the stream, and when a stream ends."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.language.errors import Unavailable
from gateway import stream
from gateway.notices import Notice
from gateway.stream import HEARTBEAT, MOST, MOST_OF_A_PERSON, MOST_OF_A_STATION, RETRY, WAITING, Listener, Stream
from stationkit.ground.clock import wall_now
from stationkit.messaging.tokens import LIFETIME, Caller

OWN, OTHER = "own station", "other station"
NEWS = Notice("order_received.v1", OWN, "an order", "2026-11-23T08:00:00.000Z")


def caller(*, network: bool = False, **different: Any) -> Caller:
    caller = Caller("me", "my session", OWN, "王芳", ("front_desk",), (), network, history=False, issued_at=wall_now())
    return replace(caller, **different)


def emitted(listener: Listener) -> list[str]:
    """What was sent to it until it ended, in short."""
    messages = list(listener.messages(lambda: True))
    assert messages[0] == RETRY
    return [json.loads(message[6:])["station_id"] for message in messages[1:] if message != HEARTBEAT]


@pytest.mark.parametrize(("network", "wanted"), [(False, [OWN]), (True, [OTHER, OWN])])
def test_only_who_reaches_the_network_hears_of_other_stations(network: bool, wanted: list[str]) -> None:  # noqa: FBT001  # a parameter
    news = Stream()
    listener = news.open(caller(network=network), _never)
    news.take(replace(NEWS, station_id=OTHER))
    news.take(NEWS)
    assert _told_before_the_end(news, listener) == wanted


def test_who_does_not_read_is_hung_up_on() -> None:
    hung_up: list[bool] = []
    listener = Listener(caller(), lambda: hung_up.append(True))
    for _ in range(WAITING):
        listener.take(NEWS)
    assert hung_up == []
    listener.take(NEWS)
    assert hung_up == [True]
    assert emitted(listener) == []


def test_a_stream_ends_with_its_token() -> None:
    listener = Listener(caller(issued_at=wall_now() - LIFETIME), _never)
    listener.take(NEWS)
    assert emitted(listener) == []


@pytest.mark.parametrize(("kind", "whom"), [("session_ended.v1", "my session"), ("staff_changed.v1", "me")])
def test_a_stream_ends_when_its_own_session_or_account_is_concerned(kind: str, whom: str) -> None:
    concerned, other = Listener(caller(), _never), Listener(caller(session_id="s", account_id="you"), _never)
    for listener in (concerned, other):
        listener.take(replace(NEWS, type=kind, aggregate_id=whom))
    assert concerned.has_ended
    assert not other.has_ended


def test_a_stream_ends_when_the_session_does_not_hold_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "CHECK_SECONDS", -1.0)
    listener = Listener(caller(), _never)
    listener.take(NEWS)
    assert len(list(listener.messages(lambda: False))) == 2


def test_all_are_told_when_something_may_have_been_missed() -> None:
    news = Stream()
    listener = news.open(caller(issued_at=wall_now() + timedelta(minutes=1)), _never)
    news.resume()
    messages = listener.messages(lambda: True)
    next(messages)
    assert json.loads(next(messages)[6:])["type"] == "stream_resumed.v1"


def test_the_oldest_stream_of_a_person_makes_room_for_one_too_many_whatever_the_session() -> None:
    news = Stream()
    other = news.open(caller(account_id="another"), _never)
    first, *rest = [news.open(caller(session_id=f"{number}"), _never) for number in range(MOST_OF_A_PERSON)]
    assert not first.has_ended
    last = news.open(caller(), _never)
    assert first.has_ended
    assert not any(stream.has_ended for stream in (*rest, last, other))


def test_of_a_station_whoever_has_most_streams_makes_room() -> None:
    news = Stream()
    of_many = [news.open(caller(account_id=f"{number}"), _never) for number in range(MOST_OF_A_STATION - 2)]
    first, second = (news.open(caller(account_id="greedy"), _never) for _ in range(2))
    elsewhere = news.open(caller(station_id=OTHER), _never)
    news.open(caller(account_id="late"), _never)
    assert first.has_ended
    assert not any(stream.has_ended for stream in (*of_many, second, elsewhere))


def test_one_station_leaves_room_for_the_others() -> None:
    news, people = Stream(), [caller(account_id=f"{number}") for number in range(MOST // MOST_OF_A_PERSON)]
    opened = [news.open(person, _never) for person in people for _ in range(MOST_OF_A_PERSON)]
    assert sum(not stream.has_ended for stream in opened) == MOST_OF_A_STATION


def test_no_stream_is_opened_any_more_at_the_end() -> None:
    news = Stream()
    gone, open_one = news.open(caller(), _never), news.open(caller(), _never)
    news.close(gone)
    news.end()
    assert (gone.has_ended, open_one.has_ended) == (False, True)
    with pytest.raises(Unavailable):
        news.open(caller(), _never)


def _told_before_the_end(news: Stream, listener: Listener) -> list[str]:
    """Reads what waits; only then the stream is ended."""
    messages = listener.messages(lambda: True)
    next(messages)
    station_ids = [json.loads(next(messages)[6:])["station_id"]]
    if listener.caller.network:
        station_ids.append(json.loads(next(messages)[6:])["station_id"])
    news.end()
    assert [message for message in messages if message != HEARTBEAT] == []
    return station_ids


def _never() -> None:
    raise AssertionError("hung up")
