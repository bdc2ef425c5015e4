"""Reading RabbitMQ's management API."""

from __future__ import annotations

import socket
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

import amqp
import urllib3

from stationkit.messaging.publisher import connect

AMQP_PORT = 5672


class NoAnswer(Exception):
    """The management API is away, refuses the log-in or knows no such thing."""


def vhost_of(amqp_uri: str) -> str:
    """The virtual host an address names, quoted for a path of the API."""
    return quote(unquote(_first(amqp_uri).path[1:]) or "/", safe="")


def get(api: str, path: str) -> Any:
    """Ask for one resource; `api` carries the log-in."""
    url = urlsplit(api)
    login = f"{unquote(url.username or '')}:{unquote(url.password or '')}"
    address = f"{url.scheme}://{url.hostname}:{url.port}{path}"
    try:
        reply = urllib3.request(
            "GET", address, headers=urllib3.make_headers(basic_auth=login), timeout=3.0, retries=False
        )
    except urllib3.exceptions.HTTPError as error:
        raise NoAnswer(f"{url.hostname}:{url.port}: {error}") from error
    if reply.status != HTTPStatus.OK:
        raise NoAnswer(f"{url.hostname}:{url.port} answers {reply.status} to {path}")
    return reply.json()


def is_ready(amqp_uri: str, api: str) -> bool:
    """Whether the virtual host is up and a client can connect to the first node named."""
    try:
        vhost = get(api, f"/api/vhosts/{vhost_of(amqp_uri)}")
    except NoAnswer:
        return False
    return "running" in vhost.get("cluster_state", {}).values() and _accepts(amqp_uri)


def queue_depths(amqp_uri: str, api: str, prefix: str) -> dict[str, int]:
    """Messages that lie in every queue of a prefix, without those that somebody has in hand. Raises `NoAnswer`.

    The broker itself is asked: the figures of its management API are seconds old, or left out.
    """
    queues = get(api, f"/api/queues/{vhost_of(amqp_uri)}?columns=name&disable_stats=true")
    names = [queue["name"] for queue in queues if queue["name"].startswith(f"{prefix}.")]
    try:
        with connect(amqp_uri) as connection:
            channel = connection.channel()
            return {name: channel.queue_declare(name, passive=True).message_count for name in names}
    except (OSError, amqp.exceptions.AMQPError) as error:
        raise NoAnswer(str(error)) from error


def _accepts(amqp_uri: str) -> bool:
    url = _first(amqp_uri)
    try:
        socket.create_connection((url.hostname or "", url.port or AMQP_PORT), timeout=2).close()
    except OSError:
        return False
    return True


def _first(amqp_uri: str) -> SplitResult:
    """The first node of an address that may name several."""
    return urlsplit(amqp_uri.partition(";")[0])
