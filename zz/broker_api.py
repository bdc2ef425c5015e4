"""Reading RabbitMQ's management API."""

from __future__ import annotations

import socket
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

import urllib3

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
    """Messages in every queue of a prefix."""
    columns = get(api, f"/api/queues/{vhost_of(amqp_uri)}?columns=name,messages&disable_stats=true")
    return {queue["name"]: queue.get("messages", 0) for queue in columns if queue["name"].startswith(f"{prefix}.")}


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
