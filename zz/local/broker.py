"""A RabbitMQ of our own: its configuration and programs.

It runs as the current user, listens on loopback only and keeps all it writes inside the installation's folder.
The Erlang port mapper runs in the foreground as a program of its own, so that none is left behind as a daemon.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zz.local.paths import write_private
from zz.local.ports import LOOPBACK
from zz.local.program import Program
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zz.local.paths import Paths
    from zz.local.secrets import Secrets

VHOST = "zz"
ADMIN = "admin"
PORTS = ("epmd", "broker", "broker_distribution", "broker_api", "broker_metrics")
SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
PLUGINS = "[rabbitmq_management, rabbitmq_prometheus].\n"

# For a small machine: 64 MiB of write-ahead log instead of 512, 1 GB of memory, no message rates.
CONFIGURATION = """\
listeners.tcp.1 = {host}:{broker}
num_acceptors.tcp = 2
management.tcp.ip = {host}
management.tcp.port = {broker_api}
management.rates_mode = none
prometheus.tcp.ip = {host}
prometheus.tcp.port = {broker_metrics}
load_definitions = {definitions}
log.file = false
log.console = true
log.connection.level = warning
raft.wal_max_size_bytes = 67108864
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 500MB
"""


def programs(place: Paths, secrets: Secrets, ports: Mapping[str, int]) -> tuple[Program, Program]:
    """Port mapper and server; writes the files that they read."""
    if not SERVER.exists():
        raise UserError("RabbitMQ is not installed.", "Run `make run` as root, or `apt-get install rabbitmq-server`.")
    folder = place.run / "broker"
    folder.mkdir(exist_ok=True, mode=0o700)
    _write_files(folder, secrets, ports)
    mapper = {"ERL_EPMD_PORT": str(ports["epmd"]), "ERL_EPMD_ADDRESS": LOOPBACK}
    server = mapper | _server_environment(folder, place.data / "broker", ports)
    return Program("epmd", ("epmd",), mapper), Program("broker", (str(SERVER),), server)


def amqp_uri(secrets: Secrets, ports: Mapping[str, int]) -> str:
    return f"amqp://{ADMIN}:{secrets.broker_admin}@{LOOPBACK}:{ports['broker']}/{VHOST}"


def api_uri(secrets: Secrets, ports: Mapping[str, int]) -> str:
    return f"http://{ADMIN}:{secrets.broker_admin}@{LOOPBACK}:{ports['broker_api']}"


def _write_files(folder: Path, secrets: Secrets, ports: Mapping[str, int]) -> None:
    definitions = folder / "definitions.json"
    write_private(definitions, json.dumps(_definitions(secrets.broker_admin)))
    write_private(
        folder / "rabbitmq.conf", CONFIGURATION.format(host=LOOPBACK, definitions=definitions, **_numbers(ports))
    )
    write_private(folder / "enabled_plugins", PLUGINS)
    write_private(folder / ".erlang.cookie", secrets.erlang_cookie, mode=0o400)


def _numbers(ports: Mapping[str, int]) -> dict[str, int]:
    return {name: ports[name] for name in PORTS}


def _definitions(password: str) -> dict[str, list[dict[str, Any]]]:
    """One administrator and one virtual host; with these RabbitMQ makes no guest user."""
    admin = {
        "name": ADMIN,
        "password_hash": _hash(password),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": ["administrator"],
    }
    rights = {"user": ADMIN, "vhost": VHOST, "configure": ".*", "write": ".*", "read": ".*"}
    return {"users": [admin], "vhosts": [{"name": VHOST}], "permissions": [rights]}


def _hash(password: str) -> str:
    """RabbitMQ's own form: four bytes of salt before the digest. The salt is derived, so that the file is stable."""
    salt = hashlib.sha256(f"salt {password}".encode()).digest()[:4]
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _server_environment(folder: Path, data: Path, ports: Mapping[str, int]) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "ERL_FLAGS": "-start_epmd false",
        "ERL_CRASH_DUMP": os.devnull,
        "RABBITMQ_NODENAME": "zz@localhost",
        "RABBITMQ_DIST_PORT": str(ports["broker_distribution"]),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "advanced.config"),
        "RABBITMQ_CONF_ENV_FILE": os.devnull,
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_MNESIA_BASE": str(data),
        "RABBITMQ_LOG_BASE": str(data),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_SCHEDULER_BIND_TYPE": "u",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RUNNING_UNDER_SYSTEMD": "true",  # the start script then becomes the server instead of waiting beside it
    }
