"""The stream tells what happens in one's own station, to whoever may know it, for as long as they may."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from gateway.stream import MOST_OF_A_PERSON
from tests.world.api import Api
from tests.world.people import until
from tests.world.streams import Listening, may_listen

if TYPE_CHECKING:
    from tests.world.network import Network

CLIENTS = 100


def test_a_station_hears_its_own_events_and_the_head_hears_all(network: Network) -> None:
    with ExitStack() as open_streams:
        at_a, at_b, at_head = (
            open_streams.enter_context(closing(Listening(person.api)))
            for person in (network.a.desk, network.b.desk, network.supervisor)
        )
        of_a, of_b = network.a.a_received_order(), network.b.a_received_order()
        for order in (of_a, of_b):
            at_head.wait_for("order_received.v1", order.id)
        at_a.wait_for("order_received.v1", of_a.id)
        at_b.wait_for("order_received.v1", of_b.id)
        assert {message["station_id"] for message in at_a.heard} == {network.a.id}
        assert {message["station_id"] for message in at_b.heard} == {network.b.id}


def test_a_message_says_that_something_happened_and_nothing_of_what(network: Network) -> None:
    with closing(Listening(network.a.desk.api)) as listening:
        order = network.a.a_received_order()
        listening.wait_for("order_received.v1", order.id)
        (message,) = (message for message in listening.heard if message["aggregate_id"] == order.id)
    assert message.keys() == {"type", "station_id", "aggregate_id", "occurred_at"}
    assert listening.answer.headers["Content-Type"].startswith("text/event-stream")


def test_the_stream_takes_a_token_that_holds_and_only_in_the_header(network: Network) -> None:
    api = network.a.desk.api
    assert Api(api.url).send("GET", "/stream").code == "unauthenticated"
    assert Api(api.url, "nonsense").send("GET", "/stream").code == "unauthenticated"
    assert Api(api.url).send("GET", f"/stream?token={api.token}").code == "invalid"
    assert api.send("GET", "/stream?access_token=x").code == "invalid"


def test_the_stream_ends_with_the_session(network: Network) -> None:
    session = network.a.desk.log_in()
    with closing(Listening(session)) as listening:
        session.do.end_session(refresh_token=session.refresh)
        listening.wait_until_over()
        assert listening.cut is None
    until(lambda: not may_listen(session), "shut out")


def test_the_stream_ends_for_whoever_is_suspended(network: Network) -> None:
    person = network.hire(network.a.id, "front_desk")
    with closing(Listening(person.api)) as listening, closing(Listening(network.a.desk.api)) as other:
        network.a.lead.do.suspend_staff(station_id=network.a.id, staff_id=person.id, reason="on leave")
        listening.wait_until_over()
        other.wait_for("staff_changed.v1", person.id)
        assert not other.over


def test_a_hundred_listen_and_others_are_answered(network: Network) -> None:
    a = network.a
    people = [person.api for person in (a.desk, a.lead, a.bench, a.second_engineer, a.people["storekeeper"])]
    with ExitStack() as open_streams:
        listeners = [
            open_streams.enter_context(closing(Listening(people[number // MOST_OF_A_PERSON])))
            for number in range(CLIENTS)
        ]
        order = network.a.a_closed_order()
        assert network.a.desk.do.get_order(order_id=order.id)["state"] == "closed"
        for listening in listeners:
            listening.wait_for("order_closed.v1", order.id)
        with closing(Listening(people[0])):
            listeners[0].wait_until_over()
        assert [number for number, listener in enumerate(listeners) if listener.over] == [0]
