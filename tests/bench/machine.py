"""Where and with what something was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from stationkit.ground.clock import wall_now
from stationkit.messaging.publisher import connect
from tests.bench.paper import table
from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from tests.bench.ground import Ground

PACKAGES = ("nameko", "eventlet", "kombu", "amqp", "pymongo", "marshmallow", "flask", "gunicorn", "gevent")


def description(ground: Ground) -> str:
    """The machine and the versions, as a table."""
    broker = connect(ground.backing.address.amqp_uri)
    servers = f"RabbitMQ {broker.server_properties['version']}, MongoDB {ground.client.server_info()['version']}"
    broker.close()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    rows = [
        ("processor", f"{_of('/proc/cpuinfo', 'model name')}, {len(os.sched_getaffinity(0))} cores"),
        ("memory", f"{int(_of('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.1f} GiB"),
        ("system", f"{_distribution()}, kernel {platform.release()}"),
        ("servers", f"{servers}, one node each, on the same machine"),
        ("programs", f"Python {platform.python_version()}, {packages}"),
    ]
    return table(("", "what it was measured on"), rows)


def moment() -> str:
    """When, of which commit, and how busy the machine had been."""
    asked = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=False)
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    now = wall_now().astimezone(UTC)
    return f"{now:%Y-%m-%d %H:%M} UTC, commit `{commit.stdout.strip()}`, load average {load}"


def _of(path: str, name: str) -> str:
    lines = Path(path).read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), platform.machine())


def _distribution() -> str:
    return _of_release().get("PRETTY_NAME", platform.system())


def _of_release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}
