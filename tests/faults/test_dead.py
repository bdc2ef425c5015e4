"""What lies in a dead queue is told by every command that is asked, and what can be sent again is sent again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import amqp
import pytest
from click.testing import CliRunner

from stationkit.ground.names import Names
from stationkit.messaging.publisher import connect
from tests.world.people import until
from zz.checks import doctor
from zz.checks import status as situation
from zz.commands import dead_letters as dead
from zz.local import broker_api, installation
from zz.local.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ground.platform import Platform

QUEUE = "evt.repair.intake"
BODIES = {
    "text": b'{"type": "nothing_of_ours.v1", "station_id": "s", "aggregate_id": "a"}',
    "bytes": b"\xff\xfe\x00",
    "too deep": b"[" * 100_000 + b"]" * 100_000,
}


@pytest.fixture
def channel(platform: Platform) -> Iterator[amqp.Channel]:
    with connect(platform.backing.amqp_uri) as connection:
        channel = connection.channel()
        channel.confirm_select()
        yield channel


@pytest.fixture
def queue(platform: Platform, channel: amqp.Channel) -> Iterator[str]:
    """A dead queue with one message of each kind, as the broker itself says."""
    name = Names(platform.prefix).dead_queue(f"{platform.prefix}.{QUEUE}")
    channel.queue_purge(name)
    for message_id, body in BODIES.items():
        encoding = {"content_encoding": "utf-8"} if message_id == "text" else {}
        channel.basic_publish(amqp.Message(body, delivery_mode=2, message_id=message_id, **encoding), "", name)
    until(lambda: _count(channel, name) == len(BODIES), "the broker says so")
    yield name
    channel.queue_purge(name)


def _count(channel: amqp.Channel, queue: str) -> int:
    return int(channel.queue_declare(queue, passive=True).message_count)


@pytest.fixture(autouse=True)
def here(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line tool runs for the platform under test."""
    monkeypatch.setattr(installation, "load", lambda _place: platform.plan)


def printed_by(*arguments: str) -> Any:
    result = CliRunner().invoke(dead.dead, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_every_command_tells_how_many_messages_are_dead(platform: Platform, queue: str, tmp_path: Path) -> None:
    assert printed_by("list") == {queue: len(BODIES)}
    status = situation.look(Paths(tmp_path), platform.plan)
    assert status.queues is not None
    assert status.queues[queue] == len(BODIES)
    (check,) = [finding for finding in doctor.examine(Paths(tmp_path)) if finding.name == "dead messages"]
    assert (check.is_ok, check.detail) == (False, f"{queue}: {len(BODIES)}")


def test_a_broker_that_does_not_say_is_not_taken_for_one_without_dead_messages(
    platform: Platform, queue: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer(*_: str) -> dict[str, int]:
        raise broker_api.NoAnswer("away")

    monkeypatch.setattr(broker_api, "queue_depths", no_answer)
    (check,) = [finding for finding in doctor.examine(Paths(tmp_path)) if finding.name == "dead messages"]
    assert not check.is_ok


def test_a_message_that_cannot_be_read_is_one_line_beside_the_others(queue: str) -> None:
    shown = printed_by("show", QUEUE)
    assert [(letter["id"], letter["type"]) for letter in shown] == [
        ("text", "nothing_of_ours.v1"),
        ("bytes", ""),
        ("too deep", ""),
    ]


def test_messages_are_sent_again_whatever_is_in_them(channel: amqp.Channel, queue: str) -> None:
    assert printed_by("replay", QUEUE, "--id", "text") == {"sent": 1}
    assert printed_by("replay", QUEUE, "--id", "nothing") == {"sent": 0}
    assert printed_by("replay", QUEUE)["sent"] >= len(BODIES) - 1
    until(lambda: _count(channel, queue) == len(BODIES), "all are put aside again")
