"""Runs one service: `python -m stationkit.run services.intake.service`.

Nameko's own command line needs a package that new Pythons no longer carry; this does what it does: patch, start, stop
gracefully on SIGTERM. The exit code is 0 only when every worker has answered.
"""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402  # its own warning is known: see docs/dependencies.md

eventlet.monkey_patch()

import importlib  # noqa: E402  # nothing may be imported before the patch
import inspect  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

import structlog  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from stationkit import log, settings  # noqa: E402
from stationkit.kit import Kit  # noqa: E402

WORKERS = 64
HEARTBEAT_SECONDS = 20


def service_of(module_name: str) -> type:
    """The one service class of a module. Raises `LookupError`."""
    module = importlib.import_module(module_name)
    found = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__ == module_name and isinstance(getattr(member, "kit", None), Kit)
    ]
    if len(found) != 1:
        raise LookupError(f"{module_name} must have one service class with a kit")
    return found[0]


def main(module_name: str) -> None:
    """Runs the service until SIGTERM or SIGINT."""
    read = settings.read()
    service: Any = service_of(module_name)
    log.set_up(service.name, read.log_level)
    runner = ServiceRunner(
        {
            "AMQP_URI": read.amqp_uri,
            "HEARTBEAT": HEARTBEAT_SECONDS,
            "max_workers": WORKERS,
            "SETTINGS": read,
            "ZZ_PREFIX": read.prefix,
            "parent_calls_tracked": 0,
        }
    )
    runner.add_service(service)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: eventlet.spawn_n(runner.stop))
    runner.start()
    structlog.get_logger().info("service_started")
    _wait(runner)
    structlog.get_logger().info("service_stopped")


def _wait(runner: ServiceRunner) -> None:
    waiting = eventlet.spawn(runner.wait)
    while True:
        try:
            waiting.wait()
        except InterruptedError:
            continue
        return


if __name__ == "__main__":
    main(sys.argv[1])
