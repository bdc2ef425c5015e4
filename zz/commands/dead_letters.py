"""The dead queues: messages that were given up, with the reason; to be looked at, and sent again once it is mended."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import amqp
import click
import orjson
from rich.table import Table

from stationkit.messaging import publisher as confirmed
from stationkit.messaging.publisher import connect
from zz import console as say
from zz.console import json_option
from zz.local import broker_api, installation
from zz.local.paths import HOME
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.local.installation import Installation

SUFFIX = ".dead"
SHOWN = 200


@dataclass(frozen=True)
class DeadLetter:
    """A message that was given up: where it was to go, why it did not, what it says."""

    id: str
    queue: str
    reason: str
    type: str
    station_id: str
    aggregate_id: str


@click.group()
def dead() -> None:
    """Messages that were given up: list, show and replay them."""


@dead.command("list")
@json_option
def list_queues(*, as_json: bool) -> None:
    """How many messages lie in each dead queue."""
    depths = _depths(installation.load(HOME))
    table = Table("queue", "messages")
    for name, count in depths.items():
        table.add_row(name, str(count))
    say.result(for_person=table if depths else "No message was given up", for_machine=depths, as_json=as_json)


@dead.command()
@click.argument("queue")
@json_option
def show(*, queue: str, as_json: bool) -> None:
    """Show the messages of one dead queue; they stay there."""
    plan = installation.load(HOME)
    letters = [asdict(letter) for letter in read(plan.backing.amqp_uri, _name(plan, queue))]
    table = Table(*DeadLetter.__dataclass_fields__)
    for row in letters:
        table.add_row(*row.values())
    say.result(for_person=table, for_machine=letters, as_json=as_json)


@dead.command()
@click.argument("queue")
@click.option("--id", "message_id", help="Only the message of this id.")
@json_option
def replay(*, queue: str, message_id: str | None, as_json: bool) -> None:
    """Send the events of a dead queue to their hearer again; each has its effect at most once."""
    plan = installation.load(HOME)
    name = _name(plan, queue)
    if ".rpc." in name:
        raise UserError(
            "A request is not sent again: nobody waits for its answer.", f"Look at it: zz dead show {queue}"
        )
    sent = send_again(plan.backing.amqp_uri, name, message_id)
    say.result(
        for_person=f"{sent} sent again to {name.removesuffix(SUFFIX)}", for_machine={"sent": sent}, as_json=as_json
    )


def read(amqp_uri: str, queue: str) -> list[DeadLetter]:
    """The first messages of a dead queue, which stay in it."""
    with connect(amqp_uri) as connection:
        return [_letter(queue, message) for message in _messages(connection.channel(), queue, SHOWN)]


def send_again(amqp_uri: str, queue: str, message_id: str | None) -> int:
    """Sends the messages of a dead queue to the queue they came from, and answers how many.

    Each is taken off only once the broker has confirmed it at its new place. Raises `Trouble` where it does not.
    """
    sent, publisher = 0, confirmed.Publisher(amqp_uri)
    try:
        with connect(amqp_uri) as connection:
            channel = connection.channel()
            lying = channel.queue_declare(queue, passive=True).message_count
            for message in _messages(channel, queue, lying):
                if message_id in (None, message.properties.get("message_id")):
                    _send_again(publisher, queue.removesuffix(SUFFIX), message)
                    message.channel.basic_ack(message.delivery_tag)
                    sent += 1
    finally:
        publisher.close()
    return sent


def _send_again(publisher: confirmed.Publisher, target: str, message: amqp.Message) -> None:
    again = confirmed.Message("", target, message.properties.get("message_id", ""), confirmed.bytes_of(message.body))
    try:
        unroutable = publisher.publish([again])
    except confirmed.NotConfirmed as error:
        raise UserError(f"The broker did not confirm it: {error}", "Run the same command again.") from error
    if unroutable:
        raise UserError(f"There is no queue {target}.", "Run `zz migrate`, then the same command again.")


def _messages(channel: amqp.Channel, queue: str, most: int) -> Iterator[amqp.Message]:
    """Messages held by this channel's connection; what is not acknowledged goes back when it closes."""
    for _ in range(most):
        message = channel.basic_get(queue)
        if message is None:
            return
        yield message


def _letter(queue: str, message: amqp.Message) -> DeadLetter:
    headers: dict[str, Any] = message.headers or {}
    content = _content(message)
    return DeadLetter(
        id=str(message.properties.get("message_id", "")),
        queue=queue,
        reason=str(headers.get("zz-reason", "")),
        type=str(content.get("type", "")),
        station_id=str(content.get("station_id", "")),
        aggregate_id=str(content.get("aggregate_id", "")),
    )


def _content(message: amqp.Message) -> dict[str, Any]:
    try:
        content = orjson.loads(confirmed.bytes_of(message.body))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _depths(plan: Installation) -> dict[str, int]:
    backing = plan.backing
    depths = broker_api.queue_depths(backing.amqp_uri, backing.broker_api, plan.prefix)
    return {name: count for name, count in depths.items() if name.endswith(SUFFIX) and count}


def _name(plan: Installation, queue: str) -> str:
    """The full name of a dead queue, from what a person typed: with or without prefix and ending."""
    name = queue if queue.startswith(f"{plan.prefix}.") else f"{plan.prefix}.{queue}"
    name = name if name.endswith(SUFFIX) else name + SUFFIX
    depths = broker_api.queue_depths(plan.backing.amqp_uri, plan.backing.broker_api, plan.prefix)
    if name not in depths:
        raise UserError(f"There is no queue {name}.", "See which there are: zz dead list")
    return name
